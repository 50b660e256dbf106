"""Who is in a class: a roster is previewed, applied whole or not at all, and nobody vanishes."""

import pytest
from sqlmodel import Session, col, select

from appliance.errors import Conflict, Invalid, NotFound
from appliance.models import Classroom, Enrolment, Person
from appliance.people import enrolment, signin
from tests.conftest import School

MORE = b"Name,Login,Student ID,Email\nAna Ruiz,ana,1001,ana@school.org\nDan Wu,dan,,"


def names(db: Session, classroom: Classroom) -> list[str]:
    return [one.person.name for one in enrolment.members(db, classroom.id or 0)]


def test_a_new_class_is_taught_by_whoever_made_it(db_session: Session) -> None:
    rivera = db_session.exec(select(Person).where(col(Person.name) == "rivera")).one()
    made = enrolment.make_class(db_session, rivera, "  Biology   1 ")
    assert made.title == "Biology 1" and made.slug not in ("", "biology-1")
    (one,) = enrolment.members(db_session, made.id or 0, teach=True)
    assert one.person is rivera and names(db_session, made) == []


@pytest.mark.parametrize("title", ["", "   ", "x" * 65])
def test_a_class_needs_a_title(db_session: Session, title: str) -> None:
    rivera = db_session.exec(select(Person).where(col(Person.name) == "rivera")).one()
    with pytest.raises(Invalid, match="title"):
        enrolment.make_class(db_session, rivera, title)


def test_two_classes_never_share_a_code_part(db_session: Session) -> None:
    rivera = db_session.exec(select(Person).where(col(Person.name) == "rivera")).one()
    parts = {enrolment.make_class(db_session, rivera, "Biology 1").code_part for _ in range(20)}
    assert len(parts) == 20


def test_a_preview_changes_nothing(db_session: Session, biology: Classroom) -> None:
    shown = enrolment.preview(db_session, biology.id or 0, MORE)
    assert [row.display_name for row in shown.plan.add] == ["Dan Wu"]
    assert [change.student.name for change in shown.plan.change] == ["ana"]
    assert [student.name for student in shown.plan.missing] == ["cleo"]
    assert names(db_session, biology) == ["ana", "cleo"]
    assert not db_session.new and not db_session.dirty


def test_applying_does_what_the_preview_said_and_archives_only_who_was_ticked(
    db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    version = biology.roster_version
    enrolment.apply(db_session, biology, MORE)
    assert names(db_session, biology) == ["ana", "cleo", "dan"]
    assert ana.email == "ana@school.org" and biology.roster_version == version + 1
    enrolment.apply(db_session, biology, MORE, ["cleo", "ana", "ben"])
    assert names(db_session, biology) == ["ana", "dan"]


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


def test_a_name_is_never_given_twice(db_session: Session, biology: Classroom) -> None:
    cleo = enrolment.member(db_session, biology.id or 0, "cleo")
    enrolment.archive_member(db_session, cleo)
    enrolment.apply(db_session, biology, b"Name,Login\nCleo Park,cleo\nBen Ito,ben\n")
    assert {"cleo", "ben"}.isdisjoint(names(db_session, biology))
    assert len(names(db_session, biology)) == 3


def test_a_refused_file_leaves_the_class_as_it_was(db_session: Session, biology: Classroom) -> None:
    for data in (b"", b"%PDF-1.7", b"Student ID,Email\n1,a@b.org\n", b"a\0b", b"x" * 5_000_000):
        with pytest.raises(Invalid) as refusal:
            enrolment.apply(db_session, biology, data)
        assert refusal.value.say.endswith("The class is unchanged.")
    assert names(db_session, biology) == ["ana", "cleo"]


def test_two_rows_for_one_student_are_both_named_and_neither_is_applied(
    db_session: Session, biology: Classroom
) -> None:
    twice = b"Name,Student ID\nDan Wu,7\nEla Fox,8\nDan Wuu,7\n"
    done = enrolment.apply(db_session, biology, twice)
    said = " ".join(f"{p.line} {p.message}" for p in done.problems)
    assert "2" in said and "4" in said
    people = [one.person.display_name for one in enrolment.members(db_session, biology.id or 0)]
    assert people == ["Ana Ruiz", "Cleo Park", "Ela Fox"]


def test_a_draft_waits_until_the_class_changes(db_session: Session, biology: Classroom) -> None:
    with pytest.raises(NotFound):
        enrolment.find_draft(db_session, biology)
    enrolment.keep_draft(db_session, biology, MORE)
    assert enrolment.find_draft(db_session, biology).data == MORE
    biology.roster_version += 1
    with pytest.raises(Conflict, match="changed"):
        enrolment.find_draft(db_session, biology)


def test_applying_uses_the_draft_up(db_session: Session, biology: Classroom) -> None:
    enrolment.keep_draft(db_session, biology, MORE)
    enrolment.apply(db_session, biology, MORE)
    with pytest.raises(NotFound):
        enrolment.find_draft(db_session, biology)


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
