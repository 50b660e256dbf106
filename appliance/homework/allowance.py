"""How much may be handed in at once: each class's own numbers."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from appliance import archive
from appliance.errors import Invalid
from appliance.models import Classroom
from roster.sentence import sentence

MB = 1024 * 1024


@dataclass(frozen=True)
class Allowance:
    """The most that one hand-in may have, unpacked."""

    mb: int
    files: int


USUAL = Allowance(mb=100, files=2000)
LEAST = Allowance(mb=1, files=1)
MOST = Allowance(mb=1024, files=20_000)
NAMES = tuple(field.name for field in fields(Allowance))


def of(classroom: Classroom) -> Allowance:
    """What holds in this class."""
    return Allowance(classroom.submission_mb, classroom.submission_files)


def limits(classroom: Classroom) -> archive.Limits:
    """The same, for whoever reads the archive."""
    return as_limits(of(classroom))


def as_limits(allowance: Allowance) -> archive.Limits:
    return archive.Limits(total_bytes=allowance.mb * MB, files=allowance.files)


def typed(words: Mapping[str, str]) -> Allowance:
    """The numbers of a form; an empty field is what is usual. Raises Invalid for no number."""
    return Allowance(**{name: _number(name, words.get(name, "").strip()) for name in NAMES})


def _number(name: str, text: str) -> int:
    if not text:
        return int(getattr(USUAL, name))
    if not text.isdecimal() or len(text) > 9:
        say = sentence("limit-no-number", what=sentence(f"allowance-{name}"), given=text[:40])
        raise Invalid(f"{name} is {text[:40]!r}", say=say)
    return int(text)


def choose(classroom: Classroom, wish: Allowance) -> None:
    """Take the numbers over for the class. Raises Invalid when one is out of bounds."""
    for name, value in asdict(wish).items():
        least, most = getattr(LEAST, name), getattr(MOST, name)
        if not least <= value <= most:
            what = sentence(f"allowance-{name}")
            say = sentence("limit-out-of-bounds", what=what, least=least, most=most)
            raise Invalid(f"{name} {value} is not between {least} and {most}", say=say)
    classroom.submission_mb, classroom.submission_files = wish.mb, wish.files
