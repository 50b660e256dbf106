"""One look at every page, for all the tests of how pages are."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.conftest import school_in, settings_in
from tests.fakes import FakeEngine
from tests.web.conftest import HOME, Hub
from tests.web.templates.album import Album, taken
from web.app import create_app


@pytest.fixture(scope="session")
def album(
    tmp_path_factory: pytest.TempPathFactory, first_day: tuple[Path, Mapping[str, str]]
) -> Iterator[Album]:
    """Every page of a busy class in every language."""
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("HOMEROOM_")]:
            patch.delenv(name)
        school = school_in(settings_in(tmp_path_factory.mktemp("album")), first_day)
    engine = FakeEngine()
    engine.away = True
    app = create_app(school.settings, engine)
    with TestClient(app, base_url=HOME):
        yield taken(Hub(app, school, engine))
        engine.leave()
