"""Names that may be folders, and those that are not the student's to use."""

import re

from homeroom_exchange.archive import Refused

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}")

# Written by the hub or by us; a copy that comes along with the work would be believed.
SERVER_OWNED = frozenset(
    {"timestamp.txt", "submission_id.txt", "receipts.txt", "feedback", ".ipynb_checkpoints"}
)


def checked(name: str) -> str:
    """The name, fit to be a folder's. Raises Refused otherwise."""
    if not NAME.fullmatch(name):
        raise Refused(
            f"{name!r} is not a name we can use: letters, digits, space, dot, hyphen and "
            "underscore, at most 64, beginning with a letter or digit."
        )
    return name
