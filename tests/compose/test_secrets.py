"""What of this machine's pip settings and certificates reaches image builds."""

from tests.compose.shell import Folder

PIP = "prepare_build_secrets\ncat $HOMEROOM_BUILD_PIP"


def test_indexes_travel_and_paths_of_this_machine_do_not(folder: Folder) -> None:
    (folder.path / ".pip").mkdir()
    (folder.path / ".pip" / "pip.conf").write_text(
        "[global]\nextra-index-url =\n    https://a.example/simple\n    file:///wheels/simple\n"
        "find-links = /wheels\ncert = /etc/own.pem\n[list]\nindex-url = https://no.example\n"
    )
    text = folder.run(PIP)
    assert "extra-index-url = https://a.example/simple\n" in text
    assert "wheels" not in text
    assert "own.pem" not in text
    assert "no.example" not in text


def test_the_environment_wins_over_files(folder: Folder) -> None:
    own = folder.path / "pip.conf"
    own.write_text("[global]\nindex-url = https://file.example/simple\ndefault-timeout = 7\n")
    text = folder.run(
        PIP, PIP_CONFIG_FILE=str(own), PIP_INDEX_URL="https://environment.example/simple"
    )
    assert "index-url = https://environment.example/simple\n" in text
    assert "file.example" not in text
    assert "timeout = 7\n" in text


def test_the_certificates_of_the_environment_are_handed_over(folder: Folder) -> None:
    bundle = folder.path / "bundle.pem"
    bundle.write_text("our certificates\n")
    text = folder.run(PIP + " $HOMEROOM_BUILD_CA", SSL_CERT_FILE=str(bundle))
    assert "cert = /run/secrets/ca.crt\n" in text
    assert text.endswith("our certificates\n")


def test_a_bundle_too_large_for_a_secret_is_named(folder: Folder) -> None:
    bundle = folder.path / "large.pem"
    bundle.write_text("x" * 500_001)
    result = folder.attempt(PIP, SSL_CERT_FILE=str(bundle))
    assert result.returncode == 1
    assert "large.pem" in result.stderr


def test_nothing_is_left_behind(folder: Folder) -> None:
    left = folder.run("prepare_build_secrets\necho $BUILD_SECRETS").strip()
    assert folder.attempt(f"test -e {left}").returncode == 1
