"""Routes: one whole file for each live seat, and a seat's own port for its own path alone."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from appliance.servers.routes import AWAY, Routes, hub_routes, seat_routes, spare_certificate
from appliance.settings import Settings

PREFIX = "/user/ana/biology-1/"


@pytest.fixture
def routes(tmp_path: Path) -> Routes:
    made = Routes(tmp_path / "shared")
    made.prepare(os.getuid())
    return made


def live(tmp_path: Path) -> dict[str, Any]:
    folder = tmp_path / "shared" / "live"
    return {path.name: json.loads(path.read_text()) for path in folder.iterdir()}


def test_a_seat_is_routed_on_its_own_port_below_its_own_path(settings: Settings) -> None:
    made = seat_routes(settings, 7, 8107, PREFIX, "10.213.0.9")
    (router,) = made["http"]["routers"].values()
    assert router["entryPoints"] == ["seat-8107"]
    assert router["rule"].startswith(f"PathPrefix(`{PREFIX}`) && ")
    assert PREFIX.endswith("/")
    (service,) = made["http"]["services"].values()
    assert service["loadBalancer"]["servers"] == [{"url": "http://10.213.0.9:8888"}]


def test_the_hub_is_never_routed_on_a_seats_port(settings: Settings) -> None:
    routers = hub_routes(settings)["http"]["routers"]
    assert routers["hub"]["entryPoints"] == ["web"]
    assert routers["away"]["rule"].startswith("PathPrefix(`/user/`)")
    assert len(routers["away"]["entryPoints"]) == len(settings.seat_ports)
    away = hub_routes(settings)["http"]["middlewares"]["away"]
    assert away == {"addPrefix": {"prefix": AWAY}}


def test_notebooks_reach_the_hubs_api_and_nothing_else_of_it(settings: Settings) -> None:
    api = hub_routes(settings)["http"]["routers"]["api"]
    assert api["entryPoints"] == ["api"]
    assert api["rule"] == "Path(`/hub/api`) || PathPrefix(`/hub/api/`)"


def test_a_seats_way_in_wins_over_the_waiting_page(settings: Settings) -> None:
    (router,) = seat_routes(settings, 7, 8107, PREFIX, "10.213.0.9")["http"]["routers"].values()
    assert router["priority"] > hub_routes(settings)["http"]["routers"]["away"]["priority"]


@pytest.fixture
def openssl(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Another program in its place; what the real one makes is seen in the walks."""

    def says(script: str) -> None:
        program = tmp_path / "bin" / "openssl"
        program.parent.mkdir()
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{program.parent}:/usr/bin:/bin")

    return says


def test_the_proxy_need_not_make_itself_a_certificate_at_every_change(
    settings: Settings, openssl: Callable[[str], None]
) -> None:
    openssl('echo "key and certificate: $*"')
    made = spare_certificate()
    assert made.startswith("key and certificate: req -x509")
    store = hub_routes(settings, made)["tls"]["stores"]["default"]
    assert store == {"defaultCertificate": {"certFile": made, "keyFile": made}}


@pytest.mark.parametrize("script", ["echo half; exit 1", r"printf '\377'"])
def test_where_openssl_fails_the_proxy_makes_its_own(
    settings: Settings, openssl: Callable[[str], None], script: str
) -> None:
    openssl(script)
    assert "tls" not in hub_routes(settings, spare_certificate())


def test_without_openssl_the_proxy_makes_its_own(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert "tls" not in hub_routes(settings, spare_certificate())


def test_no_seat_may_widen_the_reach_of_a_service_worker(settings: Settings) -> None:
    (router,) = seat_routes(settings, 7, 8107, PREFIX, "10.213.0.9")["http"]["routers"].values()
    made = hub_routes(settings)["http"]["middlewares"]
    (headers,) = (made[name]["headers"]["customResponseHeaders"] for name in router["middlewares"])
    assert headers == {"Service-Worker-Allowed": ""}  # empty: Traefik takes it out


def test_a_file_is_whole_when_it_is_there_and_leaves_nothing_beside_it(
    routes: Routes, tmp_path: Path
) -> None:
    routes.write("seat-7", {"http": {}})
    routes.write("seat-7", {"http": {"routers": {}}})
    assert live(tmp_path) == {"seat-7.yml": {"http": {"routers": {}}}}
    assert list((tmp_path / "shared" / "tmp").iterdir()) == []
    assert (tmp_path / "shared" / "live" / "seat-7.yml").stat().st_mode & 0o777 == 0o644


def test_removing_a_route_twice_is_removing_it_once(routes: Routes, tmp_path: Path) -> None:
    routes.write("seat-7", {})
    routes.remove(7)
    routes.remove(7)
    assert live(tmp_path) == {}


def test_where_routes_lead_is_known_and_found_again_by_the_next_hub(
    routes: Routes, settings: Settings, tmp_path: Path
) -> None:
    routes.write("hub", hub_routes(settings))
    routes.write("seat-9", "what an older version wrote")
    for seat, address in ((7, "10.213.0.9"), (8, "10.213.0.3")):
        made = seat_routes(settings, seat, 8100 + seat, PREFIX, address)
        routes.lead(seat, address, made)
    routes.remove(8)
    assert routes.leads() == {7: "10.213.0.9", 9: ""}
    assert Routes(tmp_path / "shared").leads() == {7: "10.213.0.9", 9: ""}


def test_folders_are_prepared_twice_as_well_as_once(routes: Routes, tmp_path: Path) -> None:
    routes.write("hub", {})
    routes.prepare(os.getuid())
    assert set(live(tmp_path)) == {"hub.yml"}


def test_a_route_that_leads_elsewhere_by_now_is_not_removed(routes: Routes, tmp_path: Path) -> None:
    routes.lead(7, "10.213.0.9", {})
    routes.remove(7, "10.213.0.3")
    assert live(tmp_path) == {"seat-7.yml": {}} and routes.leads() == {7: "10.213.0.9"}
    routes.remove(7, "10.213.0.9")
    assert live(tmp_path) == {} == routes.leads()
