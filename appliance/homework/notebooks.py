"""Notebooks as plain JSON, read without trust: nothing in them makes the reader stumble."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

LARGEST = 20 * 1024 * 1024
MOST_PARTS = 2_000_000
"""Read, each takes dozens of bytes, however few it had in the file."""
DEEPEST = 100
"""So far in each other lie the parts of no notebook that a person made."""
TYPES = ("code", "markdown", "raw")

Cell = Mapping[str, Any]
"""One cell; `readable` has seen to its type, source and metadata."""


class Unreadable(Exception):
    """This is no notebook; `why` is large, damaged, old or new."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True)
class Notebook:
    """A notebook of the fourth format; all but its cells is carried along as it is."""

    whole: Mapping[str, Any]

    @property
    def cells(self) -> list[Cell]:
        return list(self.whole["cells"])

    @property
    def has_ids(self) -> bool:
        """Whether each cell must have an id of its own; older ones must have none."""
        minor = self.whole.get("nbformat_minor")
        return isinstance(minor, int) and minor >= 5

    def with_cells(self, cells: Iterable[Cell]) -> "Notebook":
        return Notebook({**self.whole, "cells": list(cells)})

    def written(self) -> bytes:
        """As a file. Plain ASCII, since a text may hold halves of letters that UTF-8 has not."""
        return json.dumps(self.whole).encode() + b"\n"


def readable(content: bytes) -> Notebook:
    """The notebook in these bytes. Raises Unreadable."""
    if len(content) > LARGEST or sum(map(content.count, (b",", b"[", b"{"))) > MOST_PARTS:
        raise Unreadable("large")
    try:
        # As nbformat does: UTF-8 and nothing else. A number may have too many digits to be read.
        whole = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        raise Unreadable("damaged") from error
    if not isinstance(whole, dict) or not _shallow(whole):
        raise Unreadable("damaged")
    version = whole.get("nbformat")
    if type(version) is int and version != 4:
        raise Unreadable("old" if version < 4 else "new")
    if version != 4 or not _are_cells(whole.get("cells")):
        raise Unreadable("damaged")
    return Notebook(whole)


def _shallow(whole: dict[str, Any]) -> bool:
    level: list[Any] = [whole]
    for _ in range(DEEPEST):
        inner = (one.values() if isinstance(one, dict) else one for one in level)
        level = [part for parts in inner for part in parts if isinstance(part, (dict, list))]
        if not level:
            return True
    return False


def _are_cells(cells: object) -> bool:
    return isinstance(cells, list) and all(_is_cell(cell) for cell in cells)


def _is_cell(cell: object) -> bool:
    if not isinstance(cell, dict) or cell.get("cell_type") not in TYPES:
        return False
    source, outputs = cell.get("source"), cell.get("outputs", [])
    lines = source if isinstance(source, list) else [source]
    return (
        isinstance(cell.get("metadata"), dict)
        and all(isinstance(line, str) for line in lines)
        and isinstance(outputs, list)
        and all(isinstance(output, dict) for output in outputs)
    )


def source(cell: Cell) -> str:
    """The text of a cell; files hold it whole or as a list of lines."""
    text: str | list[str] = cell["source"]
    return text if isinstance(text, str) else "".join(text)


def marks(cell: Cell) -> Mapping[str, Any]:
    """What nbgrader keeps about a cell; empty where it keeps nothing, or nonsense stands there."""
    found = cell["metadata"].get("nbgrader")
    return found if isinstance(found, dict) else {}


def grade_id(cell: Cell) -> str | None:
    """The name nbgrader knows a cell by."""
    name = marks(cell).get("grade_id")
    return name if isinstance(name, str) else None


def is_graded(cell: Cell) -> bool:
    """Whether nbgrader looks at the cell at all."""
    return any(marks(cell).get(flag) for flag in ("grade", "solution", "locked", "task"))


def is_locked(cell: Cell) -> bool:
    """Whether it must stay as it was released; as nbgrader decides it."""
    meta = marks(cell)
    return not meta.get("solution") and bool(meta.get("grade") or meta.get("locked"))


def same(one: object, other: object) -> bool:
    """Whether two parts of a notebook mean the same: browsers write 4 where Python wrote 4.0."""
    return _canonical(one) == _canonical(other)


def _canonical(part: object) -> str:
    return json.dumps(_whole_numbers(part), sort_keys=True)


def _whole_numbers(part: Any) -> Any:
    if isinstance(part, dict):
        return {key: _whole_numbers(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_whole_numbers(value) for value in part]
    return int(part) if isinstance(part, float) and part.is_integer() else part
