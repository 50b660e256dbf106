"""`python -I -m homeroom_seat`: serve one seat."""

import gc
import importlib
import os

from homeroom_seat import lean, shelf


def main() -> None:
    """Start as cheaply as it goes: nothing of the server is loaded before this has begun."""
    # A boot makes a great many things and throws few away.
    gc.disable()
    if os.environ.get("HOMEROOM_FENCED"):
        importlib.import_module("homeroom_seat.fence").close()
    shelf.use()
    lean.postpone()
    importlib.import_module("homeroom_seat.server").main()


if __name__ == "__main__":
    main()
