"""What `./homeroom up` chooses, keeps in `.env` and refuses."""

import pytest

from tests.compose.shell import Folder

CHOOSE = "choose_settings\n"
SHOW = CHOOSE + "env | grep ^HOMEROOM_"


def chosen(folder: Folder, **environment: str) -> dict[str, str]:
    lines = folder.run(SHOW, **environment).splitlines()
    return {name: value for name, _, value in (line.partition("=") for line in lines)}


def test_defaults_need_no_line_but_the_detected_address(folder: Folder) -> None:
    chosen(folder, HOMEROOM_TIME_ZONE="UTC")
    lines = [line for line in folder.env_file.read_text().splitlines() if line[0] != "#"]
    assert len(lines) == 1
    assert lines[0].startswith("HOMEROOM_ADDRESS=")
    assert lines[0].endswith("# detected")


def test_a_second_run_changes_nothing(folder: Folder) -> None:
    first, text = chosen(folder, HOMEROOM_PORT="9000"), folder.env_file.read_text()
    assert chosen(folder) == first
    assert folder.env_file.read_text() == text


def test_lines_of_the_teacher_stay_as_they_are(folder: Folder) -> None:
    mine = '# mine\nHOMEROOM_PORT="9000" # ours\nHOMEROOM_MEMORY_MB=2048'
    folder.env_file.write_text(mine)
    settings = chosen(folder)
    assert settings["HOMEROOM_PORT"] == "9000"
    assert settings["HOMEROOM_HUB_PORT"] == "19000"
    assert folder.env_file.read_text().startswith(mine + "\n")


def test_a_detected_address_follows_the_machine(folder: Folder) -> None:
    folder.env_file.write_text("HOMEROOM_ADDRESS=10.9.9.9 # detected\n")
    assert chosen(folder)["HOMEROOM_ADDRESS"] != "10.9.9.9"
    assert "10.9.9.9" not in folder.env_file.read_text()


def test_a_written_address_stays(folder: Folder) -> None:
    folder.env_file.write_text("HOMEROOM_ADDRESS=class.school.example\n")
    assert chosen(folder)["HOMEROOM_ADDRESS"] == "class.school.example"


def test_a_zone_other_than_utc_is_kept(folder: Folder) -> None:
    chosen(folder, HOMEROOM_TIME_ZONE="Europe/Berlin")
    assert "HOMEROOM_TIME_ZONE=Europe/Berlin\n" in folder.env_file.read_text()
    assert chosen(folder)["HOMEROOM_TIME_ZONE"] == "Europe/Berlin"


@pytest.mark.parametrize(
    ("link", "text", "zone"),
    [
        ("/usr/share/zoneinfo/Etc/UTC", "", "UTC"),
        ("/var/db/timezone/zoneinfo/America/Argentina/Ushuaia", "", "America/Argentina/Ushuaia"),
        ("/usr/share/zoneinfo/Asia/Tokyo", "Europe/Paris\n", "Asia/Tokyo"),
        ("", "Europe/Paris\n", "Europe/Paris"),
        ("/somewhere/else", "no zone at all\n", "UTC"),
        ("", "", "UTC"),
    ],
)
def test_the_zone_is_found_where_the_machine_keeps_it(
    folder: Folder, link: str, text: str, zone: str
) -> None:
    if link:
        (folder.path / "localtime").symlink_to(link)
    if text:
        (folder.path / "timezone").write_text(text)
    assert folder.run('detected_time_zone "$PWD"').strip() == zone


def test_another_project_stands_beside_and_keeps_nothing(folder: Folder) -> None:
    folder.env_file.write_text("HOMEROOM_PORT=9000\nHOMEROOM_ADDRESS=10.0.0.7\n")
    ours = chosen(folder)
    other = chosen(folder, HOMEROOM_PROJECT="other", HOMEROOM_PORT="8600")
    for name in ("PORT", "HUB_PORT", "SUBNET", "GATEWAY", "BRIDGE", "HUB_IMAGE", "COURSE_IMAGE"):
        assert other[f"HOMEROOM_{name}"] != ours[f"HOMEROOM_{name}"]
    assert len(other["HOMEROOM_BRIDGE"]) <= 15
    assert "other" not in folder.env_file.read_text()


def compose_files(folder: Folder, **environment: str) -> str:
    return folder.run(CHOOSE + 'echo "${COMPOSE_FILE:-}"', **environment).strip()


def test_the_rights_for_home_files_come_with_the_setting_and_go_with_it(folder: Folder) -> None:
    both = "docker-compose.yml:compose/home-files.yml"
    assert compose_files(folder) == ""
    assert compose_files(folder, HOMEROOM_HOME_FILES="on") == both
    assert f"COMPOSE_FILE={both}\n" in folder.env_file.read_text()
    assert compose_files(folder, HOMEROOM_HOME_FILES="off") == ""
    assert "COMPOSE_FILE" not in folder.env_file.read_text()


def test_an_instance_beside_has_the_rights_and_keeps_no_line(folder: Folder) -> None:
    folder.env_file.write_text("HOMEROOM_PORT=9000\n")
    beside = {"HOMEROOM_PROJECT": "other", "HOMEROOM_HOME_FILES": "on"}
    assert compose_files(folder, **beside).endswith("compose/home-files.yml")
    assert folder.env_file.read_text() == "HOMEROOM_PORT=9000\n"


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("HOMEROOM_PORT", "abc", "'abc'"),
        ("HOMEROOM_PORT", "60000", "60000"),
        ("HOMEROOM_NOTEBOOK_PORTS", "8300-8100", "8300-8100"),
        ("HOMEROOM_NOTEBOOK_PORTS", "8100,8200", "8100,8200"),
        ("HOMEROOM_PROJECT", "My Class", "My Class"),
    ],
)
def test_a_wrong_value_is_named_and_not_kept(
    folder: Folder, name: str, value: str, word: str
) -> None:
    result = folder.attempt(CHOOSE, **{name: value})
    assert result.returncode == 1
    assert word in result.stderr
    assert not folder.env_file.exists()
