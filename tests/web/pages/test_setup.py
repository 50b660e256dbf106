"""A class's settings and staff: for its teachers; assistants look, and strangers see nothing."""

import re
from datetime import time, timedelta

import pytest
from httpx2 import Response

from appliance import db, models
from appliance.people import access
from appliance.servers import hours, wishes
from appliance.servers.timetable import Hour
from tests.web.conftest import Browser, Hub

URL = "/hub/teach/biology-1"


def test_settings_are_changed_and_kept(hub: Hub) -> None:
    rivera = hub.teacher()
    wish = {"title": "Human biology", "ends": "2027-06-30", "pin_required": "true"}
    assert rivera.post(f"{URL}/settings", wish).status_code == 200
    page = rivera.get(f"{URL}/settings").text
    assert 'value="Human biology"' in page and 'value="2027-06-30"' in page and "checked" in page


@pytest.mark.parametrize(
    "wish", [{"title": "", "ends": ""}, {"title": "Botany", "ends": "tomorrow"}]
)
def test_refused_settings_are_still_typed_in(hub: Hub, wish: dict[str, str]) -> None:
    rivera = hub.teacher()
    answer = rivera.post(f"{URL}/settings", wish)
    assert answer.status_code == 422 and f'value="{wish["ends"]}"' in answer.text
    assert f'href="{URL}"' in rivera.get("/hub/teach").text
    assert "Biology 1" in rivera.get(URL).text


def test_limits_are_chosen_and_an_empty_field_is_the_boxs(hub: Hub) -> None:
    rivera = hub.teacher()
    page = rivera.get(f"{URL}/settings").text
    assert 'placeholder="1024"' in page and "This machine gives" not in page
    wish = {"memory_mb": "2048", "cpus": "1,5", "pids": "", "home_mb": ""}
    answer = rivera.post(f"{URL}/settings/limits", wish)
    assert answer.status_code == 200 and "limit for files counts at once" in answer.text
    page = rivera.get(f"{URL}/settings").text
    assert 'value="2048"' in page and 'value="1.5"' in page and 'placeholder="256"' in page
    rivera.post(f"{URL}/settings/limits", {"memory_mb": "", "cpus": ""})
    assert 'value="2048"' not in rivera.get(f"{URL}/settings").text


def test_limits_beyond_the_machine_are_refused_before_anybody_is_started(hub: Hub) -> None:
    rivera = hub.teacher()
    hub.engine.away = False
    hub.app.state.parts.health.look()
    assert "13,312 MB of memory and 4 processors" in rivera.get(f"{URL}/settings").text
    answer = rivera.post(f"{URL}/settings/limits", {"memory_mb": "20000", "cpus": "2"})
    assert answer.status_code == 422 and "this machine has 16,384" in answer.text
    assert 'value="20000"' in answer.text
    page = rivera.get(f"{URL}/settings").text
    assert re.findall(r'name="(?:memory_mb|cpus)"[^>]* value="([^"]*)"', page) == ["", ""]


def test_what_may_be_handed_in_at_once_is_chosen(hub: Hub) -> None:
    rivera = hub.teacher()
    answer = rivera.post(f"{URL}/settings/submissions", {"mb": "20", "files": ""})
    assert answer.status_code == 200 and "next hand-in" in answer.text
    refused = rivera.post(f"{URL}/settings/submissions", {"mb": "20000", "files": "50"})
    assert refused.status_code == 422 and 'value="20000"' in refused.text
    page = rivera.get(f"{URL}/settings").text
    assert re.findall(r'name="(?:mb|files)"[^>]* value="([^"]*)"', page) == ["20", "2000"]


def invited(hub: Hub, rivera: Browser, role: str) -> Browser:
    """A browser of somebody new who followed the link of an invitation."""
    page = rivera.post(f"{URL}/staff/invite", {"display_name": "Léa Dubois", "role": role}).text
    (link,) = re.findall(r"http://localhost:8000(/hub/link/[\w-]+)", page)
    lea = hub.browser()
    lea.form(link)
    password = "fünf stille Nashörner"
    assert lea.post(link, {"password": password, "again": password}).status_code == 303
    lea.form("/hub/teach")
    return lea


def test_an_invited_assistant_works_in_the_class_and_does_not_run_it(hub: Hub) -> None:
    rivera = hub.teacher()
    lea = invited(hub, rivera, "assistant")
    assert "Ana Ruiz" in lea.get(f"{URL}/people").text
    assert lea.post(f"{URL}/people", {"display_name": "Dan Wu"}).status_code == 303
    for path in (
        "settings",
        "settings/limits",
        "settings/submissions",
        "archive",
        "staff/invite",
        "staff/add",
        "staff/rivera/remove",
    ):
        assert lea.post(f"{URL}/{path}", {"title": "Mine", "name": "okafor"}).status_code == 403
    assert lea.post("/hub/teach", {"title": "Mine"}).status_code == 403
    assert lea.get("/hub/teach/chemistry").status_code == 404


def test_an_invited_teacher_runs_the_class_too(hub: Hub) -> None:
    lea = invited(hub, hub.teacher(), "teacher")
    assert lea.post(f"{URL}/settings", {"title": "Ours"}).status_code == 200


def test_a_colleague_is_added_and_removed(hub: Hub) -> None:
    rivera, okafor = hub.teacher(), hub.teacher("okafor")
    assert okafor.get(URL).status_code == 404
    rivera.post(f"{URL}/staff/add", {"name": "okafor", "role": "teacher"})
    assert okafor.get(f"{URL}/people").status_code == 200
    rivera.post(f"{URL}/staff/okafor/remove")
    assert okafor.get(f"{URL}/people").status_code == 404


def test_whoever_leaves_a_class_goes_back_to_the_own_ones(hub: Hub) -> None:
    rivera = hub.teacher()
    refused = rivera.post(f"{URL}/staff/rivera/remove")
    assert refused.status_code == 409 and 'role="alert"' in refused.text
    rivera.post(f"{URL}/staff/add", {"name": "okafor", "role": "teacher"})
    assert rivera.post(f"{URL}/staff/rivera/remove").headers["location"] == "/hub/teach"
    assert rivera.get(URL).status_code == 404


def test_a_colleagues_account_is_not_for_the_taking(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{URL}/staff/add", {"name": "okafor", "role": "assistant"})
    answer = rivera.post(f"{URL}/staff/okafor/link")
    assert answer.status_code == 403 and "/hub/link/" not in answer.text


MORNINGS = {"weekday": ["0", "3"], "starts": "08:00", "ends": "09:30"}


def test_hours_are_added_on_several_days_and_removed_one_by_one(hub: Hub) -> None:
    rivera = hub.teacher()
    page = rivera.post(f"{URL}/hours", MORNINGS).text
    assert "Monday, 08:00 to 09:30" in page and "Thursday, 08:00 to 09:30" in page
    assert "15 minutes before" in page and "zone of this box: UTC" in page
    assert "Next lesson: " in rivera.get(URL).text and "start at 07:45" in rivera.get(URL).text
    (first, _) = re.findall(r'action="([^"]+/hours/\d+/remove)"', page)
    page = rivera.post(first).text
    assert "Monday, 08:00" not in page and "Thursday, 08:00 to 09:30" in page
    gone = rivera.post(first)
    assert gone.status_code == 404 and "no longer in the timetable" in gone.text


def test_a_lesson_that_is_near_says_that_its_notebooks_are_started(hub: Hub) -> None:
    soon = models.now() + timedelta(minutes=5)
    with db.writing(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        week = [Hour(day, soon.time(), time(23, 59, 59)) for day in range(7)]
        hours.replace(session, class_id, week)
        for lesson in hours.of(session, class_id):
            lesson.begun = soon.date()  # and stopped by the teacher, so nothing starts it again
    assert "no notebook is on: press Start class" in hub.teacher().get(URL).text
    hub.student("ana")
    assert "the notebooks have been started for it" in hub.teacher().get(URL).text


def test_while_a_lesson_is_on_the_plate_says_until_when_and_the_next_ones_date(hub: Hub) -> None:
    now = models.now()
    with db.writing(hub.school.database) as session:
        class_id = hub.school.seat("ana").enrolment.classroom_id
        hours.replace(session, class_id, [Hour(now.weekday(), time(), time(23, 59, 59))])
    page = hub.teacher().get(URL).text
    next_week = now + timedelta(days=7)
    assert "Lesson until 23:59" in page and f"{next_week:%a} {next_week.day} {next_week:%b}" in page


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"weekday": []}, "at least one day"),
        ({"ends": "07:00"}, "not after it starts"),
        ({"starts": "eight"}, "is no time"),
        ({"starts": ""}, "A time is missing"),
        ({}, "is there already"),
    ],
)
def test_refused_hours_are_explained_and_still_typed_in(
    hub: Hub, wrong: dict[str, object], said: str
) -> None:
    rivera = hub.teacher()
    rivera.post(f"{URL}/hours", MORNINGS)
    answer = rivera.post(f"{URL}/hours", MORNINGS | {"weekday": ["3"]} | wrong)
    assert answer.status_code in (409, 422) and said in answer.text
    assert ("checked" in answer.text) == ("weekday" not in wrong)
    assert answer.text.count(":00 to 09:30</span>") == 2


def test_a_class_without_hours_or_past_its_last_day_announces_no_lesson(hub: Hub) -> None:
    rivera = hub.teacher()
    assert "Next lesson" not in rivera.get(URL).text
    rivera.post(f"{URL}/hours", MORNINGS)
    rivera.post(f"{URL}/settings", {"title": "Biology 1", "ends": "2020-06-30"})
    assert "Next lesson" not in rivera.get(URL).text


def test_assistants_see_the_hours_and_do_not_change_them(hub: Hub) -> None:
    rivera = hub.teacher()
    rivera.post(f"{URL}/hours", MORNINGS)
    lea = invited(hub, rivera, "assistant")
    page = lea.get(f"{URL}/settings").text
    assert "Monday, 08:00 to 09:30" in page and "/hours" not in page
    assert lea.post(f"{URL}/hours", MORNINGS).status_code == 403
    assert lea.post(f"{URL}/hours/1/remove").status_code == 403


def test_only_those_who_can_are_offered_to_take_a_class_out_again(hub: Hub) -> None:
    rivera, okafor = hub.teacher(), hub.teacher("okafor")
    rivera.post(f"{URL}/staff/add", {"name": "okafor", "role": "assistant"})
    rivera.post(f"{URL}/archive")
    pages = [one.get(f"{URL}/now").text for one in (rivera, okafor)]
    assert all("This class is put away" in page for page in pages)
    assert ["Take the class out again" in page for page in pages] == [True, False]


def test_a_class_put_away_lets_nobody_in_and_comes_back(hub: Hub) -> None:
    rivera, ana = hub.teacher(), hub.student("ana")
    rivera.post("/hub/seat/biology-1/start")
    seats = [hub.school.seat(name).id for name in ("ana", "rivera")]
    rivera.post(f"{URL}/archive")
    with db.reading(hub.school.database) as session:
        assert not any(one.wanted for one in wishes.find_all(session, seats).values())
    assert f'href="{URL}"' not in rivera.get("/hub/teach").text
    assert ana.get("/hub/desk").status_code == 303
    assert hub.browser().enter(hub.school.codes["ana"]).status_code != 303
    rivera.post(f"{URL}/restore")
    assert hub.browser().enter(hub.school.codes["ana"]).status_code == 303


def test_a_card_printed_by_a_co_teacher_does_not_open_the_other_class(hub: Hub) -> None:
    """Ana is in Biology (Ms Rivera's) and in Botany, where Mr Okafor teaches, too."""
    rivera, okafor = hub.teacher(), hub.teacher("okafor")
    rivera.post("/hub/teach", {"title": "Botany"})
    rivera.post("/hub/teach/botany/people", {"display_name": "Ana Ruiz", "student_id": "1001"})
    alone = hub.student("ana")
    assert {"Biology 1", "Botany"} <= titles(alone)
    rivera.post("/hub/teach/botany/staff/add", {"name": "okafor", "role": "assistant"})
    api = hub.program(hub.school.api_token("okafor"))
    (printed,) = api.post("/api/v1/classes/botany/codes", json={"students": ["ana"]}).json()
    thief = hub.browser()
    assert thief.enter(printed["code"]).status_code == 303
    assert titles(thief) == {"Botany"}
    assert thief.get("/hub/user/ana/botany/").status_code == 200
    assert thief.get("/hub/user/ana/biology-1/").status_code == 403
    assert thief.post("/hub/seat/biology-1/start").status_code == 403
    assert authorize(hub, thief).status_code == 403
    assert okafor.get(URL).status_code == 404


def titles(browser: Browser) -> set[str]:
    return set(re.findall(r"<h2[^>]*>([^<]+)</h2>", browser.get("/hub/desk").text))


def authorize(hub: Hub, browser: Browser) -> Response:
    """Ask for a code for Ana's notebook in Biology, as that notebook would."""
    with db.reading(hub.school.database) as session:
        seat = next(
            s
            for s in access.seats_of(session, hub.school.person("ana").id or 0)
            if s.classroom.slug == "biology-1"
        )
        port, client = seat.enrolment.port, seat.client_id
    back = f"http://localhost:{port}/user/ana/biology-1/oauth_callback"
    return browser.get(
        f"/hub/api/oauth2/authorize?client_id={client}&redirect_uri={back}&response_type=code"
    )
