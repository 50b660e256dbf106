"""The launcher's health check, `python -m appliance.servers.check SOCKET`: cheap, for it is asked
all day."""

import sys
from pathlib import Path

from appliance.errors import HomeroomError
from appliance.servers import launcher

if __name__ == "__main__":
    try:
        launcher.check(Path(sys.argv[1]))
    except HomeroomError as error:
        sys.exit(str(error))
