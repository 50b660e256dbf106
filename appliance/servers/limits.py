"""What one notebook may use: its class's own numbers, and the box's where the class has none."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

from appliance.errors import Invalid
from appliance.models import Classroom
from appliance.servers.spec import About
from appliance.settings import Settings
from roster.sentence import Sentence, sentence

LEAST: Mapping[str, float] = {"memory_mb": 256, "cpus": 0.1, "pids": 64, "home_mb": 50}
MOST: Mapping[str, float] = {"memory_mb": 2**20, "cpus": 256, "pids": 4096, "home_mb": 2**20}


@dataclass(frozen=True)
class Limits:
    """What one notebook of a class may use."""

    memory_mb: int
    cpus: float
    pids: int
    home_mb: int


@dataclass(frozen=True)
class Own:
    """What a class chose for itself; None leaves it to the box."""

    memory_mb: int | None = None
    cpus: float | None = None
    pids: int | None = None
    home_mb: int | None = None


NAMES = tuple(field.name for field in fields(Own))


def limits(classroom: Classroom, settings: Settings) -> Limits:
    """What holds for this class."""
    return Limits(
        memory_mb=classroom.memory_mb or settings.memory_mb,
        cpus=classroom.cpus or settings.cpus,
        pids=classroom.pids or settings.pids,
        home_mb=classroom.home_mb or settings.home_mb,
    )


def usual(settings: Settings) -> dict[str, float]:
    """What the box gives to a class that chose nothing."""
    return {name: getattr(settings, name) for name in NAMES if name in type(settings).model_fields}


def own(classroom: Classroom) -> Own:
    """What this class chose."""
    return Own(classroom.memory_mb, classroom.cpus, classroom.pids, classroom.home_mb)


def most(machine: About | None) -> Mapping[str, float]:
    """The largest number for each; what is not known of the machine is not held against anybody."""
    if not machine:
        return MOST
    return {**MOST, "memory_mb": machine.memory_mb, "cpus": machine.cpus}


def typed(words: Mapping[str, str]) -> Own:
    """The numbers of a form; an empty field is the box's. Raises Invalid for what is no number."""
    return Own(
        memory_mb=_whole("memory_mb", words),
        cpus=_number("cpus", words),
        pids=_whole("pids", words),
        home_mb=_whole("home_mb", words),
    )


def choose(classroom: Classroom, wish: Own, machine: About | None) -> None:
    """Take the numbers over for the class. Raises Invalid when one is out of bounds."""
    for name, value in asdict(wish).items():
        if value is not None:
            _check(name, value, machine)
    for name, value in asdict(wish).items():
        setattr(classroom, name, value)


def _check(name: str, value: float, machine: About | None) -> None:
    least, largest = LEAST[name], most(machine)[name]
    if least <= value <= largest:
        return
    beyond = value > largest and largest != MOST[name]
    say = sentence(
        "limit-beyond-machine" if beyond else "limit-out-of-bounds",
        what=_what(name),
        most=largest,
        **({} if beyond else {"least": least}),
    )
    raise Invalid(f"{name} {value!r} is not between {least:g} and {largest:g}", say=say)


def _whole(name: str, words: Mapping[str, str]) -> int | None:
    number = _number(name, words)
    if number is None:
        return None
    if number != number // 1:
        raise _no_number(name, words[name])
    return int(number)


def _number(name: str, words: Mapping[str, str]) -> float | None:
    text = words.get(name, "").strip().replace(",", ".")
    if not text:
        return None
    try:
        number = round(float(text), 2)
    except (ValueError, OverflowError):
        raise _no_number(name, text) from None
    if abs(number) > 2**40 or number != number:
        raise _no_number(name, text)
    return number


def _no_number(name: str, text: str) -> Invalid:
    say = sentence("limit-no-number", what=_what(name), given=text[:40])
    return Invalid(f"{name} is {text[:40]!r}", say=say)


def _what(name: str) -> Sentence:
    return sentence(f"limits-{name}")
