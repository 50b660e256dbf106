"""Draws pages on paper: `python -m web.drawing` takes HTML, gives PDF. Only here is WeasyPrint."""

import logging
import sys
from pathlib import Path

from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

STYLE = Path(__file__).parent / "static/cards.css"


def draw(html: bytes) -> bytes:
    """The page with the cards' style sheet; whatever else it links to is not fetched."""
    nothing = URLFetcher(allowed_protocols=())
    style = CSS(string=STYLE.read_text("utf-8"), url_fetcher=nothing)
    page = HTML(string=html.decode(), url_fetcher=nothing)
    return bytes(page.write_pdf(stylesheets=[style]))


if __name__ == "__main__":
    logging.basicConfig(format="%(message)s")
    sys.stdout.buffer.write(draw(sys.stdin.buffer.read()))
