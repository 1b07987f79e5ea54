"""Whoever rewrites the tables, superuser or not, is found out, and the first bad entry is named."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from handrail import ledger
from handrail.ledger import entry as entries
from tests.unit.ledger.conftest import Log, act_for


@pytest.fixture
def written(log: Log) -> list[UUID]:
    """Twelve entries under three checkpoints of 4, 8 and 12."""
    ids = log.record(12, person=str(uuid4()), rules=["expired"])
    log.sequence(batch=4)
    assert ledger.verify().ok
    return ids


def first_problem() -> tuple[int | None, UUID | None, str]:
    found = ledger.verify()
    assert not found.ok
    problem = found.problems[0]
    return problem.index, problem.entry_id, problem.what


def test_an_empty_ledger_is_sound(log: Log) -> None:
    found = ledger.verify()
    assert found.ok
    assert (found.size, found.checkpoints, found.unsequenced, found.erased) == (0, 0, 0, 0)


@pytest.mark.parametrize("column", ["payload", "salt"])
def test_a_flipped_byte_in_a_document_or_its_salt_names_the_entry(log: Log, written: list[UUID], column: str) -> None:
    log.tamper(
        f"UPDATE ledger_payload SET {column} = set_byte({column}, 20, get_byte({column}, 20) # 1) WHERE entry_id = %s",
        [written[5]],
    )
    assert first_problem() == (5, written[5], "Its document is not the one committed to.")
    assert len(ledger.verify().problems) == 1


def test_every_bad_entry_is_listed_the_first_one_first(log: Log, written: list[UUID]) -> None:
    for index in (9, 2, 6):
        log.tamper("UPDATE ledger_payload SET payload = '{}' WHERE entry_id = %s", [written[index]])
    assert [problem.index for problem in ledger.verify().problems] == [2, 6, 9]


@pytest.mark.parametrize(
    "change",
    [
        "commitment = set_byte(commitment, 0, get_byte(commitment, 0) # 1)",
        "kind = 'holding.close'",
        "kind = 'no \"code\"'",
        "hour = hour - interval '1 hour'",
        "leaf_hash = set_byte(leaf_hash, 31, get_byte(leaf_hash, 31) # 1)",
        "leaf_hash = ''",
    ],
)
def test_anything_changed_in_a_leaf_names_the_entry(log: Log, written: list[UUID], change: str) -> None:
    log.tamper("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_kind_is_a_code")
    log.tamper(f"UPDATE ledger_entry SET {change} WHERE leaf_index = 7")
    assert first_problem() == (7, written[7], "Its leaf hash does not follow from its kind, hour and commitment.")
    assert len(ledger.verify().problems) == 1


def test_a_commitment_rewritten_with_its_leaf_hash_names_the_entry(log: Log, written: list[UUID]) -> None:
    [(kind, hour)] = log.read("SELECT kind, hour FROM ledger_entry WHERE leaf_index = 3")
    log.tamper(
        "UPDATE ledger_entry SET commitment = %s, leaf_hash = %s WHERE leaf_index = 3",
        [bytes(32), entries.hash_of(kind, hour, bytes(32))],
    )
    assert first_problem() == (3, written[3], "Its document is not the one committed to.")


def test_a_whole_entry_rewritten_consistently_is_narrowed_to_its_checkpoint(log: Log, written: list[UUID]) -> None:
    [(kind, hour, document)] = log.read(
        "SELECT kind, hour, payload FROM ledger_entry JOIN ledger_payload ON entry_id = id WHERE leaf_index = 6"
    )
    forged = document.replace(b'"number":7', b'"number":8')
    assert forged != document
    commitment = entries.commit(bytes(32), forged)
    log.tamper("UPDATE ledger_payload SET salt = %s, payload = %s WHERE entry_id = %s", [bytes(32), forged, written[6]])
    log.tamper(
        "UPDATE ledger_entry SET commitment = %s, leaf_hash = %s WHERE leaf_index = 6",
        [commitment, entries.hash_of(kind, hour, commitment)],
    )
    index, _, what = first_problem()
    assert (index, what) == (
        4,
        "Of entries 4 to 7 some were rewritten: the tree is not the one of the checkpoint of size 8.",
    )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ("person = gen_random_uuid()", "person"),
        ("actor = gen_random_uuid()", "actor"),
        ("outcome = 'done2'", "outcome"),
        ("rules = '{}'", "rules"),
        ("subject_id = gen_random_uuid()", "subject"),
        ("at = at + interval '1 second'", "time"),
        ("at = at + interval '1 day'", "hour"),
        ("action = 'other'", "kind"),
        ("organisation_id = gen_random_uuid()", "organisation"),
    ],
)
def test_a_searchable_column_that_differs_from_the_document_is_named(
    log: Log, written: list[UUID], change: str, name: str
) -> None:
    log.tamper(f"UPDATE ledger_payload SET {change} WHERE entry_id = %s", [written[1]])
    index, entry, what = first_problem()
    assert (index, entry) == (1, written[1])
    assert what.startswith("Its document and its columns differ")
    assert name in what


@pytest.mark.parametrize(
    ("kind", "problems"),
    [
        ("holding.open", []),
        ("hold", ["Its document and its columns differ: kind."] * 3),
        ("holding.shut", ["Its document and its columns differ: kind."] * 3),
    ],
)
def test_a_leaf_of_before_may_show_the_whole_action_and_none_another(log: Log, kind: str, problems: list[str]) -> None:
    log.fill(3)
    log.tamper("UPDATE ledger_entry SET kind = %s", [kind])
    log.sequence()
    assert [each.what for each in ledger.verify().problems] == problems


def test_a_document_moved_to_another_entry_is_named(log: Log, written: list[UUID]) -> None:
    log.tamper("DELETE FROM ledger_payload WHERE entry_id = %s", [written[2]])
    log.tamper("UPDATE ledger_payload SET entry_id = %s WHERE entry_id = %s", [written[2], written[3]])
    problems = ledger.verify().problems
    assert [(problem.index, problem.what) for problem in problems] == [
        (2, "Its document is not the one committed to."),
        (3, "The row of its document is gone; an erasure would leave it, emptied."),
    ]


def test_a_dropped_entry_is_named_by_its_place_and_by_what_it_left(log: Log, written: list[UUID]) -> None:
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index = 5")
    problems = ledger.verify().problems
    assert problems[0].index == 5
    assert problems[0].what == "The entry is missing; the next that is there has index 6."
    assert (problems[-1].index, problems[-1].entry_id) == (None, written[5])
    assert "the entry itself is gone" in problems[-1].what


def test_an_entry_dropped_and_the_gap_closed_is_narrowed_to_its_checkpoint(log: Log, written: list[UUID]) -> None:
    log.tamper("DELETE FROM ledger_payload WHERE entry_id = %s", [written[5]])
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index = 5")
    for place in range(6, 12):
        log.tamper("UPDATE ledger_entry SET leaf_index = %s WHERE leaf_index = %s", [place - 1, place])
    index, _, what = first_problem()
    assert index == 4
    assert "Of entries 4 to 7 some were rewritten" in what


def test_reordered_entries_are_named(log: Log, written: list[UUID]) -> None:
    for old, new in ((9, -1), (10, 9), (-1, 10)):
        log.tamper("ALTER TABLE ledger_entry DROP CONSTRAINT IF EXISTS ledger_entry_sequenced_whole")
        log.tamper("UPDATE ledger_entry SET leaf_index = %s WHERE leaf_index = %s", [new, old])
    index, entry, what = first_problem()
    assert (index, entry) == (10, written[9])
    assert what == "It stands after an entry committed later, and the tree is not the one of the checkpoint of size 12."


@pytest.mark.parametrize("left", [11, 9, 4, 0])
def test_a_cut_off_tail_is_named(log: Log, written: list[UUID], left: int) -> None:
    log.tamper("DELETE FROM ledger_payload USING ledger_entry WHERE entry_id = id AND leaf_index >= %s", [left])
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index >= %s", [left])
    index, _, what = first_problem()
    assert index == left
    assert what.startswith("The entry is missing, and all after it; the checkpoint of size")
    assert ledger.verify().checkpoints == 3, "those over what is missing are read too"


def test_a_tail_cut_off_with_its_checkpoints_is_found_by_a_checkpoint_kept_elsewhere(
    log: Log, written: list[UUID]
) -> None:
    head = ledger.head()
    assert head is not None
    log.tamper("DELETE FROM ledger_payload USING ledger_entry WHERE entry_id = id AND leaf_index >= 8")
    log.tamper("DELETE FROM ledger_entry WHERE leaf_index >= 8")
    log.tamper("DELETE FROM ledger_checkpoint WHERE size > 8")
    assert ledger.verify().ok, "the tables alone cannot show it"
    found = ledger.verify(known=[head.note])
    assert found.problems[0].index == 8
    assert found.problems[0].what == "The entry is missing, and all after it; known checkpoint 1 is over more."


def test_known_checkpoints_of_this_ledger_are_met_in_any_order(log: Log, written: list[UUID]) -> None:
    notes = [note for (note,) in log.read("SELECT note FROM ledger_checkpoint ORDER BY size DESC")]
    assert ledger.verify(known=notes).ok
    found = ledger.verify(known=["not a checkpoint", *notes])
    assert [problem.what for problem in found.problems] == ["known checkpoint 1: This is not a signed note."]


def test_an_entry_slipped_in_behind_the_last_checkpoint_is_named(log: Log, written: list[UUID]) -> None:
    [extra] = log.record()
    log.tamper(
        "UPDATE ledger_entry SET leaf_index = 12, leaf_hash = %s WHERE id = %s",
        [
            entries.hash_of(*log.read("SELECT kind, hour, commitment FROM ledger_entry WHERE id = %s", [extra])[0]),
            extra,
        ],
    )
    index, _, what = first_problem()
    assert index == 12
    assert "No checkpoint covers it" in what


def test_two_entries_in_one_place_are_named(log: Log, written: list[UUID]) -> None:
    log.tamper("ALTER TABLE ledger_entry DROP CONSTRAINT ledger_entry_leaf_index_key")
    log.tamper("UPDATE ledger_entry SET leaf_index = 2 WHERE leaf_index = 3")
    index, entry, what = first_problem()
    assert (index, what) == (2, "Another entry has its place in the tree.")
    assert entry in written[2:4]


def test_a_swapped_key_is_named(log: Log, written: list[UUID]) -> None:
    for name in (ledger.SIGNING_KEY, ledger.VERIFICATION_KEY):
        (settings.HANDRAIL_KEY_DIR / name).unlink()
    ledger.create_signing_key(settings.HANDRAIL_KEY_DIR, origin="handrail.test/ledger")
    found = ledger.verify()
    assert [problem.index for problem in found.problems] == [None] * 3
    assert found.problems[0].what.startswith("the checkpoint of size 4: The note is not signed by handrail.test/ledger")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("note = replace(note, E'\\n8\\n', E'\\n9\\n')", "the checkpoint of size 8: The signature of"),
        ("root = sha256(root)", "its row and its signed note differ"),
        ("frontier = sha256(frontier)", "the stored subtrees are not the tree's"),
        ("size = 7", "its row and its signed note differ"),
    ],
)
def test_a_rewritten_checkpoint_is_named(log: Log, written: list[UUID], change: str, words: str) -> None:
    log.tamper(f"UPDATE ledger_checkpoint SET {change} WHERE size = 8")
    assert any(words in problem.what for problem in ledger.verify().problems)


def test_a_bad_entry_is_named_before_a_bad_checkpoint(log: Log, written: list[UUID]) -> None:
    log.tamper("UPDATE ledger_checkpoint SET root = sha256(root) WHERE size = 4")
    log.tamper("UPDATE ledger_payload SET payload = '{}' WHERE entry_id = %s", [written[10]])
    assert [problem.index for problem in ledger.verify().problems] == [10, None]


def test_removed_checkpoints_leave_the_rest_without_cover(log: Log, written: list[UUID]) -> None:
    log.tamper("DELETE FROM ledger_checkpoint")
    index, _, what = first_problem()
    assert (index, what[:20]) == (0, "No checkpoint covers")


def test_an_erased_document_is_counted_and_the_tree_stays_verifiable(log: Log, written: list[UUID]) -> None:
    with transaction.atomic():
        act_for(log.organisation)
        assert ledger.erase(written[3:6]) == 3
    found = ledger.verify()
    assert found.ok, found.problems
    assert found.erased == 3


def test_half_an_erasure_is_named(log: Log, written: list[UUID]) -> None:
    log.tamper(
        "UPDATE ledger_payload SET salt = NULL, payload = NULL WHERE entry_id = %s",
        [written[4]],
    )
    assert first_problem() == (4, written[4], "Its document is erased, and its columns are not.")


def test_what_is_not_in_the_tree_yet_is_checked_and_counted(log: Log, written: list[UUID]) -> None:
    waiting = log.record(3)
    found = ledger.verify()
    assert found.ok
    assert found.unsequenced == 3
    log.tamper("UPDATE ledger_payload SET payload = '{}' WHERE entry_id = %s", [waiting[1]])
    assert first_problem() == (None, waiting[1], "Its document is not the one committed to.")


def test_progress_is_told_and_ends_at_all(log: Log, written: list[UUID], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("handrail.ledger.verification.CHUNK", 5)
    told: list[tuple[int, int]] = []
    ledger.verify(progress=lambda done, total: told.append((done, total)))
    assert told == [(5, 12), (10, 12), (12, 12)]


def test_verifying_sees_one_moment_and_holds_nobody_up(
    log: Log, written: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handrail.ledger.verification.CHUNK", 5)
    sequenced: list[int] = []

    def meanwhile(done: int, total: int) -> None:
        if not sequenced:
            with ThreadPoolExecutor(1) as other:
                sequenced.append(other.submit(record_and_sequence, log).result())

    found = ledger.verify(progress=meanwhile)
    assert found.ok, found.problems
    assert (found.size, found.unsequenced) == (12, 0)
    assert sequenced == [13]


def record_and_sequence(log: Log) -> int:
    log.record()
    size = log.sequence().size
    log.record()
    connection.close()
    return size


def test_verification_is_not_part_of_another_transaction(log: Log) -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        ledger.verify()


def test_without_a_key_there_is_no_verification(log: Log) -> None:
    (settings.HANDRAIL_KEY_DIR / ledger.VERIFICATION_KEY).unlink()
    with pytest.raises(ledger.KeyFileError, match="cannot be read"):
        ledger.verify()


def test_a_stored_hash_that_was_changed_is_named_by_the_entries_below_it(log: Log) -> None:
    log.fill(600)
    log.sequence()
    assert ledger.verify().ok
    log.tamper("UPDATE ledger_subtree SET hash = sha256(hash) WHERE index = 1")
    (problem,) = ledger.verify().problems
    assert problem.what == "The stored hash over entries 256 to 511 does not follow from them."


def test_stored_hashes_that_were_removed_or_added_are_named(log: Log) -> None:
    log.fill(600)
    log.sequence()
    log.tamper("UPDATE ledger_subtree SET index = 2 WHERE index = 1")
    (problem,) = ledger.verify().problems
    assert problem.what == "There is a stored hash for level 1, number 2, and the tree does not go so far."
    log.tamper("DELETE FROM ledger_subtree")
    assert ledger.verify().ok, "the sequencer makes up for them"
    log.tamper("INSERT INTO ledger_subtree (level, index, hash) VALUES (1, 1, '')")
    first, second = (problem.what for problem in ledger.verify().problems)
    assert first == "The stored hashes of level 1 are missing from number 0 to 0."
    assert second.startswith("The stored hash over entries 256 to 511")
