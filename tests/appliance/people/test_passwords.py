"""Slow hashes for what people type."""

from appliance.people import passwords


def test_a_password_is_known_by_its_hash() -> None:
    hash_ = passwords.hashed("four ordinary words")
    assert "words" not in hash_ and hash_.startswith("$argon2id$")
    assert passwords.verified("four ordinary words", hash_)
    assert not passwords.verified("four ordinary word", hash_)


def test_the_same_password_never_has_the_same_hash() -> None:
    assert passwords.hashed("four ordinary words") != passwords.hashed("four ordinary words")


def test_nobody_without_a_hash_gets_in() -> None:
    assert not passwords.verified("", None)
