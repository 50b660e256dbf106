"""A page as its readers meet it: what is seen, what is spoken, and what the keyboard reaches."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "img", "br", "hr", "wbr"}
SILENT = {"script", "style", "template", "svg"}
SPOKEN = ("title", "aria-label", "placeholder", "alt")
"""Attributes whose words reach people."""


@dataclass
class Element:
    """One element with what is in it, in order."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    inside: list[Element | str] = field(default_factory=list)

    def all(self, *tags: str) -> Iterator[Element]:
        """Itself and every element below, in the order of the page; of these tags, if any."""
        if not tags or self.tag in tags:
            yield self
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.all(*tags)

    def texts(self) -> Iterator[str]:
        """Every run of words in it, also those that are only spoken."""
        if self.tag in SILENT:
            return
        for name in SPOKEN:
            if self.attributes.get(name, "").strip():
                yield " ".join(self.attributes[name].split())
        for one in self.inside:
            if isinstance(one, Element):
                yield from one.texts()
            elif one.strip():
                yield " ".join(one.split())

    def inherits(self, tag: str) -> Element | None:
        """The nearest element around it of this tag."""
        above = self.parent
        while above and above.tag != tag:
            above = above.parent
        return above


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.at = self.top = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.inside.append(made)
        if tag not in VOID:
            self.at = made

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}> near {self.getpos()}"
        assert self.at.parent is not None
        self.at = self.at.parent

    def handle_data(self, data: str) -> None:
        self.at.inside.append(data)


def read(html: str) -> Element:
    """The page's tree. Fails when an element is not closed where it should be."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    assert reader.at is reader.top, f"<{reader.at.tag}> is never closed"
    return reader.top
