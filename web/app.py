"""The hub, put together: settings, launcher and database in, an application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from appliance import db, rounds
from appliance.bells import Bells
from appliance.collecting import Collector
from appliance.health import Health
from appliance.homework.store import Store
from appliance.keeper import Keeper
from appliance.keys import ensure_key
from appliance.loops import Loops
from appliance.people.turns import Turns
from appliance.servers.launcher import Launcher
from appliance.servers.routes import Routes
from appliance.settings import Settings
from appliance.work import Work
from web import errors, exchange_api
from web.api import assignments as api_assignments
from web.api import classes as api_classes
from web.api import dates as api_dates
from web.api import handouts as api_handouts
from web.api import people as api_people
from web.api import submissions as api_submissions
from web.guard import Guard
from web.hub_api import oauth, users
from web.pages import (
    assignment,
    away,
    cards,
    classroom,
    desk,
    homework,
    people,
    pin,
    receipts,
    roster,
    seat,
    sessions,
    setup,
    signin,
    teachers,
    walkin,
)
from web.parts import Parts

_MODULES = (
    desk, seat, classroom, homework, assignment, roster, people, setup, cards, sessions, receipts,
    signin, teachers, pin, oauth, exchange_api, users,
    api_classes, api_people, api_submissions, api_dates, api_assignments, api_handouts, away,
)  # fmt: skip
"""Those asked for most come first."""
_ROUTERS = (*(module.router for module in _MODULES), walkin.teachers, walkin.newcomers)


def create_app(settings: Settings, launcher: Launcher) -> FastAPI:
    """The hub for these settings, with this launcher to ask for servers."""
    key = ensure_key(settings.data)
    database = db.open_engine(settings.database_url)
    db.migrate(database)
    store = Store(settings.data / "store")
    collector = Collector(database, store, launcher)
    work = Work(settings, database, store, launcher, collector.collect_folder)
    keeper = Keeper(settings, key, database, launcher, Routes(settings.routes))
    health = Health(settings, launcher)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store.clear_scratch()
        bells = app.state.bells = Bells()
        chores = rounds.of_the_hub(settings, database, store, launcher, keeper, health, bells)
        loops = Loops(database, launcher, keeper, work, bells, chores)
        app.state.parts = Parts(
            settings,
            database,
            key,
            store,
            Turns(),
            work,
            health,
            ring=bells.ring,
            doors=bells.doors,
            pack_home=launcher.pack_home,
        )
        async with loops.running():
            yield
        database.dispose()

    app = FastAPI(
        title="Homeroom",
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # FastAPI advises `include_router`, which builds each of them a second time, while the first
        # visitor waits.
        routes=[route for router in _ROUTERS for route in router.routes],
    )
    app.add_middleware(Guard, settings=settings)
    errors.install(app)
    app.mount(
        "/static",
        StaticFiles(directory=Path(__file__).parent / "static"),
        name="static",
    )

    @app.get("/hub/health")
    async def serves() -> dict[str, str]:
        return {"status": "ok"}

    return app
