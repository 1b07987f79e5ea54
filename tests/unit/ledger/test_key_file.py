"""The log's key lies in files of its own, and is refused when others could have read or changed it."""

import os
import stat
from pathlib import Path

import pytest

from handrail.ledger import (
    SIGNING_KEY,
    VERIFICATION_KEY,
    KeyFileError,
    create_signing_key,
    load_signing_key,
    load_verification_key,
)

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
    with pytest.raises(KeyFileError, match="exists already"):
        create_signing_key(tmp_path, origin=ORIGIN)
    assert load_verification_key(tmp_path) == public


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
