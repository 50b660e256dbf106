"""A roster: looked at line by line before anything changes, and bad files get a sentence."""

import re

import pytest
from httpx2 import Response

from appliance import db
from appliance.people import enrolment
from tests.web.conftest import Browser, Hub

URL = "/hub/teach/biology-1/roster"
MORE = b"Name,Login,Student ID,Email\nAna Ruiz,ana,1001,ana@school.org\nDan Wu,dan,,"


def upload(browser: Browser, data: bytes, name: str = "class.csv") -> Response:
    return browser.post(URL, files={"file": (name, data)})


def roster(hub: Hub) -> list[tuple[str, str]]:
    with db.reading(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        people = enrolment.members(session, class_id)
        return [(one.person.display_name, one.enrolment.email) for one in people]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7 not a list", ["PDF"]),
        (b"PK\x03\x04rest", ["Excel"]),
        (b"", ["empty"]),
        (b"\xef\xbb\xbf \n\n", ["empty"]),
        (b"Name\nAna\0Ruiz\n", ["Line 2", "NUL"]),
        (b"Name\n" + b"Ana Ruiz,x\n" * 3000, ["2,000 rows"]),
        (b"Name,Email\n" + b"Ana Ruiz,a@b.org\n" * 400_000, ["1 MB"]),
    ],
    ids=["pdf", "xlsx", "empty", "blank", "nul", "too many rows", "5 MB"],
)
def test_a_file_that_is_no_roster_gets_a_sentence_and_the_class_stays(
    hub: Hub, data: bytes, words: list[str]
) -> None:
    before, rivera = roster(hub), hub.teacher()
    answer = upload(rivera, data)
    (problem,) = re.findall(r'role="alert">(.*?)</p>', answer.text)
    assert answer.status_code == 422
    assert all(word in problem for word in words), problem
    assert problem.endswith("The class is unchanged.")
    assert rivera.post(f"{URL}/apply").status_code == 404 and roster(hub) == before


def test_no_file_at_all_gets_a_sentence(hub: Hub) -> None:
    answer = hub.teacher().post(URL)
    assert answer.status_code == 422 and "No file was chosen" in answer.text


def test_the_preview_tells_every_line_and_changes_nothing(hub: Hub) -> None:
    before = roster(hub)
    page = upload(hub.teacher(), MORE + b"\nEla Fox,,7,\nEla Foxx,,7,\n").text
    counts = re.findall(r"<strong>(\d+)</strong> (\w+)", page)
    assert counts[:5] == [
        ("1", "added"), ("1", "changed"), ("0", "unchanged"), ("1", "missing"), ("2", "problems")
    ]  # fmt: skip
    assert "Line 4" in page and "Line 5" in page
    assert "ana@example.org” → “ana@school.org" in page
    assert roster(hub) == before


def test_applying_adds_changes_and_archives_only_who_was_ticked(hub: Hub) -> None:
    rivera = hub.teacher()
    upload(rivera, MORE)
    assert rivera.post(f"{URL}/apply").headers["location"] == "/hub/teach/biology-1"
    assert roster(hub) == [("Ana Ruiz", "ana@school.org"), ("Cleo Park", ""), ("Dan Wu", "")]
    cleo = hub.student("cleo")
    upload(rivera, MORE)
    rivera.post(f"{URL}/apply", {"archive": ["cleo"]})
    assert [name for name, _ in roster(hub)] == ["Ana Ruiz", "Dan Wu"]
    assert cleo.get("/hub/desk").status_code == 303
    assert hub.browser().enter(hub.school.codes["cleo"]).status_code == 401


def test_a_preview_of_a_class_that_changed_meanwhile_is_refused(hub: Hub) -> None:
    rivera = hub.teacher()
    upload(rivera, MORE)
    program = hub.program(hub.school.api_token("rivera"))
    answer = program.post(
        "/api/v1/classes/biology-1/roster?apply=true",
        files={"file": ("c.csv", b"Name\nEla Fox\n")},
    )
    assert answer.json()["applied"]
    refused = rivera.post(f"{URL}/apply")
    assert refused.status_code == 404 and "Upload the file again" in refused.text
    assert "Dan Wu" not in [name for name, _ in roster(hub)]


def test_a_name_is_text_and_never_markup(hub: Hub) -> None:
    rivera = hub.teacher()
    page = upload(rivera, b"Name\n<script>alert(1)</script>\n").text
    rivera.post(f"{URL}/apply")
    page += rivera.get("/hub/teach/biology-1").text
    assert "<script>alert" not in page


def test_a_name_in_any_letters_is_kept(hub: Hub) -> None:
    rivera = hub.teacher()
    upload(rivera, "Name;Section\nZoë Núñez;B\n王小明;B\n".encode("utf-16"))
    rivera.post(f"{URL}/apply")
    assert {"Zoë Núñez", "王小明"} <= {name for name, _ in roster(hub)}


def test_pasted_names_are_a_roster(hub: Hub) -> None:
    rivera = hub.teacher()
    shown = rivera.post(URL, {"text": "Zoë Núñez\n王小明\n"})
    assert shown.status_code == 200
    rivera.post(f"{URL}/apply")
    assert {"Zoë Núñez", "王小明"} <= {name for name, _ in roster(hub)}


def test_what_was_pasted_is_still_there_after_a_refusal(hub: Hub) -> None:
    answer = hub.teacher().post(URL, {"text": "Name\nDan Wu,,,\n\0"})
    assert answer.status_code == 422 and "Dan Wu,,," in answer.text


def test_columns_are_shown_corrected_and_remembered(hub: Hub) -> None:
    rivera = hub.teacher()
    odd = b"Name,Locker\nDan Wu,0042\n"
    assert selected(upload(rivera, odd).text, "student_id") == "-1"
    again = rivera.post(f"{URL}/columns", {"student_id": "1", "display_name": "0"})
    assert selected(again.text, "student_id") == "1" and "<td>0042</td>" in again.text
    rivera.post(f"{URL}/apply")
    assert selected(upload(rivera, odd).text, "student_id") == "1"


def selected(page: str, field: str) -> str:
    """The column chosen for a field."""
    (options,) = re.findall(rf'<select name="{field}">(.*?)</select>', page, re.S)
    found = re.findall(r'value="(-?\d+)" selected', options)
    return found[0] if found else "-1"


def test_a_file_without_a_known_name_column_is_cured_by_choosing_one(hub: Hub) -> None:
    rivera = hub.teacher()
    shown = upload(rivera, b"Student ID,Alias\n0042,dan77\n")
    assert shown.status_code == 422 and "Apply" not in shown.text
    assert rivera.post(f"{URL}/apply").status_code == 422
    cured = rivera.post(f"{URL}/columns", {"display_name": "1"})
    assert cured.status_code == 200 and "Apply" in cured.text
    rivera.post(f"{URL}/apply")
    assert "dan77" in [name for name, _ in roster(hub)]


def test_another_encoding_is_chosen_by_the_names_it_shows(hub: Hub) -> None:
    rivera = hub.teacher()
    shown = upload(rivera, "Name;Group\nŁukasz Żak;B\n".encode("cp1250"))
    assert "Łukasz" not in shown.text and "Windows-1250" in shown.text
    again = rivera.post(f"{URL}/columns", {"encoding": "Windows-1250"})
    assert "Łukasz Żak" in again.text
    rivera.post(f"{URL}/apply")
    assert "Łukasz Żak" in [name for name, _ in roster(hub)]


def test_an_encoding_that_does_not_fit_is_refused_and_the_preview_stays(hub: Hub) -> None:
    rivera = hub.teacher()
    upload(rivera, "Name\nJosé Núñez\n".encode("cp1252"))
    refused = rivera.post(f"{URL}/columns", {"encoding": "no such"})
    assert refused.status_code == 422 and "José Núñez" in refused.text
    rivera.post(f"{URL}/apply")
    assert "José Núñez" in [name for name, _ in roster(hub)]


def test_the_applied_file_goes_out_again_as_it_came(hub: Hub) -> None:
    rivera = hub.teacher()
    upload(rivera, MORE, "Klasse 7.csv")
    rivera.post(f"{URL}/apply", {"archive": ["cleo"]})
    out = rivera.get(f"{URL}/export")
    assert out.headers["content-disposition"] == "attachment; filename*=UTF-8''Klasse%207.csv"
    assert out.content.splitlines()[0] == MORE.splitlines()[0] and b"Dan Wu" in out.content


def test_the_preview_speaks_german(hub: Hub) -> None:
    rivera = hub.teacher()
    data = {"file": ("k.csv", MORE)}
    page = rivera.post(URL, files=data, headers={"Accept-Language": "de"}).text
    assert "Übernehmen" in page and "Apply" not in page


def test_what_a_colleague_uploaded_meanwhile_is_not_applied_unseen(hub: Hub) -> None:
    rivera, okafor = hub.teacher(), hub.teacher("okafor")
    rivera.post("/hub/teach/biology-1/staff/add", {"name": "okafor", "role": "assistant"})
    (seen,) = re.findall(r'name="seen" value="(\w+)"', upload(rivera, MORE).text)
    upload(okafor, b"Name\nEla Fox\n")
    refused = rivera.post(f"{URL}/apply", {"seen": seen})
    assert refused.status_code == 409 and "Upload your file again" in refused.text
    (seen,) = re.findall(r'name="seen" value="(\w+)"', upload(rivera, MORE).text)
    assert rivera.post(f"{URL}/apply", {"seen": seen}).status_code == 303
