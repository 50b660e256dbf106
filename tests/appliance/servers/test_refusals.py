"""What people are told when the engine says no."""

import pytest

from appliance.errors import Conflict, Unavailable
from appliance.servers.refusals import problems, refused, too_old
from appliance.words import spoken

WHOLE = {"MemoryLimit": True, "PidsLimit": True}


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("mkdir /x: no space left on device", "disk is full"),
        ("fork/exec: cannot allocate memory", "out of memory"),
        ("network homeroom-seats not found", "./homeroom up"),
        ("something new", "./homeroom logs launcher"),
    ],
)
def test_refusal_says_what_to_do(text: str, say: str) -> None:
    error = refused(500, text)
    assert isinstance(error, Unavailable) and say in spoken(error.say)


def test_name_that_is_taken_is_a_conflict() -> None:
    assert isinstance(refused(409, "name in use"), Conflict)


def test_engine_without_subpaths_is_too_old() -> None:
    assert too_old("1.44") and not too_old("1.45") and not too_old("2.0")
    (problem,) = problems("1.44", WHOLE, "homeroom-seats", True)
    assert "Docker 26" in spoken(problem)


def test_every_missing_wall_is_named() -> None:
    lame = {"MemoryLimit": False, "PidsLimit": False}
    assert len(list(problems("1.45", lame, "homeroom-seats", None))) == 3
    assert list(problems("1.45", WHOLE, "homeroom-seats", True)) == []
    (problem,) = problems("1.45", WHOLE, "homeroom-seats", False)
    assert "homeroom-seats is not closed" in spoken(problem)
