"""A log goes on under a new key, and every checkpoint of the old one stays verifiable."""

from pathlib import Path

import pytest
from django.conf import settings

from handrail import ledger
from handrail.ledger import checkpoint, handover, key_file
from handrail.ledger.key_file import KeyFileError, create_signing_key
from handrail.ledger.note import NoteError, SigningKey
from handrail.ledger.tree import leaf_hash
from tests.unit.ledger.conftest import Log

ORIGIN = "handrail.test/ledger"
ROOT = leaf_hash(b"one")
FIRST, SECOND, THIRD = (SigningKey.generate(ORIGIN) for _ in range(3))
NOTES = [handover.sign(FIRST, SECOND, 5, ROOT).note, handover.sign(SECOND, THIRD, 9, ROOT).note]


@pytest.mark.parametrize("trusted", [FIRST, SECOND, THIRD], ids=["first", "second", "third"])
def test_any_key_of_the_chain_leads_to_all_of_them(trusted: SigningKey) -> None:
    chain = handover.chain(trusted.verification_key, NOTES)
    assert chain.keys == tuple(each.verification_key for each in (FIRST, SECOND, THIRD))
    assert chain.current == THIRD.verification_key


@pytest.mark.parametrize(
    ("size", "key"), [(1, FIRST), (5, FIRST), (6, SECOND), (9, SECOND), (10, THIRD)], ids=lambda each: str(each)[:2]
)
def test_a_checkpoint_counts_under_the_key_of_its_size_only(size: int, key: SigningKey) -> None:
    chain = handover.chain(THIRD.verification_key, NOTES)
    for each in (FIRST, SECOND, THIRD):
        note = checkpoint.sign(each, size, ROOT).note
        if each is key:
            assert chain.read(note).size == size
        else:
            with pytest.raises(NoteError, match="not signed by"):
                chain.read(note)


def test_the_note_is_as_agreed() -> None:
    text, _, lines = NOTES[0].partition("\n\n")
    assert text.split("\n")[:5] == [
        "handrail key handover v1",
        ORIGIN,
        str(FIRST.verification_key),
        str(SECOND.verification_key),
        "5",
    ]
    assert lines.count("\n") == 2


@pytest.mark.parametrize("kept", [0, 1], ids=["old", "new"])
def test_a_handover_needs_both_signatures(kept: int) -> None:
    text, _, lines = NOTES[0].partition("\n\n")
    with pytest.raises(NoteError, match="not signed by"):
        handover.read(f"{text}\n\n{lines.splitlines()[kept]}\n")


@pytest.mark.parametrize(
    "notes",
    [NOTES[::-1], [NOTES[0], NOTES[0]], [NOTES[0], handover.sign(SECOND, THIRD, 4, ROOT).note]],
    ids=["turned round", "twice", "falling"],
)
def test_handovers_that_do_not_follow_one_another_are_refused(notes: list[str]) -> None:
    with pytest.raises(NoteError, match="does not continue"):
        handover.chain(THIRD.verification_key, notes)


def test_a_key_never_comes_back() -> None:
    back = handover.sign(THIRD, FIRST, 12, ROOT).note
    with pytest.raises(NoteError, match="never comes back"):
        handover.chain(THIRD.verification_key, [*NOTES, back])


def test_a_stranger_can_not_take_the_log_over() -> None:
    stranger = SigningKey.generate(ORIGIN)
    with pytest.raises(NoteError, match="None of the handovers"):
        handover.chain(FIRST.verification_key, [handover.sign(stranger, THIRD, 5, ROOT).note])
    with pytest.raises(NoteError, match="same name"):
        handover.sign(FIRST, SigningKey.generate("other.test/ledger"), 5, ROOT)
    with pytest.raises(NoteError, match="empty log"):
        handover.sign(FIRST, SECOND, 0, ROOT)


def test_a_key_is_prepared_once_and_takes_over(tmp_path: Path) -> None:
    first = create_signing_key(tmp_path, origin=ORIGIN)
    second = key_file.prepare_next_key(tmp_path)
    assert key_file.prepare_next_key(tmp_path) == second != first
    assert key_file.load_chain(tmp_path).keys == (first,)
    key_file.hand_over(tmp_path, 5, ROOT)
    assert key_file.load_chain(tmp_path).keys == (first, second)
    assert key_file.load_signing_key(tmp_path).verification_key == key_file.load_verification_key(tmp_path) == second
    assert not (tmp_path / key_file.NEXT_SIGNING_KEY).exists()
    third = key_file.prepare_next_key(tmp_path)
    key_file.hand_over(tmp_path, 6, ROOT)
    assert key_file.load_chain(tmp_path).keys == (first, second, third)
    assert not key_file.finish_handover(tmp_path)
    assert create_signing_key(tmp_path, origin=ORIGIN) == third


@pytest.mark.parametrize("killed_before", ["replace 1", "replace 2"])
def test_killed_at_any_moment_a_handover_can_be_finished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_before: str
) -> None:
    first = create_signing_key(tmp_path, origin=ORIGIN)
    second = key_file.prepare_next_key(tmp_path)
    moves = iter(["replace 1", "replace 2"])
    replace = Path.replace

    def dies(path: Path, target: Path) -> Path:
        if next(moves) == killed_before:
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", dies)
        with pytest.raises(KeyboardInterrupt):
            key_file.hand_over(tmp_path, 5, ROOT)
    assert key_file.load_chain(tmp_path).keys == (first, second), "whoever verifies is not held up"
    assert key_file.finish_handover(tmp_path)
    assert key_file.load_signing_key(tmp_path).verification_key == key_file.load_verification_key(tmp_path) == second
    assert not key_file.finish_handover(tmp_path)


def test_handovers_of_another_log_are_named(tmp_path: Path) -> None:
    create_signing_key(tmp_path, origin=ORIGIN)
    (tmp_path / key_file.HANDOVERS).mkdir()
    (tmp_path / key_file.HANDOVERS / "0001").write_text(NOTES[0], encoding="utf-8")
    with pytest.raises(KeyFileError, match="do not belong together"):
        key_file.load_chain(tmp_path)


def test_the_next_key_is_as_secret_as_the_present_one(tmp_path: Path) -> None:
    create_signing_key(tmp_path, origin=ORIGIN)
    key_file.prepare_next_key(tmp_path)
    assert (tmp_path / key_file.NEXT_SIGNING_KEY).stat().st_mode & 0o777 == 0o600
    (tmp_path / key_file.NEXT_SIGNING_KEY).chmod(0o640)
    with pytest.raises(KeyFileError, match="read by others"):
        key_file.load_next_key(tmp_path)


def hand_over() -> None:
    """What the command does once two people have agreed."""
    key_file.prepare_next_key(settings.HANDRAIL_KEY_DIR)
    with ledger.nothing_signed() as head:
        assert head
        key_file.hand_over(settings.HANDRAIL_KEY_DIR, head.size, head.root)


def test_the_sequencer_goes_on_with_the_new_key_and_old_checkpoints_still_count(log: Log) -> None:
    log.record(3)
    log.sequence()
    before = ledger.published()
    hand_over()
    assert ledger.published() == before, "what the old key signed stays published until the tree grows"
    log.record(2)
    log.sequence()
    chain = key_file.load_chain(settings.HANDRAIL_KEY_DIR)
    head = ledger.head()
    assert head is not None
    assert checkpoint.read(head.note, chain.current).size == 5
    found = ledger.verify(known=[before])
    assert found.ok, found.problems
    assert found.checkpoints == 2


def test_nothing_is_signed_while_a_handover_is_unfinished(log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    log.record(3)
    log.sequence()
    with monkeypatch.context() as patched:
        patched.setattr(key_file, "finish_handover", lambda _folder: None)
        hand_over()
    log.record(1)
    with pytest.raises(ledger.SequencingRefused, match="begun and not finished"):
        log.sequence()
    assert key_file.finish_handover(settings.HANDRAIL_KEY_DIR)
    log.sequence()
    assert ledger.verify().ok


def test_a_tree_rewritten_before_the_handover_is_named(log: Log) -> None:
    log.record(3)
    log.sequence()
    hand_over()
    log.tamper("DELETE FROM ledger_checkpoint")
    log.tamper("UPDATE ledger_entry SET leaf_index = NULL, leaf_hash = NULL WHERE leaf_index = 2")
    (problem, *_) = ledger.verify().problems
    assert problem.what == "The entry is missing, and all after it; handover 1 of the log's key is over more."


def test_a_database_older_than_its_keys_is_not_signed_on(log: Log) -> None:
    log.record(3)
    log.sequence()
    hand_over()
    log.tamper("DELETE FROM ledger_checkpoint")
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index = 2")
    log.tamper("UPDATE ledger_entry SET leaf_index = NULL, leaf_hash = NULL")
    with pytest.raises(ledger.SequencingRefused, match="handed over at more entries"):
        log.sequence()
