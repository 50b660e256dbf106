"""A page that renews itself under somebody's hands, in a real browser."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

import web
from appliance import db
from appliance.servers import wishes
from tests.chromium import chromium
from tests.web.conftest import Hub

STATIC = Path(web.__file__).parent / "static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
NO_MOVES = "delete Element.prototype.moveBefore; delete Document.prototype.moveBefore"
FOCUS = "document.activeElement.id"


@contextmanager
def served(page: str, piece: str) -> Iterator[str]:
    """Serve the page, and this for every piece it asks for, with another form token."""
    piece = re.sub(r'(name="_xsrf" value=")[^"]+', r"\1fresh", piece)

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name, static = Path(self.path.partition("?")[0]), self.path.startswith("/static/")
            body = (piece if name.name == "now" else page).encode()
            self.send_response(200)
            self.send_header("Content-Type", KINDS.get(name.suffix, "text/html; charset=utf-8"))
            self.end_headers()
            self.wfile.write((STATIC / name.name).read_bytes() if static else body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/hub/teach/biology-1"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize("moves", [True, False], ids=["with moveBefore", "without"])
def test_the_keyboard_and_an_open_question_stay_and_its_form_is_fresh(
    hub: Hub, moves: bool
) -> None:
    rivera = hub.teacher()
    rivera.post("/hub/teach/biology-1/start")
    with db.writing(hub.school.database) as session:
        wishes.find(session, hub.school.seat("ana").id).state = "ready"
    page, piece = (rivera.get(f"/hub/teach/biology-1{path}").text for path in ("", "/now"))
    with served(page, piece) as address, chromium() as browser:
        tab = browser.new_page()
        if not moves:
            tab.add_init_script(NO_MOVES)
        tab.goto(address)
        tab.locator("#stop").press("Enter")
        for where in ("#stop", "summary[id^=restart-]", "#stop-now", "#open"):
            tab.locator(where).first.focus()
            name = tab.evaluate(FOCUS)
            with tab.expect_response("**/now"):
                pass
            tab.wait_for_function("document.querySelector('#sure input').value === 'fresh'")
            tab.wait_for_function(f"{FOCUS} === '{name}'")
            assert tab.locator("#stop-now").is_visible()
