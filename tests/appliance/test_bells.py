"""Bells: heard by those who wait, at once, and by nobody else."""

import asyncio

from appliance.bells import Doorbells


def test_a_bell_is_heard_by_those_in_front_of_that_seat_and_nobody_else() -> None:
    async def visit() -> None:
        doors = Doorbells()
        mine = [asyncio.create_task(doors.heard(7, at_most=60)) for _ in range(2)]
        other = asyncio.create_task(doors.heard(8, at_most=60))
        await asyncio.sleep(0)
        await asyncio.to_thread(doors.ring, 7)
        await asyncio.gather(*mine)
        assert not other.done()
        doors.ring(8)
        await other
        doors.ring(7)  # nobody is there any more

    asyncio.run(visit())


def test_whoever_waits_long_enough_goes_on_without_a_bell() -> None:
    async def visit() -> None:
        await Doorbells().heard(7, at_most=0.01)

    asyncio.run(visit())


def test_before_the_hub_ends_everybody_is_let_go_and_nobody_waits_again() -> None:
    async def visit() -> None:
        doors = Doorbells()
        waiting = asyncio.create_task(doors.heard(7, at_most=60))
        await asyncio.sleep(0)
        await asyncio.to_thread(doors.ring_for_good)
        await waiting
        await doors.heard(8, at_most=60)

    asyncio.run(asyncio.wait_for(visit(), 30))
