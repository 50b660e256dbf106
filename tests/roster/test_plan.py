"""A plan says who comes, who changes and who is missing, and never takes one for another."""

from appliance.words import spoken
from roster.plan import FieldChange, Student, match, plan
from roster.row import Row

ANA = Student("ana", "Ana Núñez", student_id="0417", login="anunez", email="ana@x.org")
BEN = Student("ben", "Ben Lovelace")


def test_empty_class_gets_everybody_added() -> None:
    rows = [Row(2, student_id="1", display_name="Ana"), Row(3, display_name="Ben")]
    assert plan(rows, []).add == tuple(rows)


def test_same_roster_again_changes_nothing() -> None:
    rows = [
        Row(2, "0417", "anunez", "ana@x.org", display_name="Ana Núñez"),
        Row(3, display_name="Ben Lovelace"),
    ]
    again = plan(rows, [ANA, BEN])
    assert again.keep == (ANA, BEN)
    assert not (again.add or again.change or again.missing or again.problems)


def test_change_names_field_before_and_after() -> None:
    again = plan([Row(2, "0417", display_name="Ana Gómez")], [ANA])
    assert [(change.student, change.line) for change in again.change] == [(ANA, 2)]
    assert again.change[0].fields == (FieldChange("display_name", "Ana Núñez", "Ana Gómez"),)


def test_empty_cell_erases_nothing() -> None:
    assert plan([Row(2, "0417", display_name="Ana Núñez")], [ANA]).keep == (ANA,)


def test_who_is_not_in_the_file_is_listed_as_missing() -> None:
    assert plan([Row(2, "0417", display_name="Ana Núñez")], [ANA, BEN]).missing == (BEN,)


def test_login_then_address_then_name_identify_whom_no_id_does() -> None:
    by_login = Row(2, login="ANUNEZ", display_name="A")
    by_address = Row(2, email="Ana@x.org", display_name="A")
    by_name = Row(2, section="7b", display_name="ana núñez")
    for row in (by_login, by_address, by_name):
        assert plan([row], [ANA]).change[0].student == ANA


def test_id_is_learnt_for_a_student_known_by_name() -> None:
    again = plan([Row(2, "007", display_name="Ben Lovelace")], [BEN])
    assert again.change[0].fields == (FieldChange("student_id", "", "007"),)


def test_leading_zeros_make_another_id() -> None:
    again = plan([Row(2, "417", display_name="Ana Núñez")], [ANA])
    assert (len(again.add), again.missing) == (1, (ANA,))


def test_newcomer_with_a_leavers_login_never_gets_the_leavers_place() -> None:
    again = plan([Row(2, "0999", login="anunez", display_name="Anton Nunez")], [ANA])
    assert (len(again.add), again.missing) == (1, (ANA,))


def test_twins_are_told_apart_by_id() -> None:
    twin = Student("ana-2", "Ana Núñez", student_id="0418")
    rows = [Row(2, "0418", display_name="Ana Núñez"), Row(3, "0417", display_name="Ana Núñez")]
    assert plan(rows, [ANA, twin]).keep == (twin, ANA)


def test_name_that_two_students_share_is_asked_about() -> None:
    twin = Student("ana-2", "Ana Núñez", student_id="0418")
    again = plan([Row(2, display_name="Ana Núñez")], [ANA, twin])
    assert "ana and ana-2" in spoken(again.problems[0].say)
    assert not (again.add or again.change or again.keep or again.missing)


def test_two_rows_that_mean_one_student_are_both_named() -> None:
    rows = [Row(2, "1", display_name="Ben Lovelace"), Row(3, "2", display_name="Ben Lovelace")]
    again = plan(rows, [BEN])
    assert [problem.line for problem in again.problems] == [2, 3]
    assert not (again.add or again.change or again.missing)


def test_whom_a_bad_row_means_is_not_missing() -> None:
    bad = [Row(2, "0417", display_name="A" * 99)]
    assert plan([], [ANA, BEN], bad).missing == (BEN,)


def test_a_match_tells_whom_each_line_surely_means() -> None:
    rows = [Row(2, "0417", display_name="A"), Row(3, display_name="Nobody")]
    assert match(rows, [ANA, BEN]).students == {2: ANA}
