"""The one key that is kept, and digests of all others."""

import stat
from pathlib import Path
from urllib.parse import quote

from appliance import keys


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    first = keys.ensure_key(tmp_path)
    again = keys.ensure_key(tmp_path)
    assert first.sign("p", "x") == again.sign("p", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["key"]
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_another_installation_signs_differently(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ours, theirs = keys.ensure_key(tmp_path / "a"), keys.ensure_key(tmp_path / "b")
    assert not theirs.signed("p", "x", ours.sign("p", "x"))


def test_a_signature_is_good_for_one_purpose_and_text(tmp_path: Path) -> None:
    key = keys.ensure_key(tmp_path)
    signature = key.sign("form", "ana")
    assert key.signed("form", "ana", signature)
    assert not key.signed("code", "ana", signature)
    assert not key.signed("form", "ben", signature)
    assert not key.signed("form", "ana", "é")


def test_tokens_differ_and_need_no_escaping() -> None:
    tokens = {keys.new_token() for _ in range(100)}
    assert len(tokens) == 100 and all(quote(token, safe="") == token for token in tokens)
