"""Teachers sign in with a password, which a one-time link lets them choose."""

import pytest

from appliance import db, models
from appliance.people import failures, signin
from tests.conftest import PASSWORD
from tests.web.conftest import Browser, Hub


def link(hub: Hub, name: str = "rivera") -> str:
    with db.writing(hub.school.database) as session:
        secret = signin.make_link(session, hub.school.person(name).id or 0, models.now())
    return f"/hub/link/{secret}"


def test_a_link_sets_a_password_and_signs_in_once(hub: Hub) -> None:
    path, rivera = link(hub), hub.browser()
    assert "Welcome, rivera" in rivera.get(path).text
    rivera.form(path)
    chosen = {"password": "another long password", "again": "another long password"}
    answer = rivera.post(path, chosen)
    assert answer.headers["location"] == "/hub/teach"
    assert "Ms Rivera" in rivera.get("/hub/teach").text
    again = hub.browser().get(path)
    assert again.status_code == 404 and "./homeroom teacher" in again.text


@pytest.mark.parametrize(
    ("password", "again", "word"),
    [
        ("short", "short", "12 characters"),
        ("long enough to be one", "but another long one", "two different"),
        ("password1234", "password1234", "tried first"),
        ("MsRivera2026!", "MsRivera2026!", "tried first"),
        ("Biology1Biology1", "Biology1Biology1", "tried first"),
    ],
)
def test_a_bad_password_leaves_the_link_as_it_was(
    hub: Hub, password: str, again: str, word: str
) -> None:
    path, rivera = link(hub), hub.browser()
    rivera.form(path)
    answer = rivera.post(path, {"password": password, "again": again})
    assert answer.status_code == 422 and word in answer.text
    assert rivera.get(path).status_code == 200


def test_a_guessed_link_is_nobodys(hub: Hub) -> None:
    assert hub.browser().get("/hub/link/guess").status_code == 404


def test_a_teacher_is_let_in_and_a_wrong_name_reads_like_a_wrong_password(hub: Hub) -> None:
    hub.teacher()
    browser = hub.browser()
    browser.form("/hub/teacher")
    for name, password in (("rivera", "wrong"), ("nobody", PASSWORD), ("ana", PASSWORD)):
        answer = browser.post("/hub/teacher", {"name": name, "password": password})
        assert answer.status_code == 401 and "do not fit" in answer.text


def test_an_account_waits_after_wrong_passwords_and_another_does_not(hub: Hub) -> None:
    with db.writing(hub.school.database) as session:
        for _ in range(12):
            rivera = session.merge(hub.school.person("rivera"))
            failures.note(session, rivera.id or 0, right=False, now=models.now())
            session.flush()
    browser = hub.browser()
    browser.form("/hub/teacher")
    answer = browser.post("/hub/teacher", {"name": "rivera", "password": PASSWORD})
    assert "Too many wrong passwords" in answer.text
    assert answer.status_code == 429 and int(answer.headers["retry-after"]) in range(1, 9)
    assert hub.teacher("okafor").get("/hub/teach").status_code == 200


def test_a_password_form_that_is_not_ours_is_refused(hub: Hub) -> None:
    fields = {"name": "rivera", "password": PASSWORD, "_xsrf": ""}
    assert hub.browser().post("/hub/teacher", fields).status_code == 403


def fail(hub: Hub, browser: Browser, times: int) -> int:
    """Type wrong passwords for Ms Rivera; the last status."""
    browser.form("/hub/teacher")
    for _ in range(times):
        answer = browser.post("/hub/teacher", {"name": "rivera", "password": "wrong"})
    return answer.status_code


def test_pranksters_cannot_keep_a_teacher_from_the_device_she_always_uses(hub: Hub) -> None:
    own = hub.teacher()
    own.post("/hub/logout")
    assert fail(hub, hub.browser(), 15) == 429
    own.form("/hub/teacher")
    answer = own.post("/hub/teacher", {"name": "rivera", "password": PASSWORD})
    assert answer.status_code == 303


def test_a_known_device_has_no_more_free_tries_than_another(hub: Hub) -> None:
    own = hub.teacher()
    own.post("/hub/logout")
    assert fail(hub, own, failures.FREE) == 401
    assert fail(hub, own, failures.FREE + 1) == 429


def test_a_device_of_one_teacher_is_not_known_for_another(hub: Hub) -> None:
    okafors = hub.teacher("okafor")
    assert fail(hub, hub.browser(), 15) == 429
    assert fail(hub, okafors, 1) == 429


def test_after_a_hundred_failures_only_a_link_helps(hub: Hub) -> None:
    with db.writing(hub.school.database) as session:
        for _ in range(failures.CEILING):
            failures.note(
                session, hub.school.person("rivera").id or 0, right=False, now=models.now()
            )
            session.flush()
    browser = hub.browser()
    browser.form("/hub/teacher")
    answer = browser.post("/hub/teacher", {"name": "rivera", "password": PASSWORD})
    assert answer.status_code == 403 and "one-time link" in answer.text
    path = link(hub)
    browser.form(path)
    fields = {"password": "another long password", "again": "another long password"}
    assert browser.post(path, fields).status_code == 303
