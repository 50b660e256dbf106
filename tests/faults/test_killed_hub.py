"""The hub is killed while a class hands in, and nothing that was acknowledged is lost."""

from pathlib import Path

from tests.faults.kill_hub import trial

STUDENTS = 24


def test_everybody_ends_with_one_receipt_for_what_is_stored(tmp_path: Path) -> None:
    with trial(tmp_path, STUDENTS) as one:
        for name in ("ps1", "ps2"):
            outcome = one.disturbed(name)
            assert outcome.faults == [] and len(outcome.told) == STUDENTS
