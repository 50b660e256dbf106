"""Start the hub: `python -m web`."""

import logging
import sys

import uvicorn

from appliance import settings, words
from appliance.errors import HomeroomError
from appliance.servers.launcher import Launcher, LauncherClient
from appliance.settings import Settings
from web.app import create_app


def main() -> None:
    """Serve on loopback; the proxy is the only way in."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = settings.read()
    serve(config, LauncherClient(config.socket))


def serve(config: Settings, launcher: Launcher) -> None:
    """The hub, until it is asked to end."""
    uvicorn.run(
        create_app(config, launcher),
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


if __name__ == "__main__":
    try:
        main()
    except HomeroomError as error:
        sys.exit(words.spoken(error.say))
