"""An engine that is absent, too old or full is named, with what to do; programs are played here."""

import pytest

from tests.compose.shell import Folder, Play


def refusal(folder: Folder, play: Play, line: str) -> str:
    result = folder.attempt(line, PATH=play.path)
    assert result.returncode == 1
    return result.stderr


def test_engine_of_today_passes(folder: Folder, play: Play) -> None:
    play.engine()
    folder.run("ensure_engine", PATH=play.path)


@pytest.mark.parametrize("version", ["20.10.24", "25.0.3", "nonsense"])
def test_engine_that_is_too_old_is_named_with_its_version(
    folder: Folder, play: Play, version: str
) -> None:
    play.engine(version)
    said = refusal(folder, play, "ensure_engine")
    assert version in said and "26 or newer" in said and "Upgrade" in said


def test_missing_plugin_is_named(folder: Folder, play: Play) -> None:
    play.program("docker", "case $1 in version) echo 26.1.5 ;; *) exit 1 ;; esac")
    assert "docker-compose" in refusal(folder, play, "ensure_engine")


def test_engine_that_does_not_answer_is_not_taken_for_an_empty_one(
    folder: Folder, play: Play
) -> None:
    play.program("docker", "exit 1")
    assert "./homeroom up starts or installs it" in refusal(folder, play, "require_engine")


def test_absent_engine_on_a_system_without_packages_says_what_to_install(
    folder: Folder, play: Play
) -> None:
    play.program("docker", "exit 127")
    said = refusal(folder, play, "os_release() { echo plan9; }; install_engine")
    assert "Install Docker 26 or newer" in said


def test_full_engine_is_told_before_anything_is_built(folder: Folder, play: Play) -> None:
    play.engine()
    play.room(megabytes=900)
    said = refusal(folder, play, "HOMEROOM_COURSE_IMAGE=course; ensure_images")
    assert "disk is too full" in said and "900 MB left" in said and "docker system df" in said


def test_build_that_filled_the_disk_is_explained(folder: Folder, play: Play) -> None:
    play.engine()
    play.room(megabytes=12)
    assert "disk is too full" in refusal(folder, play, "fail_build 'An image'")
    play.room(megabytes=50_000)
    assert "An image could not be built" in refusal(folder, play, "fail_build 'An image'")


def test_engine_on_another_machine_is_not_asked_for_its_room(folder: Folder, play: Play) -> None:
    play.engine()
    play.program("df", "exit 1")
    folder.run("require_room 3000 'a build'", PATH=play.path)


@pytest.mark.parametrize(
    ("name", "built"),
    [
        ("room-2/course", "hub course"),
        ("room-2/course:2026", "hub course"),
        ("homeroom/course", "hub course"),
        ("homeroom/course:latest", "hub course"),
        ("homeroom/courses", "hub"),
        ("our/python", "hub"),
    ],
)
def test_nothing_is_built_over_an_image_that_somebody_else_made(
    folder: Folder, play: Play, name: str, built: str
) -> None:
    play.program("docker", "[ $1 = image ]")  # every image is here
    line = f"HOMEROOM_PROJECT=room-2; HOMEROOM_COURSE_IMAGE={name}; ensure_course_image"
    assert folder.run(f'{line}; echo "$built"', PATH=play.path).strip() == built


def test_a_misspelt_image_is_refused_and_not_built_under_that_name(
    folder: Folder, play: Play
) -> None:
    play.engine()
    line = "HOMEROOM_PROJECT=homeroom; HOMEROOM_COURSE_IMAGE=homeroom/curse; ensure_course_image"
    assert "homeroom/curse is not here and could not be pulled" in refusal(folder, play, line)
