"""The launcher process: `python -m appliance.servers`."""

import logging
import sys

from appliance import settings
from appliance.errors import HomeroomError
from appliance.servers import process
from appliance.servers.routes import Routes, hub_routes
from appliance.words import spoken

HUB_UID = 10001


def main() -> None:
    """Serve the vocabulary until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    config = settings.read()
    routes = Routes(config.routes)

    def prepare() -> None:
        routes.prepare(HUB_UID)
        routes.write("hub", hub_routes(config))

    process.run(config, prepare)


if __name__ == "__main__":
    try:
        main()
    except HomeroomError as error:
        sys.exit(spoken(error.say))
