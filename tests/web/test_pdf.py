"""Pages on paper fetch nothing, and are drawn elsewhere."""

import subprocess
import sys
from pathlib import Path

import pytest

from appliance.errors import Unavailable
from web.pdf import pdf

RED = (
    '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "{0}"</style>'
    '<image href="{0}" width="9" height="9"/></svg>'
)


def test_nothing_is_fetched_for_a_page(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    plain = len(pdf(b"<!doctype html><p>Ana</p>"))
    picture = tmp_path / "x.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>')
    for link in (picture.as_uri(), "http://127.0.0.1:9/x.svg", "x.svg"):
        page = f'<!doctype html><link rel="stylesheet" href="{link}"><p>Ana</p><img src="{link}">'
        assert abs(len(pdf((page + RED.format(link)).encode())) - plain) < 200
    assert "Failed to load" in caplog.text


def test_a_page_that_takes_too_long_is_given_up_with_a_sentence() -> None:
    with pytest.raises(Unavailable) as late:
        pdf(b"<p>Ana</p>", longest_s=0.01)
    assert late.value.say.name == "cards-undrawn"


def test_a_page_that_cannot_be_drawn_is_told_with_a_sentence(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with pytest.raises(Unavailable) as broken:
        pdf(b"\xff is not UTF-8")
    assert broken.value.say.name == "cards-undrawn" and "UnicodeDecodeError" in caplog.text


def test_the_hub_never_loads_what_draws() -> None:
    program = "import sys, web.app; sys.exit('weasyprint' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program]).returncode == 0
