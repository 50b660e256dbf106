"""Every setting of the appliance, typed and explained; read once and passed on."""

import socket
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from appliance.errors import Invalid
from roster.sentence import sentence

PortNumber = Annotated[int, Field(ge=1, le=65535)]


class Settings(BaseSettings):
    """What the environment says, with the prefix `HOMEROOM_`."""

    model_config = SettingsConfigDict(env_prefix="HOMEROOM_", frozen=True, env_ignore_empty=True)

    project: str = Field(
        default="homeroom",
        pattern=r"^[a-z0-9][a-z0-9-]{0,31}$",
        description="Name of this instance; containers, volumes and networks begin with it.",
    )
    address: str = Field(
        default="",
        pattern=r"^[A-Za-z0-9.-]*$",
        description="Host name or IPv4 address people type; found out by itself when empty.",
    )
    port: PortNumber = Field(default=8000, description="Port of the sign-in and class pages.")
    notebook_ports: str = Field(
        default="8100-8399",
        pattern=r"^\d{1,5}-\d{1,5}$",
        description="Range of ports for notebooks; every student's server has one of its own.",
    )
    hub_port: PortNumber = Field(
        default=18000, description="Loopback port on which the hub listens."
    )
    api_port: PortNumber = Field(
        default=8081, description="Port at the gateway for notebooks' calls."
    )
    subnet: str = Field(default="10.213.0.0/22", description="Addresses of the students' network.")
    gateway: str = Field(
        default="10.213.0.1", description="This machine's address on that network."
    )
    course_image: str = Field(
        default="homeroom/course", description="Image of every notebook server."
    )
    memory_mb: int = Field(
        default=1024, ge=256, description="Memory of one notebook server, in MB."
    )
    memory_budget_mb: int | None = Field(
        default=None,
        ge=256,
        description="Memory, in MB, that all notebook servers together may use before the next "
        "one has to wait; the machine's less 3 GB, or three quarters, when empty.",
    )
    cpus: float = Field(default=1.0, gt=0, description="Processor share of one notebook server.")
    pids: int = Field(default=256, ge=64, description="Processes one notebook server may have.")
    home_mb: int = Field(
        default=2048, ge=50, description="What the files of one seat may take on the disk, in MB."
    )
    home_files: bool = Field(
        default=False,
        description="Whether each new home is a file of full size with a file system in it.",
    )
    disk_reserve_mb: int = Field(
        default=2048,
        ge=0,
        description="Room, in MB, that homes leave on the disk: below it whoever fills it is "
        "stopped.",
    )
    grading_seconds: int = Field(
        default=60,
        ge=1,
        description="Seconds one notebook may compute while it is graded.",
    )
    time_zone: str = Field(
        default="UTC",
        description="Zone of the times on pages and of the hours of classes, as Europe/Berlin.",
    )
    data: Path = Field(default=Path("/data"), description="Database, homework store and secrets.")
    routes: Path = Field(
        default=Path("/routes"),
        description="Folder of route files, shared with the proxy.",
    )
    homes: Path = Field(
        default=Path("/homes"),
        description="Homes of the seats, as the launcher sees them.",
    )
    courses: Path = Field(
        default=Path("/courses"),
        description="Course folders, as the launcher sees them.",
    )
    socket: Path = Field(
        default=Path("/run/homeroom/launcher.sock"),
        description="Socket between hub and launcher.",
    )

    @field_validator("address")
    @classmethod
    def _found_when_empty(cls, value: str) -> str:
        return value.lower() or own_address()

    @field_validator("notebook_ports")
    @classmethod
    def _rising_range(cls, value: str) -> str:
        first, last = map(int, value.split("-"))
        if not 1 <= first <= last <= 65535:
            raise ValueError("expected FIRST-LAST, rising, both between 1 and 65535")
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError) as error:
            raise ValueError("expected the name of a time zone, like Europe/Berlin") from error
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The zone of the box, with its summers and winters."""
        return ZoneInfo(self.time_zone)

    @property
    def seat_ports(self) -> range:
        """The ports notebooks may have."""
        first, last = map(int, self.notebook_ports.split("-"))
        return range(first, last + 1)

    @property
    def hub_origin(self) -> str:
        """Scheme, host and port of the hub's pages."""
        return self.seat_origin(self.port)

    def seat_origin(self, port: int) -> str:
        """Scheme, host and port of what is reached at this port, as browsers write them."""
        # Browsers leave the default port out of Host and Origin, and those are compared.
        return f"http://{self.address}" + ("" if port == 80 else f":{port}")

    @property
    def database_url(self) -> str:
        return f"sqlite:///{self.data / 'homeroom.db'}"


def own_address() -> str:
    """This machine's address on its network; nothing is sent to find it out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return str(probe.getsockname()[0])
        except OSError:
            return "localhost"


def read() -> Settings:
    """The settings, or one sentence that names the wrong one."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = f"HOMEROOM_{'_'.join(map(str, first['loc'])).upper()}"
        given, why = str(first["input"])[:80], first["msg"]
        raise Invalid(
            f"{name} is {given!r}: {why}",
            say=sentence("setting-wrong", name=name, given=given, why=why),
        ) from error
