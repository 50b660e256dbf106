"""Make pages of student work harmless: no script of theirs may run in a reader's browser."""

from collections.abc import Callable
from typing import Any

import bleach
from jinja2 import pass_context
from jinja2.runtime import Context
from nbconvert.exporters import HTMLExporter
from traitlets.config import Config

TAGS = (
    bleach.ALLOWED_TAGS
    | {"p", "div", "span", "pre", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "img", "del"}
    | {"table", "thead", "tbody", "tr", "th", "td", "sub", "sup", "dl", "dt", "dd"}
)
PROTOCOLS = bleach.ALLOWED_PROTOCOLS | {"data"}


@pass_context
def clean_markdown(context: Context, source: str) -> str:
    """nbconvert's markdown2html, cleaned. Its own leaves HTML in a text as it is."""
    html = _MARKDOWN(context, source)
    return str(bleach.clean(html, tags=TAGS, attributes=_allowed, protocols=PROTOCOLS))


def harmless() -> Config:
    """The configuration for every page made of a student's notebook."""
    config = Config()
    # This one covers outputs alone; nbgrader's templates print Markdown as it comes.
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"markdown2html": "homeroom_grading.pages.clean_markdown"}
    return config


def _allowed(tag: str, name: str, value: str) -> bool:
    if name == "href":
        return tag == "a" and not value.strip().lower().startswith("data:")
    if name == "src":
        return tag == "img"
    return name in {"alt", "title", "class", "width", "height", "align", "colspan", "rowspan"}


_MARKDOWN: Callable[[Any, str], str] = HTMLExporter().markdown2html
