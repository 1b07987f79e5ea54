"""Which key counts for a log: given once, and handed on by the key before it."""

import pytest

from handrail.ledger import handover, tree
from handrail.ledger.note import SigningKey
from handrail.witness import NotTrusted, Witness, hand_over, trust
from tests.unit.witness.conftest import ORIGIN, History, asked


def _note(history: History, new: SigningKey, size: int) -> str:
    return handover.sign(history.key, new, size, tree.root(history.leaves[:size])).note


def test_after_a_handover_the_new_key_counts_and_the_old_one_no_more(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 20))
    after = History(SigningKey.generate(ORIGIN), history.leaves)
    assert asked(witness, after.request(20, 30)).status == 403
    note = _note(history, after.key, 20)
    assert hand_over(witness, note) == after.key.verification_key
    assert hand_over(witness, note) == after.key.verification_key
    assert asked(witness, after.request(20, 30)).status == 200
    assert asked(witness, history.request(30, 40)).status == 403


def test_a_key_is_not_taken_without_a_note_of_the_one_before(witness: Witness, history: History) -> None:
    new = SigningKey.generate(ORIGIN)
    with pytest.raises(NotTrusted, match="--handover"):
        trust(witness, str(new.verification_key))
    stranger = History(SigningKey.generate(ORIGIN), history.leaves)
    with pytest.raises(NotTrusted, match="is not trusted here"):
        hand_over(witness, _note(stranger, new, 20))
    with pytest.raises(NotTrusted, match="The note is not taken"):
        hand_over(witness, history.note(20))


def test_a_stolen_old_key_cannot_hand_over_a_second_time(witness: Witness, history: History) -> None:
    hand_over(witness, _note(history, SigningKey.generate(ORIGIN), 20))
    with pytest.raises(NotTrusted, match="keys have forked"):
        hand_over(witness, _note(history, SigningKey.generate(ORIGIN), 20))


def test_a_handover_over_another_tree_than_the_one_cosigned_is_refused(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 20))
    other = history.other(10).grow(30, "another")
    with pytest.raises(NotTrusted, match="the log has forked"):
        hand_over(witness, _note(other, SigningKey.generate(ORIGIN), 20))


def test_the_same_key_again_changes_nothing(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 20))
    trust(witness, f" {history.key.verification_key}\n")
    assert asked(witness, history.request(20, 21)).status == 200


def test_a_witnesss_key_is_not_a_logs(witness: Witness) -> None:
    with pytest.raises(NotTrusted, match="logs and witnesses"):
        trust(witness, str(witness.key.witness_key))
