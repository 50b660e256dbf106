"""Where to go next: only ever a path of this hub."""

import re
from urllib.parse import quote, unquote, urlsplit

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\]")


def safe_next(path: str | None, otherwise: str) -> str:
    """`path` if it is one of ours, else `otherwise`: no host, no scheme, no way to fake one."""
    if not path or len(path) > 4000:
        return otherwise
    for form in (path, unquote(path), unquote(unquote(path))):
        plain = form.split("?", 1)[0]
        if not plain.startswith("/") or plain.startswith("//") or _UNSAFE.search(plain):
            return otherwise
        if "//" in plain or "/../" in f"{plain}/":
            return otherwise
    parts = urlsplit(path)
    return path if not parts.scheme and not parts.netloc else otherwise


def sign_in_path(next_path: str) -> str:
    """The sign-in page that leads on to `next_path`."""
    return f"/?next={quote(next_path, safe='/')}"
