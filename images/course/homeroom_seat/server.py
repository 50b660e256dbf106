"""jupyter_server, set up to be one seat of a hub."""

import asyncio
import gc
import os
import secrets
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from traitlets.config import Config

from homeroom_seat import assets
from homeroom_seat.activity import Activity, last_used
from homeroom_seat.channels import Channels
from homeroom_seat.contents import HomeContents
from homeroom_seat.identity import HubIdentity, OnlySeatUsers
from homeroom_seat.place import Place


class SeatServer(ServerApp):
    """A notebook server whose door is the hub's."""

    def __init__(self, place: Place, **more: Any) -> None:
        self.place = place
        self.server_name = place.server  # Lab's hub menu asks for it
        super().__init__(**more)

    def init_webapp(self) -> None:
        """Add what Lab's hub menu needs, and keep other pages from framing this one."""
        self.tornado_settings |= {
            "hub_prefix": self.place.hub_prefix,
            "hub_host": self.place.hub_host,
            "user": self.place.owner,
        }
        # What pages keep stays in the home, as Lab's settings do.
        self.config_manager.write_config_dir = str(saved() / "serverconfig")
        self.config_manager.read_config_path = [self.config_manager.write_config_dir]
        headers = self.tornado_settings.setdefault("headers", {})
        headers.setdefault("Content-Security-Policy", "frame-ancestors 'none'")
        super().init_webapp()

    def load_server_extensions(self) -> None:
        """Load them, and serve everybody's files the cheap way from then on."""
        super().load_server_extensions()
        assets.stand_in(self.web_app.default_router.rules)

    async def attend(self) -> None:
        """What goes on as long as the server does; it runs from the moment the server listens."""
        # What a boot made stays: the collector need not look at it again.
        gc.freeze()
        gc.enable()
        seat: HubIdentity = self.identity_provider  # type: ignore[assignment]
        tasks = [seat.sockets.watch()]
        if self.place.activity_url:
            used = Activity(seat.hub, self.place.activity_every_s, self.last_used)
            tasks.append(used.watch())
        if self.place.early_kernel:
            kernels: Any = self.kernel_manager
            tasks.append(kernels.prepare())
        await asyncio.gather(*tasks)

    def last_used(self) -> datetime:
        """When somebody, or something of theirs that computes, was last at work here."""
        # Not jupyter_server's own word: to it, a tab that is merely open is in use.
        seat: HubIdentity = self.identity_provider  # type: ignore[assignment]
        kernels: Any = self.kernel_manager
        typed: datetime = self.web_app.settings.get("terminal_last_activity", seat.used)
        states = [one["execution_state"] for one in kernels.list_kernels()]
        noted = max(seat.used, kernels.last_kernel_activity, typed)
        return last_used(noted, states, datetime.now(UTC))


def settings(place: Place) -> Config:
    """What no configuration file may change: given like this it counts more than they do."""
    config = Config()
    server = config.ServerApp
    server.identity_provider_class = HubIdentity
    server.authorizer_class = OnlySeatUsers
    server.allow_unauthenticated_access = False
    server.disable_check_xsrf = False
    # A tab that was open before this start must be able to save what is in it.
    server.cookie_secret = place.cookie_key.encode() or secrets.token_bytes(32)
    server.base_url = place.prefix
    server.default_url = place.default_url
    server.ip = place.ip
    server.port = place.port
    server.port_retries = 0
    server.allow_remote_access = True
    server.trust_xheaders = True
    server.record_http_request_metrics = False  # nobody reads them, and each answer would pay
    server.open_browser = False
    if place.early_kernel:
        server.kernel_manager_class = "homeroom_seat.early.EarlyKernels"
    server.kernel_websocket_connection_class = Channels
    server.quit_button = False
    server.contents_manager_class = HomeContents
    server.answer_yes = True
    config.FileContentsManager.delete_to_trash = False
    return config


def saved() -> Path:
    """Where Lab has always kept what people set in it; no configuration is read from there."""
    return Path.home() / ".jupyter"


def keep_homes_out() -> None:
    """Let Lab save in the home, though configuration is read from the image alone."""
    lab = saved() / "lab"
    os.environ.setdefault("JUPYTERLAB_SETTINGS_DIR", str(lab / "user-settings"))
    os.environ.setdefault("JUPYTERLAB_WORKSPACES_DIR", str(lab / "workspaces"))


def prepared(arguments: list[str], **more: Any) -> SeatServer:
    """A server that has only to be started."""
    place = Place.of(os.environ)
    keep_homes_out()
    server: SeatServer = SeatServer.instance(place=place, config=settings(place))
    server.initialize(arguments, **more)
    return server


def main() -> None:
    """Serve until told to stop."""
    try:
        server = prepared(sys.argv[1:])
    except KeyError as error:
        sys.exit(f"A seat is started by its hub, which sets its environment: {error} is missing.")
    server.io_loop.add_callback(server.attend)
    server.start()
