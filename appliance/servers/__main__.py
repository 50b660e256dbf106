"""The launcher process: `python -m appliance.servers`, with what it needs to know as arguments.

`homeroom launcher` reads the settings and becomes this one. It lives as long as the box, so it
loads neither settings nor words, which are a third of its memory.
"""

import logging
import os
import sys

from appliance.errors import HomeroomError
from appliance.servers import process
from appliance.servers.post import understood
from roster.sentence import to_json


def main() -> None:
    """Serve the vocabulary until told to stop."""
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
    process.run(understood(sys.argv[1:]))


if __name__ == "__main__":
    try:
        main()
    except HomeroomError as error:
        said = [sys.executable, "-m", "appliance.words", to_json(error.say)]
        os.execv(sys.executable, said)
