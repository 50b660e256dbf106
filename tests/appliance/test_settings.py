"""Settings: what is wrong is named, before anything starts."""

from datetime import datetime, timedelta

import pytest

from appliance import settings
from appliance.errors import Invalid
from appliance.settings import Settings
from appliance.words import spoken


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOMEROOM_PORT", "80000"),
        ("HOMEROOM_PORT", "eighty"),
        ("HOMEROOM_NOTEBOOK_PORTS", "8399-8100"),
        ("HOMEROOM_NOTEBOOK_PORTS", "8100"),
        ("HOMEROOM_NOTEBOOK_PORTS", "0-10"),
        ("HOMEROOM_ADDRESS", "my room"),
        ("HOMEROOM_ADDRESS", "a/b"),
        ("HOMEROOM_PROJECT", "My Class"),
        ("HOMEROOM_MEMORY_MB", "5"),
        ("HOMEROOM_CPUS", "0"),
        ("HOMEROOM_TIME_ZONE", "Berlin"),
        ("HOMEROOM_TIME_ZONE", "Europe"),
        ("HOMEROOM_TIME_ZONE", "../etc/passwd"),
        ("HOMEROOM_TIME_ZONE", "Europe/" + "x" * 70),
    ],
)
def test_a_wrong_setting_is_named_with_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(Invalid) as refusal:
        settings.read()
    assert f"{name} is “{value}”" in spoken(refusal.value.say)


def test_an_empty_variable_means_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOMEROOM_PORT", "")
    assert settings.read().port == 8000


def test_without_an_address_the_machine_finds_its_own() -> None:
    assert Settings().address == settings.own_address() != ""


def test_the_address_is_compared_in_small_letters() -> None:
    assert Settings(address="MyRoom.Local").hub_origin == "http://myroom.local:8000"


def test_origins_leave_out_the_port_that_browsers_leave_out() -> None:
    plain = Settings(address="room", port=80, notebook_ports="80-81")
    assert plain.hub_origin == "http://room"
    assert [plain.seat_origin(port) for port in plain.seat_ports] == [
        "http://room",
        "http://room:81",
    ]


def test_the_zone_of_the_box_knows_summer_from_winter() -> None:
    zone = Settings(time_zone="Europe/Berlin").zone
    offsets = [datetime(2026, month, 1, 8, 0, tzinfo=zone).utcoffset() for month in (1, 7)]
    assert offsets == [timedelta(hours=1), timedelta(hours=2)]


def test_every_setting_says_what_it_is_for() -> None:
    assert all(field.description for field in Settings.model_fields.values())
