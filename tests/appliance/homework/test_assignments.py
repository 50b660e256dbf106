"""Assignments out, submissions in: by the hub's own clock, each once, each with a receipt."""

import re
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from appliance.errors import Conflict, Invalid, NotFound
from appliance.homework import assignments, handouts, submissions
from appliance.homework.store import Tree
from appliance.models import Assignment, Classroom, Enrolment, Submission
from tests.conftest import enrolled

DUE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
PLAIN = Tree("ab" * 32, (("p1.ipynb", "cd" * 32, 2),))
OTHER = Tree("ef" * 32, PLAIN.entries)


@pytest.fixture
def squares(db_session: Session, biology: Classroom) -> Assignment:
    """Handed out in Biology 1, due on Monday at eight."""
    made = assignments.put_source(db_session, biology.id or 0, "Squares", PLAIN, DUE)
    return assignments.release(
        db_session, biology.id or 0, made.name, PLAIN, DUE - 99 * MINUTE, force=False
    )


def submit(
    db: Session,
    assignment: Assignment,
    who: Enrolment,
    now: datetime,
    *,
    key: str = "",
    tree: Tree = PLAIN,
) -> Submission:
    return submissions.submit(
        db, assignment, who.id or 0, key or f"{now.timestamp():.0f}".rjust(32, "0"), tree, now
    )


@pytest.mark.parametrize("name", ["", "../x", "a/b", " ", ".x", "x" * 65, "a\nb", "é", "x."])
def test_a_name_that_cannot_be_a_folder_is_refused(name: str) -> None:
    with pytest.raises(Invalid):
        assignments.check_assignment_name(name)


def test_an_upload_needs_a_notebook_at_its_top(db_session: Session, biology: Classroom) -> None:
    empty = Tree("00" * 32, (("data/p1.ipynb", "cd" * 32, 2),))
    with pytest.raises(Invalid, match="notebook"):
        assignments.put_source(db_session, biology.id or 0, "Squares", empty, None)


def test_students_see_nothing_before_the_release(db_session: Session, biology: Classroom) -> None:
    assignments.put_source(db_session, biology.id or 0, "Squares", PLAIN, None)
    with pytest.raises(NotFound, match="not released"):
        assignments.released(db_session, biology.id or 0, "Squares", DUE)


def test_what_is_out_is_replaced_only_by_force(db_session: Session, squares: Assignment) -> None:
    again = (db_session, squares.classroom_id, "Squares", OTHER, DUE)
    with pytest.raises(Conflict):
        assignments.release(*again, force=False)
    first = squares.released
    assignments.release(*again, force=True)
    assert squares.tree == OTHER.digest and squares.released == first


def test_a_correction_reaches_students_only_when_it_is_released(
    db_session: Session, squares: Assignment
) -> None:
    before = squares.tree
    assignments.put_source(db_session, squares.classroom_id, "Squares", OTHER, None)
    assert (squares.tree, squares.released_source) == (before, PLAIN.digest)
    again = (db_session, squares.classroom_id, "Squares", OTHER, DUE)
    assignments.release(*again, force=True, source=OTHER.digest)
    assert squares.released_source == squares.source_tree == OTHER.digest


def test_taking_back_keeps_what_was_handed_in(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    submit(db_session, squares, ana, DUE)
    assignments.take_back(db_session, squares, DUE)
    with pytest.raises(NotFound):
        assignments.released(db_session, squares.classroom_id, "Squares", DUE)
    assert len(submissions.handed_in(db_session, squares.classroom_id)) == 1


def test_late_is_what_comes_after_the_due_moment(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    moments = (DUE - MINUTE, DUE, DUE + timedelta(seconds=1))
    versions = [submit(db_session, squares, ana, moment) for moment in moments]
    assert [version.late for version in versions] == [False, False, True]
    assert [version.number for version in versions] == [1, 2, 3]
    squares.due = None
    assert not submit(db_session, squares, ana, DUE + 99 * MINUTE).late


def test_the_same_key_again_is_the_same_submission(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    key = "0" * 32
    first = submit(db_session, squares, ana, DUE, key=key)
    again = submit(db_session, squares, ana, DUE + MINUTE, key=key)
    assert again is first and submissions.receipt(again) == submissions.receipt(first)
    with pytest.raises(Conflict, match="used again"):
        submit(db_session, squares, ana, DUE, key=key, tree=OTHER)


def test_two_students_may_draw_the_same_key(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    cleo = enrolled(db_session, "cleo")
    key = "f" * 32
    anas, cleos = (submit(db_session, squares, who, DUE, key=key) for who in (ana, cleo))
    assert anas.id != cleos.id and cleos.number == 1


@pytest.mark.parametrize("key", ["", "x" * 32, "0" * 31, "0" * 33, "A" * 32])
def test_a_submission_needs_a_key(
    db_session: Session, squares: Assignment, ana: Enrolment, key: str
) -> None:
    with pytest.raises(Invalid, match="Idempotency-Key"):
        submissions.submit(db_session, squares, ana.id or 0, key, PLAIN, DUE)


def test_receipts_differ_and_can_be_read_aloud(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    receipts = {
        submissions.receipt(submit(db_session, squares, ana, DUE + n * MINUTE)) for n in range(20)
    }
    assert len(receipts) == 20
    assert all(re.fullmatch("[A-Z2-7]{4}-[A-Z2-7]{4}", receipt) for receipt in receipts)


def test_a_receipt_is_the_same_when_it_is_read_again(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    version = submit(db_session, squares, ana, DUE + timedelta(microseconds=123456))
    given = submissions.receipt(version)
    db_session.commit()
    db_session.expire_all()
    assert submissions.receipt(db_session.get_one(Submission, version.id)) == given


def version(number: int, **facts: Any) -> Submission:
    usual = {"assignment_id": 1, "enrolment_id": 1, "key": "", "tree": "", "timestamp": DUE}
    return Submission(id=number, number=number, **{**usual, **facts})


def test_the_last_version_on_time_counts_else_the_last() -> None:
    on_time = [version(number, late=False) for number in (1, 2)]
    late = [version(number, late=True) for number in (3, 4)]
    assert submissions.counting([*late, *on_time]) is on_time[1]
    assert submissions.counting(late) is late[1]
    assert submissions.counting([]) is None


def test_what_was_handed_in_counts_before_what_lay_in_the_folder() -> None:
    found = [version(number, source="folder") for number in (2, 3)]
    late = version(1, late=True)
    assert submissions.counting([late, *found]) is late
    assert submissions.counting(found) is found[1]


versions = st.lists(
    st.builds(
        lambda late, chosen, folder: {
            "late": late, "chosen": chosen, "source": "folder" if folder else "submitted"
        },
        st.booleans(), st.booleans(), st.booleans(),
    ),
    max_size=8,
).map(lambda facts: [version(n, **one) for n, one in enumerate(facts, 1)])  # fmt: skip


@given(versions, st.randoms(use_true_random=False))
def test_no_version_that_counts_is_beaten_by_another(
    given_in: list[Submission], random: Random
) -> None:
    def rank(one: Submission) -> tuple[bool, bool, bool, int]:
        by_hand = one.chosen or one.source == "submitted"
        return one.chosen, by_hand and (one.chosen or not one.late), by_hand, one.number

    counts = submissions.counting(random.sample(given_in, len(given_in)))
    assert counts is max(given_in, key=rank, default=None)


def test_of_each_student_and_assignment_one_version_counts() -> None:
    theirs = [
        version(1), version(2), version(3, enrolment_id=2, late=True), version(4, assignment_id=2)
    ]  # fmt: skip
    assert submissions.which_count(theirs) == {2, 3, 4}


def test_the_teachers_choice_counts_until_it_is_taken_back(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    first = submit(db_session, squares, ana, DUE - 2 * MINUTE)
    second = submit(db_session, squares, ana, DUE - MINUTE)
    submissions.choose(db_session, squares, ana.id or 0, 1)
    assert submissions.counting([first, second]) is first
    submissions.choose(db_session, squares, ana.id or 0, None)
    assert submissions.counting([first, second]) is second
    with pytest.raises(NotFound):
        submissions.choose(db_session, squares, ana.id or 0, 3)


def test_any_folder_can_be_homework(db_session: Session, biology: Classroom) -> None:
    made = assignments.make_folder(db_session, biology.id or 0, "Field trip", "photos/may/", DUE)
    assert (made.kind, made.folder, made.due) == ("folder", "photos/may", DUE)
    assert made.released is None


@pytest.mark.parametrize("folder", ["", "/", "/etc", "..", "a/../b", ".", ".ssh", "a/.b", "a/" * 9])
def test_a_folder_that_is_never_read_is_refused(
    db_session: Session, biology: Classroom, folder: str
) -> None:
    with pytest.raises(Invalid):
        assignments.make_folder(db_session, biology.id or 0, "Field trip", folder, None)


def test_a_folder_and_notebooks_never_share_a_name(
    db_session: Session, squares: Assignment
) -> None:
    here = (db_session, squares.classroom_id)
    with pytest.raises(Conflict):
        assignments.make_folder(*here, "Squares", "x", None)
    assignments.make_folder(*here, "Field trip", "x", None)
    with pytest.raises(Conflict):
        assignments.put_source(*here, "Field trip", PLAIN, None)
    with pytest.raises(Conflict):
        assignments.release(*here, "Field trip", PLAIN, DUE, force=True)


def test_an_assignment_and_a_handout_never_share_a_folder(
    db_session: Session, biology: Classroom
) -> None:
    here = (db_session, biology.id or 0)
    handouts.give(*here, "Data", PLAIN, DUE)
    with pytest.raises(Conflict):
        assignments.put_source(*here, "Data", PLAIN, None)
    with pytest.raises(Conflict):
        assignments.release(*here, "Data", PLAIN, DUE, force=False)
    with pytest.raises(Conflict):
        assignments.make_folder(*here, "Measurements", "Data", None)


def test_until_its_hour_an_assignment_is_out_for_nobody_but_the_staff(
    db_session: Session, squares: Assignment
) -> None:
    squares.opens = DUE - MINUTE
    with pytest.raises(NotFound):
        assignments.released(db_session, squares.classroom_id, "Squares", DUE - 2 * MINUTE)
    for moment in (None, DUE - MINUTE):
        found = assignments.released(db_session, squares.classroom_id, "Squares", moment)
        assert found is squares


def test_collecting_freezes_one_version_of_each_and_again_may_choose_anew(
    db_session: Session, squares: Assignment, ana: Enrolment
) -> None:
    cleo = enrolled(db_session, "cleo")
    first = submit(db_session, squares, ana, DUE - 2 * MINUTE)
    submit(db_session, squares, cleo, DUE + MINUTE)
    chosen = submissions.collect(db_session, squares)
    assert [one.person.name for one in chosen] == ["ana", "cleo"] and first.frozen
    second = submit(db_session, squares, ana, DUE - MINUTE)
    assert not second.frozen
    submissions.collect(db_session, squares)
    assert second.frozen and not first.frozen


def test_one_class_never_sees_the_others_work(
    db_session: Session, squares: Assignment, ana: Enrolment, ben: Enrolment
) -> None:
    submit(db_session, squares, ana, DUE)
    assert submissions.handed_in(db_session, ben.classroom_id) == []
    assert assignments.all_of(db_session, ben.classroom_id) == []
    with pytest.raises(NotFound):
        assignments.find(db_session, ben.classroom_id, "Squares")
