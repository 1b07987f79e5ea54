"""The two implementations understand one another, and refuse the same answers."""

import os
import subprocess
import sys
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.matching.oprf import (
    MOST_ELEMENTS,
    BadElement,
    BadProof,
    Evaluated,
    ristretto,
    tokens,
)

SEED = bytes(range(32))
INFO = b"a register"
SIDES = [tokens, ristretto]
each_pair = pytest.mark.parametrize(
    ("asking", "answering"), [(a, b) for a in SIDES for b in SIDES], ids=lambda module: module.__name__.split(".")[-1]
)
each_side = pytest.mark.parametrize("side", SIDES, ids=["tokens", "ristretto"])
NEUTRAL = bytes(32)
NOT_CANONICAL = b"\xff" * 32


@given(st.lists(st.binary(min_size=1, max_size=300), min_size=1, max_size=4), st.binary(max_size=40))
@settings(max_examples=25, deadline=None)
def test_whoever_asks_and_whoever_answers_outputs_are_the_same(asked: list[bytes], info: bytes) -> None:
    outputs = []
    for asking in SIDES:
        for answering in SIDES:
            evaluator = answering.Evaluator(SEED, info)
            blinded = asking.blind(asked)
            outputs.append(blinded.finish(evaluator.evaluate(blinded.elements), evaluator.public_key))
            outputs.append([evaluator.output(token) for token in asked])
    assert all(each == outputs[0] for each in outputs)


@each_pair
def test_an_answer_under_another_key_is_refused(asking: ModuleType, answering: ModuleType) -> None:
    blinded = asking.blind([b"one", b"two"])
    answer = answering.Evaluator(SEED, b"another register").evaluate(blinded.elements)
    with pytest.raises(BadProof):
        blinded.finish(answer, answering.Evaluator(SEED, INFO).public_key)


@each_pair
def test_one_element_under_another_key_spoils_the_whole_answer(asking: ModuleType, answering: ModuleType) -> None:
    """A partner that wants to learn of one token answers the others rightly."""
    blinded = asking.blind([b"one", b"two", b"three"])
    right = answering.Evaluator(SEED, INFO)
    true, other = (right.evaluate(blinded.elements), answering.Evaluator(SEED, b"x").evaluate(blinded.elements))
    mixed = Evaluated((true.elements[0], other.elements[1], true.elements[2]), true.proof)
    with pytest.raises(BadProof):
        blinded.finish(mixed, right.public_key)


@each_side
@pytest.mark.parametrize("backtrace", ["0", "1"])
def test_a_proof_that_does_not_hold_is_refused_without_a_word_on_standard_error(
    side: ModuleType, backtrace: str, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUST_BACKTRACE", backtrace)
    blinded = side.blind([b"one", b"two"])
    answer = side.Evaluator(SEED, b"another register").evaluate(blinded.elements)
    os.write(2, b"before\n")
    with pytest.raises(BadProof):
        blinded.finish(answer, side.Evaluator(SEED, INFO).public_key)
    os.write(2, b"after\n")
    assert capfd.readouterr().err == "before\nafter\n"


def test_what_others_write_on_standard_error_while_a_proof_is_checked_is_there_afterwards(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    blinded = tokens.blind([b"one"])
    evaluator = tokens.Evaluator(SEED, INFO)

    def finalize(*_: object) -> list[bytes]:
        os.write(2, b"a line of the log\n")
        return []

    monkeypatch.setattr(tokens, "_finalize", finalize)
    blinded.finish(evaluator.evaluate(blinded.elements), evaluator.public_key)
    assert capfd.readouterr().err == "a line of the log\n"


def test_a_process_without_standard_error_reads_answers_all_the_same() -> None:
    program = """if True:
        import os
        from handrail.matching.oprf import BadProof, Evaluator, blind
        asked = blind([b"one"])
        right, other = Evaluator(bytes(32), b"a"), Evaluator(bytes(32), b"b")
        os.close(2)
        assert len(asked.finish(right.evaluate(asked.elements), right.public_key)) == 1
        try:
            asked.finish(other.evaluate(asked.elements), right.public_key)
        except BadProof:
            print("refused")
    """
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("refused\n", "")


@each_pair
def test_answers_in_another_order_are_refused(asking: ModuleType, answering: ModuleType) -> None:
    blinded = asking.blind([b"one", b"two"])
    evaluator = answering.Evaluator(SEED, INFO)
    answer = evaluator.evaluate(blinded.elements)
    with pytest.raises(BadProof):
        blinded.finish(Evaluated(answer.elements[::-1], answer.proof), evaluator.public_key)


@each_pair
@pytest.mark.parametrize("size", [0, 63, 65])
def test_a_proof_that_is_cut_or_too_long_is_refused(asking: ModuleType, answering: ModuleType, size: int) -> None:
    blinded = asking.blind([b"one"])
    evaluator = answering.Evaluator(SEED, INFO)
    answer = evaluator.evaluate(blinded.elements)
    with pytest.raises(BadProof):
        blinded.finish(Evaluated(answer.elements, (answer.proof + b"\0")[:size]), evaluator.public_key)


@each_side
@pytest.mark.parametrize("proof", [bytes(64), b"\xff" * 64], ids=["zero", "beyond the order"])
def test_a_proof_of_no_scalars_is_refused(side: ModuleType, proof: bytes) -> None:
    blinded = side.blind([b"one"])
    evaluator = side.Evaluator(SEED, INFO)
    with pytest.raises((BadProof, BadElement)):
        blinded.finish(Evaluated(evaluator.evaluate(blinded.elements).elements, proof), evaluator.public_key)


@each_side
@pytest.mark.parametrize(
    "bad",
    [NEUTRAL, NOT_CANONICAL, b"", bytes(31), b"\x5a" * 33],
    ids=["neutral", "not canonical", "nothing", "too short", "too long"],
)
def test_what_is_no_element_is_neither_evaluated_nor_taken(side: ModuleType, bad: bytes) -> None:
    evaluator = side.Evaluator(SEED, INFO)
    blinded = side.blind([b"one", b"two"])
    with pytest.raises(BadElement, match="Element 2 "):
        evaluator.evaluate([blinded.elements[0], bad])
    answer = evaluator.evaluate(blinded.elements)
    with pytest.raises(BadElement):
        blinded.finish(Evaluated((answer.elements[0], bad), answer.proof), evaluator.public_key)
    with pytest.raises(BadElement):
        blinded.finish(answer, bad)


@each_side
def test_elements_that_are_cut_elsewhere_are_refused(side: ModuleType) -> None:
    evaluator = side.Evaluator(SEED, INFO)
    blinded = side.blind([b"one", b"two"])
    answer = evaluator.evaluate(blinded.elements)
    joined = b"".join(answer.elements)
    with pytest.raises(BadElement):
        blinded.finish(Evaluated((joined[:31], joined[31:]), answer.proof), evaluator.public_key)


@each_side
def test_fewer_or_more_answers_than_questions_are_refused(side: ModuleType) -> None:
    evaluator = side.Evaluator(SEED, INFO)
    blinded = side.blind([b"one", b"two"])
    answer = evaluator.evaluate(blinded.elements)
    for elements in (answer.elements[:1], answer.elements * 2):
        with pytest.raises(BadElement):
            blinded.finish(Evaluated(elements, answer.proof), evaluator.public_key)


@each_side
def test_nothing_and_too_much_are_no_batch(side: ModuleType) -> None:
    with pytest.raises(BadElement):
        side.Evaluator(SEED, INFO).evaluate([])
    with pytest.raises(BadElement):
        side.blind([])
    with pytest.raises(BadElement):
        side.blind([b"one"] * (MOST_ELEMENTS + 1))


@each_side
def test_the_same_token_is_blinded_differently_each_time(side: ModuleType) -> None:
    blinded = side.blind([b"one", b"one"])
    assert len({*blinded.elements, *side.blind([b"one"]).elements}) == 3


def test_a_question_that_was_kept_is_answered_in_another_process() -> None:
    asked = ristretto.blind([b"one", b"two"])
    evaluator = tokens.Evaluator(SEED, INFO)
    answer = evaluator.evaluate(asked.elements)
    again = ristretto.blinded_before(asked.tokens, asked.blinds, asked.elements)
    assert again.finish(answer, evaluator.public_key) == [evaluator.output(b"one"), evaluator.output(b"two")]


@pytest.mark.parametrize("blinds", [[], [bytes(32)], [b"\xff" * 32], [b"\x01" * 31]])
def test_blinds_that_would_blind_nothing_are_refused(blinds: list[bytes]) -> None:
    with pytest.raises(ValueError, match="blind"):
        ristretto.blind([b"one"], blinds)
    with pytest.raises(ValueError, match="blind"):
        ristretto.blinded_before([b"one"], blinds, [bytes(32)])


def test_a_question_that_was_kept_in_part_is_refused() -> None:
    asked = ristretto.blind([b"one", b"two"])
    with pytest.raises(ValueError, match="element"):
        ristretto.blinded_before(asked.tokens, asked.blinds, asked.elements[:1])


def test_questions_and_keys_do_not_print_what_they_hold() -> None:
    blinded = ristretto.blind([b"Amina Yusuf 1984"])
    assert "Amina" not in repr(blinded)
    assert "Amina" not in repr(tokens.blind([b"Amina Yusuf 1984"]))


@pytest.mark.parametrize("count", [1, 2, 3, 16])
def test_a_question_of_any_size_that_was_kept_has_the_outputs_of_its_tokens_in_their_order(count: int) -> None:
    asked = ristretto.blind([b"token %d" % number for number in range(count)])
    evaluator = tokens.Evaluator(SEED, INFO)
    outputs = asked.finish(evaluator.evaluate(asked.elements), evaluator.public_key)
    assert outputs == [evaluator.output(token) for token in asked.tokens]
