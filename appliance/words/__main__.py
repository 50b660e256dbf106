"""The last words of a process that keeps none: `python -m appliance.words SENTENCE`, in JSON."""

import sys

from appliance.words import spoken
from roster.sentence import from_json

if __name__ == "__main__":
    sys.exit(spoken(from_json(sys.argv[1])))
