"""The first lesson: from the one-time link to every student in the own notebook."""

import json
import re

import httpx2
import pytest
from playwright.sync_api import Locator, expect

from roster import codes
from tests.walks.conftest import (
    Arrive,
    Someone,
    Stack,
    become_teacher,
    click,
    eventually,
    import_roster,
    in_lab,
    make_class,
    print_cards,
    run_cell,
    save,
    sign_in,
    type_below,
)

pytestmark = pytest.mark.docker

ROSTER = """Last Name,First Name,Student ID,Email,Section
García,Ana,001,ana@example.org,A
Novak,Ben,002,ben@example.org,A
Núñez,Zoë,003,zoe@example.org,B
,,004,nobody@example.org,B
""".encode()


def test_teacher_opens_the_one_time_link_and_sets_a_password(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    link = stack.homeroom("teacher", "ms-rivera")
    become_teacher(rivera, link)
    assert httpx2.get(link).status_code == 404


def test_roster_is_shown_line_by_line_before_it_counts(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    make_class(rivera, stack.origin, "Biology 1")
    import_roster(rivera, ROSTER)
    expect(rivera.page.locator(".sums")).to_contain_text("3 added")
    expect(rivera.page.get_by_text("Line 5")).to_be_visible()
    rivera.look("preview")
    rivera.look_on_phone("preview")
    rivera.page.get_by_role("button", name="Apply").click()
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
    expect(rivera.page.locator(".seats").get_by_text("Zoë Núñez")).to_be_visible()


def test_a_bad_file_gets_a_sentence_and_changes_nothing(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    for bad in (b"", b"%PDF-1.7 nothing", b"a,b\n1,2\n", b"name\n" + b"x" * 5_000_000):
        rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
        import_roster(rivera, bad)
        expect(rivera.page.get_by_role("alert")).to_contain_text("The class is unchanged.")
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
    expect(rivera.page.locator(".counts")).to_contain_text("3 students")


def test_cards_carry_name_address_code_and_qr(stack: Stack, arrive: Arrive) -> None:
    rivera = arrive("ms-rivera")
    stack.codes = print_cards(rivera)
    assert stack.codes.keys() == {"Ana García", "Ben Novak", "Zoë Núñez"}
    for code in stack.codes.values():
        assert re.fullmatch(r"BIO1(-[0-9A-Z]{3}){3}", code)
    card = rivera.page.locator(".card").first
    expect(card).to_contain_text(stack.origin)
    expect(card.locator("svg")).to_be_visible()
    rivera.look("cards")
    rivera.page.emulate_media(media="print")
    expect(rivera.page.get_by_text("Print these now")).not_to_be_visible()
    rivera.look("cards-printed")
    rivera.page.emulate_media(media="screen")


def test_ana_types_her_code_carelessly_and_runs_a_cell(stack: Stack, arrive: Arrive) -> None:
    ana = arrive("ana-garcia")
    ana.page.goto(stack.origin)
    ana.look("signin")
    ana.look_on_phone("signin")
    careless = stack.codes["Ana García"].lower().replace("-", " ").replace("1", "l")
    sign_in(ana, stack.origin, careless.replace("0", "o"))
    expect(run_cell(ana, "1+1")).to_have_text("2")
    ana.look("lab")


def refused(person: Someone, origin: str, code: str) -> str:
    """What the sign-in page answers to this code."""
    person.page.goto(origin)
    person.page.get_by_label("Sign-in code").fill(code)
    person.page.get_by_role("button", name="Sign in").click()
    return person.page.get_by_role("alert").inner_text()


def test_a_wrong_code_gets_one_answer_and_a_slip_another(stack: Stack, arrive: Arrive) -> None:
    stranger = arrive("stranger")
    wrong = [codes.new_code(part) for part in ("BIO1", "BIO1", "CHEM")]
    assert len({refused(stranger, stack.origin, code) for code in wrong}) == 1
    slips = ("BIO1-000-000-000", "nonsense", stack.codes["Ana García"][:-1] + "?")
    (slip,) = {refused(stranger, stack.origin, code) for code in slips}
    assert "Look at your card again" in slip


def test_whoever_is_not_signed_in_lands_where_they_wanted_to_go(
    stack: Stack, arrive: Arrive
) -> None:
    stack.python("ana-garcia", "open('notes.txt', 'w').write('mitosis')")
    ana, late = arrive("ana-garcia"), arrive("ana at another computer")
    wanted = re.sub(r"/lab.*", "/lab/tree/notes.txt", ana.page.url)
    late.page.goto(wanted)
    late.page.get_by_label("Sign-in code").fill(stack.codes["Ana García"])
    late.page.get_by_role("button", name="Sign in").click()
    late.page.wait_for_url("**/lab/tree/notes.txt**")
    expect(late.page.get_by_text("mitosis")).to_be_visible()


def test_only_the_owner_enters(stack: Stack, arrive: Arrive) -> None:
    ana, ben, rivera = arrive("ana-garcia"), arrive("ben-novak"), arrive("ms-rivera")
    sign_in(ben, stack.origin, stack.codes["Ben Novak"])
    for other in (ben, rivera):
        page = other.context.new_page()
        answer = page.goto(ana.page.url)
        assert answer is not None
        assert answer.status == 403
        page.close()


def test_a_notebook_with_an_awkward_name_opens(stack: Stack, arrive: Arrive) -> None:
    empty = {"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    code = f"open('50% #1?.ipynb', 'w').write({json.dumps(json.dumps(empty))})"
    stack.python("ana-garcia", code)
    page = arrive("ana-garcia").context.new_page()
    start = re.sub(r"/lab.*", "", arrive("ana-garcia").page.url)
    page.goto(f"{start}/lab/tree/50%25%20%231%3F.ipynb")
    expect(page.locator(".jp-NotebookPanel")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("tab", name="50% #1?.ipynb")).to_be_visible()
    page.close()
    for bad in ("%2F", "%5C", "%00"):
        assert httpx2.get(f"{start}/api/contents/a{bad}b").status_code == 400


def test_seats_are_sealed_off(stack: Stack) -> None:
    said = json.loads(stack.run("docker", "inspect", stack.seat("ana-garcia")))[0]
    host = said["HostConfig"]
    assert host["CapDrop"] == ["ALL"]
    assert host["ReadonlyRootfs"]
    assert any(option.startswith("no-new-privileges") for option in host["SecurityOpt"])
    assert host["Memory"] == host["MemorySwap"] == 1024 * 1024 * 1024
    assert host["PidsLimit"] == 256
    assert host["NanoCpus"] == 1_000_000_000
    assert "ana" not in said["Name"]
    assert stack.inside("ana-garcia", "id", "-un") == "ana-garcia"
    uids = {stack.inside(name, "id", "-u") for name in ("ana-garcia", "ben-novak")}
    assert len(uids) == 2
    probe = """
import os, socket
status = open('/proc/self/status').read()
assert 'CapEff:\\t0000000000000000' in status and 'NoNewPrivs:\\t1' in status, status
def open_(host, port):
    try:
        socket.create_connection((host, port), 2).close()
        return True
    except OSError:
        return False
print([open_(%r, 8888), open_('169.254.169.254', 80), open_(%r, %d), open_(%r, %d)])
"""
    form = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    ben = stack.run("docker", "inspect", "-f", form, stack.seat("ben-novak"))
    form = "{{range .IPAM.Config}}{{.Gateway}}{{end}}"
    gateway = stack.run("docker", "network", "inspect", "-f", form, f"{stack.project}-seats")
    port, api = (int(stack.environment[f"HOMEROOM_{name}"]) for name in ("PORT", "API_PORT"))
    reached = stack.python("ana-garcia", probe % (ben, gateway, port, gateway, api))
    assert reached == "[False, False, False, True]"


def restart(seat: Locator) -> None:
    """The teacher starts a student's server afresh, and is asked whether that is meant."""
    seat.locator("summary").click()
    seat.get_by_role("button", name="Restart now").click()


@pytest.mark.parametrize("who", ["owner", "teacher"])
def test_a_stuck_server_is_started_afresh_and_files_stay(
    stack: Stack, arrive: Arrive, who: str
) -> None:
    before = stack.seat("ben-novak")
    stack.python("ben-novak", "open('kept.txt', 'w').write('still here')")
    ben, rivera = arrive("ben-novak"), arrive("ms-rivera")
    if who == "owner":
        ben.page.goto(f"{stack.origin}/hub/desk")
        ben.look_on_phone("desk")
        ben.page.locator("summary", has_text="start afresh").click()
        click(ben, "Restart now")
    else:
        rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
        seat = rivera.page.locator(".seats li").filter(has_text="Ben Novak")
        restart(seat)
        expect(seat.get_by_text("ready")).to_be_visible(timeout=60_000)
        ben.page.goto(f"{stack.origin}/hub/desk")
        ben.page.get_by_role("button", name="Open my notebook").click()
    in_lab(ben)
    eventually(lambda: stack.seat("ben-novak") != before, "another container")
    assert stack.inside("ben-novak", "cat", "kept.txt") == "still here"


def test_what_was_typed_before_the_teacher_started_it_afresh_is_saved_after(
    stack: Stack, arrive: Arrive
) -> None:
    ben, rivera = arrive("ben-novak"), arrive("ms-rivera")
    ben.page.goto(f"{stack.origin}/hub/desk")
    ben.page.get_by_role("button", name="Open my notebook").click()
    in_lab(ben)
    run_cell(ben, "1 + 1")
    type_below(ben, "'typed, and not saved'")
    before = stack.seat("ben-novak")
    rivera.page.goto(f"{stack.origin}/hub/teach/biology-1")
    seat = rivera.page.locator(".seats li").filter(has_text="Ben Novak")
    restart(seat)
    eventually(lambda: stack.owners().get("ben-novak", before) != before, "another container")
    expect(seat.get_by_text("ready")).to_be_visible(timeout=60_000)
    save(ben)
    kept = stack.inside("ben-novak", "sh", "-c", "cat ~/*.ipynb")
    assert "typed, and not saved" in kept


def test_signing_out_ends_it_at_the_notebook_too(stack: Stack, arrive: Arrive) -> None:
    late = arrive("ana at another computer")
    seat = late.page.url
    late.page.goto(f"{stack.origin}/hub/logout")
    late.page.get_by_role("button", name="Sign out").click()
    expect(late.page.get_by_label("Sign-in code")).to_be_visible()
    api = re.sub(r"/lab.*", "/api/contents", seat)
    answer = late.page.goto(api)
    assert answer is not None
    assert answer.status == 403
