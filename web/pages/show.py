"""Templates into answers, in the visitor's language."""

import re
from datetime import date, datetime, time
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton, format_time, get_timezone_name
from babel.numbers import format_decimal
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from appliance import words
from roster.sentence import Fact, Sentence
from web.deps import language_of
from web.forms import form_token

# English as most of the world writes it: the day before the month, and 24 hours.
_REGION = {"en": "en_GB"}

AFTER_FAILURE = "htmx:sendError delay:2s, htmx:responseError delay:2s"
"""What a piece that renews itself does when the hub was away: it asks again."""

_templates = Jinja2Templates(Path(__file__).parents[1] / "templates")


@pass_context
def moment(context: Context, value: datetime | None, zone: str = "") -> str:
    """A time as people read it, in this zone or the box's, which is said: the reader may differ."""
    if not value:
        return ""
    here = value.astimezone(ZoneInfo(zone) if zone else context["zone"])
    day, time = weekday(context, here), _time(context, here)
    return words.spoken(
        "moment", context["language"], day=day, time=time, zone=_zone(here, context)
    )


def _zone(here: datetime, context: Context) -> str:
    """The zone's short name; where the language has none, as others write it."""
    short = get_timezone_name(here, "short", locale=context["language"])
    return short if re.fullmatch("[A-Z]{3,5}", short) else here.tzname() or ""


@pass_context
def clock(context: Context, value: datetime | time) -> str:
    """The time of day, in the zone of the box."""
    here = value.astimezone(context["zone"]) if isinstance(value, datetime) else value
    return _time(context, here)


def _time(context: Context, here: datetime | time) -> str:
    language = context["language"]
    return format_time(here, "short", locale=_REGION.get(language, language))


@pass_context
def bell(context: Context, value: datetime) -> str:
    """A time within the next week, with its date, for today's weekday comes twice: `Tue 1 Dec
    08:00`."""
    day = _day(context, value.astimezone(context["zone"]), "MMMEd")
    return f"{day} {clock(context, value)}"


@pass_context
def typed(context: Context, value: datetime | None, zone: str = "") -> str:
    """A moment as a form's field holds it, in this zone or the box's."""
    here = ZoneInfo(zone) if zone else context["zone"]
    return value.astimezone(here).strftime("%Y-%m-%dT%H:%M") if value else ""


@pass_context
def weekday(context: Context, value: date | None) -> str:
    """A day with its weekday, abbreviated."""
    return _day(context, value, "yMMMEd")


@pass_context
def day(context: Context, value: date | None) -> str:
    """A day."""
    return _day(context, value, "yMMMd")


def _day(context: Context, value: date | None, skeleton: str) -> str:
    language = context["language"]
    locale = _REGION.get(language, language)
    return format_skeleton(skeleton, value, locale=locale) if value else ""


@pass_context
def marks(context: Context, value: float | None) -> str:
    """Points without a needless fraction, and with the language's own decimal sign."""
    return "" if value is None else format_decimal(value, locale=context["language"])


_templates.env.filters |= {
    one.__name__: one for one in (moment, clock, bell, typed, weekday, day, marks)
}
_templates.env.auto_reload = False
_templates.env.trim_blocks = _templates.env.lstrip_blocks = True


def page(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """The template with what every page needs.

    `trouble` holds Sentences about the box itself; the layout shows them to teachers.
    """
    parts = request.app.state.parts
    language, xsrf = language_of(request), form_token(parts.key, request)
    common = {
        "language": language,
        "t": partial(_spoken, language),
        "to_teacher": partial(_spoken_to_teacher, language),
        "xsrf": xsrf,
        "token": Markup('<input type="hidden" name="_xsrf" value="{}">').format(xsrf),
        "origin": parts.settings.hub_origin,
        "zone": parts.settings.zone,
        "trouble": parts.health.troubles,
        "stuck": parts.health.holds_up_starts,
        "after_failure": AFTER_FAILURE,
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


def _spoken_to_teacher(language: str, said: Sentence) -> str:
    return words.spoken_to_teacher(said, language)
