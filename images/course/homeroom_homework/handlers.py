"""The addresses of nbgrader's Assignment List, and the Homework panel's own."""

import asyncio
import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any, TypeVar

from homeroom_exchange.answers import Receipt
from homeroom_exchange.outbox import Outbox
from jupyter_server.base.handlers import APIHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from nbgrader.exchange import ExchangeError
from nbgrader.server_extensions.assignment_list import handlers as stock
from tornado.web import MissingArgumentError, authenticated

from homeroom_homework import courier
from homeroom_homework.courier import Trip
from homeroom_homework.errands import Errands
from homeroom_homework.overview import here, overview

Result = TypeVar("Result")
Answer = dict[str, Any]

ANSWER_S = 10.0
"""However long a hand-in takes, whoever pressed the button hears of it within this time."""
BROKEN = "This server has trouble of its own: {}. Try again; if it stays so, tell your teacher."
PENDING = (
    "{name} is NOT handed in yet. {trouble} Your work is kept here as it was when you pressed "
    "Submit, and this server goes on trying by itself; the time that counts is when the hub gets "
    "it. The Homework panel shows the receipt as soon as there is one."
)
HANDED_IN = "It IS handed in. {receipt} But the list cannot be shown just now: {trouble}"

# One at a time: nbgrader is not made for threads. Beside the event loop, which must not wait.
_line = ThreadPoolExecutor(max_workers=1, thread_name_prefix="homework")


class HomeworkHandler(APIHandler):
    """Does errands in a thread, and answers failures with one sentence."""

    serverapp: ServerApp

    def errands(self, course: str) -> Errands:
        return Errands(self.serverapp.root_dir, course, self.language)

    @property
    def language(self) -> str:
        """What whoever asks would like to read."""
        return self.request.headers.get("Accept-Language", "")[:100]

    async def told(self, errand: Callable[[], Any]) -> Answer:
        """What came of the errand, as nbgrader's panel reads it."""
        try:
            return {"success": True, "value": await beside(errand)}
        except ExchangeError as error:
            return {"success": False, "value": str(error)}
        except Exception as error:
            self.log.exception("An errand failed")
            return {"success": False, "value": BROKEN.format(error or type(error).__name__)}


class Assignments(HomeworkHandler):
    """GET assignments?course_id="""

    @authenticated
    async def get(self) -> None:
        """What is released and what was handed in."""
        self.finish(await self.told(self.errands(self.get_argument("course_id")).listed))


class Action(HomeworkHandler):
    """POST assignments/fetch, assignments/submit, assignments/fetch_feedback"""

    @authenticated
    async def post(self, action: str) -> None:
        """Do it, and answer with the new list, or with why not."""
        course, assignment = self._what()
        errands = self.errands(course)
        if action == "submit":
            done = await self._submit(errands, assignment)
        else:
            doing = getattr(errands, action)
            done = await self.told(lambda: doing(assignment))
        self.finish(await self._with_list(done, errands) if done["success"] else done)

    async def _with_list(self, done: Answer, errands: Errands) -> Answer:
        listed = await self.told(errands.listed)
        if not listed["success"] and "receipt" in done:
            # nbgrader's panel calls this a failed hand-in.
            listed["value"] = HANDED_IN.format(**done, trouble=listed["value"])
        return done | listed

    def _what(self) -> tuple[str, str]:
        try:
            return self.get_argument("course_id"), self.get_argument("assignment_id")
        except MissingArgumentError:
            body = self.get_json_body() or {}
            return str(body["course_id"]), str(body["assignment_id"])

    async def _submit(self, errands: Errands, assignment: str) -> Answer:
        until = time.monotonic() + ANSWER_S
        done = await self.told(lambda: errands.submit(assignment))
        if not done["success"]:
            return done
        doing = done["value"]
        if doing.receipt:
            return received(doing.receipt)
        trip = courier.of(self.serverapp).carry(doing.work, self.language)
        await asyncio.to_thread(trip.tried.wait, max(1.0, until - time.monotonic()))
        return outcome(trip)


class Courses(HomeworkHandler):
    """GET courses"""

    @authenticated
    async def get(self) -> None:
        """The seat's own course: the hub need not be asked for it."""
        self.finish({"success": True, "value": [os.environ["HOMEROOM_COURSE"]]})


class Homework(HomeworkHandler):
    """GET homeroom/homework"""

    @authenticated
    async def get(self) -> None:
        """All that the Homework panel shows; without the hub, what this home knows."""
        course = os.environ["HOMEROOM_COURSE"]
        errands, local = self.errands(course), await beside(self._here)
        now = datetime.now(UTC)

        def look() -> list[dict[str, Any]]:
            return overview(*errands.look(), local, now)

        answer = await self.told(look)
        role = os.environ.get("HOMEROOM_ROLE", "student")
        known = {"course": course, "role": role, "now": now.isoformat(), "here": local}
        self.finish(answer | known)

    def _here(self) -> dict[str, Any]:
        outbox = Outbox(os.environ["HOMEROOM_COURSE"])
        carrying = courier.of(self.serverapp)
        return here(outbox.waiting(), outbox.refusals(), carrying.trouble)


async def beside(errand: Callable[[], Result]) -> Result:
    """Run it in its turn, in the thread that does all errands."""
    return await asyncio.get_running_loop().run_in_executor(_line, errand)


def outcome(trip: Trip) -> Answer:
    """What to tell whoever handed in."""
    if trip.receipt:
        return received(trip.receipt)
    if trip.refusal:
        return {"success": False, "value": trip.refusal}
    trouble = trip.trouble or "The hub has not answered so far."
    said = PENDING.format(name=trip.work.assignment, trouble=trouble)
    return {"success": False, "value": said, "pending": True}


def received(receipt: Receipt) -> Answer:
    """The hub's word on a hand-in, for whoever shows it."""
    return {
        "success": True,
        "receipt": receipt.sentence,
        "findings": list(receipt.findings),
        "repaired": receipt.repaired,
    }


def load_jupyter_server_extension(server: ServerApp) -> None:
    """Stand in for nbgrader's assignment_list."""
    server.log.info("Loading homework in place of the assignment_list nbgrader serverextension")
    paths: list[tuple[str, Any]] = [
        (r"/assignments", Assignments),
        (r"/assignments/(fetch|submit|fetch_feedback)", Action),
        (r"/courses", Courses),
        (r"/homeroom/homework", Homework),
        (r"/nbgrader_version", stock.NbGraderVersionHandler),
    ]
    web: Any = server.web_app
    base = web.settings["base_url"]
    web.add_handlers(".*$", [(url_path_join(base, path), to) for path, to in paths])
