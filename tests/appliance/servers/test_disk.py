"""Who goes too far is stopped, who is within limits never is, and a full home can be opened."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from appliance.servers.disk import (
    CALM_MB,
    FILES_PER_MB,
    GROWTH_MB,
    LOOKS,
    SLACK_MB,
    TIDY_S,
    Offence,
    Watched,
    fast,
    near,
    offences,
)

ROOMY, RESERVE = 50_000, 2048


def home(mb: int, *, seat: int = 1, before: int = 0, started: int = 0) -> Watched:
    return Watched(seat, mb, before or mb, started, 1000)


def test_a_home_beyond_its_limit_ends_its_notebook() -> None:
    assert offences([home(1000), home(1001, seat=2)], ROOMY, RESERVE) == [
        Offence(2, "full", 1001, 1000)
    ]


def test_a_home_that_was_full_at_the_start_may_be_emptied_but_not_filled() -> None:
    assert offences([home(1500, started=1500)], ROOMY, RESERVE) == []
    assert offences([home(1500 + SLACK_MB, started=1500)], ROOMY, RESERVE) == []
    assert offences([home(1501 + SLACK_MB, started=1500)], ROOMY, RESERVE) != []


def test_when_the_disk_is_short_whoever_fills_it_fastest_goes_first() -> None:
    homes = [home(900, before=100), home(800, seat=2, before=790), home(300, seat=3)]
    assert offences(homes, RESERVE - 1, RESERVE) == [Offence(1, "short", 900, 1000)]


def test_whoever_would_touch_the_reserve_before_the_next_look_is_stopped_now() -> None:
    homes = [home(900, before=100), home(300, seat=2)]
    assert offences(homes, RESERVE + 799, RESERVE) == [Offence(1, "short", 900, 1000)]
    assert offences(homes, RESERVE + 800, RESERVE) == []


def test_no_more_are_stopped_than_it_takes_to_leave_the_reserve_alone() -> None:
    """A class that downloads the same data set."""
    homes = [home(200, seat=seat, before=167) for seat in range(1, 31)]
    assert len(offences(homes, RESERVE + 29 * 33, RESERVE)) == 1
    assert offences(homes, RESERVE + 30 * 33, RESERVE) == []


def test_what_grew_in_a_long_time_does_not_grow_as_much_in_a_short_one() -> None:
    slow = [replace(home(120, seat=seat, before=100), since_s=600) for seat in range(1, 4)]
    assert offences(slow, RESERVE + 10, RESERVE) == []


def test_nobody_goes_for_little_when_others_filled_the_disk() -> None:
    homes = [home(500, before=500 - CALM_MB), home(300, seat=2)]
    assert offences(homes, 0, RESERVE) == []
    homes = [home(500, before=500 - GROWTH_MB), home(300, seat=2)]
    assert offences(homes, RESERVE - 1, RESERVE) == []


def test_as_many_go_as_would_soon_fill_what_is_left() -> None:
    homes = [home(500, seat=seat, before=400) for seat in range(1, 7)]
    assert len(offences(homes, 2000, RESERVE)) == 4
    assert len(offences(homes, 200, RESERVE)) == 6


def test_whoever_is_beyond_the_limit_does_not_cover_for_others() -> None:
    homes = [home(1100, before=1100), home(900, seat=2, before=100)]
    assert [one.kind for one in offences(homes, 100, RESERVE)] == ["full", "short"]


def test_empty_files_fill_a_disk_as_well() -> None:
    busy = Watched(1, 3, 3, 0, 1000, more_files=FILES_PER_MB * (GROWTH_MB + 1))
    assert offences([busy, home(300, seat=2)], 100, RESERVE) == [Offence(1, "short", 3, 1000)]


def test_what_cannot_be_counted_hides_nothing() -> None:
    endless = Watched(1, 3, 3, 0, 1000, whole=False)
    assert offences([endless], ROOMY, RESERVE) == [Offence(1, "endless", 3, 1000)]


def test_what_cannot_be_counted_may_be_opened_for_a_while_if_the_disk_has_room() -> None:
    endless = Watched(1, 3, 3, 0, 1000, whole=False, open_s=TIDY_S - 1)
    assert offences([endless], ROOMY, RESERVE) == []
    assert offences([endless], RESERVE - 1, RESERVE) == [Offence(1, "endless", 3, 1000)]


def test_the_owner_is_warned_before_the_limit() -> None:
    assert [near(mb, 1000) for mb in (799, 800, 1200)] == [False, True, True]


homes = st.builds(
    Watched,
    st.integers(1, 50),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.integers(0, 3000),
    st.just(1000),
)


@given(st.lists(homes), st.integers(RESERVE, 10**6))
def test_while_the_disk_has_room_nobody_within_the_limit_is_stopped(
    found: list[Watched], free_mb: int
) -> None:
    grown_mb = sum(one.grown_mb for one in found)
    stopped = {one.seat for one in offences(found, free_mb + grown_mb, RESERVE)}
    assert stopped <= {one.seat for one in found if one.mb > one.limit_mb}


@given(st.lists(homes), st.integers(0, RESERVE))
def test_who_goes_on_does_not_fill_a_short_disk_and_nobody_slower_goes_first(
    found: list[Watched], free_mb: int
) -> None:
    stopped = fast(found, free_mb)
    left = [one for one in found if one not in stopped]
    growing = [one.grown_mb for one in left if one.grown_mb > CALM_MB]
    assert sum(growing) * LOOKS <= free_mb
    slowest = min((one.grown_mb for one in stopped), default=GROWTH_MB)
    assert max(growing, default=0) <= max(slowest, GROWTH_MB)


@given(st.lists(homes), st.integers(0, 10**6))
def test_whoever_does_not_grow_after_the_start_is_never_stopped(
    found: list[Watched], free_mb: int
) -> None:
    still = [Watched(one.seat, one.mb, one.mb, one.mb, one.limit_mb) for one in found]
    assert offences(still, free_mb, RESERVE) == []
