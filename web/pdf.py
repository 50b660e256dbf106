"""Pages on paper: the only use of WeasyPrint."""

from pathlib import Path
from threading import Lock

STYLE = Path(__file__).parent / "static/cards.css"
_one_at_a_time = Lock()  # a large class takes seconds and some memory


def pdf(html: bytes) -> bytes:
    """The page as PDF, with the cards' style sheet and nothing else. It takes a while."""
    # Loading it takes a second and 30 MB, which a box that makes no PDF need not pay; and where
    # its libraries are missing, everything else still runs.
    from weasyprint import CSS, HTML
    from weasyprint.urls import URLFetcher

    nothing = URLFetcher(allowed_protocols=())
    with _one_at_a_time:
        style = CSS(string=STYLE.read_text("utf-8"), url_fetcher=nothing)
        made = HTML(string=html.decode(), url_fetcher=nothing).write_pdf(stylesheets=[style])
    return bytes(made)
