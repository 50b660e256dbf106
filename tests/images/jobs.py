"""Run grading jobs as the launcher does: a tar in, a tar out."""

import io
import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from homeroom_grading import streams

IMAGE = Path(__file__).parents[2] / "images" / "course"


def packed(order: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """A job as a tar, job.json first."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, content in {"job.json": json.dumps(order).encode(), **files}.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return out.getvalue()


def unpacked(tar_file: bytes) -> tuple[Any, dict[str, bytes]]:
    """The result and the files of an answer, whose first member must be the result."""
    with tarfile.open(fileobj=io.BytesIO(tar_file), mode="r:") as tar:
        files = {member.name: tar.extractfile(member) for member in tar}
        contents = {name: file.read() for name, file in files.items() if file is not None}
    assert next(iter(contents)) == "result.json"
    return json.loads(contents.pop("result.json")), contents


def inside(
    work: Any, root: Path, order: Mapping[str, Any], files: Mapping[str, bytes]
) -> tuple[Any, dict[str, bytes]]:
    """Run a job's function in this process, in the course folder `root`."""
    folder = root / f".job-{len(list(root.iterdir()))}"
    folder.mkdir(parents=True)
    job = streams.read(io.BytesIO(packed(order, files)), folder)
    out = io.BytesIO()
    streams.write(work(job, root), out)
    return unpacked(out.getvalue())


def sealed(
    order: Mapping[str, Any], files: Mapping[str, bytes], place: Path
) -> subprocess.CompletedProcess[bytes]:
    """Run the sealed runner as a process of its own, with next to no environment."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(IMAGE)}
    return subprocess.run(
        [sys.executable, "-m", "homeroom_grading", "execute", str(place)],
        input=packed(order, files),
        capture_output=True,
        env=environment,
        timeout=120,
        check=False,
    )
