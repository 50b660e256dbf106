"""Work to take away: everybody in a folder of their own, and every name fits on every disk."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from appliance.archive import Limits, Member, check_name
from appliance.homework import bundle
from appliance.homework.store import Store
from appliance.homework.submissions import HandedIn
from appliance.models import Assignment, Enrolment, Person, Submission

MON = datetime(2026, 5, 4, 6, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def handed_in(tree: str = "", section: str = "A", name: str = "Ana Ruiz", **facts: Any) -> HandedIn:
    usual = {"assignment_id": 1, "enrolment_id": 1, "number": 2, "key": "", "timestamp": MON}
    return HandedIn(
        Submission(tree=tree, **{**usual, **facts}),
        Assignment(id=1, classroom_id=1, name="Squares"),
        Enrolment(id=1, classroom_id=1, person_id=1, section=section),
        Person(id=1, name="ana-ruiz", display_name=name),
    )


@pytest.mark.parametrize(
    ("one", "folder"),
    [
        (handed_in(), "Squares/A/Ana Ruiz (ana-ruiz)/v2 2026-05-04 08-00"),
        (handed_in(late=True), "Squares/A/Ana Ruiz (ana-ruiz)/v2 2026-05-04 08-00 late"),
        (handed_in(section=""), "Squares/Ana Ruiz (ana-ruiz)/v2 2026-05-04 08-00"),
        (
            handed_in(source="folder", section="5/6"),
            "Squares/5_6/Ana Ruiz (ana-ruiz)/v2 2026-05-04 08-00 from folder",
        ),
        (handed_in(name="../../x"), "Squares/A/.._.._x (ana-ruiz)/v2 2026-05-04 08-00"),
    ],
)
def test_a_version_lies_where_a_person_would_look_for_it(one: HandedIn, folder: str) -> None:
    assert bundle.folder_of(one, BERLIN) == folder


@given(st.text())
@example("ĭ" * 300)
@example("a\N{NO-BREAK SPACE}.")
def test_any_name_becomes_one_that_every_system_takes(text: str) -> None:
    name = bundle.portable(text)
    assert "/" not in check_name(name) and not set(name) & set('<>:"|?*')
    assert bundle.portable(name) == name


@given(st.lists(st.text("aA?:ä.b/", min_size=1, max_size=5), unique=True))
def test_no_two_files_end_up_under_one_name(names: list[str]) -> None:
    made = bundle.portable_paths(names)
    assert set(made) == set(names)
    assert len({path.casefold() for path in made.values()}) == len(names)


def test_the_zip_has_every_file_as_it_was_handed_in(store: Store) -> None:
    files = {"p1.ipynb": b"{}", "data/what?.csv": b"a,b"}
    members = (Member(name, io.BytesIO(content)) for name, content in files.items())
    one = handed_in(store.keep(members, Limits()).digest)
    out = io.BytesIO()
    bundle.pack(store, [one], BERLIN, out)
    top = "Squares/A/Ana Ruiz (ana-ruiz)/v2 2026-05-04 08-00"
    with zipfile.ZipFile(out) as archive:
        assert {i.filename: archive.read(i) for i in archive.infolist()} == {
            f"{top}/p1.ipynb": b"{}",
            f"{top}/data/what_.csv": b"a,b",
        }
        assert archive.infolist()[0].date_time == (2026, 5, 4, 8, 0, 0)
