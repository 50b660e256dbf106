"""Start the hub: `python -m web`."""

import gc
import logging
import os
import sys
from types import FrameType

import uvicorn
from fastapi import FastAPI

from appliance import settings, words
from appliance.errors import HomeroomError
from appliance.servers.launcher import Launcher, LauncherClient
from appliance.settings import Settings


def main() -> None:
    """Serve on loopback; the proxy is the only way in."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = settings.read()
    serve(config, LauncherClient(config.socket))


class _Server(uvicorn.Server):
    """Lets go of whoever waits for a notebook as soon as it is asked to end, and not later."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        if bells := getattr(self._app.state, "bells", None):
            bells.doors.ring_for_good()


def serve(config: Settings, launcher: Launcher) -> None:
    """The hub, until it is asked to end."""
    # What is loaded now stays for good; to look through it for garbage takes a tenth of the start.
    gc.disable()
    from web.app import create_app

    app = create_app(config, launcher)
    gc.freeze()
    gc.enable()
    options = uvicorn.Config(
        app,
        host="127.0.0.1",
        port=config.hub_port,
        access_log=False,
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
        server_header=False,
        # Notebook servers keep their connections for a minute or more.
        timeout_keep_alive=80,
        timeout_graceful_shutdown=5,
    )
    server = _Server(options, app)
    server.run()
    if not server.started:
        sys.exit("The hub could not start; the lines above say why.")
    # All that matters is on the disk by now. To take the interpreter apart would make everybody who
    # waits for the next hub wait half a second longer.
    logging.shutdown()
    os._exit(0)


if __name__ == "__main__":
    try:
        main()
    except HomeroomError as error:
        sys.exit(words.spoken(error.say))
