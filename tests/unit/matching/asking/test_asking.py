"""A centre takes an answer only if it is exactly right, and looks nothing up before."""

import math
import secrets
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.ledger.note import SigningKey
from handrail.matching.asking import (
    Canaries,
    Centre,
    NotACentre,
    NotKept,
    Register,
    TooMany,
    begin_carried,
    finish_carried,
    portions,
    size_for,
    tokens_of,
)
from handrail.matching.asking.batches import LEAST_PADDING
from handrail.matching.identity import Identity
from handrail.matching.messages import Refusal, Refused, digest, read_answer, read_ask
from handrail.matching.oprf import Evaluator
from handrail.matching.partner.answering import Partner
from tests.matching_sides import KNOWN, NOON, SERVICE, UNKNOWN, Sides, later


def _code(sides: Sides, register: Register, answer: bytes, **kept: object) -> Refusal:
    question = kept.get("question") or sides.question(register)
    with pytest.raises(Refused) as refused:
        question.finish(answer, register)  # type: ignore[attr-defined]
    return refused.value.code


def test_a_request_says_no_more_of_two_people_than_of_one(sides: Sides, register: Register) -> None:
    one, two = (sides.question(register, *people) for people in ((KNOWN,), (KNOWN, UNKNOWN)))
    [first, second] = [read_ask(each.message) for each in (one, two)]
    assert len(one.message) == len(two.message)
    assert not set(first.elements) & set(second.elements)


def test_the_same_person_is_never_asked_about_in_the_same_words(sides: Sides, register: Register) -> None:
    asked = [read_ask(sides.question(register).message).elements for _ in range(3)]
    assert len(set().union(*asked)) == 3 * 16


def test_an_answer_to_another_request_is_named_so(sides: Sides, partner: Partner, register: Register) -> None:
    other = partner.answer(sides.question(register).message, at=NOON)
    assert _code(sides, register, other) is Refusal.WRONG_REQUEST


def test_a_refusal_of_the_partner_comes_with_its_reason(sides: Sides, partner: Partner, register: Register) -> None:
    question = sides.question(register)
    partner.answer(question.message, at=NOON)
    with pytest.raises(Refused) as refused:
        question.finish(partner.answer(question.message, at=NOON), register)
    assert (refused.value.code, refused.value.said) == (Refusal.ANSWER_REFUSED, Refusal.REPLAYED)


def test_an_answer_with_another_key_proves_nothing(sides: Sides, partner: Partner, register: Register) -> None:
    question = sides.question(register)
    honest = read_answer(partner.answer(question.message, at=NOON), partner.key)
    other = Evaluator(bytes(32), b"another key").evaluate(read_ask(question.message).elements)
    forged = replace(honest, elements=other.elements, proof=other.proof).to_bytes(sides.folder.signing_key)
    assert _code(sides, register, forged, question=question) is Refusal.BAD_PROOF


def test_one_element_that_was_worked_out_otherwise_spoils_the_answer(
    sides: Sides, partner: Partner, register: Register
) -> None:
    question = sides.question(register)
    honest = read_answer(partner.answer(question.message, at=NOON), partner.key)
    swapped = (honest.elements[1], honest.elements[0], *honest.elements[2:])
    forged = replace(honest, elements=swapped).to_bytes(sides.folder.signing_key)
    assert _code(sides, register, forged, question=question) is Refusal.BAD_PROOF


def test_an_answer_whose_bytes_are_no_elements_proves_nothing(
    sides: Sides, partner: Partner, register: Register
) -> None:
    question = sides.question(register)
    honest = read_answer(partner.answer(question.message, at=NOON), partner.key)
    forged = replace(honest, elements=(b"\xff" * 32, *honest.elements[1:])).to_bytes(sides.folder.signing_key)
    assert _code(sides, register, forged, question=question) is Refusal.BAD_PROOF


@pytest.mark.parametrize("answer", [b"", b"<html>Bad gateway</html>\n", bytes(700)])
def test_what_is_no_answer_is_named_so(sides: Sides, register: Register, answer: bytes) -> None:
    assert _code(sides, register, answer) is Refusal.BAD_ANSWER


def test_a_register_that_claims_a_canary_is_refused_by_name(
    sides: Sides, partner: Partner, register: Register, tmp_path: Path
) -> None:
    question = sides.question(register)
    claimed = {owner.number for owner in question.batch.owners if owner.is_canary}
    people = [sides.centre.canaries.identity(number) for number in claimed]
    answer = partner.answer(question.message, at=NOON)
    path = sides.stuffed(tmp_path / "stuffed", people)
    with Register.open(path, register.key) as stuffed:
        assert _code(sides, stuffed, answer, question=question) is Refusal.CANARY_CLAIMED
    assert len(question.finish(answer, register).candidates) == 1


def test_a_refused_kind_of_service_is_not_asked(sides: Sides) -> None:
    with pytest.raises(Refused) as refused:
        Register.open(sides.folder.table, sides.folder.signing_key.verification_key, refused_services={SERVICE})
    assert refused.value.code is Refusal.KIND_REFUSED


def test_a_table_that_was_changed_or_cut_is_not_used(sides: Sides) -> None:
    whole = sides.folder.table.read_bytes()
    for broken in (whole[:-1], whole + b"x", whole[:-1] + bytes([whole[-1] ^ 1]), b"", b"{}\n" + whole):
        sides.folder.table.write_bytes(broken)
        with pytest.raises(Refused) as refused:
            sides.register()
        assert refused.value.code is Refusal.TABLE_DAMAGED


def test_a_table_signed_by_somebody_else_is_not_used(sides: Sides) -> None:
    other = SigningKey.generate(sides.folder.register)
    with pytest.raises(Refused) as refused:
        Register.open(sides.folder.table, other.verification_key)
    assert refused.value.code is Refusal.TABLE_DAMAGED


def test_a_table_with_more_than_was_declared_is_not_used(sides: Sides, register: Register, tmp_path: Path) -> None:
    people = [Identity(given=("Ann",), family=("Bell",), born=f"19{year}-05-06") for year in range(10, 99)]
    sides.stuffed(tmp_path / "large", people * 3, size=5)
    with pytest.raises(Refused) as refused:
        Register.open(tmp_path / "large", register.key)
    assert refused.value.code is Refusal.REGISTER_TOO_LARGE


def test_a_table_that_declares_more_people_than_there_are_is_not_used(
    sides: Sides, register: Register, tmp_path: Path
) -> None:
    """Nothing would be evidence in it, nor that it claims somebody who does not exist."""
    sides.stuffed(tmp_path / "large", [KNOWN], size=2**52)
    with pytest.raises(Refused) as refused:
        Register.open(tmp_path / "large", register.key)
    assert refused.value.code is Refusal.REGISTER_TOO_LARGE


def test_people_go_into_the_smallest_request_that_leaves_room_for_canaries(register: Register) -> None:
    tokens = tokens_of(KNOWN, register.schema)
    assert size_for([tokens]) == 16
    assert size_for([tokens] * math.ceil(16 / len(tokens))) == 256
    with pytest.raises(TooMany):
        size_for([tokens] * 4096)


def test_a_token_that_is_too_small_for_the_person_is_not_used(sides: Sides, register: Register) -> None:
    with pytest.raises(TooMany):
        sides.question(register, *[KNOWN] * 3)


def test_many_people_are_divided_into_full_batches(register: Register) -> None:
    people = [tokens_of(KNOWN, register.schema)] * 100
    divided = list(portions(people, 256))
    assert sum(map(len, divided)) == 100
    each = len(people[0])
    assert all(256 - each < len(part) * each + LEAST_PADDING <= 256 for part in divided[:-1])


def test_a_question_can_wait_for_its_answer_in_a_file(sides: Sides, partner: Partner, register: Register) -> None:
    mandate = sides.mandate(sides.tokens(until=later(7).date())[0])
    carried = begin_carried(
        [tokens_of(KNOWN, register.schema)],
        register,
        sides.centre,
        mandate,
        at=NOON,
        randomness=secrets.token_bytes,
        lasts=timedelta(days=7),
    )
    answer = partner.answer(carried.message, at=later(6))
    found = finish_carried(carried.kept, answer, register)
    assert {each.evidence for each in found.candidates[0]} == {"strong"}
    assert digest(carried.message) == read_answer(answer, partner.key).digest


@pytest.mark.parametrize("kept", [b"", b"{}", b'{"version":2}', b"[]", b'{"version":1,"tokens":[1]}'])
def test_what_was_kept_of_nothing_is_named_so(sides: Sides, register: Register, kept: bytes) -> None:
    with pytest.raises(NotKept):
        finish_carried(kept, b"", register)


def test_a_centres_keys_are_made_once_and_read_by_their_owner_alone(tmp_path: Path) -> None:
    made = Centre.create(tmp_path / "keys", "centre.example")
    assert Centre.open(tmp_path / "keys") == made
    with pytest.raises(NotACentre, match="already"):
        Centre.create(tmp_path / "keys", "centre.example")
    (tmp_path / "keys" / "match-canary-secret").chmod(0o640)
    with pytest.raises(NotACentre, match="read by others"):
        Centre.open(tmp_path / "keys")


def test_two_centres_have_other_canaries() -> None:
    here, there = ([Canaries(bytes([seed]) * 32).identity(number) for number in range(50)] for seed in (1, 2))
    assert not set(here) & set(there)
    assert [Canaries(bytes([1]) * 32).identity(number) for number in range(50)] == here


def test_a_partners_canaries_have_no_name_of_a_centres() -> None:
    names = [
        {(each.given, each.family) for each in (Canaries(bytes([1]) * 32, side).identity(n) for n in range(1024))}
        for side in ("centre", "partner")
    ]
    assert not names[0] & names[1]


def test_one_key_that_agrees_with_a_canary_by_chance_suspends_no_register(
    sides: Sides, partner: Partner, register: Register, tmp_path: Path
) -> None:
    question = sides.question(register)
    numbers = sorted({owner.number for owner in question.batch.owners if owner.is_canary})
    alike = [replace(sides.centre.canaries.identity(number), given=("Other",), postcodes=()) for number in numbers]
    answer = partner.answer(question.message, at=NOON)
    path = sides.stuffed(tmp_path / "stuffed", alike, size=200_000)
    with Register.open(path, register.key) as stuffed:
        assert question.finish(answer, stuffed).candidates == ((),)
