"""Our hub over an engine that only remembers; it reads the HOMEROOM_ settings as the real one.

Its jobs release homework as it was uploaded. It ends when its standard input does, so that it never
outlives the benchmark.
"""

import io
import json
import logging
import os
import sys
import tarfile
import threading

from appliance import archive, settings
from appliance.servers import knock
from appliance.servers.spec import JobSpec
from tests.fakes import Done, FakeEngine
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
    engine = FakeEngine()
    engine.work |= {"add-source": _add_source, "generate": _generate}
    serve(config, engine)


_sources: dict[str, list[tuple[str, bytes]]] = {}


def _add_source(job: JobSpec, given: bytes) -> Done:
    """What a teacher uploaded, kept for the next job."""
    with tarfile.open(fileobj=io.BytesIO(given)) as tar:
        files = {one.name: tar.extractfile(one) for one in tar}
        read = {name: file.read() for name, file in files.items() if file}
    order = json.loads(read.pop("job.json"))
    made = [(name.replace("source/", "release/", 1), data) for name, data in read.items()]
    _sources[order["assignment"]] = made
    return _answer([])


def _generate(job: JobSpec, given: bytes) -> Done:
    """The students' version is the teacher's: there is no nbgrader here to tell them apart."""
    with tarfile.open(fileobj=io.BytesIO(given)) as tar:
        file = tar.extractfile("job.json")
        order = json.load(file) if file else {}
    return _answer(_sources[order["assignment"]])


def _answer(files: list[tuple[str, bytes]]) -> Done:
    out = io.BytesIO()
    archive.pack([("result.json", b'{"problems": []}'), *files], out)
    return Done(out.getvalue())


def _end_with_input() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
