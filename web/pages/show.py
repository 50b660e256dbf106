"""Templates into answers."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from appliance import words
from roster.sentence import Fact, Sentence
from web.forms import form_token

_templates = Jinja2Templates(Path(__file__).parents[1] / "templates")


def moment(value: datetime | None) -> str:
    """A time as people read it; the zone is said, for the box and the reader may differ."""
    return value.strftime("%a %d %b %Y, %H:%M UTC") if value else ""


def marks(value: float | None) -> str:
    """Points without a needless fraction."""
    return "" if value is None else f"{value:g}"


_templates.env.filters["moment"] = moment
_templates.env.filters["marks"] = marks
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """The template with what every page needs."""
    parts = request.app.state.parts
    language = words.choose(request.headers.get("accept-language", ""))
    common = {
        "language": language,
        "t": partial(_spoken, language),
        "xsrf": form_token(parts.key, request),
        "origin": parts.settings.hub_origin,
    }
    return _templates.TemplateResponse(
        request,
        template,
        common | context,
        status_code=status,
        headers={"Vary": "Accept-Language"},
    )


def _spoken(language: str, said: Sentence | str, **facts: Fact) -> str:
    return words.spoken(said, language, **facts)
