"""A teacher corrects the columns once, and the next file profits."""

import json

from roster.columns import NO_COLUMN, corrected, recall, remember

HEADINGS = ("Student Last", "Student First", "Account", "Name", "Name")


def test_a_column_said_to_be_one_field_leaves_the_other() -> None:
    assert corrected({"display_name": 0, "login": 2}, {"last_name": 0}) == {
        "last_name": 0,
        "login": 2,
    }


def test_unknown_fields_are_not_taken() -> None:
    assert corrected({"display_name": 0}, {"password": 0}) == {"display_name": 0}


def test_a_correction_survives_json_and_a_new_order_of_columns() -> None:
    kept = json.loads(json.dumps(remember(HEADINGS, {"section": 4, "login": NO_COLUMN})))
    assert recall(kept, ("Name", "ACCOUNT", "x", "name")) == {"section": 3, "login": NO_COLUMN}


def test_what_other_files_call_otherwise_is_not_recalled() -> None:
    kept = remember(HEADINGS, {"section": 4, "login": NO_COLUMN, "email": 0})
    assert recall(kept, ("Name", "Login", "E-Mail")) == {}


def test_columns_without_words_are_not_remembered() -> None:
    assert remember(("Name", "", "?"), {"email": 1, "login": 2, "section": 9}) == {}
    assert remember((), {"email": 1}) == {}
