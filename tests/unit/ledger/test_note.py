"""Signed notes and checkpoints, against the vector of the Go implementation that C2SP's specification describes."""

import base64

import pytest

from handrail.ledger import checkpoint
from handrail.ledger.note import NoteError, SigningKey, VerificationKey, open_note
from handrail.ledger.tree import EMPTY_ROOT

# golang.org/x/mod/sumdb/note, note_test.go.
PUBLIC = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
SECRET = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
NOTE = (
    f"{TEXT}\n— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def test_we_sign_and_write_keys_as_the_reference_does() -> None:
    key = SigningKey.parse(SECRET)
    assert key.sign(TEXT) == NOTE
    assert str(key.verification_key) == PUBLIC
    assert key.secret_text() == SECRET
    assert open_note(NOTE, VerificationKey.parse(PUBLIC)) == TEXT


def test_a_key_never_shows_itself() -> None:
    key = SigningKey.parse(SECRET)
    assert key.seed.hex() not in repr(key)
    assert "AYEKFAL" not in f"{key!r} {key}"


def test_no_byte_of_the_note_can_change() -> None:
    key = VerificationKey.parse(PUBLIC)
    for at in range(len(NOTE)):
        changed = NOTE[:at] + chr(ord(NOTE[at]) ^ 1) + NOTE[at + 1 :]
        with pytest.raises(NoteError):
            open_note(changed, key)


@pytest.mark.parametrize("text", [PUBLIC[:at] for at in range(len(PUBLIC))] + [f"{PUBLIC}A", f" {PUBLIC}"])
def test_a_mangled_key_is_refused(text: str) -> None:
    with pytest.raises(NoteError):
        VerificationKey.parse(text)


def test_a_key_with_anothers_id_or_of_another_kind_is_refused() -> None:
    with pytest.raises(NoteError, match="do not belong together"):
        VerificationKey.parse(PUBLIC.replace("c74f20a3", "c74f20a4"))
    with pytest.raises(NoteError, match="do not belong together"):
        SigningKey.parse(SECRET.replace("c74f20a3", "c74f20a4"))
    other_kind = base64.b64encode(b"\x02" + bytes(32)).decode()
    with pytest.raises(NoteError, match="not an Ed25519 key"):
        VerificationKey.parse(f"PeterNeumann+c74f20a3+{other_kind}")
    with pytest.raises(NoteError, match="not a secret key"):
        SigningKey.parse(PUBLIC)


def test_signatures_of_others_are_ignored_and_our_own_must_be_there_and_right() -> None:
    ours, witness = SigningKey.generate("log.example"), SigningKey.generate("witness.example")
    by_witness = witness.sign(TEXT).removeprefix(f"{TEXT}\n")
    assert open_note(ours.sign(TEXT) + by_witness, ours.verification_key) == TEXT
    with pytest.raises(NoteError, match="not signed by"):
        open_note(f"{TEXT}\n{by_witness}", ours.verification_key)
    namesake = SigningKey.generate("log.example")
    with pytest.raises(NoteError, match="not signed by"):
        open_note(namesake.sign(TEXT), ours.verification_key)


def test_text_may_hold_empty_lines() -> None:
    key = SigningKey.generate("log.example")
    text = "one\n\ntwo\n\n"
    assert open_note(key.sign(text), key.verification_key) == text


@pytest.mark.parametrize(
    "note", ["", "\n", TEXT, f"{TEXT}\n", NOTE.rstrip("\n"), NOTE + "x\n", "a\tb" + NOTE, NOTE * 999]
)
def test_what_is_not_a_signed_note_is_refused(note: str) -> None:
    with pytest.raises(NoteError):
        open_note(note, VerificationKey.parse(PUBLIC))


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\u2003b"])
def test_a_name_that_a_signature_line_cannot_carry_is_refused(name: str) -> None:
    with pytest.raises(NoteError, match="no spaces and no plus"):
        SigningKey.generate(name)


def test_a_checkpoint_reads_back_and_looks_as_the_specification_says() -> None:
    key = SigningKey.generate("handrail.example/ledger")
    signed = checkpoint.sign(key, 20852163, EMPTY_ROOT)
    assert checkpoint.read(signed.note, key.verification_key) == signed
    lines = signed.note.split("\n")
    assert lines[:4] == ["handrail.example/ledger", "20852163", base64.b64encode(EMPTY_ROOT).decode(), ""]
    assert lines[4].startswith("— handrail.example/ledger ")


ROOT = base64.b64encode(EMPTY_ROOT).decode()


@pytest.mark.parametrize(
    "text",
    [
        "log.example\n1\n",
        f"log.example\n01\n{ROOT}\n",
        f"log.example\n-1\n{ROOT}\n",
        f"log.example\n1 \n{ROOT}\n",
        "log.example\n1\nAAAA\n",
        f"log.example\n1\n{ROOT[:-2]}W=\n",
        f"log.example\n1\n{ROOT}\n\n",
        f"other.example\n1\n{ROOT}\n",
    ],
)
def test_a_signed_note_that_is_not_a_checkpoint_of_this_log_is_refused(text: str) -> None:
    key = SigningKey.generate("log.example")
    with pytest.raises(NoteError):
        checkpoint.read(key.sign(text), key.verification_key)


def test_extension_lines_are_allowed() -> None:
    key = SigningKey.generate("log.example")
    assert checkpoint.read(key.sign(f"log.example\n1\n{ROOT}\nanything\n"), key.verification_key).size == 1
