"""The log's key lies in files of its own, and is refused when others could have read or changed it."""

import itertools
import os
import stat
import sys
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from handrail.ledger import (
    SIGNING_KEY,
    VERIFICATION_KEY,
    KeyFileError,
    create_signing_key,
    load_signing_key,
    load_verification_key,
)
from tests.forked import KILLED, in_a_child, kill_me

ORIGIN = "handrail.example/ledger"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_it_works(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    public = create_signing_key(folder, origin=ORIGIN)
    assert load_signing_key(folder).verification_key == load_verification_key(folder) == public
    assert public.name == ORIGIN
    assert mode(folder) == 0o700
    assert mode(folder / SIGNING_KEY) == 0o600
    assert mode(folder / VERIFICATION_KEY) == 0o644


def test_a_careful_umask_does_not_hide_the_public_key(tmp_path: Path) -> None:
    before = os.umask(0o077)
    try:
        create_signing_key(tmp_path, origin=ORIGIN)
    finally:
        os.umask(before)
    assert mode(tmp_path / VERIFICATION_KEY) == 0o644


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    public = create_signing_key(tmp_path, origin=ORIGIN)
    assert create_signing_key(tmp_path, origin="handrail.example/another") == public
    assert load_verification_key(tmp_path) == public
    assert sorted(each.name for each in tmp_path.iterdir()) == [SIGNING_KEY, VERIFICATION_KEY]


def test_killed_at_any_moment_the_key_is_whole_once_it_is_made_again(tmp_path: Path) -> None:
    for point in itertools.count(1):
        folder = tmp_path / f"killed at {point}"
        ended = in_a_child(partial(make_and_be_killed, folder, point))
        secret = (folder / SIGNING_KEY).read_text() if (folder / SIGNING_KEY).exists() else None
        public = create_signing_key(folder, origin=ORIGIN)
        assert load_signing_key(folder).verification_key == load_verification_key(folder) == public
        assert secret in (None, (folder / SIGNING_KEY).read_text()), "a key that was made stays"
        if ended != KILLED:
            break
    assert ended == 0
    assert point > 50


def make_and_be_killed(folder: Path, point: int) -> None:
    """Make the key, and end as if by ``kill -9`` just before the ``point``-th call of anything that is not Python."""
    left = point

    def before_each_call(frame: FrameType, event: str, argument: object) -> None:
        nonlocal left
        left -= event == "c_call"
        if not left:
            kill_me()

    sys.setprofile(before_each_call)
    create_signing_key(folder, origin=ORIGIN)
    sys.setprofile(None)


def test_a_public_key_alone_is_given_no_other_secret(tmp_path: Path) -> None:
    create_signing_key(tmp_path, origin=ORIGIN)
    (tmp_path / SIGNING_KEY).unlink()
    with pytest.raises(KeyFileError, match="would start a new log"):
        create_signing_key(tmp_path, origin=ORIGIN)
    assert not (tmp_path / SIGNING_KEY).exists()


def test_a_secret_and_a_public_key_of_two_logs_are_refused(tmp_path: Path) -> None:
    for name in ("one", "other"):
        create_signing_key(tmp_path / name, origin=ORIGIN)
    (tmp_path / "one" / SIGNING_KEY).replace(tmp_path / "other" / SIGNING_KEY)
    with pytest.raises(KeyFileError, match="not of one key"):
        create_signing_key(tmp_path / "other", origin=ORIGIN)


@pytest.mark.parametrize("bits", [0o640, 0o604, 0o620])
def test_a_secret_that_others_can_read_or_change_is_refused(tmp_path: Path, bits: int) -> None:
    create_signing_key(tmp_path, origin=ORIGIN)
    (tmp_path / SIGNING_KEY).chmod(bits)
    with pytest.raises(KeyFileError, match="can be read by others"):
        load_signing_key(tmp_path)


def test_a_public_key_that_others_can_change_is_refused(tmp_path: Path) -> None:
    create_signing_key(tmp_path, origin=ORIGIN)
    (tmp_path / VERIFICATION_KEY).chmod(0o664)
    with pytest.raises(KeyFileError, match="can be changed by others"):
        load_verification_key(tmp_path)


def test_a_damaged_or_missing_key_says_what_to_do_and_not_what_it_held(tmp_path: Path) -> None:
    for load in (load_signing_key, load_verification_key):
        with pytest.raises(KeyFileError, match="cannot be read"):
            load(tmp_path)
    create_signing_key(tmp_path, origin=ORIGIN)
    secret = (tmp_path / SIGNING_KEY).read_text()
    (tmp_path / SIGNING_KEY).write_text(secret[:-9])
    with pytest.raises(KeyFileError, match="damaged") as refused:
        load_signing_key(tmp_path)
    assert secret[40:60] not in str(refused.value)
    (tmp_path / VERIFICATION_KEY).write_text("nonsense")
    with pytest.raises(KeyFileError, match="damaged"):
        load_verification_key(tmp_path)
    (tmp_path / SIGNING_KEY).unlink()
    (tmp_path / SIGNING_KEY).mkdir()
    with pytest.raises(KeyFileError, match="cannot be read"):
        load_signing_key(tmp_path)
