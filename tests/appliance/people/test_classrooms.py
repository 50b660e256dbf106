"""A class is made, set up by its teachers, and put away with everything in it."""

from datetime import date

import pytest
from sqlmodel import Session

from appliance.errors import Invalid, NotAllowed
from appliance.models import Classroom, Enrolment, Person
from appliance.people import classrooms, enrolment, signin
from appliance.people.classrooms import Setup
from tests.conftest import enrolled


@pytest.fixture
def rivera(db_session: Session) -> Person:
    found = db_session.get(Person, enrolled(db_session, "rivera").person_id)
    assert found
    return found


def test_a_new_class_is_taught_by_whoever_made_it(db_session: Session, rivera: Person) -> None:
    made = classrooms.make(db_session, rivera, "  Biology   1 ")
    assert made.title == "Biology 1" and made.slug not in ("", "biology-1")
    (one,) = enrolment.members(db_session, made.id or 0, teach=True)
    assert one.person is rivera and one.enrolment.role == "teacher"
    assert enrolment.members(db_session, made.id or 0) == []


@pytest.mark.parametrize("title", ["", "   ", "x" * 65, "Bio\x07logy"])
def test_a_class_needs_a_title(db_session: Session, rivera: Person, title: str) -> None:
    with pytest.raises(Invalid, match="title"):
        classrooms.make(db_session, rivera, title)


def test_two_classes_never_share_a_code_part(db_session: Session, rivera: Person) -> None:
    parts = {classrooms.make(db_session, rivera, "Biology 1").code_part for _ in range(20)}
    assert len(parts) == 20


def test_whoever_only_assists_makes_no_class(db_session: Session, rivera: Person) -> None:
    rivera.assists_only = True
    with pytest.raises(NotAllowed):
        classrooms.make(db_session, rivera, "Botany")


def test_a_teacher_has_several_classes_and_sees_no_others(
    db_session: Session, rivera: Person
) -> None:
    classrooms.make(db_session, rivera, "Astronomy")
    titles = [one.title for one in classrooms.taught(db_session, rivera.id or 0)]
    assert titles == ["Astronomy", "Biology 1"]


def test_setting_up_changes_no_address_and_no_code_part(
    db_session: Session, biology: Classroom
) -> None:
    before = biology.slug, biology.code_part
    classrooms.set_up(biology, Setup("  Human  biology ", date(2027, 6, 30), pin_required=True))
    assert (biology.title, biology.ends, biology.pin_required) == (
        "Human biology", date(2027, 6, 30), True
    )  # fmt: skip
    assert (biology.slug, biology.code_part) == before


def test_only_teachers_of_the_class_may_set_it_up(
    db_session: Session, biology: Classroom, rivera: Person, ben: Enrolment
) -> None:
    classrooms.check_teacher(db_session, biology, rivera.id or 0)
    enrolled(db_session, "rivera").role = "assistant"
    db_session.flush()
    for who in (rivera.id or 0, ben.person_id):
        with pytest.raises(NotAllowed):
            classrooms.check_teacher(db_session, biology, who)


def test_a_class_put_away_ends_its_sign_ins_and_keeps_cards_and_work(
    db_session: Session, biology: Classroom, ana: Enrolment, rivera: Person
) -> None:
    now = biology.created
    cookie, _ = signin.open_sign_in(db_session, ana.person_id, now, enrolment_id=ana.id)
    classrooms.put_away(db_session, biology)
    db_session.flush()
    assert signin.find_sign_in(db_session, cookie, now) is None
    assert classrooms.taught(db_session, rivera.id or 0) == []
    assert classrooms.taught(db_session, rivera.id or 0, archived=True) == [biology]
    classrooms.bring_back(biology)
    assert ana.code_digest and not ana.archived
