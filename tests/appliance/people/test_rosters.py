"""A roster is previewed, applied whole or not at all, nobody vanishes, and it goes out again."""

import pytest
from sqlmodel import Session, col, select

from appliance import words
from appliance.errors import Conflict, Invalid, NotFound
from appliance.models import Classroom, Enrolment, Person
from appliance.people import enrolment, rosters
from appliance.people.rosters import Reading, Upload
from tests.conftest import enrolled

MORE = Upload(b"Name,Login,Student ID,Email\nAna Ruiz,ana,1001,ana@school.org\nDan Wu,dan,,")
CLEO_COMES_BACK = Upload(b"Name,Login\nCleo Park,cleo\nBen Ito,ben\n")


@pytest.fixture
def rivera(db_session: Session) -> int:
    return enrolled(db_session, "rivera").person_id


def names(db: Session, classroom: Classroom) -> list[str]:
    return [one.person.name for one in enrolment.members(db, classroom.id or 0)]


def test_a_preview_changes_nothing(db_session: Session, biology: Classroom, rivera: int) -> None:
    shown = rosters.preview(db_session, biology, MORE, rivera)
    assert [row.display_name for row in shown.plan.add] == ["Dan Wu"]
    assert [change.student.name for change in shown.plan.change] == ["ana"]
    assert [student.name for student in shown.plan.missing] == ["cleo"]
    assert names(db_session, biology) == ["ana", "cleo"]
    assert not db_session.new and not db_session.dirty


def test_applying_does_what_the_preview_said_and_archives_only_who_was_ticked(
    db_session: Session, biology: Classroom, ana: Enrolment, rivera: int
) -> None:
    version = biology.roster_version
    rosters.apply(db_session, biology, MORE, rivera)
    assert names(db_session, biology) == ["ana", "cleo", "dan"]
    assert ana.email == "ana@school.org" and biology.roster_version == version + 1
    rosters.apply(db_session, biology, MORE, rivera, ["cleo", "ana", "ben"])
    assert names(db_session, biology) == ["ana", "dan"]


def test_whoever_comes_back_finds_the_old_seat(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    cleo = enrolment.member(db_session, biology.id or 0, "cleo")
    enrolment.archive_member(db_session, cleo)
    shown = rosters.apply(db_session, biology, CLEO_COMES_BACK, rivera)
    assert [found.enrolment for found in shown.known.values()] == [cleo.enrolment]
    assert enrolment.member(db_session, biology.id or 0, "cleo").id == cleo.id
    assert not cleo.enrolment.archived and cleo.enrolment.code_digest is None


def test_whoever_inherits_a_login_gets_neither_the_name_nor_the_work(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    enrolment.archive_member(db_session, enrolment.member(db_session, biology.id or 0, "cleo"))
    rosters.apply(db_session, biology, Upload(b"Name,Login\nClara Poe,cleo\n"), rivera)
    assert "cleo" not in names(db_session, biology) and len(names(db_session, biology)) == 2


def test_a_student_of_another_teachers_class_is_nobody_here(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    rosters.apply(db_session, biology, CLEO_COMES_BACK, rivera)
    bens = select(Person).where(col(Person.display_name) == "Ben Ito")
    assert len(db_session.exec(bens).all()) == 2 and "ben" not in names(db_session, biology)


def test_a_refused_file_leaves_the_class_as_it_was(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    for data in (b"", b"%PDF-1.7", b"Student ID,Email\n1,a@b.org\n", b"a\0b", b"x" * 5_000_000):
        with pytest.raises(Invalid) as refusal:
            rosters.apply(db_session, biology, Upload(data), rivera)
        assert words.spoken(refusal.value.say).endswith("The class is unchanged.")
    assert names(db_session, biology) == ["ana", "cleo"]


def test_two_rows_for_one_student_are_both_named_and_neither_is_applied(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    twice = Upload(b"Name,Student ID\nDan Wu,7\nEla Fox,8\nDan Wuu,7\n")
    done = rosters.apply(db_session, biology, twice, rivera)
    assert [problem.line for problem in done.problems] == [2, 4]
    people = [one.person.display_name for one in enrolment.members(db_session, biology.id or 0)]
    assert people == ["Ana Ruiz", "Cleo Park", "Ela Fox"]


def test_a_draft_waits_until_the_class_changes(db_session: Session, biology: Classroom) -> None:
    with pytest.raises(NotFound):
        rosters.find_draft(db_session, biology)
    wish = Upload(MORE.data, "class.csv", Reading("Windows-1250", {"section": 2}))
    rosters.keep_draft(db_session, biology, wish)
    assert rosters.find_draft(db_session, biology) == wish
    biology.roster_version += 1
    with pytest.raises(Conflict, match="changed"):
        rosters.find_draft(db_session, biology)


def test_applying_uses_the_draft_up(db_session: Session, biology: Classroom, rivera: int) -> None:
    rosters.keep_draft(db_session, biology, MORE)
    rosters.apply(db_session, biology, MORE, rivera)
    with pytest.raises(NotFound):
        rosters.find_draft(db_session, biology)


def test_corrected_columns_are_remembered_for_a_file_ordered_otherwise(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    odd = b"Name,Locker\nDan Wu,0042\n"
    rosters.apply(
        db_session, biology, Upload(odd, reading=Reading(columns={"student_id": 1})), rivera
    )
    again = rosters.preview(db_session, biology, Upload(b"Locker,Name\n0042,Daniel Wu\n"), rivera)
    assert again.sheet.columns["student_id"] == 0
    assert [change.student.student_id for change in again.plan.change] == ["0042"]


def test_an_uncorrected_file_is_not_remembered(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    rosters.apply(db_session, biology, MORE, rivera)
    assert biology.columns == ""


def test_the_roster_goes_out_as_it_came_in_with_the_class_as_it_is(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    came = "Student;Locker;Group\nNúñez, Zoë;=0042;B\n".encode("cp1252")
    wish = Upload(came, "Klasse 7b.csv", Reading(columns={"student_id": 1}))
    rosters.apply(db_session, biology, wish, rivera, ["ana", "cleo"])
    name, data = rosters.exported(db_session, biology)
    lines = data.decode("cp1252").split("\n")
    assert name == "Klasse 7b.csv" and lines[0].strip() == "Student;Locker;Group"
    assert "'=0042" in lines[1] and lines[1].startswith("Núñez, Zoë")


def test_a_class_without_a_file_has_a_roster_to_give_out(
    db_session: Session, biology: Classroom
) -> None:
    biology.roster_data, biology.roster_name = None, ""
    name, data = rosters.exported(db_session, biology)
    assert name == "biology-1.csv" and b"Ana Ruiz" in data


def test_guests_are_no_part_of_a_roster(
    db_session: Session, biology: Classroom, ana: Enrolment, rivera: int
) -> None:
    ana.role = "guest"
    shown = rosters.preview(db_session, biology, Upload(b"Name,Login\nCleo Park,cleo\n"), rivera)
    assert shown.plan.missing == ()


def test_two_thousand_people_all_get_a_name_of_their_own(
    db_session: Session, biology: Classroom, rivera: int
) -> None:
    rows = "\n".join(f"王小明 {number},{number:05d}" for number in range(2000))
    rosters.apply(db_session, biology, Upload(f"Name,Student ID\n{rows}".encode()), rivera)
    people = names(db_session, biology)
    assert len(people) == len(set(people)) == 2002
