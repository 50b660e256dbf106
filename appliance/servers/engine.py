"""The container engine, and the only place that speaks to it: the launcher's verbs with Docker."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import docker
import docker.errors
import requests
import urllib3

from appliance.servers import container, refusals, reports, running
from appliance.servers.attached import Sink, Source
from appliance.servers.folders import Folders
from appliance.servers.home_files import HomeFiles
from appliance.servers.housekeeping import Housekeeping
from appliance.servers.rules import Rules, check_grace, check_seat_number
from appliance.servers.scales import machine_mb
from appliance.servers.spec import LISTENING, About, JobEnd, JobSpec, Seen, Spec, Usage

CONNECTIONS = 64
LOG_LINES = 200
EVENTS = ["start", "die", "oom", "destroy"]
GONE = (docker.errors.DockerException, requests.RequestException, urllib3.exceptions.HTTPError)


class Engine(Housekeeping):
    """Keeps the promises of the launcher's vocabulary on one Docker engine."""

    def __init__(
        self,
        project: str,
        images: frozenset[str],
        homes: Path,
        courses: Path,
        client: docker.DockerClient,
        files: HomeFiles | None = None,
    ) -> None:
        self._project = project
        super().__init__(Folders(homes, courses, files))
        self._docker = client
        self._rules = Rules(images, machine_mb(), float(os.cpu_count() or 1))

    def seen(self) -> list[Seen]:
        """Every seat's container, running or not. Raises Unavailable."""
        with _explained():
            found = self._docker.api.containers(all=True, filters=self._ours("homeroom.seat"))
            reported = [self._seen(row) for row in found if row["State"] != "removing"]
        return [seat for seat in reported if seat]

    def start(self, spec: Spec) -> Seen:
        """A fresh container for this seat, in place of any other; running when this returns.

        Raises Invalid or NotAllowed for what the rules forbid, Unavailable when it cannot be.
        """
        self._rules.check_seat(spec)
        name = container.seat_name(self._project, spec.seat)
        with _explained(spec.image):
            self._need_subpaths()
            self._remove(name)
            self._folders.ensure_seat(spec)
            with self._folders.device(spec.seat) as device:
                fenced = self._folders.fenced
                template = container.seat_arguments(self._project, spec, device, fenced=fenced)
                made = self._launched(name, template)
            settings = self._docker.api.inspect_container(made)["NetworkSettings"]
        address = reports.address_in(settings, container.seats_network(self._project))
        return Seen(spec.seat, spec.start, "running", address, None, False)

    def stop(self, seat: int, grace_s: int = 5) -> None:
        """End it, within `grace_s` seconds politely, and remove it. Gone already is success."""
        check_seat_number(seat)
        check_grace(grace_s)
        name = container.seat_name(self._project, seat)
        with _explained(), contextlib.suppress(docker.errors.NotFound):
            self._docker.api.stop(name, timeout=grace_s)
            self._remove(name)

    def let_work(self, seat: int) -> None:
        """Give a seat that has booted its full share of the processors. Gone is success."""
        check_seat_number(seat)
        name = container.seat_name(self._project, seat)
        with _explained(), contextlib.suppress(docker.errors.NotFound):
            self._docker.api.update_container(name, cpu_shares=container.WORK_SHARES)

    def usage(self) -> list[Usage]:
        """What every running seat uses now. Raises Unavailable."""
        with _explained():
            found = self._docker.api.containers(filters=self._ours("homeroom.seat"))
            reported = [self._usage(row) for row in found]
        return [seat for seat in reported if seat]

    def logs(self, seat: int) -> str:
        """The last lines of a seat's container, also of one that ended. Raises NotFound."""
        check_seat_number(seat)
        name = container.seat_name(self._project, seat)
        with _explained():
            try:
                text = self._docker.api.logs(name, tail=LOG_LINES)
            except docker.errors.NotFound:
                raise refusals.no_container(seat) from None
        return bytes(text).decode(errors="replace")

    def run_job(self, job: JobSpec, body: Source, out: Sink) -> JobEnd:
        """Run one job to its end, its deadline or its output limit, and remove it whatever came.

        Past the output limit it is killed, and its log says so. Raises Unavailable when it cannot
        run or its input breaks off.
        """
        self._rules.check_job(job)
        until = time.monotonic() + job.deadline_s
        with _explained(job.image):
            self._need_subpaths()
            if job.kind != "execute":
                self._folders.ensure_course(job.classroom)
            name = container.job_name(self._project, job.id)
            made = self._create(name, container.job_arguments(self._project, job))
            try:
                return running.run(self._docker.api, made, job, body, out, until)
            finally:
                self._remove(made)

    def erase_home(self, seat: int) -> None:
        """Remove a seat's files for good. Gone already is success.

        Raises Conflict while the seat has a container, Unavailable when it cannot be.
        """
        check_seat_number(seat)
        with _explained():
            there = self._docker.api.containers(
                all=True, filters=self._ours(f"homeroom.seat={seat}")
            )
        if there:
            raise refusals.in_use(seat)
        self._folders.erase_home(seat)

    def events(self) -> Iterator[str]:
        """A line once it listens, and one whenever a container of ours starts or ends, for ever.

        Raises Unavailable when the engine goes away; the caller tries again.
        """
        filters = {"type": "container", "event": EVENTS, **self._ours()}
        with _explained(), contextlib.closing(self._stream(filters)) as stream:
            yield LISTENING
            for event in stream:
                labels = event["Actor"]["Attributes"]
                kind = "seat" if "homeroom.seat" in labels else "job"
                yield f"{event['Action']} {kind} {labels.get(f'homeroom.{kind}', '')}"
        raise refusals.gone("the stream of events ended")

    def about(self) -> About:
        """Versions, size of the machine, and what is wrong with it. Raises Unavailable."""
        with _explained():
            version, info = self._docker.version(), self._docker.info()
            network = container.seats_network(self._project)
            internal = self._internal(network)
        problems = refusals.problems(version["ApiVersion"], info, network, internal)
        return About(
            version["Version"],
            version["ApiVersion"],
            info["NCPU"],
            info["MemTotal"] // container.MB,
            *self._folders.disk_mb(),
            tuple(problems),
            self._folders.quota(),
            self._folders.quota_refused(),
        )

    def remove_leftover_jobs(self) -> None:
        """Remove the jobs of an earlier launcher: nobody reads their output any more.

        With them goes what they, and others killed before them, left in the course folders.
        """
        with _explained():
            for row in self._docker.api.containers(all=True, filters=self._ours("homeroom.job")):
                self._remove(row["Id"])
        self._folders.erase_job_folders()

    def _stream(self, filters: dict[str, Any]) -> Any:
        return self._docker.api.events(decode=True, filters=filters)

    def _ours(self, *labels: str) -> dict[str, list[str]]:
        return {"label": [f"homeroom.project={self._project}", *labels]}

    def _need_subpaths(self) -> None:
        # An older engine would leave the subpath out and mount everybody's homes.
        version = self._docker.api.api_version
        if refusals.too_old(version):
            raise refusals.outdated(version)

    def _internal(self, network: str) -> bool | None:
        """Whether the network has no way out; None when there is none."""
        try:
            return bool(self._docker.api.inspect_network(network)["Internal"])
        except docker.errors.NotFound:
            return None

    def _seen(self, row: dict[str, Any]) -> Seen | None:
        """What one row of the engine's list says; None when it went away meanwhile."""
        ended = None
        if reports.state_of(row) == "exited":
            try:
                ended = self._docker.api.inspect_container(row["Id"])["State"]
            except docker.errors.NotFound:
                return None
        return reports.seen(row, ended, container.seats_network(self._project))

    def _usage(self, row: dict[str, Any]) -> Usage | None:
        """What one running seat uses; None when it ended meanwhile."""
        try:
            stats = self._docker.api.stats(row["Id"], stream=False, one_shot=True)
        except docker.errors.NotFound:
            return None
        return reports.usage(row, stats)

    def _create(self, name: str, arguments: container.Arguments) -> str:
        create: Callable[..., dict[str, Any]] = self._docker.api.create_container_from_config
        return str(create(arguments, name)["Id"])

    def _launched(self, name: str, arguments: container.Arguments) -> str:
        made = self._create(name, arguments)
        try:
            self._docker.api.start(made)
        except docker.errors.APIError:
            self._remove(made)
            raise
        return made

    def _remove(self, name: str) -> None:
        """Make sure it is gone. Gone already is success, and so is somebody else removing it."""
        with contextlib.suppress(docker.errors.NotFound):
            try:
                self._docker.api.remove_container(name, force=True, v=True)
            except docker.errors.APIError as error:
                if error.status_code != 409:
                    raise
                self._docker.api.wait(name, condition="removed")


def connect() -> docker.DockerClient:
    """The engine the environment names, with room for a whole class at once. Raises Unavailable."""
    with _explained():
        return docker.DockerClient.from_env(max_pool_size=CONNECTIONS)


@contextlib.contextmanager
def _explained(image: str = "") -> Iterator[None]:
    """Turn what the engine raises into what a person can act on."""
    try:
        yield
    except docker.errors.ImageNotFound as error:
        raise refusals.no_image(image, _short(error)) from error
    except docker.errors.APIError as error:
        raise refusals.refused(error.status_code, _short(error)) from error
    except GONE as error:
        raise refusals.gone(_short(error)) from error


def _short(error: Exception) -> str:
    return str(error)[:500]
