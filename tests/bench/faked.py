"""Our hub over an engine that only remembers; it reads the HOMEROOM_ settings as the real one.

It ends when its standard input does, so that it never outlives the benchmark.
"""

import logging
import os
import sys
import threading

from appliance import settings
from appliance.servers import knock
from tests.fakes import FakeEngine
from web.__main__ import serve


def main() -> None:
    """Serve. Every notebook server answers at once, so what is timed is the hub alone."""
    knock.status = lambda *place, **options: 200
    logging.basicConfig(level=logging.ERROR)
    config = settings.read()
    for folder in (config.data, config.homes, config.courses, config.routes / "live"):
        folder.mkdir(parents=True, exist_ok=True)
    (config.routes / "tmp").mkdir(exist_ok=True)
    threading.Thread(target=_end_with_input, daemon=True).start()
    serve(config, FakeEngine())


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
