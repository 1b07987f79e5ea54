"""Each rule of `add-checkpoint` (c2sp.org/tlog-witness), with the status code that it names."""

import base64
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handrail.ledger import checkpoint, tree
from handrail.ledger.cosignature import CosigningKey, cosignatures
from handrail.ledger.cosigning import body_of
from handrail.ledger.note import SigningKey, VerificationKey, open_note, read_note
from handrail.witness import NotAWitness, Witness, add_checkpoint, standings, trust
from handrail.witness.evidence import LIMIT
from tests.unit.witness.conftest import NOON, ORIGIN, History, asked, evidence


def test_what_continues_is_cosigned_and_kept_before_the_answer(witness: Witness, history: History) -> None:
    for old, size in ((0, 7), (7, 8), (8, 40), (40, 40)):
        answer = asked(witness, history.request(old, size))
        assert (answer.status, answer.content_type) == (200, "text/plain; charset=utf-8")
        note = history.note(size) + answer.body
        [cosignature] = cosignatures(note, witness.key.witness_key)
        assert cosignature.at == NOON.replace(microsecond=0)
        assert witness.served(sha256(ORIGIN.encode()).hexdigest()) == note
    assert [each.well for each in standings(witness, at=NOON)] == [True]


def test_the_signed_message_and_the_key_id_are_those_of_the_specification(witness: Witness, history: History) -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    line = asked(witness, history.request(0, 7)).body
    dash, name, encoded = line.removesuffix("\n").split(" ")
    decoded, public = base64.b64decode(encoded), witness.key.witness_key.public
    seconds = int(NOON.timestamp())
    text = history.note(7).rpartition("\n\n")[0] + "\n"
    assert (dash, name, len(decoded)) == ("—", "witness.example/w1", 4 + 8 + 64)
    assert decoded[:4] == sha256(b"witness.example/w1\n\x04" + public).digest()[:4]
    assert decoded[4:12] == seconds.to_bytes(8, "big")
    Ed25519PublicKey.from_public_bytes(public).verify(decoded[12:], f"cosignature/v1\ntime {seconds}\n{text}".encode())


def test_two_histories_shown_to_one_witness_are_proof_against_the_log(witness: Witness, history: History) -> None:
    other = history.other(10).grow(30, "another")
    assert asked(witness, history.request(0, 20)).status == 200
    answer = asked(witness, body_of(20, [], other.note(20)))
    assert answer.status == 422
    assert "PROOF OF A FORK" in answer.body
    [folder] = evidence(witness)
    kept = witness.log(ORIGIN).path / "evidence" / folder
    for name, side in (("cosigned-before", history), ("refused", other)):
        text = open_note((kept / name).read_text(), history.key.verification_key)
        assert text.split("\n")[1:3] == ["20", base64.b64encode(tree.root(side.leaves[:20])).decode()]
    assert (kept / "request").read_bytes() == body_of(20, [], other.note(20))
    [standing] = standings(witness, at=NOON)
    assert not standing.well
    # The witness goes on with the history that it knows.
    assert asked(witness, history.request(20, 21)).status == 200


def test_a_fork_is_proof_whatever_old_size_it_comes_with(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 20))
    answer = asked(witness, body_of(0, [], history.other(10).grow(10, "another").note(20)))
    assert (answer.status, answer.body) == (409, "20\n")
    assert [name[:7] for name in evidence(witness)] == ["fork-20"]


def test_a_log_that_was_rewritten_and_went_on_is_refused(
    witness: Witness, history: History, caplog: pytest.LogCaptureFixture
) -> None:
    asked(witness, history.request(0, 20))
    answer = asked(witness, history.other(10).grow(30, "another").request(20, 30))
    assert answer.status == 422
    assert [name[:18] for name in evidence(witness)] == ["no-continuation-30"]
    assert [record.levelname for record in caplog.records if "REWRITTEN" in record.message] == ["CRITICAL"]
    assert asked(witness, history.request(20, 30)).status == 200


def test_a_log_that_was_cut_back_is_refused_and_remembered(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 20))
    answer = asked(witness, body_of(20, [], history.note(12)))
    assert answer.status == 400
    assert "CUT BACK" in answer.body
    assert [name[:9] for name in evidence(witness)] == ["shrink-12"]


def test_a_stranger_who_replays_what_is_public_leaves_room_for_the_proof_of_a_fork(
    witness: Witness, history: History
) -> None:
    history.grow(2 * LIMIT)
    newest = len(history.leaves)
    asked(witness, history.request(0, newest))
    for size in range(1, LIMIT + 10):
        asked(witness, body_of(newest, [], history.note(size)))
    assert len(evidence(witness)) == LIMIT
    asked(witness, body_of(newest, [], history.other(10).grow(newest - 10, "another").note(newest)))
    assert [name[:7] for name in evidence(witness) if not name.startswith("shrink-")] == [f"fork-{newest}"[:7]]


def test_an_old_size_beyond_the_checkpoint_is_refused_as_such(witness: Witness, history: History) -> None:
    assert asked(witness, body_of(9, [], history.note(7))).status == 400
    assert evidence(witness) == []


def test_a_replay_learns_the_size_that_is_known_and_rolls_nothing_back(witness: Witness, history: History) -> None:
    first = history.request(0, 7)
    asked(witness, first)
    asked(witness, history.request(7, 20))
    answer = asked(witness, first)
    assert (answer.status, answer.body, answer.content_type) == (409, "20\n", "text/x.tlog.size")
    assert asked(witness, history.request(20, 21)).status == 200
    assert evidence(witness) == []


@pytest.mark.parametrize("old", [0, 7])
def test_a_proof_that_shows_nothing_is_refused(witness: Witness, history: History, old: int) -> None:
    if old:
        asked(witness, history.request(0, old))
    assert asked(witness, body_of(old, [bytes(32)], history.note(20))).status == 422
    assert asked(witness, history.request(old, 20)).status == 200


def test_the_empty_tree_has_one_root(witness: Witness, history: History) -> None:
    wrong = checkpoint.sign(history.key, 0, bytes(32)).note
    assert asked(witness, body_of(0, [], wrong)).status == 422
    assert asked(witness, history.request(0, 0)).status == 200
    assert asked(witness, history.request(0, 5)).status == 200


def test_an_unknown_origin_is_not_found(witness: Witness) -> None:
    stranger = History(SigningKey.generate("stranger.example/ledger")).grow(3)
    assert asked(witness, stranger.request(0, 3)).status == 404


def test_a_checkpoint_without_the_logs_signature_is_forbidden(witness: Witness, history: History) -> None:
    namesake = SigningKey.generate(ORIGIN)
    assert asked(witness, History(namesake, history.leaves).request(0, 7)).status == 403
    text = history.note(7).rpartition("\n\n")[0] + "\n"
    same_key_as_a_witness = CosigningKey(ORIGIN, history.key.seed).cosign(text, NOON)
    assert asked(witness, body_of(0, [], f"{text}\n{same_key_as_a_witness}")).status == 403


def test_a_wrong_signature_under_the_logs_name_is_forbidden_beside_a_right_one(
    witness: Witness, history: History
) -> None:
    wrong = history.note(8).rpartition("\n\n")[2]
    assert asked(witness, body_of(0, [], history.note(7) + wrong)).status == 403


def test_signatures_of_unknown_keys_are_passed_over_and_not_kept(witness: Witness, history: History) -> None:
    strange = SigningKey.generate("strange.example").sign(history.note(7).rpartition("\n\n")[0] + "\n")
    line = strange.rpartition("\n\n")[2]
    assert asked(witness, body_of(0, [], history.note(7) + line)).status == 200
    assert "strange.example" not in witness.served(sha256(ORIGIN.encode()).hexdigest())


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda body: b"", id="nothing"),
        pytest.param(lambda body: body.replace(b"old 0", b"old 00"), id="leading zero"),
        pytest.param(lambda body: body.replace(b"old 0", b"old -1"), id="negative"),
        pytest.param(lambda body: body.replace(b"old 0", b"old  0"), id="two spaces"),
        pytest.param(lambda body: body.replace(b"old 0", b"new 0"), id="another word"),
        pytest.param(lambda body: body.replace(b"old 0\n", b"old 0\nAAAA\n"), id="a short hash"),
        pytest.param(lambda body: body.replace(b"old 0\n", b"old 0\n" + 64 * (44 * b"A" + b"\n")), id="64 hashes"),
        pytest.param(lambda body: body.replace(b"\n\n", b"\n", 1), id="no empty line"),
        pytest.param(lambda body: body.removesuffix(b"\n"), id="no last newline"),
        pytest.param(lambda body: body.replace(b"\n", b"\r\n"), id="another line end"),
        pytest.param(lambda body: body + b"\xff", id="not UTF-8"),
        pytest.param(lambda body: body + 64 * 1024 * b"x", id="too long"),
        pytest.param(lambda body: body.replace(b"\n7\n", b"\n07\n"), id="a size with a leading zero"),
    ],
)
def test_a_malformed_request_is_a_bad_request(
    witness: Witness, history: History, spoil: Callable[[bytes], bytes]
) -> None:
    assert asked(witness, spoil(history.request(0, 7))).status == 400
    assert asked(witness, history.request(0, 7)).status == 200


def test_bytes_of_any_kind_get_an_answer_and_no_cosignature(witness: Witness) -> None:
    @given(body=st.binary(max_size=200))
    def whatever_comes(body: bytes) -> None:
        assert asked(witness, b"old 0\n\n" + body).status in (400, 404)
        assert asked(witness, body).status == 400

    whatever_comes()


def test_no_byte_of_a_request_can_be_changed_to_have_something_else_cosigned(
    witness: Witness, history: History
) -> None:
    body = history.request(0, 7)

    @given(place=st.integers(0, len(body) - 1), byte=st.integers(0, 255))
    def one_byte_is_another(place: int, byte: int) -> None:
        answer = asked(witness, body[:place] + bytes([byte]) + body[place + 1 :])
        if answer.status == 200:
            witness.log(ORIGIN).begin()
            list(cosignatures(history.note(7) + answer.body, witness.key.witness_key))
        else:
            assert answer.status in (400, 403, 404, 409)

    one_byte_is_another()


def test_of_two_requests_at_once_one_is_cosigned_and_the_other_learns_of_it(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 7))
    together = Barrier(8)

    def ask(size: int) -> tuple[int, str]:
        together.wait()
        answer = asked(witness, history.request(7, size))
        return answer.status, answer.body

    with ThreadPoolExecutor(8) as threads:
        answers = dict(zip(range(20, 28), threads.map(ask, range(20, 28)), strict=True))
    [won] = [size for size, (status, _) in answers.items() if status == 200]
    assert all(answer == (409, f"{won}\n") for size, answer in answers.items() if size != won)


def test_two_processes_in_one_folder_take_turns(witness: Witness, history: History) -> None:
    asked(witness, history.request(0, 7))
    children = []
    for size in range(20, 26):
        child = os.fork()
        if child == 0:
            os._exit(int(asked(witness, history.request(7, size)).status) - 200)
        children.append(child)
    ended = sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children)
    assert ended == [0] + 5 * [209]


def test_killed_at_any_moment_it_never_forgets_what_it_cosigned(tmp_path: Path, history: History) -> None:
    """Killed before each thing that it does with a file: what is there afterwards is the old state or the new one."""
    from handrail.witness import trust

    sizes = set()
    for moment in range(1, 100):
        witness = Witness.create(tmp_path / str(moment), "witness.example/w1")
        trust(witness, str(history.key.verification_key))
        asked(witness, history.request(0, 7))
        child = os.fork()
        if child == 0:
            _die_at(moment)
            asked(witness, history.request(7, 20))
            os._exit(0)
        ended = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        newest = Witness.open(witness.path).log(ORIGIN).newest()
        assert newest is not None
        sizes.add(newest.checkpoint.size)
        # The log did not get the answer and asks as before; where it was signed, it learns so and asks again.
        answer = asked(witness, history.request(7, 20))
        assert answer.status == (200 if newest.checkpoint.size == 7 else 409)
        assert asked(witness, history.request(20, 20)).status == 200
        if ended == 0:
            break
    assert sizes == {7, 20}
    assert moment > 4


def _die_at(moment: int) -> None:
    """End this process, as a power cut would, before the operation of that number on a file."""
    left = moment

    def watch(event: str, _: object) -> None:
        nonlocal left
        if event in ("open", "os.rename", "os.remove", "fcntl.flock"):
            left -= 1
            if left == 0:
                os._exit(9)

    sys.addaudithook(watch)


@pytest.mark.parametrize("damage", ["gone", "cut short", "empty", "of another witness"])
def test_without_what_it_cosigned_before_it_cosigns_nothing(
    witness: Witness, history: History, damage: str, tmp_path: Path
) -> None:
    asked(witness, history.request(0, 7))
    state = witness.log(ORIGIN).path / "checkpoint"
    if damage == "gone":
        state.unlink()
    elif damage == "cut short":
        state.write_text(state.read_text()[:-20])
    elif damage == "empty":
        state.write_text("")
    else:
        text, _ = read_note(state.read_text())
        state.write_text(f"{text}\n{CosigningKey.generate('witness.example/w1').cosign(text, NOON)}")
    with pytest.raises(NotAWitness, match="gone or damaged"):
        add_checkpoint(witness, history.request(0, 7), at=NOON)
    [standing] = standings(witness, at=NOON)
    assert not standing.well


@pytest.mark.parametrize("damage", [b"", b"\xff", b"no key"], ids=["empty", "no text", "no key"])
def test_a_log_whose_key_can_not_be_read_is_named_beside_the_others(
    witness: Witness, history: History, damage: bytes
) -> None:
    trust(witness, str(SigningKey.generate("another.example/ledger").verification_key))
    (witness.log(ORIGIN).path / "trusted").write_bytes(damage)
    with pytest.raises(NotAWitness, match="can't be read"):
        add_checkpoint(witness, history.request(0, 7), at=NOON)
    assert sorted((each.origin, each.well) for each in standings(witness, at=NOON)) == [
        (str(witness.log(ORIGIN).path), False),
        ("another.example/ledger", True),
    ]


def test_a_logs_key_is_not_a_witnesss(history: History, witness: Witness) -> None:
    from handrail.ledger.cosignature import WitnessKey
    from handrail.ledger.note import NoteError

    with pytest.raises(NoteError, match="logs and witnesses"):
        WitnessKey.parse(str(history.key.verification_key))
    with pytest.raises(NoteError, match="logs and witnesses"):
        VerificationKey.parse(str(witness.key.witness_key))
