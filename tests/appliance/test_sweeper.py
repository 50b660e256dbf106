"""Looks into folders: once for each student, written down, and one trouble is nobody else's."""

import secrets
from collections.abc import Callable

import pytest
from sqlmodel import select

from appliance import db, models
from appliance.errors import Away, HomeroomError, Invalid, NotFound, Unavailable
from appliance.homework import assignments, submissions
from appliance.homework.store import Tree
from appliance.models import Assignment, Enrolment, Submission, Sweep
from appliance.sweeper import Sweeper
from appliance.words import spoken
from roster.sentence import Sentence
from tests.appliance.test_clerk import NOW, TREE, change, hand_in
from tests.conftest import School


class Homes:
    """What lies in the folders, by seat; an error is what reading one ends with."""

    def __init__(self, school: School) -> None:
        self._school = school
        self.folders: dict[int, Tree | HomeroomError] = {}
        self.read: list[int] = []

    def __call__(self, assignment: Assignment, enrolment: Enrolment) -> Submission | None:
        seat = enrolment.id or 0
        self.read.append(seat)
        tree = self.folders.get(seat, NotFound("no home"))
        if isinstance(tree, HomeroomError):
            raise tree
        with db.writing(self._school.database) as session:
            session.expire_on_commit = False
            key = secrets.token_hex(16)
            made = submissions.submit(session, assignment, seat, key, tree, models.now())
            made.source, made.late = "folder", False
        return made


@pytest.fixture
def homes(school: School) -> Homes:
    """Squares is out in Biology 1, and was due a moment ago."""
    with db.writing(school.database) as session:
        class_id = school.seat("ana").enrolment.classroom_id
        assignments.put_source(session, class_id, "Squares", TREE, None)
    change(school, released=NOW, tree=TREE.digest, due=models.now())
    return Homes(school)


@pytest.fixture
def sweep(school: School, homes: Homes) -> Callable[[], list[Sentence]]:
    def go() -> list[Sentence]:
        with db.reading(school.database) as session:
            squares = session.exec(select(Assignment)).one()
            session.expunge_all()
        return Sweeper(school.database, homes).sweep(squares, models.now())

    return go


def looked_after(school: School) -> dict[int, bool]:
    with db.reading(school.database) as session:
        return {one.enrolment_id: one.found for one in session.exec(select(Sweep))}


def test_work_that_was_never_handed_in_is_found(
    school: School, homes: Homes, sweep: Callable[[], list[Sentence]]
) -> None:
    ana, cleo = school.seat("ana").id, school.seat("cleo").id
    homes.folders[ana] = TREE
    assert sweep() == []
    assert looked_after(school) == {ana: True, cleo: False}
    assert sweep() == [] and sorted(homes.read) == sorted([ana, cleo])


def test_who_handed_in_is_not_looked_after(
    school: School, homes: Homes, sweep: Callable[[], list[Sentence]]
) -> None:
    hand_in(school, "cleo", NOW)
    sweep()
    assert homes.read == [school.seat("ana").id]


def test_a_folder_that_is_refused_is_told_and_not_read_again(
    school: School, homes: Homes, sweep: Callable[[], list[Sentence]]
) -> None:
    ana, cleo = school.seat("ana").id, school.seat("cleo").id
    homes.folders = {ana: Invalid("too large"), cleo: TREE}
    assert [spoken(one) for one in sweep()] == ["ana: too large"]
    assert looked_after(school) == {ana: False, cleo: True}


def test_a_home_that_cannot_be_read_just_now_is_read_again(
    school: School, homes: Homes, sweep: Callable[[], list[Sentence]]
) -> None:
    ana, cleo = school.seat("ana").id, school.seat("cleo").id
    homes.folders = {ana: Unavailable("busy"), cleo: TREE}
    assert [spoken(one) for one in sweep()] == ["ana: busy"]
    homes.folders[ana] = TREE
    assert sweep() == [] and looked_after(school) == {ana: True, cleo: True}
    assert homes.read.count(cleo) == 1


def test_without_the_launcher_nobody_counts_as_looked_after(
    school: School, homes: Homes, sweep: Callable[[], list[Sentence]]
) -> None:
    homes.folders = dict.fromkeys((school.seat("ana").id, school.seat("cleo").id), Away("gone"))
    with pytest.raises(Away):
        sweep()
    assert looked_after(school) == {}
