"""`python -m homeroom_grading KIND`: one job, a tar in on stdin and a tar out on stdout."""

import ctypes
import importlib
import os
import sys
import tempfile
from pathlib import Path

from homeroom_grading import streams

COURSE = Path("/course")
SEALED = Path("/work")

# Each kind's module is loaded only when asked for: the sealed runner must not carry nbgrader.
KINDS = {
    "inspect": ("homeroom_grading.inspection", "inspect"),
    "appraise": ("homeroom_grading.appraisal", "appraise"),
    "add-source": ("homeroom_grading.source", "add_source"),
    "generate": ("homeroom_grading.source", "generate"),
    "prepare": ("homeroom_grading.prepare", "prepare"),
    "execute": ("homeroom_grading.execute", "execute"),
    "score": ("homeroom_grading.score", "score"),
    "feedback": ("homeroom_grading.feedback", "feedback"),
    "grades": ("homeroom_grading.grades", "grades"),
}

PR_SET_DUMPABLE = 4


def main(arguments: list[str]) -> int:
    """Do the job named by the first argument, in the folder named by a second one.

    Without a second one it is /course, or /work for the sealed runner. 2 for a wrong call.
    """
    if len(arguments) not in {1, 2} or arguments[0] not in KINDS:
        print(f"usage: python -m homeroom_grading {'|'.join(KINDS)} [FOLDER]", file=sys.stderr)
        return 2
    kind = arguments[0]
    # Instructors share the course folder through their group.
    os.umask(0o002)
    out = streams.private_stdout()
    if kind == "execute":
        _hide()
    # jsonschema would build a grammar for an optional check, which takes a second.
    sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]
    root = Path(arguments[1]) if arguments[1:] else SEALED if kind == "execute" else COURSE
    # On the volume that gets the files: moving them is a rename, and /tmp is small.
    with tempfile.TemporaryDirectory(prefix=".job-", dir=root) as folder, out:
        job = streams.read(sys.stdin.buffer, Path(folder))
        module, function = KINDS[kind]
        answer = getattr(importlib.import_module(module), function)(job, root)
        streams.write(answer, out)
    return 0


def _hide() -> None:
    """Keep the kernel, which runs as the same user, from reading or stopping this process."""
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
