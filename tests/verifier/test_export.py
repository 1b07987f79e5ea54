"""Exports as they should be: what an auditor is told, and what they are not told."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.verifier.conftest import Verify
from tests.verifier.writing import NOON, Log, Written, history, kept, key, witness, written


@pytest.mark.parametrize("size", [1, 2, 255, 256, 257, 511, 512, 513, 700])
def test_a_sound_export_is_verified_whatever_its_size(tmp_path: Path, verify: Verify, size: int) -> None:
    log = Log(history(size))
    found = verify(log.export(tmp_path / "export"), "--key", log.vkey, "--all-payloads")
    assert (found.exit_code, found.report["size"], found.report["documents"]) == (0, size, size)
    for old in sorted({1, size // 2, size - 1, size} - {0}):
        assert verify(tmp_path / "export", "--known", kept(tmp_path / "known", log.checkpoint(old))).exit_code == 0


def test_a_log_with_a_third_level_of_tiles_is_verified(tmp_path: Path, verify: Verify) -> None:
    log = Log(history(1) * (256 * 256 + 300), erased=frozenset(range(256 * 256 + 300)))
    found = verify(log.export(tmp_path / "export"))
    assert (found.exit_code, found.report["documents"]) == (0, 0)
    assert (tmp_path / "export" / "tile" / "2" / "000.p" / "1").is_file()


def test_without_a_key_of_the_users_own_it_says_so(tmp_path: Path, log: Log, verify: Verify) -> None:
    found = verify(log.export(tmp_path / "export"))
    assert found.exit_code == 0
    assert found.report["key_given"] is False
    assert any("Compare the fingerprint" in each for each in found.report["cannot_know"])
    assert verify(tmp_path / "export", "--key", log.vkey).report["fingerprint"] == found.report["fingerprint"]


def test_it_says_what_no_verification_can_know(tmp_path: Path, log: Log, verify: Verify) -> None:
    said = " ".join(verify(log.export(tmp_path / "export")).report["cannot_know"])
    for words in ("never recorded", "gap monitoring", "receipts", "who wrote the words", "clock", "another history"):
        assert words in said


def test_documents_that_were_erased_or_withheld_are_no_fault_unless_all_were_asked_for(
    tmp_path: Path, log: Log, verify: Verify
) -> None:
    log.erased = frozenset({0, 7, 299})
    found = verify(log.export(tmp_path / "export"))
    assert (found.exit_code, found.report["documents"]) == (0, 297)
    found = verify(tmp_path / "export", "--all-payloads")
    assert found.exit_code == 3
    assert found.names("documents-missing")


def test_early_entries_that_show_the_whole_action_and_later_ones_that_don_t_are_verified_in_one_log(
    tmp_path: Path, verify: Verify
) -> None:
    early, later = history(300)[:260], [_shown("holding", number) for number in range(260, 300)]
    log = Log([*early, *later])
    assert {each.kind for each in log.entries} == {"holding.open", "holding"}
    found = verify(log.export(tmp_path / "export"), "--key", log.vkey, "--all-payloads")
    assert (found.exit_code, found.report["documents"]) == (0, 300)


@pytest.mark.parametrize("shown", ["hold", "case", "holding.opened", "open", "holding.open.more"])
def test_an_entry_that_shows_anything_else_than_its_document_s_action_or_the_part_before_the_dot_is_refused(
    tmp_path: Path, verify: Verify, shown: str
) -> None:
    log = Log([*history(5), _shown(shown, 5), _shown("holding", 6)])
    found = verify(log.export(tmp_path / "export"))
    assert [(each["code"], each["entry"]) for each in found.wrong] == [("document", 5)]


def _shown(shown: str, number: int) -> Written:
    """What somebody opened, under the kind that its leaf shows."""
    return written(number, NOON + timedelta(minutes=number), shown=shown)


def test_any_key_of_the_log_leads_to_the_one_that_signs_today(tmp_path: Path, verify: Verify) -> None:
    log = Log(history(300), keys=[key(1), key(2), key(3)], handed_over=[100, 256])
    log.export(tmp_path / "export")
    for each in log.keys:
        assert verify(tmp_path / "export", "--key", str(each.verification_key)).exit_code == 0
    known = kept(tmp_path / "known", log.checkpoint(90, by=key(1)))
    assert verify(tmp_path / "export", "--key", str(key(3).verification_key), "--known", known).exit_code == 0


def test_keys_can_be_given_in_files(tmp_path: Path, verify: Verify) -> None:
    names = ["one.example/witness", "two.example/witness"]
    log = Log(history(3), witnesses=[witness(name) for name in names])
    export = log.export(tmp_path / "export")
    found = verify(export, "--key", export / "keys", "--witness", export / "witnesses")
    assert (found.exit_code, len(found.report["cosigned"])) == (0, 2)


def test_fewer_cosignatures_than_asked_for_want_explaining(tmp_path: Path, verify: Verify) -> None:
    one, two = witness("one.example/witness"), witness("two.example/witness")
    log = Log(history(3), witnesses=[one])
    export, keys = log.export(tmp_path / "export"), [str(each.witness_key) for each in (one, two)]
    assert verify(export, "--witness", keys[0]).exit_code == 0
    found = verify(export, "--witness", keys[0], "--witness", keys[1])
    assert (found.exit_code, found.names("cosignatures")) == (3, True)
    assert verify(export, "--witness", keys[0], "--witness", keys[1], "--need", "1").exit_code == 0


def test_what_is_no_export_is_not_called_wrong(tmp_path: Path, log: Log, verify: Verify) -> None:
    export = log.export(tmp_path / "export")
    for arguments in (
        [tmp_path],
        [tmp_path / "nowhere"],
        [export / "tile" / "0" / "000"],
        [export, "--key", "handrail.example/ledger+00000000+AAAA"],
        [export, "--known", export / "keys"],
        [export, "--known", tmp_path / "nowhere"],
    ):
        with pytest.raises(SystemExit) as refused:
            verify(*arguments)  # a path first, then options
        assert refused.value.code == 2


@pytest.mark.parametrize("option", ["--key", "--witness"])
def test_a_key_that_was_to_be_given_and_is_empty_is_not_one_that_was_not_given(
    tmp_path: Path, log: Log, verify: Verify, option: str
) -> None:
    """A variable that is not set, or a file that came to nothing: to go on would trust whatever came along."""
    export = log.export(tmp_path / "export")
    for given in ("", kept(tmp_path / "empty", ""), kept(tmp_path / "blank", "\n")):
        with pytest.raises(SystemExit) as refused:
            verify(export, option, given)
        assert refused.value.code == 2
