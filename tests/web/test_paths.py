"""Where to go next: only ever a path of this hub."""

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.paths import safe_next, sign_in_path

HOME = "http://localhost:8000/hub/login"


@pytest.mark.parametrize(
    "path",
    [
        "//h", "///h", "/\\h", "\\\\h", "/\\/h", "https:h", "https://h", "http:///h",
        "%2f%2fh", "/%2f/h", "/%2fh", "%252f%252fh", "/%252fh", "/%09/h", "/\t/h", "/%0a/h",
        "/\n/h", "\x00/h", "/%00h", "/\x7fh", "user@h", "@h", "javascript:alert(1)", "data:x",
        "hub/desk", "/a/../../h", "/a/%2e%2e/h", " //h", "", "/" + "x" * 5000,
    ],
    ids=ascii,
)  # fmt: skip
def test_the_way_on_stays_on_the_hub(path: str) -> None:
    assert safe_next(path, "/otherwise") == "/otherwise"


@pytest.mark.parametrize(
    "path",
    [
        "/hub/desk",
        "/hub/user/ana/biology-1/lab/tree/50%25%20%231%3F.ipynb",
        "/hub/api/oauth2/authorize?client_id=x&redirect_uri=http%3A%2F%2Fa%3A8100%2Fb&state=//",
        "/user@h",
    ],
)
def test_a_path_of_ours_is_kept_to_the_letter(path: str) -> None:
    assert safe_next(path, "") == path


def test_nothing_leads_to_the_page_that_fits() -> None:
    assert safe_next(None, "/hub/desk") == "/hub/desk"


@given(st.text("/\\:%25fFhH@.?#\t\n 2", max_size=12))
def test_no_text_ever_leads_away(path: str) -> None:
    kept = safe_next(path, "/")
    assert urlsplit(urljoin(HOME, kept)).netloc == "localhost:8000"
    assert not kept.startswith(("//", "/\\"))


def test_the_sign_in_page_carries_the_whole_way_on() -> None:
    assert sign_in_path("/hub/x?a=1&b=#2") == "/?next=/hub/x%3Fa%3D1%26b%3D%232"
