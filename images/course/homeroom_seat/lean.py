"""Modules that a boot imports and never uses, loaded when they are first used."""

import sys
from collections.abc import Sequence
from importlib.machinery import ModuleSpec
from importlib.util import LazyLoader
from types import ModuleType

UNUSED = {"arrow", "babel", "requests", "uri_template", "webcolors", "websocket"}


class _Postponer:
    """Has the unused ones found as all others are, but puts off their loading."""

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if name not in UNUSED:
            return None
        others = (finder for finder in sys.meta_path if finder is not self)
        specs = (finder.find_spec(name, path, target) for finder in others)
        spec = next((each for each in specs if each), None)
        if spec and spec.loader:
            spec.loader = LazyLoader(spec.loader)
        return spec


def postpone() -> None:
    """Put off loading what is not needed to listen."""
    sys.meta_path.insert(0, _Postponer())
