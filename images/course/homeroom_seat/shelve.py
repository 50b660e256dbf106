"""`python -I -m homeroom_seat.shelve`: boot once without listening, and shelve what that read."""

import importlib
import marshal
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from importlib.machinery import ModuleSpec, SourceFileLoader
from pathlib import Path
from typing import Any

from homeroom_seat.shelf import LENGTH, PYTHON, SHELF, Span

NOWHERE = {
    "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:0/",
    "JUPYTERHUB_SERVICE_PREFIX": "/",
    "JUPYTERHUB_API_TOKEN": "none",
    "JUPYTERHUB_CLIENT_ID": "none",
    "JUPYTERHUB_API_URL": "http://127.0.0.1:0/hub/api",
}


def boot() -> set[tuple[Any, int]]:
    """Load what a seat loads; the patterns that were compiled on the way."""
    seen: set[tuple[Any, int]] = set()
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    plain = compiler.compile

    def noting(pattern: Any, flags: int = 0) -> Any:
        if isinstance(pattern, str | bytes):
            seen.add((pattern, int(flags)))
        return plain(pattern, flags)

    compiler.compile = noting
    with tempfile.TemporaryDirectory() as home:
        os.environ |= NOWHERE | {"HOME": home, "JUPYTER_RUNTIME_DIR": home}
        server = importlib.import_module("homeroom_seat.server")
        server.prepared([], new_httpserver=False)
        # What is loaded after a boot, but while somebody waits for it.
        for name in importlib.import_module("homeroom_seat.later").TEACHER:
            importlib.import_module(name)
    compiler.compile = plain
    return seen


def pattern_code(pattern: Any, flags: int) -> tuple[Any, ...]:
    """What Python's compiler hands to its engine for this pattern."""
    compiler: Any = re._compiler  # type: ignore[attr-defined]
    tree = compiler._parser.parse(pattern, flags)
    groups = tree.state.groupdict
    names = {number: name for name, number in groups.items()}
    index = tuple(names.get(number) for number in range(tree.state.groups))
    code = [int(each) for each in compiler._code(tree, flags)]
    return pattern, int(flags | tree.state.flags), code, tree.state.groups - 1, groups, index


def specs() -> Iterator[ModuleSpec]:
    """The modules that came from a source file."""
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        if spec and type(spec.loader) is SourceFileLoader and spec.origin:
            yield spec


def write(path: Path, patterns: Mapping[tuple[Any, int], Any]) -> int:
    """Write the shelf; how many modules are on it."""
    body = bytearray()

    def shelve(thing: Any) -> Span:
        start = len(body)
        body.extend(marshal.dumps(thing))
        return start, len(body)

    modules = {}
    for spec in specs():
        about = os.stat(str(spec.origin))
        code = spec.loader.get_code(spec.name)  # type: ignore[union-attr]
        folders = spec.submodule_search_locations and list(spec.submodule_search_locations)
        where = (spec.origin, about.st_size, int(about.st_mtime), folders)
        modules[spec.name] = (*where, shelve(code))
    spans = {key: shelve(code) for key, code in patterns.items()}
    index = marshal.dumps((PYTHON, modules, spans))
    path.write_bytes(len(index).to_bytes(LENGTH) + index + body)
    return len(modules)


def main() -> None:
    """Make the shelf of this image."""
    seen = boot()
    count = write(SHELF, {key: pattern_code(*key) for key in seen})
    print(f"{SHELF}: {count} modules, {len(seen)} patterns, {SHELF.stat().st_size >> 20} MB")


if __name__ == "__main__":
    main()
