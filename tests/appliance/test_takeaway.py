"""Files on their way to a browser: whole, or visibly broken off."""

import io
import threading
import zipfile

import pytest

from appliance import takeaway
from appliance.errors import Invalid, NotFound
from appliance.servers.attached import Sink
from tests.conftest import eventually
from tests.fakes import FakeEngine


class Slow(FakeEngine):
    """A home so large that it has to be taken while it is packed."""

    def __init__(self, ending: Exception | None = None) -> None:
        super().__init__()
        self.ending = ending
        self.written = 0

    def pack_home(self, seat: int, out: Sink) -> None:
        for _ in range(100):
            self.written += out.write(bytes(100_000))
        if self.ending:
            raise self.ending


def packing() -> bool:
    return any(thread.name == "zip of a home" for thread in threading.enumerate())


def test_the_zip_arrives_as_the_launcher_packed_it(engine: FakeEngine) -> None:
    engine.homes[5] = {"p1.ipynb": bytes(200_000)}
    whole = b"".join(takeaway.zip_of(engine, 5))
    with zipfile.ZipFile(io.BytesIO(whole)) as made:
        assert made.read("p1.ipynb") == bytes(200_000)
    assert not packing()


def test_a_refusal_comes_before_anything_is_sent(engine: FakeEngine) -> None:
    with pytest.raises(NotFound):
        takeaway.zip_of(engine, 5)


def test_nothing_is_packed_that_nobody_takes_and_who_leaves_ends_it() -> None:
    engine = Slow()
    pieces = takeaway.zip_of(engine, 5)
    next(pieces)
    assert engine.written < 1_000_000
    del pieces
    eventually(lambda: not packing())
    assert engine.written < 1_000_000


def test_what_breaks_off_half_way_is_not_taken_for_whole() -> None:
    pieces = takeaway.zip_of(Slow(Invalid("grew meanwhile")), 5)
    with pytest.raises(Invalid, match="grew meanwhile"):
        b"".join(pieces)
