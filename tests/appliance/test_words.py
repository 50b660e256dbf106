"""Every sentence exists, in every language, with the same gaps; and none is there for nobody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from appliance import words
from roster.sentence import as_is, from_json, sentence, to_json

ROOT = Path(__file__).parents[2]
NAMED = re.compile(r'\b(?:sentence|spoken|t)\(\s*"([a-z][a-z0-9-]*[a-z0-9])"')
BUILT = re.compile(r'\b(?:sentence|spoken|t)\(\s*(?:f"([a-z0-9-]+-)\{|"([a-z0-9-]+-)"\s*~)')


class Gaps(Visitor):
    """Collects the variables of a message."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802
        self.names.add(node.id.name)


def sentences(language: str) -> dict[str, set[str]]:
    """The name of every sentence with its gaps, and whether it has other words for some."""
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "appliance/words" / language).glob("*.ftl")):
        for entry in FluentParser().parse(path.read_text("utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{path.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{entry.id.name} is there twice"
                gaps = Gaps()
                gaps.visit(entry)
                others = {f".{attribute.id.name}" for attribute in entry.attributes}
                found[entry.id.name] = gaps.names | others
    return found


def sources() -> Iterator[str]:
    for top in ("web", "appliance", "roster"):
        for path in (ROOT / top).rglob("*"):
            if path.suffix in (".py", ".html"):
                yield path.read_text("utf-8")


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_language_says_the_same_things(language: str) -> None:
    assert sentences(language) == sentences(words.ENGLISH)


def test_every_sentence_that_is_said_has_words() -> None:
    said = {name for text in sources() for name in NAMED.findall(text)}
    assert said - sentences(words.ENGLISH).keys() == set()


def test_no_words_are_kept_for_nobody() -> None:
    texts = list(sources())
    said = {name for text in texts for name in re.findall(r'"([a-z][a-z0-9-]*)"', text)}
    built = tuple(one or two for text in texts for one, two in BUILT.findall(text))
    idle = {n for n in sentences(words.ENGLISH) if n not in said and not n.startswith(built)}
    assert idle == set()


def test_words_from_elsewhere_pass_unchanged() -> None:
    assert words.spoken(as_is("{ $text } <b>“x”")) == "{ $text } <b>“x”"


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_is_said_to_a_student_has_other_words_for_the_teacher(language: str) -> None:
    full = sentence("server-disk-full", mb=77, limit=60)
    student, teacher = words.spoken(full, language), words.spoken_to_teacher(full, language)
    assert re.search(r"[Yy]our|Ihre?", student) and not re.search(r"[Yy]our|Ihre?\b", teacher)
    assert "77" in teacher and "60" in teacher
    for name in ("server-last-words", "engine-silent"):
        same = sentence(name)
        assert words.spoken_to_teacher(same, language) == words.spoken(same, language)


def test_an_unknown_name_is_a_fault() -> None:
    with pytest.raises(KeyError, match="nobody-says-this"):
        words.spoken("nobody-says-this")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("fr,en;q=0.5,de;q=0.7", "de"),
        ("pl, ja", "en"),
        ("de;q=0, en", "en"),
        ("*;q=x,;;,de;q=", "de"),
    ],
)
def test_the_browsers_language_is_chosen(header: str, language: str) -> None:
    assert words.choose(header) == language


def test_a_sentence_survives_the_database() -> None:
    said = sentence("as-is", lines=(2, 5, 9), inner=as_is("x"), size=1.5)
    assert from_json(to_json(said)) == said
    with pytest.raises(ValueError, match="not a"):
        from_json('{"other": 1}')
