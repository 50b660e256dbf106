"""What the pages and the compose file promise is so."""

import ast
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from appliance.settings import Settings

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
SETTINGS = ROOT / "docs/operators/settings.md"
SOCKET = "docker.sock"
PRODUCT = ("roster", "appliance", "web", "images")
LOCKED = {
    "images/hub/requirements.lock": "pyproject.toml",
    "images/course/requirements.lock": "images/course/requirements.in",
    "images/proxy/requirements.lock": "images/proxy/requirements.in",
    "tests/requirements.lock": "pyproject.toml",
}
# `docker.io` alone is a package of Debian's.
REGISTRY = re.compile(
    r"docker\.io/|(?:index|hub|registry[-\d]*)\.docker\.(?:io|com)|\b(?:ghcr|quay|gcr|lscr)\.io\b|"
    r"\bmcr\.microsoft\b|\bpkg\.dev\b|\bamazonaws\b|\bpypi\.org\b|\bpythonhosted\b|"
    r"\bregistry\.npmjs\b|\bdeb\.debian\.org\b",
    re.IGNORECASE,
)


def compose() -> dict[str, Any]:
    parsed: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text("utf-8"))
    return parsed


def sources() -> Iterator[Path]:
    """Every file of ours; folders that begin with a dot are made by tools, but for CI's."""
    for top, folders, names in os.walk(ROOT):
        kept = [name for name in folders if not name.startswith(".") and name != "__pycache__"]
        folders[:] = [*kept, ".ci"] if Path(top) == ROOT else kept
        yield from (Path(top) / name for name in names if name != ".env")


def prose(page: Path) -> str:
    """The page without its blocks of code."""
    return re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def headings(page: Path) -> set[str]:
    """The page's headings as anchors spell them."""
    titles = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_setting_is_documented() -> None:
    wanted = {f"HOMEROOM_{name.upper()}" for name in Settings.model_fields}
    wanted |= set(re.findall(r"HOMEROOM_[A-Z_]+", (ROOT / "docker-compose.yml").read_text("utf-8")))
    rows = [line for line in SETTINGS.read_text("utf-8").splitlines() if line.startswith("| `")]
    described = {name for row in rows for name in re.findall(r"`(HOMEROOM_[A-Z_]+)`", row)}
    assert wanted - described == set()


def test_defaults_are_documented_as_they_are() -> None:
    text = SETTINGS.read_text("utf-8")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"^\| `HOMEROOM_{name.upper()}` \| (.*?) \|", text, re.MULTILINE)
        assert row, name
        default = "off" if field.default is False else field.default
        assert row[1].startswith(f"`{default}`" if default else "found out"), name


def test_readme_is_short() -> None:
    assert len((ROOT / "README.md").read_text("utf-8").splitlines()) < 150


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_in_docs_lead_somewhere(page: Path) -> None:
    dead = []
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        lost = not there.is_relative_to(ROOT) or not there.exists()
        if lost or (anchor and anchor not in headings(there)):
            dead.append(target)
    assert dead == []


def test_every_page_can_be_reached() -> None:
    index = ROOT / "docs/README.md"
    linked = re.findall(r"\]\(([^)#\s]+)", prose(index))
    reached = {(index.parent / target).resolve() for target in linked}
    pages = set((ROOT / "docs").rglob("*.md")) - {index}
    assert pages - reached == set()


@pytest.mark.parametrize(("lock", "named_in"), LOCKED.items())
def test_every_dependency_is_described_with_its_locked_version(lock: str, named_in: str) -> None:
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    sections = [part for part in page.split("\n## ") if lock in part.splitlines()[0]]
    described = dict(re.findall(r"^\| (\S+) \| (\d\S*) \|", sections[0], re.MULTILINE))
    locked = dict(re.findall(r"^(\S+?)==(\S+)", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
    assert described == {name: locked[name] for name in direct(lock, named_in)}


def direct(lock: str, named_in: str) -> set[str]:
    """The packages named by us, without versions."""
    text = (ROOT / named_in).read_text("utf-8")
    if named_in.endswith(".toml"):
        project = tomllib.loads(text)["project"]
        dev = lock.startswith("tests")
        named = project["optional-dependencies"]["dev"] if dev else project["dependencies"]
    else:
        named = [line for line in text.splitlines() if line and not line.startswith("#")]
    return {re.split(r"[^\w-]", name)[0] for name in named}


def test_only_the_launcher_mounts_the_engine_socket() -> None:
    services = compose()["services"]
    holders = {name for name, service in services.items() if SOCKET in yaml.safe_dump(service)}
    assert holders == {"launcher"}
    assert services["launcher"]["network_mode"] == "none"
    assert "ports" not in services["launcher"]
    assert not any(service.get("privileged") for service in services.values())


def test_only_one_module_imports_docker() -> None:
    modules = [path for top in PRODUCT for path in (ROOT / top).rglob("*.py")]
    holders = {path.relative_to(ROOT).as_posix() for path in modules if imports(path, "docker")}
    assert holders == {"appliance/servers/engine.py"}


def imports(path: Path, package: str) -> bool:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Import(names=names):
                found = [name.name for name in names]
            case ast.ImportFrom(module=str(module), level=0):
                found = [module]
            case _:
                continue
        if any(name.split(".")[0] == package for name in found):
            return True
    return False


def test_no_registry_host_is_named() -> None:
    named = []
    for path in sources():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        named += [f"{path.relative_to(ROOT)}: {hit}" for hit in REGISTRY.findall(text)]
    assert named == []
    images = re.findall(r"image: \$\{\w+:-([^}]+)\}", (ROOT / "docker-compose.yml").read_text())
    assert len(images) == 3
    # Before the first slash, a dot or a colon would make it a host.
    assert not any(re.search(r"[.:]", image.partition("/")[0]) for image in images if "/" in image)
