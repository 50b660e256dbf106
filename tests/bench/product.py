"""What the scenarios ask of either product, and nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tests.bench.browser import Browser
from tests.bench.engine import Engine


@dataclass(frozen=True)
class Student:
    """Somebody in the class, with what they type to come in."""

    name: str
    secret: str


@dataclass(frozen=True)
class Pages:
    """Addresses under load. The first two belong to one running notebook server."""

    asset: str
    status: str
    sign_in: str
    desk: str


class Product(Protocol):
    """One product with one class on it. Waiting verbs return when it is so, or raise."""

    title: str
    """What its column is called."""
    engine: Engine
    seat_prefix: str
    """What the names of seats' containers begin with."""
    parts: Mapping[str, str]
    """Hub, proxy and the like: the container of each."""

    async def up(self, students: int) -> Sequence[Student]:
        """Everything runs, a class with so many students is there, nobody has a server."""

    async def door(self, browser: Browser) -> None:
        """Open the sign-in page."""

    async def enter(self, browser: Browser, student: Student) -> str:
        """Sign in on the open page and go on as it leads; the address of the notebook server."""

    async def start_class(self, students: Sequence[Student]) -> None:
        """Start everybody's server and wait until all are ready."""

    async def stop_class(self, students: Sequence[Student], *, in_turn: bool = False) -> None:
        """Ask every server to stop; in turn: each only after the one before."""

    async def answers(self) -> bool:
        """Whether the hub serves."""

    def pages(self, seat: str, asset: str) -> Pages:
        """What is loaded, given one notebook server and the path of one of its Lab assets."""

    async def down(self) -> None:
        """No trace of it is left."""
