"""The hub, put together: settings, launcher and database in, an application out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from starlette.staticfiles import StaticFiles

from appliance import db
from appliance.custodian import Custodian
from appliance.health import Health
from appliance.homework.store import Store
from appliance.keeper import Keeper
from appliance.keys import ensure_key
from appliance.loops import Loops
from appliance.people.turns import Turns
from appliance.ringer import Ringer
from appliance.servers.launcher import Launcher
from appliance.servers.routes import Routes
from appliance.settings import Settings
from appliance.work import Work
from web import errors, exchange_api
from web.api import assignments as api_assignments
from web.api import classes as api_classes
from web.api import people as api_people
from web.forms import no_forgery
from web.guard import Guard
from web.hub_api import oauth, users
from web.pages import (
    away,
    cards,
    classroom,
    desk,
    homework,
    people,
    pin,
    roster,
    seat,
    sessions,
    setup,
    signin,
    teachers,
    walkin,
)
from web.parts import Parts


def create_app(settings: Settings, launcher: Launcher) -> FastAPI:
    """The hub for these settings, with this launcher to ask for servers."""
    database = db.open_engine(settings.database_url)
    db.migrate(database)
    store = Store(settings.data / "store")
    work = Work(settings, database, store, launcher)
    keeper = Keeper(settings, database, launcher, Routes(settings.routes))
    health = Health(settings, launcher)
    key = ensure_key(settings.data)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        store.clear_scratch()
        loops = Loops(
            database,
            launcher,
            keeper,
            work,
            health,
            Ringer(settings, database),
            Custodian(settings, database, launcher, health),
        )
        app.state.loops = loops
        app.state.parts = Parts(
            settings,
            database,
            key,
            store,
            Turns(),
            work,
            health,
            ring=loops.ring,
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
    )
    app.add_middleware(Guard, settings=settings)
    errors.install(app)
    for router in (_hub_api(), _api(), _pages()):
        app.include_router(router)
    app.include_router(away.router)
    app.mount(
        "/static",
        StaticFiles(directory=Path(__file__).parent / "static"),
        name="static",
    )

    @app.get("/hub/health")
    def serves() -> dict[str, str]:
        return {"status": "ok"}

    return app


def _hub_api() -> APIRouter:
    router = APIRouter(prefix="/hub/api")
    for part in (oauth.router, exchange_api.router, users.router):
        router.include_router(part)
    router.add_api_route("", users.version)
    router.add_api_route("/", users.version)
    return router


def _api() -> APIRouter:
    router = APIRouter(prefix="/api/v1")
    for part in (api_classes.router, api_people.router, api_assignments.router):
        router.include_router(part)
    return router


def _pages() -> APIRouter:
    router = APIRouter()
    for door in (signin, teachers, pin):  # each of their forms has its own guard
        router.include_router(door.router)
    router.include_router(walkin.newcomers)
    for part in (desk, seat, classroom, roster, people, setup, cards, sessions, homework):
        router.include_router(part.router, dependencies=[Depends(no_forgery)])
    router.include_router(walkin.teachers, dependencies=[Depends(no_forgery)])
    return router
