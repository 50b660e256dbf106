"""How long the hub's word is believed, and what a hub that is away changes."""

import asyncio
from dataclasses import dataclass, field

import pytest
from homeroom_seat.hub import Away
from homeroom_seat.visitors import ALONE_S, FRESH_S, MANY, SeatUser, Verdict, Visitors

ANA = Verdict(True, SeatUser("ana"))
STRANGER = Verdict()


@dataclass
class Word:
    """A hub that says one thing, and a clock that stands still."""

    says: Verdict = ANA
    away: bool = False
    now: float = 1000.0
    asked: list[str] = field(default_factory=list)

    async def ask(self, token: str) -> Verdict:
        self.asked.append(token)
        await asyncio.sleep(0)
        if self.away:
            raise Away("it is away")
        return self.says

    def visitors(self) -> Visitors:
        return Visitors(self.ask, lambda: self.now)


def test_rights_are_asked_for_again_within_ten_seconds() -> None:
    async def story() -> None:
        hub = Word()
        visitors = hub.visitors()
        assert await visitors.judge("t", "s") == ANA
        hub.says = STRANGER
        hub.now += FRESH_S - 0.1
        assert await visitors.judge("t", "s") == ANA
        hub.now += 0.2
        assert await visitors.judge("t", "s") == STRANGER

    assert FRESH_S <= 10
    asyncio.run(story())


def test_another_sign_in_with_the_same_token_is_asked_for_on_its_own() -> None:
    async def story() -> None:
        hub = Word()
        visitors = hub.visitors()
        await visitors.judge("t", "s")
        hub.says = STRANGER
        assert await visitors.judge("t", "") == STRANGER

    asyncio.run(story())


def test_what_the_hub_said_unasked_is_believed_as_long_as_an_answer() -> None:
    async def story() -> None:
        hub = Word(says=STRANGER)
        visitors = hub.visitors()
        visitors.hear("t", "s", ANA)
        assert await visitors.judge("t", "s") == ANA and hub.asked == []
        assert await visitors.judge("t", "another") == STRANGER
        hub.now += FRESH_S
        assert await visitors.judge("t", "s") == STRANGER

    asyncio.run(story())


def test_thirty_at_once_are_one_question() -> None:
    async def story() -> None:
        hub = Word()
        visitors = hub.visitors()
        answers = await asyncio.gather(*(visitors.judge("t", "s") for _ in range(30)))
        assert answers == [ANA] * 30 and hub.asked == ["t"]

    asyncio.run(story())


def test_who_gives_up_waiting_takes_the_answer_from_nobody() -> None:
    async def story() -> None:
        visitors = Word().visitors()
        first = asyncio.ensure_future(visitors.judge("t", "s"))
        second = asyncio.ensure_future(visitors.judge("t", "s"))
        await asyncio.sleep(0)
        first.cancel()
        assert await second == ANA

    asyncio.run(story())


def test_while_the_hub_is_away_only_those_already_in_stay_and_not_for_ever() -> None:
    async def story() -> None:
        hub = Word()
        visitors = hub.visitors()
        await visitors.judge("t", "s")
        hub.away = True
        hub.now += ALONE_S - 1
        assert await visitors.judge("t", "s") == ANA
        with pytest.raises(Away):
            await visitors.judge("another", "s")
        hub.now += FRESH_S
        with pytest.raises(Away):
            await visitors.judge("t", "s")

    asyncio.run(story())


def test_an_away_hub_is_not_asked_at_every_request() -> None:
    async def story() -> None:
        hub = Word()
        visitors = hub.visitors()
        await visitors.judge("t", "s")
        hub.away, hub.now = True, hub.now + FRESH_S
        for _ in range(20):
            await visitors.judge("t", "s")
        assert len(hub.asked) == 2

    asyncio.run(story())


def test_a_refusal_does_not_outlive_the_hubs_absence() -> None:
    async def story() -> None:
        hub = Word(says=STRANGER)
        visitors = hub.visitors()
        await visitors.judge("t", "s")
        hub.away, hub.now = True, hub.now + FRESH_S
        with pytest.raises(Away):
            await visitors.judge("t", "s")

    asyncio.run(story())


def test_guessed_tokens_do_not_pile_up() -> None:
    async def story() -> None:
        hub = Word(says=STRANGER)
        visitors = hub.visitors()
        for number in range(MANY * 2):
            await visitors.judge(f"guess-{number}", "")
        assert len(visitors._heard) == MANY

    asyncio.run(story())
