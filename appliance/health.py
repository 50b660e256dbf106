"""How the box is: what keeps notebooks from starting and work from being kept, in sentences."""

import logging
import shutil

from appliance.errors import HomeroomError
from appliance.servers.launcher import Launcher
from appliance.servers.spec import About
from appliance.settings import Settings
from roster.sentence import Sentence, sentence

log = logging.getLogger(__name__)

MB = 1024 * 1024
FULL = ("box-homes-full", "box-disk-full")
"""What is wrong with the box while its notebooks start all the same."""
LEAST_FREE_MB = 500
"""Below this a class that saves its notebooks at once may fill the disk."""


def troubles(
    told: About | HomeroomError, free_mb: int, reserve_mb: int = 0
) -> tuple[Sentence, ...]:
    """What is wrong, after what the launcher told and the megabytes left on the hub's own disk."""
    found = (told.say,) if isinstance(told, HomeroomError) else told.problems
    if isinstance(told, About) and told.disk_free_mb < reserve_mb:
        found = (*found, sentence("box-homes-full", free=told.disk_free_mb))
    return found if free_mb >= LEAST_FREE_MB else (*found, sentence("box-disk-full", free=free_mb))


class Health:
    """What the last look at the box found. Pages read it; looking would keep them waiting."""

    def __init__(self, settings: Settings, launcher: Launcher) -> None:
        self._data = settings.data
        self._reserve_mb = settings.disk_reserve_mb
        self._launcher = launcher
        self.troubles: tuple[Sentence, ...] = ()
        self.about: About | None = None
        """What the launcher last told of the engine and its machine."""

    @property
    def holds_up_starts(self) -> bool:
        """Whether no notebook starts until somebody mends something."""
        return any(trouble.name not in FULL for trouble in self.troubles)

    def look(self) -> None:
        """Ask the launcher and the disk, and note what changed."""
        before = self.troubles
        self.troubles = troubles(self._asked(), self._free_mb(), self._reserve_mb)
        if self.troubles != before:
            log.warning("the box: %s", [trouble.name for trouble in self.troubles] or "well again")

    def _asked(self) -> About | HomeroomError:
        try:
            self.about = self._launcher.about()
        except HomeroomError as error:
            return error
        return self.about

    def _free_mb(self) -> int:
        return shutil.disk_usage(self._data).free // MB
