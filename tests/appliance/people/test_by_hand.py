"""One person at a time: every bad input gets a sentence, and nothing is lost."""

from datetime import timedelta

import pytest
from sqlmodel import Session

from appliance.errors import Conflict, HomeroomError, Invalid
from appliance.models import Classroom, Enrolment, Person, now
from appliance.people import by_hand, classrooms, enrolment
from appliance.people.by_hand import Facts
from tests.conftest import enrolled


@pytest.fixture
def rivera(db_session: Session) -> int:
    return enrolled(db_session, "rivera").person_id


@pytest.fixture
def botany(db_session: Session, rivera: int) -> Classroom:
    teacher = db_session.get(Person, rivera)
    assert teacher
    return classrooms.make(db_session, teacher, "Botany")


def names(db: Session, classroom: Classroom) -> list[str]:
    return [one.person.name for one in enrolment.members(db, classroom.id or 0)]


def test_a_student_is_added_with_what_is_known(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    version = biology.roster_version
    name = by_hand.add(db_session, biology, Facts("  Dan  Wu ", section="B"), rivera)
    dan = enrolment.member(db_session, biology.id or 0, name)
    assert (dan.person.display_name, dan.enrolment.section) == ("Dan Wu", "B")
    assert biology.roster_version == version + 1


@pytest.mark.parametrize(
    "facts",
    [
        Facts(""),
        Facts("12"),
        Facts("x" * 65),
        Facts("Dan Wu", email="nowhere"),
        Facts("Dan Wu", student_id="1001"),
        Facts("Dan Wu", login="CLEO"),
        Facts("Dan Wu", email="ana@example.org"),
        Facts("Dan\u202eWu"),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nobody_is_added(
    db_session: Session, biology: Classroom, rivera: int, facts: Facts
) -> None:
    with pytest.raises(HomeroomError):
        by_hand.add(db_session, biology, facts, rivera)
    assert names(db_session, biology) == ["ana", "cleo"]


def test_namesakes_are_two_people(db_session: Session, biology: Classroom, rivera: int) -> None:
    assert by_hand.add(db_session, biology, Facts("Ana Ruiz"), rivera) == "ana-ruiz"
    assert names(db_session, biology) == ["ana", "ana-ruiz", "cleo"]


def test_a_known_student_added_to_another_class_is_the_same_person(
    db_session: Session, botany: Classroom, ana: Enrolment, rivera: int
) -> None:
    assert by_hand.add(db_session, botany, Facts("Ana Ruiz", student_id="1001"), rivera) == "ana"
    assert enrolment.member(db_session, botany.id or 0, "ana").person.id == ana.person_id


def test_a_correction_keeps_name_home_and_card(
    db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    who, card = enrolment.member(db_session, biology.id or 0, "ana"), ana.code_digest
    by_hand.edit(db_session, biology, who, Facts("Ana Ruiz-Sol", student_id="1001", section="A"))
    assert (who.person.name, who.person.display_name) == ("ana", "Ana Ruiz-Sol")
    assert (ana.section, ana.email, ana.code_digest) == ("A", "", card)


def test_a_correction_that_clashes_changes_nothing(
    db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    who = enrolment.member(db_session, biology.id or 0, "ana")
    with pytest.raises(Conflict):
        by_hand.edit(db_session, biology, who, Facts("Ana", login="cleo"))
    assert (who.person.display_name, ana.login) == ("Ana Ruiz", "ana")


def test_whoever_is_archived_comes_back_with_the_work(
    db_session: Session, biology: Classroom
) -> None:
    cleo = enrolment.member(db_session, biology.id or 0, "cleo")
    by_hand.archive(db_session, biology, cleo)
    assert names(db_session, biology) == ["ana"]
    by_hand.restore(biology, cleo, now())
    assert names(db_session, biology) == ["ana", "cleo"] and cleo.enrolment.code_digest is None


def test_a_guest_whose_day_is_over_is_not_brought_back(
    db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    ana.role, ana.until = "guest", now() - timedelta(minutes=1)
    with pytest.raises(Conflict):
        by_hand.restore(biology, enrolment.member(db_session, biology.id or 0, "ana"), now())


def test_a_moved_student_keeps_the_name_and_leaves_the_old_seat_behind(
    db_session: Session, biology: Classroom, botany: Classroom, ana: Enrolment
) -> None:
    who = enrolment.member(db_session, biology.id or 0, "ana")
    by_hand.move(db_session, who, biology, botany)
    there = enrolment.member(db_session, botany.id or 0, "ana")
    assert (there.person.id, there.enrolment.student_id) == (ana.person_id, "1001")
    assert ana.archived and there.id != ana.id and names(db_session, biology) == ["cleo"]
    by_hand.move(db_session, there, botany, biology)
    assert not ana.archived and names(db_session, botany) == []


def test_a_move_that_cannot_be_is_refused(
    db_session: Session, biology: Classroom, botany: Classroom, rivera: int
) -> None:
    who = enrolment.member(db_session, biology.id or 0, "ana")
    with pytest.raises(Conflict):
        by_hand.move(db_session, who, biology, biology)
    by_hand.add(db_session, botany, Facts("Somebody Else", login="ana"), rivera)
    with pytest.raises(Conflict):
        by_hand.move(db_session, who, biology, botany)
    assert "ana" in names(db_session, biology)


@pytest.mark.parametrize("typed", ["", "7", "x" * 300])
def test_a_name_that_cannot_be_shown_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        by_hand.clean_name(typed)
