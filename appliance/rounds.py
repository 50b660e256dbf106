"""What the hub does by itself again and again, each in its own time."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from anyio import to_thread
from sqlalchemy import Engine

from appliance import db, models
from appliance.bells import Bell, Bells
from appliance.clerk import Clerk
from appliance.custodian import Custodian
from appliance.health import Health
from appliance.homework.store import Store
from appliance.keeper import Keeper
from appliance.people import guests, signin
from appliance.postman import Postman
from appliance.ringer import Ringer
from appliance.servers.disk import LOOK_S
from appliance.servers.launcher import Launcher
from appliance.settings import Settings


@dataclass(frozen=True)
class Round:
    """One of them. `step` is done in a thread; False says that nothing came of it."""

    name: str
    every_s: float
    step: Callable[[], bool | None]
    wakes: Collection[Bell] = ()

    async def go(self) -> None:
        """Do it, and wake whom it concerns."""
        if await to_thread.run_sync(self.step) is not False:
            for bell in self.wakes:
                bell.ring()


def of_the_hub(
    settings: Settings,
    database: Engine,
    store: Store,
    launcher: Launcher,
    keeper: Keeper,
    health: Health,
    bells: Bells,
) -> Sequence[Round]:
    """All there are."""
    custodian = Custodian(settings, database, launcher)
    ringer = Ringer(settings, database)
    clerk = Clerk(database)
    postman = Postman(database, store, launcher)

    def tidy() -> None:
        with db.writing(database) as session:
            signin.forget_expired(session, models.now())

    servers, homework = [bells.servers], [bells.jobs, bells.prompt]
    return (
        Round("see how the box is", 10, health.look),
        Round("see how heavy the servers are", 15, keeper.weigh, servers),
        Round("see how full the homes are", LOOK_S, custodian.look, servers),
        Round("start and stop classes", 15, lambda: ringer.ring(models.now()), servers),
        Round("open and collect homework", 15, lambda: clerk.attend(models.now()), homework),
        Round("bring into homes what belongs there", 10, postman.deliver),
        Round(
            "see off guests", 20, lambda: guests.see_off(database, launcher, models.now()), servers
        ),
        Round("forget what ran out", 3600, tidy),
    )
