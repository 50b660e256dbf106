"""What `create_app` joined together, for every request to take from."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from appliance.bells import Doorbells
from appliance.health import Health
from appliance.homework.store import Store
from appliance.keys import Key
from appliance.people.turns import Turns
from appliance.servers.attached import Sink
from appliance.settings import Settings
from appliance.work import Work


@dataclass(frozen=True)
class Parts:
    """The hub's parts.

    `ring` wakes the loops after a wish was written, and `doors` tell a page that waits for a seat
    that something came of it; `pack_home` is the launcher's, the one thing a
    page asks of it: the files of a seat as a zip.
    """

    settings: Settings
    database: Engine
    key: Key
    store: Store
    turns: Turns
    work: Work
    health: Health
    ring: Callable[[], None]
    doors: Doorbells
    pack_home: Callable[[int, Sink], None]
