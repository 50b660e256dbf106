"""A folder like the project's own, in which parts of the `homeroom` command are run one by one."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEANT_FOR_US = ("HOMEROOM_", "PIP_", "COMPOSE_")
OURS = "/usr/bin:/bin"
CERTIFICATES = ("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


class Folder:
    """A project folder with its own `.env`; `run` sources the shell's parts and runs a line."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.env_file = path / ".env"
        shutil.copytree(ROOT / "compose", path / "compose")
        shutil.copy(ROOT / "docker-compose.yml", path)

    def run(self, line: str, **environment: str) -> str:
        """What the line prints on standard output."""
        result = self.attempt(line, **environment)
        assert result.returncode == 0, result.stderr
        return result.stdout

    def attempt(self, line: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """The line's whole result; nothing of this machine's settings reaches it."""
        sources = "".join(
            f". compose/lib/{part}.sh\n"
            for part in ("say", "settings", "secrets", "engine", "images", "stack", "doctor")
        )
        return subprocess.run(
            ["sh", "-euc", sources + line],
            cwd=self.path,
            env=_clean() | {"HOME": str(self.path)} | environment,
            capture_output=True,
            text=True,
            timeout=30,
        )


class Play:
    """Puts programs on the path that answer what they are told to."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self.path = f"{folder}:{OURS}"

    def program(self, name: str, script: str) -> None:
        path = self._folder / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def engine(self, version: str = "26.1.5") -> None:
        self.program(
            "docker",
            f"case $1 in version) echo {version} ;; info) echo /var/lib/docker ;;"
            " compose | buildx) [ $2 = version ] ;; image) exit 1 ;; *) exit 1 ;; esac",
        )

    def room(self, megabytes: int) -> None:
        self.program("df", f"printf 'Filesystem\\nx 1 1 {megabytes} 1 /\\n'")


def _clean() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(MEANT_FOR_US) and name not in CERTIFICATES
    }
