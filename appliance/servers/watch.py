"""Which starts were seen running while the engine is in sight: only their ends are their own."""

import time

TRIES = 3
"""So often a start is made anew where nobody saw how it ended."""


class Watch:
    """What is remembered of starts, by seat; a start is named by its nonce."""

    def __init__(self) -> None:
        self.seen: dict[int, str] = {}
        """Since the engine is in sight. Take it before you look: if the engine goes meanwhile there
        is another, and what you saw is old."""
        self._tried: dict[int, tuple[str, int]] = {}
        """How often each was tried while nobody could be let in yet."""
        self._clashed: dict[int, tuple[str, float]] = {}
        """Since when each clashes with another start of its seat."""

    def tried(self, seat: int, start: str) -> None:
        """A container was made for it."""
        last, times = self._tried.get(seat, ("", 0))
        self._tried[seat] = start, times + 1 if last == start else 1

    def let_in(self, seat: int) -> None:
        """It came to something."""
        self._tried.pop(seat, None)
        self._clashed.pop(seat, None)

    def clashed_s(self, seat: int, start: str) -> float:
        """For how many seconds it has been clashing with another start of its seat."""
        last, since = self._clashed.get(seat, ("", 0.0))
        if last != start:
            since = time.monotonic()
            self._clashed[seat] = start, since
        return time.monotonic() - since

    def look_away(self) -> None:
        """The engine is out of sight: what ends now may have ended with it.

        But not again and again: what came to nothing so often ends by itself, whoever looks.
        """
        tried, seen = dict(self._tried), dict(self.seen)
        hopeless = {seat: start for seat, (start, times) in tried.items() if times >= TRIES}
        self.seen = dict(seen.items() & hopeless.items())
