"""Brings into homes what belongs there: hand-outs, assignments, and new editions of both."""

import itertools
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from appliance import archive, db, models
from appliance.errors import Away, HomeroomError, NotFound
from appliance.homework import deliveries
from appliance.homework.deliveries import Parcel
from appliance.homework.store import Store, Tree
from appliance.servers.launcher import Launcher
from appliance.servers.spec import Earlier, HandedOut

log = logging.getLogger(__name__)

BAGS = 4
"""Homes that are gone into at once: the disk is everybody's."""
PAUSE_S = 30.0
LONGEST_PAUSE_S = 3600.0


@dataclass(frozen=True)
class Pause:
    """How long something that failed is left alone."""

    until: float
    length_s: float


@dataclass(frozen=True)
class Round:
    """What all parcels of a round share: trees, packed, and what was ever released."""

    packed: Mapping[str, Path]
    trees: Mapping[str, Tree]
    editions: Mapping[int, list[str]]

    def known(self, parcel: Parcel) -> dict[str, Earlier]:
        """What is known of earlier editions of each of its files."""
        before = self.editions.get(parcel.assignment_id or 0, [])
        trees = [self.trees[one] for one in {*before, parcel.got} - {None, parcel.tree} if one]
        return earlier(trees, self.trees[parcel.got] if parcel.got else None)


def earlier(trees: Iterable[Tree], got: Tree | None) -> dict[str, Earlier]:
    """The files of these trees, and which of them a home got that has `got`."""
    digests: dict[str, set[str]] = {}
    for name, digest, _ in itertools.chain.from_iterable(tree.entries for tree in trees):
        digests.setdefault(name, set()).add(digest)
    given = {name for name, _, _ in got.entries} if got else set[str]()
    return {name: Earlier(tuple(sorted(of)), name in given) for name, of in digests.items()}


class Postman:
    """Delivers for all classes, through the launcher."""

    def __init__(
        self,
        database: Engine,
        store: Store,
        launcher: Launcher,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._store = store
        self._launcher = launcher
        self._clock = clock
        self._pauses: dict[Parcel, Pause] = {}

    def deliver(self) -> None:
        """One round: whatever is due and does not rest. Raises Away, and then goes on later."""
        with db.reading(self._database) as session:
            everything = deliveries.due(session, models.now())
            due = [one for one in everything if not self._rests(one)]
            editions = deliveries.editions(session, {one.assignment_id for one in due})
        wanted = set(everything)
        self._pauses = {one: pause for one, pause in self._pauses.items() if one in wanted}
        if not due:
            return
        with self._store.scratch() as scratch, ThreadPoolExecutor(BAGS) as pool:
            shared = self._shared(due, editions, Path(scratch))
            homes = itertools.groupby(due, key=lambda one: one.enrolment_id)
            bags = [list(parcels) for _, parcels in homes]
            list(pool.map(lambda bag: self._visit(bag, shared), bags))

    def _shared(
        self, due: Iterable[Parcel], editions: Mapping[int, list[str]], folder: Path
    ) -> Round:
        packed: dict[str, Path] = {}
        digests = {one.got for one in due} | set(itertools.chain.from_iterable(editions.values()))
        for tree in {one.tree for one in due}:
            packed[tree] = folder / f"{tree}.tar"
            with packed[tree].open("wb") as file:
                archive.pack(self._store.files(tree), file)
        trees = {one: self._store.tree(one) for one in digests if one}
        return Round(packed, trees, editions)

    def _visit(self, bag: Iterable[Parcel], shared: Round) -> None:
        """Deliver to one home. What fails is written down and rests; the others still come."""
        for parcel in bag:
            try:
                done = self._hand_over(parcel, shared)
            except Away:
                raise
            except NotFound as error:
                # The home is still to come: nothing that anybody need know.
                log.info("seat %s: %s", parcel.enrolment_id, error)
                self._rest(parcel)
            except HomeroomError as error:
                log.warning("seat %s gets no %s: %s", parcel.enrolment_id, parcel.folder, error)
                self._rest(parcel)
                with db.writing(self._database) as session:
                    deliveries.note_failed(session, parcel, error.say, models.now())
            except Exception:
                log.exception("seat %s gets no %s", parcel.enrolment_id, parcel.folder)
                self._rest(parcel)
            else:
                self._note(parcel, done)

    def _hand_over(self, parcel: Parcel, shared: Round) -> HandedOut:
        with shared.packed[parcel.tree].open("rb") as body:
            return self._launcher.hand_out(
                parcel.enrolment_id,
                parcel.folder,
                "update" if parcel.update else "place",
                shared.known(parcel),
                body,
            )

    def _note(self, parcel: Parcel, done: HandedOut) -> None:
        with db.writing(self._database) as session:
            deliveries.note_delivered(
                session,
                parcel,
                # A folder that its owner took away is no older edition: nothing is to be told.
                updated=parcel.update and not done.missing,
                kept=done.kept,
                now=models.now(),
            )

    def _rests(self, parcel: Parcel) -> bool:
        pause = self._pauses.get(parcel)
        return pause is not None and self._clock() < pause.until

    def _rest(self, parcel: Parcel) -> None:
        before = self._pauses.get(parcel)
        length_s = min(before.length_s * 2, LONGEST_PAUSE_S) if before else PAUSE_S
        self._pauses[parcel] = Pause(self._clock() + length_s, length_s)
