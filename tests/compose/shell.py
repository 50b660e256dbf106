"""A folder like the project's own, in which parts of the `homeroom` command are run one by one."""

import os
import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
MEANT_FOR_US = ("HOMEROOM_", "PIP_", "COMPOSE_")
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
            for part in ("say", "settings", "secrets", "engine", "images")
        )
        return subprocess.run(
            ["sh", "-euc", sources + line],
            cwd=self.path,
            env=_clean() | {"HOME": str(self.path)} | environment,
            capture_output=True,
            text=True,
            timeout=30,
        )


def _clean() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(MEANT_FOR_US) and name not in CERTIFICATES
    }
