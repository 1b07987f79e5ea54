"""Messages are taken in one form only, and say by which code they are not taken."""

import json
import pickle
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handrail.ledger.canonical import canonical
from handrail.ledger.note import SigningKey
from handrail.matching.messages import (
    BY_PARTNER,
    MESSAGE_LIMIT,
    SENTENCES,
    Answer,
    Ask,
    Refusal,
    Refused,
    digest,
    is_from,
    read_answer,
    read_ask,
)

CENTRE = SigningKey.generate("centre.example")
PARTNER = SigningKey.generate("register-0123456789abcdef")
AT = datetime(2027, 3, 10, 12, 20, 3, tzinfo=UTC)
ASK = Ask(
    request=UUID(int=1),
    centre=CENTRE.name,
    register=PARTNER.name,
    table=UUID(int=2),
    schema="uk-1",
    decision=UUID(int=3),
    about=UUID(int=4),
    quota="16.QUVZVUVZVUVZVUVZVUVZVQ",
    issued=AT,
    expires=AT + timedelta(minutes=10),
    commitment=bytes(32),
    elements=tuple(bytes([number]) * 32 for number in range(16)),
)
ANSWER = Answer(
    digest=bytes(range(32)),
    register=PARTNER.name,
    refusal=None,
    issued=AT,
    log_size=1_000_000,
    log_root=bytes(32),
    elements=ASK.elements,
    proof=bytes(64),
)


def _code(ask: bytes) -> Refusal:
    with pytest.raises(Refused) as refused:
        read_ask(ask)
    return refused.value.code


def _with(message: bytes, **changed: object) -> bytes:
    line, _, rest = message.partition(b"\n")
    header = {**json.loads(line), **changed}
    return canonical({name: value for name, value in header.items() if value is not None}) + b"\n" + rest


def test_a_request_is_read_as_it_was_written() -> None:
    message = ASK.to_bytes(CENTRE)
    assert read_ask(message) == ASK
    assert is_from(message, CENTRE.verification_key)
    assert digest(message) == sha256(message).digest()


@pytest.mark.parametrize("answer", [ANSWER, replace(ANSWER, refusal=Refusal.REPLAYED, elements=(), proof=b"")])
def test_an_answer_is_read_as_it_was_written(answer: Answer) -> None:
    assert read_answer(answer.to_bytes(PARTNER), PARTNER.verification_key) == answer


def test_one_person_takes_less_than_a_kilobyte_each_way() -> None:
    assert len(ASK.to_bytes(CENTRE)) < 1000
    assert len(ANSWER.to_bytes(PARTNER)) < 1000
    longest = SigningKey.generate("c" * 64)
    assert len(replace(ASK, centre=longest.name).to_bytes(longest)) <= 1024


@pytest.mark.parametrize("place", [5, 200, 500, -1])
def test_a_changed_byte_breaks_the_signature(place: int) -> None:
    message = bytearray(ASK.to_bytes(CENTRE))
    message[place] ^= 1
    assert not is_from(bytes(message), CENTRE.verification_key)


def test_a_signature_of_one_kind_of_message_is_none_of_another() -> None:
    assert not is_from(ASK.to_bytes(CENTRE), PARTNER.verification_key)
    as_answer = ANSWER.to_bytes(PARTNER)
    assert not is_from(as_answer, PARTNER.verification_key)


@pytest.mark.parametrize(
    "changed",
    [
        {"version": 2},
        {"version": True},
        {"kind": "answer"},
        {"kind": None},
        {"more": "than asked"},
        {"request": None},
        {"request": "AAAAAAAAAAAAAAAAAAAAAB"},  # bits to spare: another way to write the same
        {"request": "AAAA"},
        {"commitment": "A" * 44},
        {"centre": "../../etc/passwd"},
        {"centre": ""},
        {"issued": -1},
        {"issued": 1 << 52},
        {"issued": "2027-03-10T12:20:03Z"},
        {"count": "16"},
        {"decision": ["a"]},
    ],
    ids=str,
)
def test_what_is_not_in_its_form_is_malformed(changed: dict[str, object]) -> None:
    assert _code(_with(ASK.to_bytes(CENTRE), **changed)) is Refusal.MALFORMED


def test_another_way_to_write_the_same_header_is_malformed() -> None:
    message = ASK.to_bytes(CENTRE)
    assert _code(b" " + message) is Refusal.MALFORMED
    assert _code(message.replace(b'"about"', b'"\\u0061bout"', 1)) is Refusal.MALFORMED
    assert _code(message.replace(b'{"about"', b'{"about":"x","about"', 1)) is Refusal.MALFORMED


@pytest.mark.parametrize(
    "message", [b"", b"\n", b"{}\n", b"[" * 900 + b"\n", b'{"a":1e9}\n', b"\xff\n", b"x" * 5000, b'{"a":NaN}\n']
)
def test_noise_is_malformed(message: bytes) -> None:
    assert _code(message) is Refusal.MALFORMED


def test_more_than_any_message_has_is_not_parsed() -> None:
    assert _code(ASK.to_bytes(CENTRE) + bytes(MESSAGE_LIMIT)) is Refusal.MALFORMED


@pytest.mark.parametrize("count", [0, 1, 15, 17, 256, 4096, 1 << 40])
def test_a_number_of_elements_that_is_not_there_or_not_allowed_is_a_wrong_size(count: int) -> None:
    assert _code(_with(ASK.to_bytes(CENTRE), count=count)) is Refusal.WRONG_SIZE


@pytest.mark.parametrize("cut", [1, 32, 64, 500])
def test_a_cut_request_is_a_wrong_size(cut: int) -> None:
    assert _code(ASK.to_bytes(CENTRE)[:-cut]) is Refusal.WRONG_SIZE


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_whatever_comes_is_read_or_refused(data: st.DataObject) -> None:
    message = bytearray(ASK.to_bytes(CENTRE))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(message) - 1))
        message[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    for read in (lambda: read_ask(bytes(message)), lambda: read_answer(bytes(message), PARTNER.verification_key)):
        with suppress(Refused):
            read()


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER.to_bytes(PARTNER)[:-1],
        ANSWER.to_bytes(PARTNER) + b"x",
        ANSWER.to_bytes(SigningKey.generate(PARTNER.name)),
        replace(ANSWER, register="register-another").to_bytes(PARTNER),
        replace(ANSWER, elements=ANSWER.elements[:15]).to_bytes(PARTNER),
        replace(ANSWER, refusal=Refusal.REPLAYED).to_bytes(PARTNER),
        _with(ANSWER.to_bytes(PARTNER), outcome="canary-claimed"),
        ASK.to_bytes(PARTNER),
        b"",
    ],
    ids=[
        "cut", "longer", "forged", "of another register", "of no size", "refused and evaluated", "not its to say",
        "a request", "nothing",
    ],
)  # fmt: skip
def test_an_answer_that_is_not_exactly_right_is_a_bad_answer(answer: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_answer(answer, PARTNER.verification_key)
    assert refused.value.code is Refusal.BAD_ANSWER


def test_every_refusal_has_one_plain_sentence() -> None:
    assert set(SENTENCES) == set(Refusal)
    assert len(set(SENTENCES.values())) == len(Refusal)
    assert all(sentence.endswith(".") and len(sentence) < 140 for sentence in SENTENCES.values())
    assert set(Refusal) > BY_PARTNER


def test_a_refusal_comes_out_of_another_process_as_it_is() -> None:
    refused = pickle.loads(pickle.dumps(Refused(Refusal.ANSWER_REFUSED, Refusal.EXPIRED)))
    assert (refused.code, refused.said) == (Refusal.ANSWER_REFUSED, Refusal.EXPIRED)
    assert str(refused) == f"{SENTENCES[Refusal.ANSWER_REFUSED]} {SENTENCES[Refusal.EXPIRED]}"
