"""Who is in a class: found by name there alone; archived with the work kept; codes end."""

import pytest
from sqlmodel import Session

from appliance.errors import NotFound
from appliance.models import Classroom, Enrolment
from appliance.people import enrolment, signin
from tests.conftest import School


def test_archiving_ends_code_and_sign_ins_and_keeps_the_work(
    school: School, db_session: Session, biology: Classroom
) -> None:
    cleo = enrolment.member(db_session, biology.id or 0, "cleo")
    now = biology.created
    cookie, _ = signin.open_sign_in(db_session, cleo.enrolment.person_id, now)
    enrolment.archive_member(db_session, cleo)
    db_session.flush()
    assert signin.find_sign_in(db_session, cookie, now) is None
    assert cleo.enrolment.code_digest is None
    assert db_session.get(Enrolment, cleo.id) is cleo.enrolment


def test_nobody_is_found_in_a_class_of_others(db_session: Session, biology: Classroom) -> None:
    with pytest.raises(NotFound):
        enrolment.member(db_session, biology.id or 0, "ben")


def test_new_codes_end_the_old_ones_and_whoever_used_them(
    school: School, db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    now = biology.created
    cookie, _ = signin.open_sign_in(db_session, ana.person_id, now)
    before = ana.code_digest
    ((fresh),) = enrolment.draw_codes(
        biology, [enrolment.member(db_session, biology.id or 0, "ana")]
    )
    assert ana.code_digest == before
    enrolment.issue(db_session, school.key, [fresh])
    assert ana.code_digest != before and fresh.code.startswith(biology.code_part)
    assert signin.find_sign_in(db_session, cookie, now) is None


def test_an_archived_student_gets_no_code(
    school: School, db_session: Session, biology: Classroom
) -> None:
    cleo = enrolment.member(db_session, biology.id or 0, "cleo")
    fresh = enrolment.draw_codes(biology, [cleo])
    enrolment.archive_member(db_session, cleo)
    enrolment.issue(db_session, school.key, fresh)
    assert cleo.enrolment.code_digest is None
