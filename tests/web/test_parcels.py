"""Zips on their way: gone from the disk however their reader ends."""

import asyncio

import pytest
from starlette.types import Message, Receive

from appliance.homework.store import Store
from tests.conftest import School
from web import parcels


def test_a_reader_who_takes_nothing_more_does_not_keep_others_waiting(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(school.settings.data / "store")
    monkeypatch.setattr(parcels, "STALL_S", 0.05)

    def send_for_ever(message: Message) -> "asyncio.Future[None]":
        return asyncio.get_running_loop().create_future()

    async def read() -> None:
        scope = {"type": "http", "method": "GET", "headers": []}
        receive: Receive = asyncio.Queue[Message]().get
        for _ in range(parcels.AT_ONCE + 1):
            await parcels.parcel(store, lambda out: None, "a.zip")(scope, receive, send_for_ever)

    asyncio.run(asyncio.wait_for(read(), timeout=5))
    assert list((school.settings.data / "store" / "fresh").iterdir()) == []
