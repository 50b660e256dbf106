"""Templates into answers: what every page has without asking for it."""

from functools import partial

import pytest

from roster.sentence import as_is
from tests.web.conftest import Hub
from web.pages import classroom, desk
from web.pages.show import page


def test_trouble_of_the_box_is_told_to_teachers_alone(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    troubled = partial(page, trouble=(as_is("The disk is almost full."),))
    for one in (classroom, desk):
        monkeypatch.setattr(one, "page", troubled)
    assert "The disk is almost full." in hub.teacher().get("/hub/teach").text
    assert "The disk is almost full." not in hub.student("ana").get("/hub/desk").text
