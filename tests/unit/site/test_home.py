"""The home folder: closed to others, and never made twice."""

import os
import stat
from pathlib import Path

import pytest

from handrail.site import demo_home
from handrail.site.home import Home, write_private


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_keys_and_secrets_are_closed_to_others(home: Path) -> None:
    Home(home).create()
    assert _mode(Home(home).keys) == 0o700
    assert _mode(Home(home).secret_key) == 0o600
    assert _mode(home) & 0o066 == 0


def test_creating_again_keeps_the_secret(home: Path) -> None:
    Home(home).create()
    secret = Home(home).secret_key.read_text()
    Home(home).create()
    assert Home(home).secret_key.read_text() == secret


def test_private_file_is_never_open_to_others_not_even_while_it_is_written(home: Path) -> None:
    home.mkdir()
    before = os.umask(0)
    try:
        write_private(home / "secret", "text")
    finally:
        os.umask(before)
    assert _mode(home / "secret") == 0o600
    assert [path.name for path in home.iterdir()] == ["secret"]


def test_demo_keeps_its_hands_off_a_real_installation(home: Path) -> None:
    Home(home).create()
    write_private(Home(home).database_access, "{}")
    with pytest.raises(demo_home.NotADemo):
        demo_home.claim(Home(home))
    with pytest.raises(demo_home.NotADemo):
        demo_home.forget_data(Home(home))


def test_demo_keeps_its_hands_off_an_installation_whose_database_is_elsewhere(home: Path) -> None:
    Home(home).create()
    with pytest.raises(demo_home.NotADemo):
        demo_home.claim(Home(home))
    assert not Home(home).demo_marker.exists()


def test_demo_keeps_its_hands_off_keys_that_lie_elsewhere(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HANDRAIL_KEY_DIR", str(tmp_path / "keys-of-a-real-one"))
    with pytest.raises(demo_home.NotADemo):
        demo_home.claim(Home(home))


def test_demo_runs_once_at_a_time(home: Path) -> None:
    demo_home.claim(Home(home))
    with demo_home.alone(Home(home)), pytest.raises(demo_home.AlreadyRunning), demo_home.alone(Home(home)):
        pass
    with demo_home.alone(Home(home)):
        pass


def test_half_made_demo_counts_as_empty(home: Path) -> None:
    demo_home.claim(Home(home))
    assert demo_home.loaded_people(Home(home)) == 0
