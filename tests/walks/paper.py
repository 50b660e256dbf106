"""A sheet of paper as a phone sees it: a PDF is drawn, and the squares on the drawing are read."""

import io
from typing import Any

import pypdfium2
import zxingcpp

from tests.walks.conftest import SHOTS

DOTS_PER_INCH = 150


def squares(pdf: bytes, name: str) -> list[str]:
    """What the QR codes on all pages say. The pages are kept as pictures of this name."""
    pages = _drawn(pdf)
    SHOTS.mkdir(exist_ok=True)
    for number, page in enumerate(pages, 1):
        page.save(SHOTS / f"{name}-{number}.png")
    return [found.text for page in pages for found in zxingcpp.read_barcodes(page)]


def _drawn(pdf: bytes) -> list[Any]:
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        return [page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()
