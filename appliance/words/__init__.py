"""The words of every sentence: a folder for each language, a file for each part of the house.

The files are Fluent's (projectfluent.org). English is complete by definition; a sentence another
language lacks is said in English. A sentence spoken to a student (“your notebook …”) has other
words for the teacher, in its attribute `teacher`.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from babel import Locale, negotiate_locale
from babel.lists import format_list
from fluent.runtime import FluentBundle, FluentResource

from roster.sentence import Fact, Sentence, sentence

LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch"}
"""What ships, each by the name its speakers give it."""
ENGLISH = "en"


@cache
def bundle(language: str) -> FluentBundle:
    """All sentences of one language, parsed."""
    made = FluentBundle([language], use_isolating=False)
    for path in sorted((Path(__file__).parent / language).glob("*.ftl")):
        made.add_resource(FluentResource(path.read_text("utf-8")))
    return made


def spoken(said: Sentence | str, language: str = ENGLISH, /, **facts: Fact) -> str:
    """The sentence in this language; given a name alone, with these facts.

    A name that no language knows is a fault of ours: KeyError.
    """
    said = sentence(said, **facts) if isinstance(said, str) else said
    return _spoken(said, language) if said.facts else _label(said.name, language)


def spoken_to_teacher(said: Sentence, language: str = ENGLISH, /) -> str:
    """What somebody is told who looks after the student to whom the sentence is spoken."""
    return _spoken(said, language, to_teacher=True)


@cache
def _label(name: str, language: str) -> str:
    """Most of a page's words have no gaps and are the same every time."""
    return _spoken(sentence(name), language)


def _spoken(said: Sentence, language: str, *, to_teacher: bool = False) -> str:
    found = bundle(language)
    if not found.has_message(said.name):
        found, language = bundle(ENGLISH), ENGLISH
    if not found.has_message(said.name):
        raise KeyError(said.name)
    message = found.get_message(said.name)
    value = (message.attributes.get("teacher") if to_teacher else None) or message.value
    if value is None:
        raise KeyError(said.name)
    gaps = {key: _told(fact, language) for key, fact in said.facts}
    text, errors = found.format_pattern(value, gaps)
    if errors:
        raise KeyError(f"{said.name}: {errors[0]}")
    return str(text)


def choose(accept_language: str) -> str:
    """The language of ours that a browser's Accept-Language header asks for most, else English."""
    wishes = [part.partition(";") for part in accept_language.split(",")]
    ranked = sorted(wishes, key=lambda wish: _weight(wish[2]), reverse=True)
    codes = [code.strip() for code, _, weight in ranked if code.strip() and _weight(weight) > 0]
    return negotiate_locale(codes, LANGUAGES, sep="-") or ENGLISH


def _weight(parameter: str) -> float:
    try:
        return float(parameter.strip().removeprefix("q=") or 1)
    except ValueError:
        return 0.0


def _told(fact: Fact, language: str) -> str | int | float:
    if isinstance(fact, Sentence):
        return spoken(fact, language)
    if isinstance(fact, tuple):
        return format_list([str(_told(part, language)) for part in fact], locale=Locale(language))
    return fact
