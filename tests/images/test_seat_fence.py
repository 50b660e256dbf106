"""What no process of a seat may do, tried by one that was started behind the fence."""

import os
import platform
import subprocess
import sys
from pathlib import Path

import pytest
from homeroom_seat.fence import MACHINES

pytestmark = pytest.mark.skipif(
    platform.machine() not in MACHINES, reason="this machine's calls are not known to the fence"
)
COURSE = Path(__file__).parents[2] / "images" / "course"
BEHIND = (
    "import os, sys; from homeroom_seat import fence; fence.close(); os.execvp(*eval(sys.argv[1]))"
)
TRY = """
import ctypes, fcntl, os, sys
handle = os.open(sys.argv[1], os.O_RDONLY)
def told(work):
    try:
        work()
    except OSError as error:
        return error.errno
    return 0
attributes = bytearray(28)
flags = bytearray(8)
def call(*words):
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.syscall(*words):
        raise OSError(ctypes.get_errno(), "")
disguise = ctypes.c_uint64(1 << 32 | 0x401C5820)
print(
    told(lambda: fcntl.ioctl(handle, 0x401C5820, bytes(28))),
    told(lambda: fcntl.ioctl(handle, 0x40086602, flags)),
    told(lambda: call(469, -1, b"", 0, 0, 0)),
    told(lambda: call({ioctl}, handle, disguise, bytes(28))),
    told(lambda: fcntl.ioctl(os.openpty()[0], 0x5413, bytes(8))),
)
"""


def answers(folder: Path) -> list[int]:
    ioctl = MACHINES[platform.machine()][1]
    program = (sys.executable, "-c", TRY.replace("{ioctl}", str(ioctl)), str(folder))
    done = subprocess.run(
        (sys.executable, "-c", BEHIND, repr((sys.executable, program))),
        env=os.environ | {"PYTHONPATH": str(COURSE)},
        capture_output=True,
        text=True,
        check=True,
    )
    return [int(word) for word in done.stdout.split()]


def test_no_project_is_given_and_all_else_goes_on(tmp_path: Path) -> None:
    refused = 1
    assert answers(tmp_path) == [refused, refused, refused, refused, 0]
