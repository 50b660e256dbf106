"""The teacher's side of the exchange: release, collect, return."""

import pytest
from nbgrader.exchange import ExchangeError

from tests.images.exchange_hub import ClassHub, contents
from tests.images.homework import Enter, hand_in, source_notebook, write


def test_releasing_twice_needs_force(released: ClassHub, seat: Enter) -> None:
    teacher = seat("rivera")
    with pytest.raises(ExchangeError, match="released already"):
        teacher.run("ReleaseAssignment", "ps1")
    teacher.run("ReleaseAssignment", "ps1", force=True)


def test_an_assignment_that_was_never_generated_says_so(hub: ClassHub, seat: Enter) -> None:
    teacher = seat("rivera")
    write(teacher.home / "course" / "source" / "ps9" / "p1.ipynb", source_notebook())
    with pytest.raises(ExchangeError, match="Generate it first"):
        teacher.run("ReleaseAssignment", "ps9")


def test_a_student_cannot_release(hub: ClassHub, seat: Enter) -> None:
    ana = seat("ana")
    write(ana.home / "release" / "ps1" / "p1.ipynb", source_notebook())
    with pytest.raises(ExchangeError, match="Only a teacher"):
        ana.run("ReleaseAssignment", "ps1")


def test_collect_takes_the_newest_and_names_it(released: ClassHub, seat: Enter) -> None:
    for name in ("ana", "ben"):
        hand_in(seat(name), "first")
    hand_in(seat("ana"), "second")
    teacher = seat("rivera")
    teacher.run("Collect", "ps1")
    folder = teacher.home / "course" / "submitted" / "ana" / "ps1"
    assert "second" in (folder / "p1.ipynb").read_text()
    assert (folder / "timestamp.txt").read_text() == "2026-11-23 10:15:03.123456 UTC"
    assert (folder / "submission_id.txt").read_text() == "103"
    assert (teacher.home / "course" / "submitted" / "ben" / "ps1").is_dir()


def test_collect_replaces_work_only_when_asked(released: ClassHub, seat: Enter) -> None:
    hand_in(seat("ana"), "first")
    seat("rivera").run("Collect", "ps1")
    hand_in(seat("ana"), "second")
    teacher = seat("rivera")
    file = teacher.home / "course" / "submitted" / "ana" / "ps1" / "p1.ipynb"
    teacher.run("Collect", "ps1")
    assert "first" in file.read_text()
    teacher.run("Collect", "ps1", update=True)
    assert "second" in file.read_text()


def test_collect_before_the_due_date_believes_the_hub(released: ClassHub, seat: Enter) -> None:
    hand_in(seat("ana"), "on time")
    hand_in(seat("ana"), "too late")
    released.handins[1].late = True
    teacher = seat("rivera")
    teacher.run("Collect", "ps1", before_duedate=True)
    file = teacher.home / "course" / "submitted" / "ana" / "ps1" / "p1.ipynb"
    assert "on time" in file.read_text()


def test_a_teacher_sees_all_submissions_and_a_student_only_their_own(
    released: ClassHub, seat: Enter
) -> None:
    for name in ("ana", "ben"):
        hand_in(seat(name), "x")
    mine = seat("ana").run("List", inbound=True)
    all_of_them = seat("rivera").run("List", inbound=True)
    assert [each["student_id"] for each in mine] == ["ana"]
    assert [each["student_id"] for each in all_of_them] == ["ana", "ben"]
    # Scripts parse this one; only the panel's list has the receipt in it.
    assert all_of_them[0]["submissions"][0]["timestamp"] == "2026-11-23 10:15:01.123456 UTC"


def test_taking_an_assignment_back_keeps_the_submissions(released: ClassHub, seat: Enter) -> None:
    hand_in(seat("ana"), "x")
    (entry,) = seat("rivera").run("List", "ps1", remove=True)
    assert entry["status"] == "removed"
    assert not released.released
    assert released.handins


@pytest.mark.parametrize("known_by", ["submission_id.txt", "timestamp.txt"])
def test_feedback_goes_to_the_graded_version(
    released: ClassHub, seat: Enter, known_by: str
) -> None:
    hand_in(seat("ana"), "graded")
    hand_in(seat("ana"), "newer")
    graded = released.handins[0]
    teacher = seat("rivera")
    folder = teacher.home / "course" / "feedback" / "ana" / "ps1"
    folder.mkdir(parents=True)
    (folder / "p1.html").write_text("well done")
    known = {"submission_id.txt": str(graded.id), "timestamp.txt": graded.timestamp}
    (folder / known_by).write_text(known[known_by])
    teacher.run("ReleaseFeedback", "ps1")
    assert contents(graded.feedback) == {"p1.html": b"well done"}

    ana = seat("ana")
    first = ana.run("List", cached=True)[0]["submissions"][0]
    assert (first["has_exchange_feedback"], first["has_local_feedback"]) == (True, False)
    ana.run("FetchFeedback", "ps1")
    page = ana.home / "ps1" / "feedback" / graded.timestamp / "p1.html"
    assert page.read_text() == "well done"
    first = ana.run("List", cached=True)[0]["submissions"][0]
    assert (first["has_local_feedback"], first["feedback_updated"]) == (True, False)
    assert first["local_feedback_path"] == str(page.parent)


def test_feedback_that_was_not_generated_is_said(released: ClassHub, seat: Enter) -> None:
    with pytest.raises(ExchangeError, match="Generate it first"):
        seat("rivera").run("ReleaseFeedback", "ps1")
