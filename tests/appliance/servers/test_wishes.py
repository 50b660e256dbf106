"""Wishes: asked for, kept, explained; nothing here touches the engine."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from appliance.errors import Conflict
from appliance.models import Classroom, Enrolment
from appliance.servers import wishes
from appliance.words import spoken
from roster.sentence import as_is

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
PORTS = range(8100, 8103)


def test_a_seat_nobody_asked_for_is_off(db_session: Session, ana: Enrolment) -> None:
    assert wishes.find(db_session, ana.id or 0).state == "off"
    assert not db_session.new


def test_a_second_press_of_start_changes_nothing(db_session: Session, ana: Enrolment) -> None:
    first = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    start = first.start
    for state in wishes.GOING:
        first.state = state
        again = wishes.ask_start(db_session, ana, PORTS, MONDAY + timedelta(minutes=1))
        assert (again.start, again.state, again.asked) == (start, state, MONDAY)


def test_a_restart_wants_another_container(db_session: Session, ana: Enrolment) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    start, server.state = server.start, "ready"
    wishes.ask_restart(db_session, ana, PORTS, MONDAY)
    assert server.start != start and server.state == "queued" and server.ready is None


def test_nothing_starts_in_a_class_that_is_put_away(
    db_session: Session, biology: Classroom, ana: Enrolment
) -> None:
    biology.archived = True
    for ask in (wishes.ask_start, wishes.ask_restart):
        with pytest.raises(Conflict, match="biology"):
            ask(db_session, ana, PORTS, MONDAY)
    assert not wishes.find(db_session, ana.id or 0).wanted and ana.port is None


def test_whoever_looks_is_told_why_it_ended_until_it_is_asked_for_again(
    db_session: Session, ana: Enrolment
) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    wishes.ask_stop(db_session, ana.id or 0, reason="memory", say=as_is("Too much."))
    assert (server.wanted, server.state) == (False, "stopped")
    assert wishes.said(server) == as_is("Too much.")
    wishes.ask_stop(db_session, ana.id or 0, reason="class over", say=None)
    assert wishes.said(server) == as_is("Too much.")
    wishes.ask_start(db_session, ana, PORTS, MONDAY)
    assert server.wanted and wishes.said(server) is None and server.reason == ""


def test_last_words_go_with_the_next_wish(db_session: Session, ana: Enrolment) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    wishes.ask_stop(db_session, ana.id or 0, reason="crashed", say=None, last_words="Traceback")
    assert server.last_words == "Traceback"
    wishes.ask_start(db_session, ana, PORTS, MONDAY)
    assert server.last_words == ""


def test_a_note_is_shown_for_a_while_and_goes_with_the_server(
    db_session: Session, ana: Enrolment
) -> None:
    server, later = wishes.ask_start(db_session, ana, PORTS, MONDAY), timedelta(minutes=9)
    for text, moment in (("First.", MONDAY), ("Again.", MONDAY + timedelta(seconds=1))):
        wishes.note(db_session, ana.id or 0, as_is(text), moment)
    assert wishes.noted(server, MONDAY + later) == as_is("First.")
    assert wishes.noted(server, MONDAY + timedelta(minutes=10)) is None
    server.state = "ready"
    wishes.ask_restart(db_session, ana, PORTS, MONDAY + later)
    assert wishes.noted(server, MONDAY + later) is None
    wishes.note(db_session, ana.id or 0, as_is("Anew."), MONDAY + later)
    wishes.ask_stop(db_session, ana.id or 0, reason="class over", say=None)
    assert wishes.noted(server, MONDAY + later) is None


def test_only_a_start_that_came_to_nothing_goes_back_in_line(
    db_session: Session, ana: Enrolment
) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    for before, after in (("starting", "queued"), ("ready", "ready")):
        server.state = before
        wishes.back_in_line(db_session, ana.id or 0)
        assert server.state == after
    wishes.ask_stop(db_session, ana.id or 0, reason="class over", say=None)
    wishes.back_in_line(db_session, ana.id or 0)
    assert server.state == "stopped"


def test_what_is_lost_waits_again_in_its_old_place(db_session: Session, ana: Enrolment) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    for before in ("starting", "ready"):
        server.state, server.ready = before, MONDAY
        wishes.lost(db_session, ana.id or 0)
        assert server.state == "queued" and server.ready is None
        assert server.asked == MONDAY


def test_who_asks_for_a_fresh_server_in_line_keeps_the_place(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    first = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    wishes.ask_start(db_session, ben, PORTS, MONDAY + timedelta(seconds=1))
    start = first.start
    first.reason = wishes.FOR_MEMORY
    wishes.ask_restart(db_session, ana, PORTS, MONDAY + timedelta(seconds=2))
    assert wishes.place_in_line(db_session, first) == 1
    assert (first.start, first.reason, first.early) == (start, wishes.FOR_MEMORY, False)


def test_a_seat_keeps_its_port_for_good(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    first = wishes.ensure_port(db_session, ana, PORTS)
    assert wishes.ensure_port(db_session, ana, PORTS) == first
    assert wishes.ensure_port(db_session, ben, PORTS) != first
    ana.archived = True
    assert wishes.ensure_port(db_session, ben, PORTS) != first


def test_the_last_port_given_away_leaves_those_that_were_passed_over(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    ana.port = PORTS[-1]
    db_session.flush()
    assert wishes.ensure_port(db_session, ben, PORTS) == PORTS[0]


def test_a_port_outside_a_changed_range_is_replaced(db_session: Session, ana: Enrolment) -> None:
    wishes.ensure_port(db_session, ana, PORTS)
    assert wishes.ensure_port(db_session, ana, range(9000, 9001)) == 9000


def test_whoever_gets_no_port_any_more_is_in_trouble_and_told_why(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    assert wishes.ask_start(db_session, ana, range(8100, 8101), MONDAY).wanted
    for ask in (wishes.ask_start, wishes.ask_restart):
        server = ask(db_session, ben, range(8100, 8101), MONDAY)
        said = wishes.said(server)
        assert not server.wanted and server.troubled and server.reason == "trouble"
        assert said and "HOMEROOM_NOTEBOOK_PORTS" in spoken(said)
    assert wishes.ask_start(db_session, ben, range(8100, 8102), MONDAY).wanted, "widened"


def test_the_place_in_line_counts_those_who_asked_before(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    first = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    second = wishes.ask_start(db_session, ben, PORTS, MONDAY + timedelta(seconds=1))
    assert [wishes.place_in_line(db_session, one) for one in (first, second)] == [1, 2]
    first.state = "starting"
    db_session.flush()
    assert [wishes.place_in_line(db_session, one) for one in (first, second)] == [0, 1]


def test_a_clock_that_is_set_back_lets_nobody_past(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    first = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    second = wishes.ask_start(db_session, ben, PORTS, MONDAY - timedelta(hours=1))
    assert [wishes.place_in_line(db_session, one) for one in (first, second)] == [1, 2]


def test_whoever_comes_stands_before_those_who_may_and_behind_those_who_came(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    absent = wishes.ask_start(db_session, ana, PORTS, MONDAY, early=True)
    there = wishes.ask_start(db_session, ben, PORTS, MONDAY + timedelta(seconds=1))
    db_session.flush()
    places = [wishes.place_in_line(db_session, one) for one in (absent, there)]
    assert list(wishes.places_in_line(db_session, [absent, there]).values()) == places
    wishes.ask_start(db_session, ana, PORTS, MONDAY + timedelta(seconds=2))
    db_session.flush()
    assert places == [0, 1], "no place is promised to whoever may be passed"
    assert [wishes.place_in_line(db_session, one) for one in (absent, there)] == [2, 1]


def test_whoever_comes_to_a_server_uses_it(db_session: Session, ana: Enrolment) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY, early=True)
    server.state = "ready"
    later = MONDAY + timedelta(minutes=14)
    wishes.ask_start(db_session, ana, PORTS, later, early=True)
    assert server.last_activity == MONDAY and server.early
    wishes.ask_start(db_session, ana, PORTS, later)
    assert server.last_activity == later and not server.early and server.asked == MONDAY


def test_no_seconds_are_known_behind_somebody_who_waits_for_memory(
    db_session: Session, ana: Enrolment, ben: Enrolment
) -> None:
    first = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    second = wishes.ask_start(db_session, ben, PORTS, MONDAY + timedelta(seconds=1))
    assert not wishes.held_up(db_session, second)
    first.reason = wishes.FOR_MEMORY
    assert wishes.held_up(db_session, first) and wishes.held_up(db_session, second)
    second.reason, first.reason = wishes.FOR_MEMORY, ""
    assert not wishes.held_up(db_session, first)


def test_activity_only_moves_forward(db_session: Session, ana: Enrolment) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY)
    wishes.note_activity(db_session, ana.id or 0, MONDAY - timedelta(hours=1))
    assert server.last_activity == MONDAY
    wishes.note_activity(db_session, ana.id or 0, MONDAY + timedelta(hours=1))
    assert server.last_activity == MONDAY + timedelta(hours=1)


def test_whoever_uses_a_seat_that_was_started_for_the_class_is_there(
    db_session: Session, ana: Enrolment
) -> None:
    server = wishes.ask_start(db_session, ana, PORTS, MONDAY, early=True)
    wishes.note_activity(db_session, ana.id or 0, MONDAY + timedelta(seconds=1))
    assert server.early, "a report of the server before this one says nothing"
    server.ready = MONDAY + timedelta(seconds=3)
    wishes.note_activity(db_session, ana.id or 0, MONDAY + timedelta(seconds=2))
    assert server.early, "its own boot is no use"
    wishes.note_activity(db_session, ana.id or 0, MONDAY + timedelta(seconds=60))
    assert not server.early
