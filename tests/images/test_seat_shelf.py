"""The shelf: a boot's modules and patterns in one file, which is never believed blindly."""

import importlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from homeroom_seat import lean, shelf, shelve

PATTERNS = [
    (r"(?P<word>\w+)-(\d{2,4})?", 0),
    (r"[α-ω]+|(?:x|y)*?z", re.IGNORECASE),
    (rb"\x00(a+)", re.DOTALL | re.MULTILINE),
]


@pytest.fixture
def lesson(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of two modules that is loaded as any other."""
    folder = tmp_path / "homeroom_lesson"
    folder.mkdir()
    (folder / "__init__.py").write_text("SAID = 'shelved'\n")
    (folder / "part.py").write_text("import inspect\nSAID = 'a part'\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    importlib.import_module("homeroom_lesson.part")
    yield folder
    forget()


def forget() -> None:
    for name in ("homeroom_lesson", "homeroom_lesson.part"):
        sys.modules.pop(name, None)


def shelved(path: Path) -> shelf.Shelf:
    patterns = {
        (each, int(flags)): shelve.pattern_code(each, int(flags)) for each, flags in PATTERNS
    }
    assert shelve.write(path, patterns) > 50
    forget()
    return shelf.Shelf(path)


def test_modules_come_from_the_shelf_and_know_their_source(lesson: Path, tmp_path: Path) -> None:
    made = shelved(tmp_path / "shelf.bin")
    sys.meta_path.insert(0, made)
    part: Any = importlib.import_module("homeroom_lesson.part")
    assert type(part.__loader__).__name__ == "_FromShelf"
    assert part.SAID == "a part" and part.__file__ == str(lesson / "part.py")
    assert sys.modules["homeroom_lesson"].__path__ == [str(lesson)]
    assert part.inspect.getsource(part).startswith("import inspect")


def test_a_module_that_was_installed_anew_is_read_from_its_own_file(
    lesson: Path, tmp_path: Path
) -> None:
    made = shelved(tmp_path / "shelf.bin")
    (lesson / "part.py").write_text("SAID = 'anew'\n")
    sys.meta_path.insert(0, made)
    importlib.invalidate_caches()
    part: Any = importlib.import_module("homeroom_lesson.part")
    assert part.SAID == "anew"


def test_a_module_that_was_removed_is_gone(lesson: Path, tmp_path: Path) -> None:
    made = shelved(tmp_path / "shelf.bin")
    (lesson / "part.py").unlink()
    sys.meta_path.insert(0, made)
    importlib.invalidate_caches()
    with pytest.raises(ModuleNotFoundError):
        importlib.import_module("homeroom_lesson.part")


def test_an_older_file_of_the_same_length_is_noticed(lesson: Path, tmp_path: Path) -> None:
    made = shelved(tmp_path / "shelf.bin")
    os.utime(lesson / "part.py", (0, 0))
    assert made.find_spec("homeroom_lesson.part", None) is None


@pytest.mark.usefixtures("lesson")
@pytest.mark.parametrize(("pattern", "flags"), PATTERNS)
def test_patterns_from_the_shelf_are_the_ones_python_makes(
    tmp_path: Path, pattern: Any, flags: int
) -> None:
    def fails(pattern: Any, flags: int) -> Any:
        raise AssertionError("not on the shelf")

    found = shelved(tmp_path / "shelf.bin").compile(fails)(pattern, int(flags))
    assert (
        found == re.compile(pattern, flags) and found.groupindex == re.compile(pattern).groupindex
    )


@pytest.mark.usefixtures("lesson")
def test_other_patterns_are_compiled_as_ever(tmp_path: Path) -> None:
    compile_ = shelved(tmp_path / "shelf.bin").compile(lambda pattern, flags: (pattern, flags))
    assert compile_("never seen", 0) == ("never seen", 0)


def test_another_pythons_shelf_is_left_alone(
    lesson: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "shelf.bin"
    shelved(path)
    monkeypatch.setattr(shelf, "SHELF", path)
    monkeypatch.setattr(shelf, "PYTHON", ("another", 1))
    before = list(sys.meta_path)
    shelf.use()
    assert sys.meta_path == before


def test_an_unused_module_is_loaded_when_it_is_used(
    lesson: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lean, "UNUSED", {"homeroom_lesson"})
    (lesson / "__init__.py").write_text("import sys\nsys.modules['homeroom_was_loaded'] = sys\n")
    forget()
    lean.postpone()
    importlib.invalidate_caches()
    module: Any = importlib.import_module("homeroom_lesson")
    assert "homeroom_was_loaded" not in sys.modules
    assert module.sys is sys
    assert sys.modules.pop("homeroom_was_loaded") is sys
