"""No process of a seat gives files another project, so none leaves what its home may hold.

A file system with project quotas lets every owner do that, by one call of many that `ioctl` is.
What is forbidden here stays so for whatever this process starts, kernels and terminals included.
"""

import ctypes
import errno
import platform
import struct

SET_NO_NEW_PRIVS, SET_SECCOMP, BY_FILTER = 38, 22, 2
SET_ATTRIBUTES, SET_FLAGS = 0x401C5820, 0x40086602
SET_ATTRIBUTES_BY_NAME = 469
OTHER_TABLE = 0x40000000
"""From here on numbers are those of another table of calls, x32, which nothing here is made for."""
MACHINES = {"x86_64": (0xC000003E, 16), "aarch64": (0xC00000B7, 29)}
"""How the kernel names them, and the number of `ioctl` there."""

NUMBER, MACHINE, SECOND_ARGUMENT = 0, 4, 24
LOAD, SAME, LEAST, ANSWER = 0x20, 0x15, 0x35, 0x06
ALLOW, REFUSE = 0x7FFF0000, 0x00050000 | errno.EPERM


def close() -> None:
    """Forbid it from now on, where this can be; homes are measured all the same."""
    if platform.machine() not in MACHINES:
        return
    steps = _steps(*MACHINES[platform.machine()])
    program = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
    told = struct.pack("@HP", len(steps), ctypes.addressof(program))
    call = ctypes.CDLL(None).prctl
    call(SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    call(SET_SECCOMP, BY_FILTER, told, 0, 0)


def _steps(machine: int, ioctl: int) -> list[tuple[int, int, int, int]]:
    """The filter: what to do, how far to go on if so and if not, and with what."""
    return [
        (LOAD, 0, 0, MACHINE),
        (SAME, 0, 8, machine),
        (LOAD, 0, 0, NUMBER),
        (LEAST, 6, 0, OTHER_TABLE),
        (SAME, 5, 0, SET_ATTRIBUTES_BY_NAME),
        (SAME, 0, 3, ioctl),
        (LOAD, 0, 0, SECOND_ARGUMENT),
        (SAME, 2, 0, SET_ATTRIBUTES),
        (SAME, 1, 0, SET_FLAGS),
        (ANSWER, 0, 0, ALLOW),
        (ANSWER, 0, 0, REFUSE),
    ]
