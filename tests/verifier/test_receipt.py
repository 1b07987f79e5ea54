"""Receipts, alone and in armour, and one checkpoint after another."""

import base64
import textwrap
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from handrail.ledger import entry, tree
from handrail.ledger.canonical import canonical
from tests.verifier.conftest import Verify
from tests.verifier.writing import NOON, Log, history, kept, key, witness, written

BEGIN, END = "-----BEGIN HANDRAIL RECEIPT-----", "-----END HANDRAIL RECEIPT-----"


def proof_of(log: Log, index: int, **changed: Any) -> str:
    """The tlog-proof of one entry; ``changed`` is what its extra data says instead."""
    one = log.entries[index]
    extra: dict[str, Any] = {
        "document": one.document.decode(),
        "handovers": list(log.handovers()),
        "hour": one.hour.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "keys": [str(each.verification_key) for each in log.keys],
        "kind": one.kind,
        "salt": one.salt.hex(),
        "version": 1,
        "witnesses": [str(each.witness_key) for each in log.witnesses],
    } | changed
    hashes = [
        base64.b64encode(each).decode()
        for each in tree.inclusion_proof(index, len(log.hashes), tree.roots_over(log.hashes))
    ]
    said = base64.b64encode(canonical(extra)).decode()
    return "\n".join(["c2sp.org/tlog-proof@v1", f"extra {said}", f"index {index}", *hashes, "", log.checkpoint()])


def armour(proof: str) -> str:
    return "\n".join([BEGIN, *textwrap.wrap(base64.b64encode(proof.encode()).decode(), 64), END])


@pytest.fixture
def witnessed() -> Log:
    """A log that has handed its key over, with a witness."""
    return Log(history(300), keys=[key(1), key(2)], handed_over=[100], witnesses=[witness("one.example/witness")])


@pytest.mark.parametrize("index", [0, 1, 255, 256, 299])
def test_a_receipt_is_verified_alone(tmp_path: Path, witnessed: Log, verify: Verify, index: int) -> None:
    proof = proof_of(witnessed, index)
    for text in (proof, armour(proof)):
        found = verify(kept(tmp_path / "receipt", text), "--key", witnessed.vkey)
        assert (found.exit_code, found.report["index"]) == (0, index), found.wrong
        assert found.report["document"]["facts"] == {"number": index}
        assert len(found.report["cosigned"]) == 1


@pytest.mark.parametrize(
    "around",
    [
        lambda text: f"Receipt of Handrail\n\nKeep this.\n{text}\nPage 1 of 1",
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\n".join(f"> {line}" for line in text.split("\n")),
        lambda text: text.replace("\n", "  \n\n\t"),
        lambda text: text.replace("\n", "\u00ad\n"),
    ],
    ids=["text", "line ends", "quoted", "spaces", "hyphens"],
)
def test_armour_survives_printing_copying_and_mail(
    tmp_path: Path, witnessed: Log, verify: Verify, around: Callable[[str], str]
) -> None:
    path = tmp_path / "mail.txt"
    path.write_bytes(around(armour(proof_of(witnessed, 7))).encode())
    assert verify(path, "--key", witnessed.vkey).exit_code == 0


def test_one_letter_changed_anywhere_in_a_receipt_is_refused(tmp_path: Path, witnessed: Log, verify: Verify) -> None:
    text = proof_of(witnessed, 7)
    own = str(witnessed.witnesses[0].witness_key)
    places = range(len(text) - 1, 0, -23)
    for place in [0, *places]:
        changed = text[:place] + chr(ord(text[place]) ^ 1) + text[place + 1 :]
        path = kept(tmp_path / "receipt", changed)
        with suppress(SystemExit):  # where it is no receipt any more
            found = verify(path, "--key", witnessed.vkey, "--witness", own)
            assert found.exit_code != 0, f"{place}: {text[place]}"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"document": "{}"}, "document"),
        ({"salt": "00" * 32}, "proof"),
        ({"hour": "2018-06-04T11:00:00Z"}, "document"),
        ({"kind": "holding.shut"}, "document"),
        ({"hour": "noon"}, "leaf"),
        ({"keys": []}, "handover"),
        ({"keys": [str(key(2).verification_key)]}, "handover"),
        ({"handovers": []}, "handover"),
        ({"witnesses": [str(witness("two.example/witness").witness_key)]}, "cosignatures"),
        ({"version": 2}, "malformed"),
        ({"witnesses": [1]}, "malformed"),
        ({"salt": "00"}, "malformed"),
    ],
)
def test_a_receipt_that_says_something_else_is_refused(
    tmp_path: Path, witnessed: Log, verify: Verify, changed: dict[str, Any], code: str
) -> None:
    found = verify(kept(tmp_path / "receipt", proof_of(witnessed, 7, **changed)), "--key", witnessed.vkey)
    assert found.exit_code == 1
    assert found.names(code), found.wrong


def test_a_receipt_of_an_entry_that_is_not_in_the_tree_is_refused(
    tmp_path: Path, witnessed: Log, verify: Verify
) -> None:
    other = replace(witnessed, entries=[*witnessed.entries[:7], written(7, NOON, seed="other"), *witnessed.entries[8:]])
    forged = proof_of(other, 7).partition("\n\n")[0] + "\n\n" + witnessed.checkpoint()
    found = verify(kept(tmp_path / "receipt", forged), "--key", witnessed.vkey)
    assert (found.exit_code, found.names("proof")) == (1, True)


def test_a_receipt_shows_whether_an_export_still_has_its_tree(tmp_path: Path, verify: Verify) -> None:
    log = Log(history(300))
    receipt = kept(tmp_path / "receipt", armour(proof_of(Log(log.entries[:200]), 7)))
    assert verify(log.export(tmp_path / "export"), "--known", receipt).exit_code == 0
    rewritten = Log([*log.entries[:7], *history(293, seed="another")])
    found = verify(rewritten.export(tmp_path / "rewritten"), "--known", receipt)
    assert (found.exit_code, found.names("fork", file=str(receipt))) == (1, True)


def test_two_receipts_over_one_size_agree_or_are_a_fork(tmp_path: Path, verify: Verify) -> None:
    log, other = Log(history(300)), Log(history(300, seed="another"))
    receipt = kept(tmp_path / "receipt", proof_of(log, 7))
    for known, code, named in (
        (proof_of(log, 8), 0, None),
        (other.checkpoint(), 1, "fork"),
        (log.checkpoint(200), 3, "not-compared"),
    ):
        found = verify(receipt, "--key", log.vkey, "--known", kept(tmp_path / "known", known))
        assert found.exit_code == code
        assert named is None or found.names(named)


def test_more_than_one_receipt_in_a_file_is_not_guessed_at(tmp_path: Path, log: Log, verify: Verify) -> None:
    two = armour(proof_of(log, 7)) + "\n" + armour(proof_of(log, 8))
    with pytest.raises(SystemExit) as refused:
        verify(kept(tmp_path / "receipts", two))
    assert refused.value.code == 2


def test_a_file_with_many_beginnings_and_no_end_is_no_receipt(tmp_path: Path, verify: Verify) -> None:
    """Nor does it take for ever, which looking for an end after each beginning would."""
    with pytest.raises(SystemExit) as refused:
        verify(kept(tmp_path / "none", f"{BEGIN}\n" * 200_000))
    assert refused.value.code == 2


def growth(log: Log, old: int) -> str:
    """What a witness is sent: the old size, the proof of consistency, the checkpoint."""
    proof = [
        base64.b64encode(each).decode()
        for each in tree.consistency_proof(old, len(log.hashes), tree.roots_over(log.hashes))
    ]
    return "\n".join([f"old {old}", *proof, "", log.checkpoint()])


def test_a_checkpoint_with_its_proof_continues_the_one_that_was_kept(tmp_path: Path, verify: Verify) -> None:
    log, other = Log(history(300)), Log(history(300, seed="another"))
    known = kept(tmp_path / "known", log.checkpoint(200))
    new = kept(tmp_path / "new", growth(log, 200))
    assert verify(new, "--key", log.vkey, "--known", known).exit_code == 0
    found = verify(kept(tmp_path / "forked", growth(other, 200)), "--key", log.vkey, "--known", known)
    assert (found.exit_code, found.names("proof", file=str(known))) == (1, True)
    found = verify(kept(tmp_path / "bare", log.checkpoint()), "--key", log.vkey, "--known", known)
    assert (found.exit_code, found.names("not-compared")) == (3, True)
    for options in (["--key", log.vkey], ["--known", known]):
        with pytest.raises(SystemExit) as refused:
            verify(new, *options)
        assert refused.value.code == 2


def test_the_leaf_of_a_receipt_is_the_ledgers(log: Log) -> None:
    """The receipt builds it from three texts; the ledger writes it by hand."""
    one = log.entries[0]
    parts = {"commitment": entry.commit(one.salt, one.document).hex(), "hour": "2018-06-04T12:00:00Z", "kind": one.kind}
    assert one.leaf == canonical(parts)
