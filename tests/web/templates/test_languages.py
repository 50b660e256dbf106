"""Every page in every language: no English is left on a German page, and none is half built."""

import re

import pytest

from appliance import db, models
from appliance.homework import jobs
from appliance.models import Assignment
from appliance.servers import wishes
from appliance.words import LANGUAGES
from roster.sentence import as_is, sentence
from tests.web.conftest import Hub
from tests.web.pages.test_desk import hand_out
from tests.web.templates.album import CLASS, PAGES, Album
from tests.web.templates.reading import Element

OWN = re.compile(
    r"\b("
    # What the school itself wrote: names, addresses, codes, headings of its own file.
    "Ana Ruiz|Cleo Park|Dora Lind|Nobody|Ms Rivera|ana@example.org|ana|cleo|dora|rivera|Biology 1|"
    "Physics|Squares|Secret|http|localhost|Login|Student ID|BIO1[0-9A-Z-]*|PHY|"
    "[A-Z2-7]{4}-[A-Z2-7]{4}|[0-9a-f]{16,}|"
    # What is typed or chosen in every language, and words that both have.
    "docker compose exec hub homeroom teacher NAME|homeroom teacher NAME|US Letter|Homeroom|"
    "nbgrader|Canvas|Moodle|UTC|UTF-8|PIN|PDF|Name|Code|Login|Status|Deutsch|English"
    r")\b"
)
LETTERS = re.compile(r"[^\W\d_]{2,}")


def words_of(page: Element) -> set[str]:
    """What can be read or heard on it, without what is the same in every language."""
    return {text for text in page.texts() if LETTERS.search(OWN.sub("", text))}


@pytest.mark.parametrize(("who", "path"), PAGES)
def test_no_word_of_one_language_is_left_in_the_other(album: Album, who: str, path: str) -> None:
    english, german = (words_of(album.page(who, path, language)) for language in ("en", "de"))
    assert english & german == set() and german


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("who", "path"), PAGES)
def test_a_page_says_which_language_it_speaks(
    album: Album, who: str, path: str, language: str
) -> None:
    found = [one.attributes["lang"] for one in album.page(who, path, language).all("html")]
    assert found == ([] if path.endswith("/now") else [language])
    assert "Accept-Language" in album.pages[who, path, language].headers["vary"]


@pytest.mark.parametrize(
    ("language", "due", "score"),
    [
        ("en", "Mon, 30 Nov 2026, 08:00 UTC", "8.5 of 10"),
        ("de", "Mo., 30. Nov. 2026, 08:00 Uhr UTC", "8,5 von 10"),
    ],
)
def test_times_and_numbers_are_written_as_the_language_does(
    album: Album, language: str, due: str, score: str
) -> None:
    marks = " ".join(album.page("rivera", f"{CLASS}/assignments/Squares", language).texts())
    desk = " ".join(album.page("ana", "/hub/desk", language).texts())
    assert score in marks and due in desk


def test_programs_are_answered_in_the_language_they_ask_for(hub: Hub) -> None:
    client = hub.program(hub.school.api_token("rivera"))
    for path in ("/api/v1/classes/nowhere/students", "/api/v1/nowhere", "/hub/api/nowhere"):
        said = {
            language: client.get(path, headers={"Accept-Language": language}).json()["message"]
            for language in ("en", "de", "xx")
        }
        assert said["en"] == said["xx"] != said["de"], path
    away = client.get("/seat-away/api/x", headers={"Accept-Language": "de"})
    assert "läuft nicht" in away.json()["message"]


def test_a_jobs_problems_are_told_in_the_language_asked_for(hub: Hub) -> None:
    hand_out(hub)
    with db.writing(hub.school.database) as session:
        job = jobs.ask(session, session.get_one(Assignment, 1), "collect")
        jobs.fail(job, sentence("job-none"), models.now())
    client = hub.program(hub.school.api_token("rivera"))
    told = [
        client.get("/api/v1/jobs/1", headers={"Accept-Language": language}).json()["problems"]
        for language in ("en", "de")
    ]
    assert told[0] != told[1] and all(len(one) == 1 for one in told)
    page = hub.teacher().get(CLASS, **{"accept-language": "de"}).text
    assert told[1][0] in page


def test_a_form_from_elsewhere_is_refused_in_the_visitors_language(hub: Hub) -> None:
    headers = {"Origin": "http://evil.example", "Accept-Language": "de"}
    answer = hub.teacher().post("/hub/teach", {"title": "x"}, headers=headers)
    assert answer.status_code == 403 and "anderen Stelle" in answer.text


def test_words_from_elsewhere_are_shown_and_never_markup(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{CLASS}/start")
    with db.writing(hub.school.database) as session:
        server = wishes.find(session, hub.school.seat("cleo").id)
        wishes.end(server, reason="crashed", say=as_is("<b>Traceback</b>"))
    assert "&lt;b&gt;Traceback" in rivera.get(CLASS).text
