"""Several people work in a class, and none of them gets further by it than they may."""

import pytest
from sqlmodel import Session

from appliance.errors import Conflict, Invalid, NotAllowed, NotFound
from appliance.models import Classroom, Enrolment, Person, now
from appliance.people import classrooms, enrolment, signin, staff
from tests.conftest import enrolled


@pytest.fixture
def rivera(db_session: Session) -> int:
    return enrolled(db_session, "rivera").person_id


def roles(db: Session, classroom: Classroom) -> dict[str, str]:
    found = enrolment.members(db, classroom.id or 0, teach=True)
    return {one.person.name: one.enrolment.role for one in found}


def test_an_invited_colleague_chooses_a_password_by_a_link(
    db_session: Session, biology: Classroom
) -> None:
    invited = staff.invite(db_session, biology, "Léa  Dubois", "assistant", now())
    assert invited.person.display_name == "Léa Dubois" and invited.person.assists_only
    assert roles(db_session, biology) == {"rivera": "teacher", "lea-dubois": "assistant"}
    assert signin.find_link(db_session, invited.link, now()) == invited.person


@pytest.mark.parametrize("name", ["", " ", "x" * 65, "a\u202eb"])
def test_a_colleague_needs_a_name(db_session: Session, biology: Classroom, name: str) -> None:
    with pytest.raises(Invalid):
        staff.invite(db_session, biology, name, "teacher", now())


def test_a_colleague_with_an_account_is_added_by_user_name(
    db_session: Session, biology: Classroom
) -> None:
    staff.add(db_session, biology, " Okafor ", "teacher")
    assert roles(db_session, biology) == {"rivera": "teacher", "okafor": "teacher"}
    with pytest.raises(Conflict):
        staff.add(db_session, biology, "okafor", "teacher")


@pytest.mark.parametrize("name", ["ana", "ben", "nobody", ""])
def test_students_and_strangers_are_not_added_to_the_staff(
    db_session: Session, biology: Classroom, name: str
) -> None:
    with pytest.raises(NotFound):
        staff.add(db_session, biology, name, "teacher")


def test_whoever_was_removed_comes_back_to_the_old_place(
    db_session: Session, biology: Classroom
) -> None:
    staff.add(db_session, biology, "okafor", "teacher")
    gone = staff.remove(db_session, biology, "okafor")
    assert roles(db_session, biology) == {"rivera": "teacher"}
    staff.add(db_session, biology, "okafor", "assistant")
    assert enrolment.member(db_session, biology.id or 0, "okafor").id == gone.id


def test_a_class_is_never_left_without_a_teacher(db_session: Session, biology: Classroom) -> None:
    staff.invite(db_session, biology, "Léa Dubois", "assistant", now())
    with pytest.raises(Conflict, match="last teacher"):
        staff.remove(db_session, biology, "rivera")
    with pytest.raises(Conflict, match="last teacher"):
        staff.add(db_session, biology, "rivera", "assistant")


def test_a_student_is_not_removed_as_staff(db_session: Session, biology: Classroom) -> None:
    with pytest.raises(NotFound):
        staff.remove(db_session, biology, "ana")


def test_a_lost_invitation_is_made_anew(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    first = staff.invite(db_session, biology, "Léa Dubois", "teacher", now())
    second = staff.new_link(db_session, biology, first.person.name, rivera, now())
    assert signin.find_link(db_session, second.link, now()) == first.person
    with pytest.raises(NotFound):
        signin.find_link(db_session, first.link, now())


def test_no_link_leads_into_a_colleagues_account(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    staff.add(db_session, biology, "okafor", "teacher")
    lea = staff.invite(db_session, biology, "Léa Dubois", "assistant", now()).person
    elsewhere = classrooms.make(db_session, _person(db_session, "okafor"), "Physics")
    db_session.add(
        Enrolment(classroom_id=elsewhere.id or 0, person_id=lea.id or 0, role="assistant")
    )
    db_session.flush()
    for name in ("okafor", lea.name, "rivera", "ana"):
        with pytest.raises(NotAllowed):
            staff.new_link(db_session, biology, name, rivera, now())


def test_an_account_nobody_used_yet_is_not_added_by_name(
    db_session: Session, biology: Classroom
) -> None:
    """Or whoever adds it could ask for its link."""
    db_session.add(Person(name="carol", display_name="Carol", teacher=True))
    with pytest.raises(NotFound):
        staff.add(db_session, biology, "carol", "teacher")


def _person(db: Session, name: str) -> Person:
    found = signin.find_teacher(db, name)
    assert found
    return found


def test_a_link_does_not_lead_into_classes_that_came_later(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    helper = staff.invite(db_session, biology, "Lea", "assistant", now()).person
    helper.password_hash = "set"
    kept = staff.new_link(db_session, biology, "lea", rivera, now()).link
    okafor = enrolled(db_session, "okafor")
    chemistry = db_session.get_one(Classroom, okafor.classroom_id)
    staff.add(db_session, chemistry, "lea", "assistant")
    with pytest.raises(NotFound):
        signin.find_link(db_session, kept, now())
