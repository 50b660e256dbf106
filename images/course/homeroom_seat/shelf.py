"""One mapped file with what a boot would read and work out again each time.

That is the bytecode of its modules, from some eight hundred files, and the code of the regular
expressions they compile. `shelve` makes it, last of all in the image's build. Each module is
looked at before it is taken: one that was installed anew since then is read from its own file.
"""

import marshal
import mmap
import os
import re
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

_compiler: Any = re._compiler  # type: ignore[attr-defined]
_sre: Any = _compiler._sre
SHELF = Path(__file__).with_suffix(".bin")
PYTHON = (sys.version, _sre.MAGIC)
"""A shelf is for the very Python that made it."""
LENGTH = 8
"""Bytes that say how long the index is, which stands after them."""

Span = tuple[int, int]


class Shelf:
    """Finds modules and patterns in the file at `path`, where there is one for this Python."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._file = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        self._start = LENGTH + int.from_bytes(self._file[:LENGTH])
        python, self._modules, self._patterns = marshal.loads(self._file[LENGTH : self._start])
        self.fits = python == PYTHON

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where the import system asks; None leaves it to look for itself."""
        if name not in self._modules:
            return None
        origin, size, changed, folders, span = self._modules[name]
        try:
            found = os.stat(origin)
        except OSError:
            return None
        if (found.st_size, int(found.st_mtime)) != (size, changed):
            return None
        loader = _FromShelf(name, origin, lambda: self._read(span))
        return spec_from_file_location(
            name, origin, loader=loader, submodule_search_locations=folders
        )

    def compile(self, otherwise: Callable[..., Any]) -> Callable[..., Any]:
        """`otherwise`, Python's compiler of patterns, spared those on the shelf."""

        def compiled(pattern: Any, flags: int = 0) -> Any:
            span = isinstance(pattern, str | bytes) and self._patterns.get((pattern, flags))
            return _sre.compile(*self._read(span)) if span else otherwise(pattern, flags)

        return compiled

    def _read(self, span: Span) -> Any:
        start, end = span
        return marshal.loads(self._file[self._start + start : self._start + end])


class _FromShelf(SourceFileLoader):
    """A module's own loader in all but where its bytecode comes from."""

    def __init__(self, name: str, origin: str, read: Callable[[], CodeType]) -> None:
        super().__init__(name, origin)
        self._read = read

    def get_code(self, fullname: str) -> CodeType | None:
        return self._read()


def use() -> None:
    """Take modules and patterns from the shelf from now on, where the image has one."""
    if not SHELF.is_file():
        return
    shelf = Shelf(SHELF)
    if shelf.fits:
        sys.meta_path.insert(0, shelf)
        _compiler.compile = shelf.compile(_compiler.compile)
