"""A partner answers what it has agreed to, once, and says by which code it does not."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from uuid import UUID

import pytest

from handrail.ledger.note import SigningKey
from handrail.ledger.tree import EMPTY_ROOT
from handrail.matching.asking import Canaries, Centre, Question, Register
from handrail.matching.messages import Ask, Refusal, read_answer, read_ask
from handrail.matching.partner.answering import Partner
from handrail.matching.partner.centres import NotTrusted, trust
from handrail.matching.partner.limits import REFUSALS_AN_HOUR
from tests.matching_sides import ABOUT, CENTRE, COMMITMENT, DECISION, KNOWN, NOON, UNKNOWN, Sides, later


def _refusal(partner: Partner, message: bytes, days: int = 0, hours: int = 0) -> Refusal | None:
    return read_answer(partner.answer(message, at=later(days, hours)), partner.key).refusal


def _changed(question: Question, sides: Sides, **changes: object) -> bytes:
    """The request with other contents, signed by the centre all the same."""
    return replace(read_ask(question.message), **changes).to_bytes(sides.centre.key)  # type: ignore[arg-type]


def test_it_works(sides: Sides, partner: Partner, register: Register) -> None:
    question = sides.question(register)
    found = question.finish(partner.answer(question.message, at=NOON), register)
    [candidates] = found.candidates
    assert {each.evidence for each in candidates} == {"strong"}
    assert len(candidates) == 2
    [entry] = sides.log()
    assert (entry["outcome"], entry["elements"], entry["hour"]) == ("evaluated", 16, "2027-03-10T12:00:00Z")
    assert (entry["decision"], entry["about"]) == (str(DECISION), str(ABOUT))
    assert (entry["centre"], entry["request"]) == (CENTRE, str(question.id))
    # An auditor looks for it among the leaves of the centre's ledger.
    assert entry["commitment"] == COMMITMENT.hex()


def test_somebody_who_is_not_in_the_register_has_no_candidate(
    sides: Sides, partner: Partner, register: Register
) -> None:
    question = sides.question(register, UNKNOWN)
    assert question.finish(partner.answer(question.message, at=NOON), register).candidates == ((),)


REFUSED: dict[Refusal, Callable[[Question, Sides], bytes]] = {
    Refusal.MALFORMED: lambda question, _: b"{}" + question.message,
    Refusal.WRONG_SIZE: lambda question, _: question.message[:-32],
    Refusal.BAD_SIGNATURE: lambda question, _: question.message[:-1] + bytes([question.message[-1] ^ 1]),
    Refusal.UNKNOWN_CENTRE: lambda question, _: replace(read_ask(question.message), centre="stranger").to_bytes(
        SigningKey.generate("stranger")
    ),
    Refusal.WRONG_REGISTER: lambda question, sides: _changed(question, sides, register="register-another"),
    Refusal.WRONG_TABLE: lambda question, sides: _changed(question, sides, table=UUID(int=7)),
    Refusal.WRONG_SCHEMA: lambda question, sides: _changed(question, sides, schema="uk-0"),
    Refusal.EXPIRED: lambda question, sides: _changed(question, sides, issued=later(-2), expires=later(-1)),
    Refusal.BAD_ELEMENT: lambda question, sides: _changed(
        question, sides, elements=(b"\xff" * 32, *read_ask(question.message).elements[1:])
    ),
    Refusal.QUOTA_TOKEN_UNKNOWN: lambda question, sides: _changed(question, sides, quota="16.made-up-by-the-centre"),
}


@pytest.mark.parametrize("code", sorted(REFUSED))
def test_each_fault_has_its_code_in_the_answer_and_in_the_log(
    sides: Sides, partner: Partner, register: Register, code: Refusal
) -> None:
    question = sides.question(register)
    assert _refusal(partner, REFUSED[code](question, sides)) is code
    assert sides.outcomes() == [code]
    # The fault cost the centre nothing: the request as it was meant is answered.
    assert _refusal(partner, question.message) is None


def test_a_forged_request_puts_nothing_into_the_log_but_its_hash(
    sides: Sides, partner: Partner, register: Register
) -> None:
    question = sides.question(register)
    partner.answer(question.message[:-1] + b"x", at=NOON)
    [entry] = sides.log()
    assert set(entry) == {"hour", "kind", "outcome", "digest"}


def test_a_request_is_answered_once(sides: Sides, partner: Partner, register: Register) -> None:
    question = sides.question(register)
    assert [_refusal(partner, question.message) for _ in range(2)] == [None, Refusal.REPLAYED]


def test_a_token_is_good_for_one_request(sides: Sides, partner: Partner, register: Register) -> None:
    [token] = sides.tokens()
    asked = [sides.question(register, token=token) for _ in range(2)]
    assert [_refusal(partner, each.message) for each in asked] == [None, Refusal.QUOTA_TOKEN_SPENT]


def test_what_was_spent_stays_so_after_a_restart(sides: Sides, register: Register) -> None:
    [token] = sides.tokens()
    question, again = (sides.question(register, token=token) for _ in range(2))
    with closing(Partner(sides.folder)) as partner:
        partner.answer(question.message, at=NOON)
    with closing(Partner(sides.folder)) as partner:
        assert _refusal(partner, question.message) is Refusal.REPLAYED
        assert _refusal(partner, again.message) is Refusal.QUOTA_TOKEN_SPENT


def test_two_processes_on_one_folder_know_what_the_other_spent(sides: Sides, register: Register) -> None:
    question = sides.question(register)
    with closing(Partner(sides.folder)) as one, closing(Partner(sides.folder)) as other:
        assert _refusal(one, question.message) is None
        assert _refusal(other, question.message) is Refusal.REPLAYED


@pytest.mark.parametrize(
    ("token", "days"),
    [({"size": 256}, 0), ({"until": later(-1).date()}, 0), ({}, 1)],
    ids=["of another size", "of yesterday", "on the day after"],
)
def test_a_token_is_good_for_its_size_and_until_its_day(
    sides: Sides, partner: Partner, register: Register, token: dict[str, object], days: int
) -> None:
    [made] = sides.tokens(**token)  # type: ignore[arg-type]
    message = _changed(sides.question(register, at=later(days)), sides, quota=made)
    assert _refusal(partner, message, days) is Refusal.QUOTA_TOKEN_UNKNOWN


def test_a_token_of_another_centre_is_unknown(sides: Sides, partner: Partner, register: Register) -> None:
    other = Centre(SigningKey.generate("other.example"), Canaries(bytes(32)))
    trust(sides.folder.path, str(other.key.verification_key))
    question = sides.question(register, centre=other)
    assert _refusal(partner, question.message) is Refusal.QUOTA_TOKEN_UNKNOWN


def test_a_centre_whose_file_is_damaged_is_told_how_to_mend_it(sides: Sides, partner: Partner) -> None:
    file = sides.folder.path / "centres" / CENTRE
    file.write_text("half a line", encoding="utf-8")
    with pytest.raises(NotTrusted, match="Remove it"):
        trust(sides.folder.path, str(sides.centre.key.verification_key))
    file.unlink()
    trust(sides.folder.path, str(sides.centre.key.verification_key))


def test_a_centre_that_is_trusted_with_another_key_is_known_by_that_from_the_next_request_on(
    sides: Sides, partner: Partner, register: Register
) -> None:
    assert _refusal(partner, sides.question(register).message) is None
    other = Centre(SigningKey.generate(CENTRE), Canaries(bytes(32)))
    (sides.folder.path / "centres" / CENTRE).unlink()
    trust(sides.folder.path, str(other.key.verification_key))
    assert _refusal(partner, sides.question(register).message) is Refusal.BAD_SIGNATURE
    assert _refusal(partner, sides.question(register, centre=other).message) is None


def test_a_centre_that_is_trusted_no_more_is_refused_from_the_next_request_on(
    sides: Sides, partner: Partner, register: Register
) -> None:
    assert _refusal(partner, sides.question(register).message) is None
    (sides.folder.path / "centres" / CENTRE).unlink()
    assert _refusal(partner, sides.question(register).message) is Refusal.UNKNOWN_CENTRE


def test_a_day_and_a_week_have_their_quotas(sides: Sides, partner: Partner, register: Register) -> None:
    trust(sides.folder.path, str(sides.centre.key.verification_key), daily=32, weekly=48)
    tokens = iter(sides.tokens(8, until=later(30).date()))

    def ask(days: int) -> Refusal | None:
        return _refusal(partner, sides.question(register, token=next(tokens), at=later(days)).message, days)

    assert [ask(0), ask(0), ask(0)] == [None, None, Refusal.QUOTA_SPENT]
    assert [ask(6), ask(6)] == [None, Refusal.QUOTA_SPENT]
    assert ask(7) is None


def test_a_clock_that_was_put_back_makes_no_quota_new(sides: Sides, partner: Partner, register: Register) -> None:
    trust(sides.folder.path, str(sides.centre.key.verification_key), daily=16, weekly=32)
    tokens = iter(sides.tokens(4, until=later(30).date()))

    def ask(days: int) -> Refusal | None:
        return _refusal(partner, sides.question(register, token=next(tokens), at=later(days)).message, days)

    assert [ask(2), ask(0)] == [None, Refusal.QUOTA_SPENT]


def test_a_measurement_counts_towards_no_quota_and_is_marked(
    sides: Sides, partner: Partner, register: Register
) -> None:
    trust(sides.folder.path, str(sides.centre.key.verification_key), daily=0, weekly=0)
    [token] = sides.tokens(benchmark=True)
    assert "benchmark" in token
    assert _refusal(partner, sides.question(register, token=token).message) is None
    assert [entry["benchmark"] for entry in sides.log()] == [True]


def test_requests_are_good_for_a_week_at_most_and_may_be_early_by_five_minutes(
    sides: Sides, partner: Partner, register: Register
) -> None:
    question = sides.question(register)
    too_long = _changed(question, sides, expires=later(8))
    from_tomorrow = _changed(question, sides, issued=later(1), expires=later(2))
    assert {_refusal(partner, too_long), _refusal(partner, from_tomorrow)} == {Refusal.EXPIRED}
    in_a_moment = _changed(question, sides, issued=NOON.replace(minute=24), expires=later(1))
    assert _refusal(partner, in_a_moment) is None


def test_a_flood_of_refusals_does_not_fill_the_disk(sides: Sides, partner: Partner, register: Register) -> None:
    question = sides.question(register)
    for number in range(REFUSALS_AN_HOUR + 20):
        assert _refusal(partner, b"noise %d" % number) is Refusal.MALFORMED
    assert len(sides.log()) == REFUSALS_AN_HOUR + 1
    assert sides.outcomes()[-1] == "further-refusals-unlisted"
    # Nobody else is kept out, and the next hour is told of again.
    assert _refusal(partner, question.message) is None
    assert _refusal(partner, b"noise", hours=1) is Refusal.MALFORMED
    assert sides.outcomes()[-2:] == ["evaluated", "malformed"]


def test_a_stranger_cannot_see_by_the_log_when_others_ask(sides: Sides, partner: Partner, register: Register) -> None:
    partner.answer(sides.question(register).message, at=NOON)
    forged = REFUSED[Refusal.BAD_SIGNATURE](sides.question(register), sides)
    for message in (b"noise", forged):
        answer = read_answer(partner.answer(message, at=NOON), partner.key)
        assert (answer.log_size, answer.log_root) == (0, EMPTY_ROOT)


def test_every_answer_states_the_log_as_it_then_stands(sides: Sides, partner: Partner, register: Register) -> None:
    sizes = []
    question = sides.question(register).message
    for message in (question, question):
        answer = read_answer(partner.answer(message, at=NOON), partner.key)
        lines = (sides.folder.path / "log").read_bytes().splitlines()
        assert answer.log_size == len(lines)
        sizes.append(answer.log_size)
    assert sizes == sorted(set(sizes))


def test_a_table_published_meanwhile_is_the_one_that_is_answered_about(
    sides: Sides, partner: Partner, register: Register
) -> None:
    question = sides.question(register)
    header = replace(register.header, table=UUID(int=9))
    sides.folder.table.write_bytes(header.to_bytes(sides.folder.signing_key))
    assert _refusal(partner, question.message) is Refusal.WRONG_TABLE


def test_a_large_request_is_evaluated_in_another_process(sides: Sides, partner: Partner, register: Register) -> None:
    [token] = sides.tokens(size=256)
    people = [KNOWN, UNKNOWN] * 12
    question = sides.question(register, *people, token=token)
    assert len(read_ask(question.message).elements) == 256
    found = question.finish(partner.answer(question.message, at=NOON), register)
    assert [len(each) for each in found.candidates] == [2, 0] * 12


def test_a_bad_element_in_a_large_request_is_found_there_too(
    sides: Sides, partner: Partner, register: Register
) -> None:
    [token] = sides.tokens(size=256)
    question = sides.question(register, *[KNOWN] * 24, token=token)
    elements: tuple[bytes, ...] = (*read_ask(question.message).elements[:-1], bytes(32))
    assert _refusal(partner, _changed(question, sides, elements=elements)) is Refusal.BAD_ELEMENT


def test_an_ask_says_no_name(sides: Sides, register: Register) -> None:
    ask: Ask = read_ask(sides.question(register).message)
    assert len(set(ask.elements)) == 16
