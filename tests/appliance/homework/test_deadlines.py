from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from appliance import db
from appliance.errors import Conflict, Invalid
from appliance.homework import deadlines, submissions
from appliance.homework.deadlines import Deadline
from appliance.homework.store import Tree
from appliance.models import Assignment, Classroom, Enrolment, Person, Submission
from appliance.people import by_hand, enrolment
from appliance.people.by_hand import Facts

MON = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
TREE = Tree("d" * 64, (("squares.ipynb", "e" * 64, 3),))

moments = st.datetimes(
    min_value=datetime(2026, 1, 1), max_value=datetime(2027, 1, 1), timezones=st.just(UTC)
)


def test_without_a_due_date_nothing_is_ever_late() -> None:
    open_end = Deadline(None, policy="cutoff", marks=3)
    assert not open_end.late(MON) and not open_end.closed(MON) and open_end.penalty(MON) == 0


def test_within_the_grace_time_work_is_on_time_and_costs_nothing() -> None:
    deadline = Deadline(MON, grace=15 * MINUTE, policy="marks", marks=2)
    assert not deadline.late(MON + 15 * MINUTE)
    assert deadline.penalty(MON + 15 * MINUTE) == 0
    assert deadline.late(MON + 16 * MINUTE)


def test_each_day_begun_since_it_was_due_costs_marks() -> None:
    deadline = Deadline(MON, grace=15 * MINUTE, policy="marks", marks=2)
    assert deadline.penalty(MON + HOUR) == 2
    assert deadline.penalty(MON + DAY) == 2
    assert deadline.penalty(MON + DAY + MINUTE) == 4


def test_after_a_cut_off_nothing_is_taken_in() -> None:
    deadline = Deadline(MON, policy="cutoff")
    assert not deadline.closed(MON)
    assert deadline.closed(MON + MINUTE)
    assert deadline.penalty(MON + DAY) == 0


@given(moments, moments, st.integers(0, 600), st.sampled_from(deadlines.POLICIES))
def test_waiting_longer_is_never_cheaper(
    a: datetime, b: datetime, grace: int, policy: deadlines.Policy
) -> None:
    deadline = Deadline(MON, timedelta(minutes=grace), policy, marks=1.5)
    early, late = sorted((a, b))
    assert deadline.penalty(early) <= deadline.penalty(late)
    assert deadline.late(early) <= deadline.late(late)
    assert deadline.closed(early) <= deadline.closed(late)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    database = db.open_engine(f"sqlite:///{tmp_path / 'homeroom.db'}")
    db.migrate(database)
    with db.writing(database) as session:
        session.add(Classroom(id=1, slug="bio", title="Biology", code_part="BIO1"))
        session.flush()
        for number, section in ((1, "A"), (2, "B")):
            session.add(Person(id=number, name=f"s-{number}", display_name=f"S {number}"))
            session.flush()
            session.add(Enrolment(id=number, classroom_id=1, person_id=number, section=section))
        session.add(Assignment(id=1, classroom_id=1, name="squares", due=MON, tree=TREE.digest))
        session.flush()
        yield session
    database.dispose()


def squares(session: Session) -> Assignment:
    return session.get_one(Assignment, 1)


def seat(session: Session, number: int) -> Enrolment:
    return session.get_one(Enrolment, number)


def due(session: Session, number: int) -> datetime | None:
    return deadlines.find(session, squares(session), seat(session, number)).due


def hand_in(session: Session, number: int, moment: datetime, key: str = "a") -> Submission:
    return submissions.submit(session, squares(session), number, key * 32, TREE, moment)


def test_a_section_may_have_a_date_of_its_own(session: Session) -> None:
    deadlines.extend(session, squares(session), "B", MON + DAY)
    assert (due(session, 1), due(session, 2)) == (MON, MON + DAY)


def test_an_extension_counts_before_the_sections_date_and_can_be_taken_back(
    session: Session,
) -> None:
    deadlines.extend(session, squares(session), "B", MON + DAY)
    deadlines.extend(session, squares(session), seat(session, 2), MON + 2 * DAY)
    assert due(session, 2) == MON + 2 * DAY
    assert deadlines.find(session, squares(session), seat(session, 2)).own
    deadlines.extend(session, squares(session), seat(session, 2), None)
    assert due(session, 2) == MON + DAY


def test_an_extension_given_afterwards_makes_late_work_punctual(session: Session) -> None:
    version = hand_in(session, 1, MON + HOUR)
    assert version.late
    deadlines.extend(session, squares(session), seat(session, 1), MON + DAY)
    assert not version.late


def test_whoever_comes_into_a_section_with_more_time_is_late_no_longer(session: Session) -> None:
    deadlines.extend(session, squares(session), "B", MON + DAY)
    late = hand_in(session, 1, MON + HOUR)
    assert late.late
    who, biology = enrolment.member(session, 1, "s-1"), session.get_one(Classroom, 1)
    by_hand.edit(session, biology, who, Facts("S 1", section="B"))
    assert not late.late


def test_work_that_was_on_time_stays_so_when_the_date_moves_forward(session: Session) -> None:
    version = hand_in(session, 1, MON - HOUR)
    settings = {"opens": None, "grace_minutes": 0, "late_policy": "none", "late_marks": 0}
    deadlines.change(session, squares(session), due=MON - DAY, **settings)  # type: ignore[arg-type]
    assert not version.late


def test_an_extension_given_after_grading_gives_the_marks_back(session: Session) -> None:
    squares(session).late_policy, squares(session).late_marks = "marks", 4
    version = hand_in(session, 1, MON + HOUR)
    version.score, version.penalty = 6.0, 4.0
    deadlines.extend(session, squares(session), seat(session, 1), MON + DAY)
    assert (version.score, version.penalty) == (10.0, 0.0)


def test_marks_per_day_are_taken_off_scores_that_are_there_and_none_below_nothing(
    session: Session,
) -> None:
    version = hand_in(session, 1, MON + DAY + HOUR)
    version.score = 3.0
    rules = {"due": MON, "opens": None, "grace_minutes": 0, "late_policy": "marks"}
    for marks, left in ((1, 1.0), (2, 0.0), (1, 1.0)):
        deadlines.change(session, squares(session), **rules, late_marks=marks)  # type: ignore[arg-type]
        assert (version.score, version.penalty) == (left, 3.0 - left)


def test_what_lay_in_the_folder_costs_no_marks(session: Session) -> None:
    late = Submission(
        assignment_id=1, enrolment_id=1, number=1, key="", tree="", timestamp=MON + HOUR,
        late=True, source="folder",
    )  # fmt: skip
    assert deadlines.cost(Deadline(MON, policy="marks", marks=2), late) == 0


def test_a_cut_off_refuses_work_but_not_that_of_a_student_with_an_extension(
    session: Session,
) -> None:
    squares(session).late_policy = "cutoff"
    deadlines.extend(session, squares(session), seat(session, 2), MON + DAY)
    with pytest.raises(Conflict, match="cut-off"):
        hand_in(session, 1, MON + HOUR)
    assert hand_in(session, 2, MON + HOUR).number == 1


def test_trying_again_with_the_same_key_after_the_cut_off_gives_the_same_receipt(
    session: Session,
) -> None:
    squares(session).late_policy = "cutoff"
    first = hand_in(session, 1, MON)
    assert hand_in(session, 1, MON + DAY) is first


@pytest.mark.parametrize(
    "wrong",
    [
        {"grace_minutes": -1},
        {"grace_minutes": 10**9},
        {"late_policy": "hang"},
        {"late_policy": "marks", "late_marks": -1.0},
        {"late_policy": "marks", "late_marks": float("nan")},
        {"opens": MON + DAY},
    ],
)
def test_dates_that_make_no_sense_are_refused_and_change_nothing(
    session: Session, wrong: dict[str, object]
) -> None:
    good = {"due": MON, "opens": None, "grace_minutes": 0, "late_policy": "none", "late_marks": 0.0}
    with pytest.raises(Invalid):
        deadlines.change(session, squares(session), **{**good, **wrong})  # type: ignore[arg-type]
    assert squares(session).late_policy == "none"
    assert squares(session).opens is None
