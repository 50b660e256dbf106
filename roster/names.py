"""Names made from what people are called: for addresses, folders and the line in passwd."""

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator

MAX_CHARACTERS = 32

_LETTERS = str.maketrans(
    {
        "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
        "ħ": "h", "ı": "i", "ŋ": "n", "ĳ": "ij", "'": None, "’": None, "ʼ": None,
    }
)  # fmt: skip
# A student of such a name would share it with an account of the system inside the own server.
_SYSTEM = frozenset(
    {
        "root", "daemon", "bin", "sys", "sync", "games", "man", "lp", "mail", "news", "uucp",
        "proxy", "www-data", "backup", "list", "irc", "gnats", "nobody",
    }
)  # fmt: skip


def latin(text: str) -> str:
    """The text in lower-case letters a–z, digits and single hyphens: `Núñez, Zoë` → `nunez-zoe`."""
    letters = unicodedata.normalize("NFKD", text.lower().translate(_LETTERS))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^a-z0-9]+", "-", bare.translate(_LETTERS)).strip("-")


def user_name(login: str, display_name: str, taken: Collection[str]) -> str:
    """A new user name, `[a-z][a-z0-9-]{0,31}`, from the login or else the person's name.

    `taken` must hold every name ever given in this installation: names are never used twice.
    """
    return user_names([(login, display_name)], taken)[0]


def user_names(people: Iterable[tuple[str, str]], taken: Collection[str]) -> list[str]:
    """A new user name for each login and name, as by `user_name`, in their order."""
    used, made = {*taken, *_SYSTEM}, list[str]()
    # Each stem goes on where it left off: two thousand namesakes are no two million tries.
    suffixes: defaultdict[str, Iterator[str]] = defaultdict(_suffixes)
    for login, display_name in people:
        wanted = (latin(login.partition("@")[0]), latin(display_name), "student")
        stem = next(name for name in wanted if name[:1].isalpha())
        made.append(_unused(stem, used, suffixes[stem]))
        used.add(made[-1])
    return made


def slug(title: str, taken: Collection[str]) -> str:
    """A new short name for a class, `[a-z0-9-]`, at most 32 characters, from its title."""
    return _unused(latin(title) or "class", taken, _suffixes())


def _suffixes() -> Iterator[str]:
    return itertools.chain([""], (f"-{number}" for number in itertools.count(2)))


def _unused(stem: str, taken: Collection[str], suffixes: Iterator[str]) -> str:
    names = (stem[: MAX_CHARACTERS - len(suffix)].rstrip("-") + suffix for suffix in suffixes)
    return next(name for name in names if name not in taken)
