"""Sentences for people, by name: their words are kept once a language, in `appliance/words`."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Union

Fact = Union[str, int, float, "Sentence", tuple["Fact", ...]]
"""What fills a gap. A tuple is read out as a list: `2, 5 and 9`."""


@dataclass(frozen=True)
class Sentence:
    """One sentence to show: its name in the word lists, and what fills its gaps."""

    name: str
    facts: tuple[tuple[str, Fact], ...] = ()


def sentence(name: str, /, **facts: Fact) -> Sentence:
    """The sentence of this name with these facts; they may come in any order."""
    return Sentence(name, tuple(sorted(facts.items(), key=lambda fact: fact[0])))


def as_is(text: str) -> Sentence:
    """Words that come from elsewhere, as another program's message does."""
    return sentence("as-is", text=text)


def to_json(said: Sentence) -> str:
    """The sentence as text, for a database or a wire."""
    return json.dumps(_plain(said))


def from_json(text: str) -> Sentence:
    """The sentence that `to_json` wrote. Raises ValueError for anything else."""
    found = _fact(json.loads(text))
    if not isinstance(found, Sentence):
        raise ValueError(f"not a sentence: {text[:80]!r}")
    return found


def all_to_json(said: Iterable[Sentence]) -> str:
    """Several sentences as one text."""
    return json.dumps([to_json(one) for one in said])


def all_from_json(text: str) -> list[Sentence]:
    """The sentences that `all_to_json` wrote."""
    return [from_json(one) for one in json.loads(text)]


def _plain(fact: Fact) -> Any:
    if isinstance(fact, Sentence):
        return {"say": fact.name, **{key: _plain(value) for key, value in fact.facts}}
    return [_plain(part) for part in fact] if isinstance(fact, tuple) else fact


def _fact(plain: Any) -> Fact:
    if isinstance(plain, dict) and isinstance(plain.get("say"), str):
        return sentence(plain["say"], **{k: _fact(v) for k, v in plain.items() if k != "say"})
    if isinstance(plain, list):
        return tuple(_fact(part) for part in plain)
    if isinstance(plain, (str, int, float)):
        return plain
    raise ValueError(f"not a fact: {str(plain)[:80]!r}")
