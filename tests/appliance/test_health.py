"""What is wrong with the box is said, and no longer once it is right again."""

from collections import namedtuple

import pytest

from appliance.errors import Unavailable
from appliance.health import Health, troubles
from appliance.servers import refusals
from appliance.servers.spec import About
from roster.sentence import sentence
from tests.conftest import School
from tests.fakes import FakeEngine

TOO_OLD = refusals.outdated("1.41").say
ROOMY = 10_000

Usage = namedtuple("Usage", "free")


def about(*problems: object) -> About:
    return About("26.1.5", "1.45", 2, 8000, 100_000, 50_000, problems)  # type: ignore[arg-type]


def test_a_sound_box_says_nothing() -> None:
    assert troubles(about(), ROOMY) == ()


def test_what_the_engine_complains_of_is_passed_on() -> None:
    assert troubles(about(TOO_OLD), ROOMY) == (TOO_OLD,)


def test_an_engine_that_is_gone_is_said_in_its_own_words() -> None:
    assert troubles(refusals.gone("refused"), ROOMY) == (sentence("engine-silent"),)


def test_a_full_disk_comes_last() -> None:
    found = troubles(about(TOO_OLD), 12)
    assert found == (TOO_OLD, sentence("box-disk-full", free=12))


def test_each_look_forgets_the_one_before(
    school: School, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Health(school.settings, engine)
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(free=0))
    watch.look()
    assert [trouble.name for trouble in watch.troubles] == ["box-disk-full"]
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(free=1 << 40))
    watch.look()
    assert watch.troubles == ()


def test_a_full_disk_holds_up_no_start_and_an_engine_that_is_gone_does(
    school: School, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Health(school.settings, engine)
    monkeypatch.setattr("shutil.disk_usage", lambda path: Usage(free=0))
    watch.look()
    assert watch.troubles and not watch.holds_up_starts
    engine.away = True
    watch.look()
    assert watch.holds_up_starts


def test_what_the_machine_is_stays_known_while_the_launcher_is_silent(
    school: School, engine: FakeEngine
) -> None:
    watch = Health(school.settings, engine)
    assert watch.about is None
    watch.look()
    engine.away = True
    watch.look()
    assert watch.about and watch.about.cpus == 4


def test_a_launcher_that_does_not_answer_is_a_trouble(
    school: School, engine: FakeEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent() -> About:
        raise Unavailable("no answer", say=sentence("engine-silent"))

    monkeypatch.setattr(engine, "about", silent)
    watch = Health(school.settings, engine)
    watch.look()
    assert watch.troubles[0] == sentence("engine-silent")
