"""Cards: new codes, shown this once; the old ones are out at once; on paper and as PDF."""

import re
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp

from appliance import db
from appliance.models import Enrolment, Person
from appliance.people import enrolment
from tests.chromium import chromium
from tests.web.conftest import HOME, Browser, Hub

PAGE = "/hub/teach/biology-1/cards"
CODE = re.compile(r'card-code" dir="ltr">([^<]+)<br>([^<]+)<')
CSS = Path(__file__).parents[3] / "web/static/cards.css"
SECTIONS = ", ".join(["10A", "10B"] * 40)
NAMES = (
    "Maximiliane Friederike Charlotte von Hohenberg-Lichtenstein zu Altmühltal",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoralternwarengewissen",
    "محمد عبد الرحمن الأنصاري",
    "שרה לוי",
    "渡辺 さくら子",
    "김민준",
    "<b>Zoë & “Zo”</b>",
)


def codes_on(page: str) -> list[str]:
    return [part + secret for part, secret in CODE.findall(page)]


def crowd(hub: Hub) -> None:
    """Nine in the class: long names, long sections, names from right to left and in Han."""
    with db.writing(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        for number, name in enumerate(NAMES):
            person = Person(name=f"student-{number}", display_name=name)
            session.add(person)
            session.flush()
            seat = Enrolment(classroom_id=class_id, person_id=person.id or 0)
            seat.section = SECTIONS if number < 2 else ""
            session.add(seat)


def qr_codes(pdf: bytes) -> tuple[int, set[str]]:
    """How many pages there are, and what a camera reads on them at 150 dots an inch."""
    found: set[str] = set()
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    for page in document:
        picture = page.render(scale=150 / 72).to_pil()
        found |= {code.text for code in zxingcpp.read_barcodes(picture)}
    pages = len(document)
    document.close()
    return pages, found


def pdf_of(rivera: Browser, page: str, **fields: str) -> bytes:
    """Press the print page's button."""
    codes = re.findall(r'name="codes" value="([^"]*)"', page)[0]
    answer = rivera.post(f"{PAGE}/pdf", {"codes": codes, **fields})
    assert answer.headers["content-type"] == "application/pdf", answer.text
    return answer.content


def test_a_printed_card_lets_its_owner_in_and_the_old_one_nobody(hub: Hub) -> None:
    rivera, old = hub.teacher(), hub.student("ana")
    page = rivera.post(PAGE).text
    fresh = codes_on(page)
    assert len(fresh) == 2 and page.count("<svg") == 2
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 401
    assert old.get("/hub/desk").status_code == 303
    answer = hub.browser().enter(fresh[0])
    assert answer.headers["location"] == "/hub/user/ana/biology-1/"


def test_a_lost_card_is_one_click_and_leaves_all_others_alone(hub: Hub) -> None:
    page = hub.teacher().post("/hub/teach/biology-1/people/cleo/card").text
    assert len(codes_on(page)) == 1 and "Cleo Park" in page and "Ana Ruiz" not in page
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 303
    assert hub.browser().enter(hub.school.codes["cleo"]).status_code == 401


def test_a_card_in_wrong_hands_is_void_at_once(hub: Hub) -> None:
    ana = hub.student("ana")
    answer = hub.teacher().post("/hub/teach/biology-1/people/ana/card/void")
    assert answer.headers["location"] == "/hub/teach/biology-1/people"
    assert ana.get("/hub/desk").status_code == 303
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 401
    assert hub.browser().enter(hub.school.codes["cleo"]).status_code == 303


def test_looking_at_the_choice_changes_nothing_and_shows_no_code(hub: Hub) -> None:
    text = hub.teacher().get(PAGE).text
    assert "Ana Ruiz" in text and hub.school.codes["ana"] not in text
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 303


def test_only_those_without_a_card_a_section_or_those_ticked_get_one(hub: Hub) -> None:
    crowd(hub)
    rivera = hub.teacher()
    assert len(codes_on(rivera.post(PAGE, {"whom": "cardless"}).text)) == len(NAMES)
    assert len(codes_on(rivera.post(PAGE, {"whom": f"section:{SECTIONS}"}).text)) == 2
    assert len(codes_on(rivera.post(PAGE, {"whom": "all", "student": "student-3"}).text)) == 1
    assert rivera.post(PAGE, {"whom": "cardless"}).status_code == 422
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 303


def test_a_teacher_never_has_a_card(hub: Hub) -> None:
    rivera = hub.teacher()
    assert rivera.post(PAGE, {"student": "rivera"}).status_code == 404
    assert rivera.post("/hub/teach/biology-1/people/rivera/card").status_code == 404


def test_a_card_says_where_to_go_in_the_teachers_language(hub: Hub) -> None:
    rivera = hub.teacher()
    page = rivera.post(PAGE).text
    assert "Open <strong" in page and HOME in page and "Biology 1" in page
    german = rivera.post(PAGE, headers={"Accept-Language": "de"}).text
    assert "Im Browser <strong" in german and "öffnen, diesen Code eingeben" in german


@pytest.mark.parametrize(
    ("language", "paper"), [("en-US,en", "letter"), ("en-GB", "a4"), ("", "a4")]
)
def test_the_paper_is_the_countrys(hub: Hub, language: str, paper: str) -> None:
    rivera, spoken = hub.teacher(), {"Accept-Language": language}
    assert f'value="{paper}" checked' in rivera.get(PAGE, **spoken).text
    again = rivera.post("/hub/teach/biology-1/people/cleo/card", headers=spoken).text
    assert f'class="card-sheet {paper} of-8"' in again


def test_codes_are_never_shown_again(hub: Hub) -> None:
    rivera = hub.teacher()
    (code, _) = codes_on(rivera.post(PAGE).text)
    for page in (PAGE, "/hub/teach/biology-1"):
        assert code not in rivera.get(page).text
    assert rivera.get(f"{PAGE}/pdf").status_code == 405


@pytest.mark.parametrize(("per_sheet", "pages"), [("8", 2), ("10", 1)])
@pytest.mark.parametrize("paper", ["a4", "letter"])
def test_every_card_of_the_pdf_can_be_scanned(
    hub: Hub, paper: str, per_sheet: str, pages: int
) -> None:
    crowd(hub)
    rivera, chosen = hub.teacher(), {"paper": paper, "per_sheet": per_sheet}
    page = rivera.post(PAGE, chosen).text
    wanted = {f"{HOME}/c/{code}" for code in codes_on(page)}
    assert len(wanted) == 9
    assert qr_codes(pdf_of(rivera, page, **chosen)) == (pages, wanted)


@pytest.mark.parametrize(("paper", "language"), [("a4", "en"), ("letter", "de")])
def test_every_card_that_chromium_prints_is_whole_and_can_be_scanned(
    hub: Hub, paper: str, language: str
) -> None:
    crowd(hub)
    fields, headers = {"paper": paper, "per_sheet": "10"}, {"Accept-Language": language}
    page = hub.teacher().post(PAGE, fields, headers=headers).text
    with chromium() as browser:
        tab = browser.new_page()
        tab.set_content(re.sub(r"<(?:link|script)[^>]*>", "", page))
        tab.add_style_tag(path=CSS)
        printed = tab.pdf(prefer_css_page_size=True)
        clipped = tab.evaluate(
            "[...document.querySelectorAll('.card-text')].filter(text => "
            "text.getBoundingClientRect().bottom > "
            "text.closest('.card').getBoundingClientRect().bottom).length"
        )
    assert clipped == 0
    assert qr_codes(printed) == (1, {f"{HOME}/c/{code}" for code in codes_on(page)})


def test_a_pdf_of_cards_that_were_replaced_is_refused(hub: Hub) -> None:
    rivera = hub.teacher()
    page = rivera.post(PAGE).text
    rivera.post("/hub/teach/biology-1/people/ana/card")
    codes = " ".join(codes_on(page))
    answer = rivera.post(f"{PAGE}/pdf", {"codes": codes})
    assert answer.status_code == 422 and "replaced meanwhile" in answer.text


def test_nobody_prints_or_voids_cards_of_a_class_they_do_not_teach(hub: Hub) -> None:
    okafor, codes = hub.teacher("okafor"), hub.school.codes["ana"]
    people = "/hub/teach/biology-1/people/ana"
    for path in (PAGE, f"{PAGE}/pdf", f"{people}/card", f"{people}/card/void"):
        assert okafor.post(path, {"codes": codes}).status_code == 404
    assert okafor.post("/hub/teach/chemistry/cards/pdf", {"codes": codes}).status_code == 422
    assert hub.browser().enter(codes).status_code == 303


def test_codes_of_a_whole_school_are_hashed_before_anything_is_locked(
    hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    def drawn(*whom: object) -> list[enrolment.FreshCode]:
        with db.writing(hub.school.database):
            return []

    monkeypatch.setattr(enrolment, "draw_codes", drawn)
    assert hub.teacher().post(PAGE).status_code == 200
