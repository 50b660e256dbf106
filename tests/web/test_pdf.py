"""Pages on paper fetch nothing."""

from pathlib import Path

import pytest

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
