"""The load: what it sends, how it counts, and where it refuses to go."""

import asyncio

import pytest

from tests.bench.flood import Answers, flood, request


def test_an_answer_is_whole_when_its_length_is_there() -> None:
    answers = Answers()
    assert answers.feed(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab") is None
    assert answers.feed(b"cd") == 200


def test_an_answer_in_pieces_ends_with_the_empty_one() -> None:
    answers = Answers()
    assert answers.feed(b"HTTP/1.1 503 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n") is None
    assert answers.feed(b"0\r\n\r\n") == 503


def test_the_next_answer_starts_afresh() -> None:
    answers = Answers()
    assert answers.feed(b"HTTP/1.1 204 No Content\r\n\r\n") == 204
    assert answers.feed(b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n") == 302


def test_a_request_carries_host_path_and_cookies() -> None:
    sent = request("http://127.0.0.1:8610/user/ana/bio/lab?reset", "a=1; b=2").decode()
    assert sent.startswith("GET /user/ana/bio/lab?reset HTTP/1.1\r\nHost: 127.0.0.1:8610\r\n")
    assert "Cookie: a=1; b=2\r\n" in sent
    assert sent.endswith("\r\n\r\n")


def test_nothing_but_loopback_is_loaded() -> None:
    with pytest.raises(ValueError, match="loopback"):
        asyncio.run(flood("http://192.0.2.1/", [""], 1, 1))


def test_a_flood_ends_in_time_and_counts_refusals_apart() -> None:
    asked = 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        while await reader.readline():
            while (await reader.readline()).strip():
                pass
            asked += 1
            status = b"503 No" if asked % 5 == 0 else b"200 OK"
            writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 2\r\n\r\nok")
        writer.close()

    async def go() -> None:
        server = await asyncio.start_server(answer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            tally = await flood(f"http://127.0.0.1:{port}/", [""], 2, 0.2)
            assert 0.2 <= tally.lasted_s < 10
            assert len(tally.seconds) + tally.failures == asked
            assert tally.failures == asked // 5
            assert tally.per_second > 0

    asyncio.run(go())
