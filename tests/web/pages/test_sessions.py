"""Who is signed in to a class: shown to its teachers, ended by them."""

from sqlmodel import select

from appliance import db
from appliance.models import SignIn, Token
from tests.web.conftest import Browser, Hub

PAGE = "/hub/teach/biology-1/sessions"


def on(hub: Hub, name: str, agent: str) -> Browser:
    """That student's browser of this kind."""
    browser = hub.browser()
    browser.client.headers["user-agent"] = agent
    browser.enter(hub.school.codes[name])
    return browser


def test_a_teacher_sees_who_is_in_on_what_and_how(hub: Hub) -> None:
    on(hub, "ana", "Mozilla/5.0 (Windows NT 10.0; rv:130.0) Gecko/20100101 Firefox/130.0")
    on(hub, "cleo", "curl/8")
    text = hub.teacher().get(PAGE).text
    assert "Ana Ruiz" in text and "Firefox · Windows" in text and "card" in text
    assert "Cleo Park" in text and "unknown" in text and "2 browsers are signed in" in text


def test_people_of_another_class_and_teachers_are_not_on_the_list(hub: Hub) -> None:
    hub.student("ben")
    text = hub.teacher().get(PAGE).text
    assert "Ben Ito" not in text and "Nobody is signed in" in text


def test_one_browser_is_ended_and_the_other_is_not(hub: Hub) -> None:
    one, other = hub.student("ana"), hub.student("ana")
    rivera = hub.teacher()
    first = min(row.id or 0 for row in rows(hub) if row.person_id == hub.school.person("ana").id)
    answer = rivera.post(f"{PAGE}/{first}/end")
    assert answer.status_code == 303
    assert one.get("/hub/desk").status_code == 303 and other.get("/hub/desk").status_code == 200
    assert "signed out" in rivera.get(answer.headers["location"]).text
    assert rivera.post(f"{PAGE}/{first}/end").status_code == 404


def rows(hub: Hub) -> list[SignIn]:
    with db.reading(hub.school.database) as session:
        found = list(session.exec(select(SignIn)))
        session.expunge_all()
    return found


def test_everyone_is_signed_out_but_the_teacher_and_the_other_class(hub: Hub) -> None:
    ana, cleo, ben = (hub.student(name) for name in ("ana", "cleo", "ben"))
    rivera = hub.teacher()
    rivera.post(f"{PAGE}/end-all")
    assert ana.get("/hub/desk").status_code == cleo.get("/hub/desk").status_code == 303
    assert ben.get("/hub/desk").status_code == 200
    assert "Nobody is signed in" in rivera.get(PAGE).text
    assert hub.server("ana").wanted
    assert not [token for token in tokens(hub) if token.kind == "oauth"]


def tokens(hub: Hub) -> list[Token]:
    with db.reading(hub.school.database) as session:
        return list(session.exec(select(Token)))


def test_nobody_ends_sign_ins_of_a_class_they_do_not_teach(hub: Hub) -> None:
    ana = hub.student("ana")
    (row,) = rows(hub)
    okafor = hub.teacher("okafor")
    assert okafor.post(f"{PAGE}/end-all").status_code == 404
    own = "/hub/teach/chemistry/sessions"
    assert okafor.post(f"{own}/{row.id}/end").status_code == 404
    assert hub.teacher().post(f"{PAGE}/end-all", {"_xsrf": "x"}).status_code == 403
    assert ana.get(PAGE).status_code == 403 and ana.get("/hub/desk").status_code == 200
