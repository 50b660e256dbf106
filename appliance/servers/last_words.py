"""What a server wrote last before it fell over: enough to explain it, and nothing that acts."""

import re
import unicodedata

LINES = 20
CHARACTERS = 2000

# What terminals take for colours, titles and cursor moves; without its ESC it would be litter.
_ESCAPES = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\^_])")


def last_words(log: str) -> str:
    """The last lines of a log as plain text. A student may have written any of it."""
    lines = [_plain(line) for line in _ESCAPES.sub("", log[-8 * CHARACTERS :]).splitlines()]
    return "\n".join([line for line in lines if line][-LINES:])[-CHARACTERS:]


def _plain(line: str) -> str:
    """The line without invisible characters, among them those that turn the direction of text."""
    spaced = line.replace("\t", "    ")
    return "".join(c for c in spaced if unicodedata.category(c)[0] != "C").rstrip()
