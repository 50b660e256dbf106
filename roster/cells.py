"""One cell: what people see of it, and a form that no spreadsheet takes for a formula."""

import re
import unicodedata

_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"
_DROPPED = dict.fromkeys(map(ord, _INVISIBLE))
_LONGEST = 1000  # ordering endless accents takes endless time, and nothing that long is kept
_NOTHING = frozenset({"-", "–", "—"})
_KEPT_TEXT = re.compile(r'="([^"]*)"')
_FORMULA = re.compile(rf"'*(?:[\t\r\n]|[\s{_INVISIBLE}]*[=+\-@＝＋－＠])")


def clean(cell: str) -> str:
    """The cell without what people do not see; `="007"`, Excel's way to keep zeros, is 007.

    Whatever is typed by hand should pass here too: then it survives export and import.
    """
    if len(cell) > _LONGEST:
        return cell.strip()
    visible = " ".join(unicodedata.normalize("NFC", plain(cell)).translate(_DROPPED).split())
    kept = _KEPT_TEXT.fullmatch(visible)
    text = kept[1].strip() if kept else visible
    return "" if text in _NOTHING else text


def safe(cell: str) -> str:
    """The cell with an apostrophe before anything a spreadsheet might run; `clean` takes it off."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def plain(cell: str) -> str:
    """The cell without the apostrophe that `safe` puts before it."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell
