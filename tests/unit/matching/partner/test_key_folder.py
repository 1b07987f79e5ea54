"""The key folder: made once, for its owner alone, and refused where something is wrong with it."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from handrail import folders
from handrail.matching.partner import folder
from handrail.matching.partner.folder import (
    CANARIES_SEED,
    OPRF_SEED,
    RECORDS_KEY,
    SIGNING_KEY,
    VERIFICATION_KEY,
    KeyFolder,
    NotAKeyFolder,
)

SECRETS = [SIGNING_KEY, OPRF_SEED, RECORDS_KEY, CANARIES_SEED]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys"


def test_a_new_folder_is_its_owners_alone_and_has_keys_of_its_own(path: Path, tmp_path: Path) -> None:
    first, second = KeyFolder.begin(path), KeyFolder.begin(tmp_path / "others")
    assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert {stat.S_IMODE((path / name).stat().st_mode) for name in SECRETS} == {0o600}
    assert first.register != second.register
    assert first.evaluator().public_key != second.evaluator().public_key
    assert first.hidden("record", "17") != second.hidden("record", "17")


def test_a_folder_keeps_its_keys(path: Path) -> None:
    made = KeyFolder.begin(path)
    for again in (KeyFolder.begin(path), KeyFolder.open(path)):
        assert again.register == made.register
        assert again.evaluator().public_key == made.evaluator().public_key
        assert again.unseal(made.seal("record 17")) == "record 17"


def test_a_folder_is_made_whole_after_its_making_was_cut_short(path: Path) -> None:
    KeyFolder.begin(path)
    (path / SIGNING_KEY).unlink()
    (path / CANARIES_SEED).unlink()
    assert KeyFolder.begin(path).register == KeyFolder.open(path).register


def test_what_a_killed_making_left_is_cleared_away(path: Path) -> None:
    path.mkdir()
    draft = path / f".{OPRF_SEED}.0123abcd"
    draft.write_text("half a seed")
    assert KeyFolder.begin(path).register == KeyFolder.open(path).register
    assert not draft.exists()


def test_two_that_begin_at_once_do_not_mix_their_keys(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    others: list[KeyFolder] = []

    def put_whole(where: Path, text: str, *, mode: int = 0o600) -> None:
        if where.name == SIGNING_KEY and len(others) == 0:
            with suppress(NotAKeyFolder):
                others.append(KeyFolder.begin(where.parent))
        folders.put_whole(where, text, mode=mode)

    monkeypatch.setattr(folder, "put_whole", put_whole)
    made = KeyFolder.begin(path)
    assert {made.register, *(other.register for other in others)} == {KeyFolder.open(path).register}


def test_a_folder_into_which_others_can_put_files_is_refused(path: Path) -> None:
    KeyFolder.begin(path)
    path.chmod(0o777)
    with pytest.raises(NotAKeyFolder, match="Others can put files into"):
        KeyFolder.open(path)


def test_what_a_killed_publisher_left_is_no_table_and_goes(path: Path) -> None:
    made = KeyFolder.begin(path)
    made.new_pseudonyms(UUID(int=7))
    (path / "tables" / f".{UUID(int=8)}.0123abcd").write_text("half a key")
    (path / ".register.tags.0123abcd").write_text("half a table")
    assert made.tables() == [UUID(int=7)]
    with made.alone():
        assert not (path / ".register.tags.0123abcd").exists()


@pytest.mark.parametrize("name", SECRETS)
def test_a_key_that_others_can_read_is_refused(path: Path, name: str) -> None:
    KeyFolder.begin(path)
    (path / name).chmod(0o640)
    with pytest.raises(NotAKeyFolder, match=f"{name} can be read by others"):
        KeyFolder.open(path)


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("text", ["", "00ff", "no key at all"])
def test_a_damaged_key_is_refused_and_never_replaced(path: Path, name: str, text: str) -> None:
    KeyFolder.begin(path)
    (path / name).write_text(text)
    with pytest.raises(NotAKeyFolder, match="Restore the folder"):
        KeyFolder.begin(path)
    assert (path / name).read_text() == text


def test_a_missing_key_is_refused(path: Path) -> None:
    KeyFolder.begin(path)
    (path / OPRF_SEED).unlink()
    with pytest.raises(NotAKeyFolder, match="missing"):
        KeyFolder.open(path)


def test_a_folder_with_other_files_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear Sir")
    with pytest.raises(NotAKeyFolder, match="other files"):
        KeyFolder.begin(tmp_path)
    with pytest.raises(NotAKeyFolder, match="not a key folder"):
        KeyFolder.open(tmp_path)


def test_keys_are_not_printed(path: Path) -> None:
    folder = KeyFolder.begin(path)
    shown = f"{folder!r} {folder.signing_key!r} {folder.evaluator()!r} {folder.new_pseudonyms(uuid4())!r}"
    for name in SECRETS:
        assert (path / name).read_text().strip() not in shown
    assert (path / VERIFICATION_KEY).read_text().strip() == str(folder.signing_key.verification_key)


def test_pseudonyms_differ_from_table_to_table(path: Path) -> None:
    folder = KeyFolder.begin(path)
    one, other = uuid4(), uuid4()
    assert folder.new_pseudonyms(one).of(1) == folder.pseudonyms(one).of(1)
    assert len({folder.pseudonyms(one).of(1), folder.pseudonyms(one).of(2), folder.new_pseudonyms(other).of(1)}) == 3
    assert set(folder.tables()) == {one, other}


def test_the_newest_table_is_the_first(path: Path) -> None:
    folder = KeyFolder.begin(path)
    for number, published in ((3, 10), (1, 30), (2, 20)):
        folder.new_pseudonyms(UUID(int=number))
        os.utime(path / "tables" / str(UUID(int=number)), (published, published))
    assert [table.int for table in folder.tables()] == [1, 2, 3]


def test_only_one_publishes_at_a_time(path: Path) -> None:
    folder = KeyFolder.begin(path)
    with folder.alone(), pytest.raises(NotAKeyFolder, match="Another"), KeyFolder.open(path).alone():
        pass
