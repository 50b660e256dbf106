"""What is remembered of starts while the engine is in sight, and what of them when it goes."""

from appliance.servers.watch import TRIES, Watch


def watched(times: int) -> Watch:
    """Seat 7 runs, after its start was tried so often."""
    watch = Watch()
    for _ in range(times):
        watch.tried(7, "a1")
    watch.seen |= {7: "a1", 8: "b2"}
    return watch


def test_an_engine_that_goes_takes_along_what_was_seen() -> None:
    watch = watched(times=1)
    watch.look_away()
    assert watch.seen == {}


def test_what_was_seen_before_it_went_is_no_longer_added_to_what_counts() -> None:
    watch = watched(times=1)
    before = watch.seen
    watch.look_away()
    before[9] = "c3"
    assert watch.seen == {}


def test_what_was_tried_too_often_ends_by_itself_whoever_looks() -> None:
    watch = watched(times=TRIES)
    watch.look_away()
    assert watch.seen == {7: "a1"}


def test_another_start_and_one_that_came_to_something_are_tried_from_the_beginning() -> None:
    other = watched(times=TRIES)
    other.tried(7, "a2")
    other.seen[7] = "a2"
    well = watched(times=TRIES)
    well.let_in(7)
    for watch in (other, well):
        watch.look_away()
        assert watch.seen == {}
