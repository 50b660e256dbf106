"""Pages on paper, drawn by a process that ends with its page.

Drawing takes hundreds of megabytes for a large class, which this process would never give back;
and where the libraries for it are missing, everything else still runs.
"""

import logging
import subprocess
import sys
from pathlib import Path
from threading import Lock

from appliance.errors import Unavailable
from roster.sentence import sentence

log = logging.getLogger(__name__)

LONGEST_S = 120
_one_at_a_time = Lock()


def pdf(html: bytes, longest_s: float = LONGEST_S) -> bytes:
    """The page as PDF. It takes a while."""
    command = [sys.executable, "-m", "web.drawing"]
    here = Path(__file__).parents[1]
    try:
        with _one_at_a_time:
            drawn = subprocess.run(
                command, input=html, capture_output=True, cwd=here, timeout=longest_s
            )
    except subprocess.TimeoutExpired as late:
        raise _undrawn(f"not drawn within {longest_s} s") from late
    if drawn.stderr:
        log.warning("drawing cards: %s", drawn.stderr.decode(errors="replace")[-2000:])
    if drawn.returncode != 0:
        raise _undrawn(f"drawing ended with {drawn.returncode}")
    return drawn.stdout


def _undrawn(text: str) -> Unavailable:
    return Unavailable(text, say=sentence("cards-undrawn"))
