"""Commands on this machine, and files handed to containers."""

import io
import subprocess
import tarfile
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command: str) -> str:
    """What the command prints; raises with its last words when it fails."""
    done = subprocess.run(command, cwd=ROOT, text=True, capture_output=True)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[:3])} failed:\n{done.stderr[-2000:]}")
    return done.stdout


def docker(*arguments: str) -> str:
    """What `docker` prints."""
    return run("docker", *arguments)


def tar_of(name: str, data: bytes) -> bytes:
    """A tar with this one file in it."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as tar:
        entry = tarfile.TarInfo(name)
        entry.size, entry.mode = len(data), 0o644
        tar.addfile(entry, io.BytesIO(data))
    return packed.getvalue()
