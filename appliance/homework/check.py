"""What came in beside what was released: told at once, and mended where no answer is touched.

Grading gives cells their true roles back once more, from the gradebook and by the same rules
(`homeroom_grading/repair.py`); here the student hears of it while there is time.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from appliance.homework import notebooks
from appliance.homework.naming import listed, shown
from appliance.homework.notebooks import Cell, Notebook, Unreadable, grade_id, marks
from roster.sentence import Fact, Sentence, sentence

MENDED = frozenset(
    {
        "check-notebook-renamed",
        "check-cells-back",
        "check-answers-back",
        "check-cells-doubled",
        "check-cells-retyped",
        "check-cells-restored",
        "check-cells-unmarked",
    }
)
"""The findings that the repaired form no longer has."""


_IN_ORDER = (
    "check-answers-back",
    "check-answers-missing",
    "check-answers-doubled",
    "check-cells-unknown",
    "check-cells-restored",
    "check-cells-back",
    "check-cells-doubled",
    "check-cells-retyped",
    "check-cells-unmarked",
    "check-answers-untouched",
)
"""What is to be said about cells, and first of it what the student should act on."""


@dataclass(frozen=True)
class Checked:
    """What was found, and those notebooks that could be mended, by the name they should have."""

    findings: tuple[Sentence, ...]
    repaired: Mapping[str, bytes]


def check(released: Mapping[str, bytes], handed_in: Mapping[str, bytes]) -> Checked:
    """Compare the notebooks at the top of both; never raises for what students hand in."""
    findings: list[Sentence] = []
    repaired: dict[str, bytes] = {}
    strays = _Strays(released, handed_in)
    for name in sorted(released):
        model = _read(released[name])
        if name in handed_in:
            said, content = _compared(name, model, handed_in[name])
        else:
            said, content = _looked_for(name, model, strays)
        findings += said
        if content is not None:
            repaired[name] = content
    return Checked(tuple(findings), repaired)


def _read(content: bytes) -> Notebook | None:
    try:
        return notebooks.readable(content)
    except Unreadable:
        return None


_UNREADABLE = {
    "large": sentence("check-notebook-large", most=notebooks.LARGEST // 2**20),
    "damaged": sentence("check-notebook-damaged"),
    "old": sentence("check-notebook-old"),
    "new": sentence("check-notebook-new"),
}


def _compared(
    name: str, model: Notebook | None, content: bytes
) -> tuple[list[Sentence], bytes | None]:
    try:
        came = notebooks.readable(content)
    except Unreadable as error:
        why = _UNREADABLE[error.why]
        return [sentence(why.name, **dict(why.facts), notebook=shown(name))], None
    if model is None:
        return [], None
    found = _Found()
    cells = _mended(model, came, found)
    mended = came.with_cells(cells).written() if found.mended else None
    return found.told(name), mended


@dataclass(frozen=True)
class _Strays:
    """The notebooks that are called like none that was released."""

    released: Mapping[str, bytes]
    handed_in: Mapping[str, bytes]

    @cached_property
    def held(self) -> Mapping[str, Set[str]]:
        """The grade ids in each. Read once, and no more in all than one notebook may have: to
        read takes the hub's time, and whoever sends many may mean just that."""
        found: dict[str, Set[str]] = {}
        left = notebooks.LARGEST
        for name in sorted(self.handed_in.keys() - self.released.keys()):
            content = self.handed_in[name]
            left -= len(content)
            if left < 0:
                break
            stray = _read(content)
            ids = map(grade_id, stray.cells) if stray else ()
            found[name] = {one for one in ids if one is not None}
        return found

    @property
    def only_one_missing(self) -> bool:
        return len(self.released.keys() - self.handed_in.keys()) == 1

    def like(self, model: Notebook) -> list[str]:
        """Those with most of the released cells that nbgrader knows."""
        wanted = _known(model).keys()
        return [name for name, ids in self.held.items() if 0 < len(wanted) <= 2 * len(wanted & ids)]


def _looked_for(
    name: str, model: Notebook | None, strays: _Strays
) -> tuple[list[Sentence], bytes | None]:
    """The notebook under another name: taken for it where nothing else can be meant."""
    alike = strays.like(model) if model else []
    if not alike:
        return [sentence("check-notebook-missing", notebook=shown(name))], None
    facts: dict[str, Fact] = {"notebook": shown(name), "found": listed(alike)}
    if len(alike) > 1 or not strays.only_one_missing:
        return [sentence("check-notebook-elsewhere", **facts)], None
    content = strays.handed_in[alike[0]]
    said, mended = _compared(name, model, content)
    return [sentence("check-notebook-renamed", **facts), *said], mended or content


def _known(model: Notebook) -> dict[str, Cell]:
    """The released cells that count, by their grade ids."""
    named = ((grade_id(cell), cell) for cell in model.cells if notebooks.is_graded(cell))
    return {name: cell for name, cell in named if name is not None}


@dataclass
class _Found:
    """The grade ids of a notebook's cells, by what is to be said about them."""

    cells: dict[str, list[str]] = field(default_factory=dict)

    def note(self, finding: str, name: str) -> None:
        names = self.cells.setdefault(finding, [])
        if name not in names:
            names.append(name)

    @property
    def mended(self) -> bool:
        return not MENDED.isdisjoint(self.cells)

    def told(self, notebook: str) -> list[Sentence]:
        return [
            sentence(said, notebook=shown(notebook), cells=listed(names), count=len(names))
            for said in _IN_ORDER
            if (names := self.cells.get(said))
        ]


def _mended(model: Notebook, came: Notebook, found: _Found) -> list[Cell]:
    """The cells as grading wants them; what differs goes into `found`."""
    known = _known(model)
    cells = _with_roles(came.cells, known, found)
    _look_at_answers(cells, known, found)
    return _with_missing(cells, known, came.has_ids, found)


def _look_at_answers(cells: Iterable[Cell], known: Mapping[str, Cell], found: _Found) -> None:
    mine: dict[str, list[Cell]] = {name: [] for name in known}
    for cell in cells:
        if (name := grade_id(cell)) in mine:
            mine[str(name)].append(cell)
    for name, model in known.items():
        if len(mine[name]) > 1:
            found.note("check-answers-doubled", name)
        if not mine[name] and not _must_be_there(model):
            found.note("check-answers-missing", name)
        answered = not marks(model).get("solution") or not mine[name]
        if not answered and notebooks.source(mine[name][-1]) == notebooks.source(model):
            found.note("check-answers-untouched", name)


def _with_roles(cells: list[Cell], known: Mapping[str, Cell], found: _Found) -> list[Cell]:
    """Give known cells their type, role and locked text back; of a locked one's copies the last
    counts, as when it is graded."""
    made: list[Cell] = []
    last = {grade_id(cell): position for position, cell in enumerate(cells)}
    for position, cell in enumerate(cells):
        name = grade_id(cell)
        if name is None or name not in known:
            if _claims(cell):
                found.note("check-cells-unknown", name or f"#{position + 1}")
            made.append(cell)
        elif position != last[name] and notebooks.is_locked(known[name]):
            found.note("check-cells-doubled", name)
            made.append(_ordinary(cell))
        else:
            made.append(_as_released(cell, known[name], name, found))
    return made


def _claims(cell: Cell) -> bool:
    """Whether a cell that was not released says that nbgrader knows it."""
    return notebooks.is_graded(cell) or bool(cell["metadata"].get("nbgrader")) != bool(marks(cell))


def _ordinary(cell: Cell) -> Cell:
    rest = {key: value for key, value in cell["metadata"].items() if key != "nbgrader"}
    return {**cell, "metadata": rest}


def _as_released(cell: Cell, model: Cell, name: str, found: _Found) -> Cell:
    made = dict(cell)
    if cell["cell_type"] != model["cell_type"]:
        found.note("check-cells-retyped", name)
        made = _retyped(cell, model["cell_type"])
    if not notebooks.same(marks(cell), marks(model)):
        found.note("check-cells-unmarked", name)
        made["metadata"] = {**cell["metadata"], "nbgrader": marks(model)}
    if notebooks.is_locked(model) and notebooks.source(cell) != notebooks.source(model):
        found.note("check-cells-restored", name)
        made["source"] = model["source"]
    return made


def _retyped(cell: Cell, kind: str) -> dict[str, Any]:
    """The same text as another kind of cell. What only the old kind has goes."""
    alien = ("attachments",) if kind == "code" else ("outputs", "execution_count")
    made = {key: value for key, value in cell.items() if key not in alien}
    made["cell_type"] = kind
    return {**made, "outputs": [], "execution_count": None} if kind == "code" else made


def _with_missing(
    cells: list[Cell], known: Mapping[str, Cell], has_ids: bool, found: _Found
) -> list[Cell]:
    """Put deleted cells back, each behind the known cell it followed."""
    order = list(known)
    here = [grade_id(cell) for cell in cells]
    for position, name in enumerate(order):
        if name in here or not _must_be_there(known[name]):
            continue
        answer = bool(marks(known[name]).get("solution"))
        found.note("check-answers-back" if answer else "check-cells-back", name)
        before = next((each for each in reversed(order[:position]) if each in here), None)
        where = len(here) - here[::-1].index(before) if before is not None else 0
        cells.insert(where, _put_back(known[name], cells, has_ids))
        here.insert(where, name)
    return cells


def _must_be_there(model: Cell) -> bool:
    """All but plain answers: an empty one put back could undo one moved to another cell."""
    meta = marks(model)
    return bool(meta.get("grade") or meta.get("task")) or notebooks.is_locked(model)


def _put_back(model: Cell, cells: Iterable[Cell], has_ids: bool) -> Cell:
    made = {key: value for key, value in model.items() if key != "id"}
    if not has_ids:
        return made
    taken = {cell.get("id") for cell in cells if isinstance(cell.get("id"), str)}
    wanted = model.get("id") if isinstance(model.get("id"), str) else "cell"
    number, name = 1, wanted
    while name in taken:
        number, name = number + 1, f"{str(wanted)[:50]}-{number}"
    return {**made, "id": name}
