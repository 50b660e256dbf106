"""A line that breaks during a hand-in: never taken for handed in, and once when tried again."""

from collections.abc import Iterator

import pytest

from tests.conftest import eventually
from tests.faults.conftest import Student
from tests.faults.cutter import Cutter, cutting
from tests.faults.hub import HubProcess
from tests.faults.lesson import Lesson, received
from tests.faults.students import NOT_SURE

pytestmark = pytest.mark.filterwarnings("ignore:Object of type <:sqlalchemy.exc.SAWarning")


@pytest.fixture
def line(hub: HubProcess) -> Iterator[Cutter]:
    with cutting(hub.port) as cutter:
        yield cutter


def test_an_upload_that_breaks_off_is_no_hand_in_until_it_is_tried_again(
    lesson: Lesson, ana: Student, line: Cutter
) -> None:
    for part in (0.1, 0.5, 0.99):
        line.part = part
        assert NOT_SURE in ana.submit(line.origin)
        assert received(ana.folder) == [] and lesson.count(ana.assignment) == 0
    assert ana.submit(line.origin) == ""
    ((_, version),) = lesson.submissions(ana.assignment)
    assert version.number == 1
    assert lesson.faults(ana.assignment, ana.homes, receipts=False) == []


def test_work_whose_receipt_was_lost_is_handed_in_once(
    lesson: Lesson, ana: Student, line: Cutter
) -> None:
    line.part = 1.0
    assert NOT_SURE in ana.submit(line.origin)
    assert received(ana.folder) == []
    eventually(lambda: lesson.count(ana.assignment) == 1)
    assert ana.submit(line.origin) == ""
    ((_, version),) = lesson.submissions(ana.assignment)
    assert received(ana.folder) == [version.tree] and version.number == 1
