"""What is tampered with, replayed, beyond the quota or made up ends in a refusal by its name, in the record of both."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from handrail.directory.services import service
from handrail.gate import RuleBroken, clock
from handrail.matching import tables
from handrail.matching.actions import checks, registers
from handrail.matching.actions.asking import Answered, ask_register, take_answer
from handrail.matching.actions.registers import Offer
from handrail.matching.asker import asker
from handrail.matching.asking import Question, tokens_of
from handrail.matching.identity import Identity
from handrail.matching.keys import at_size, load
from handrail.matching.messages import read_answer, read_ask
from handrail.matching.oprf import Evaluator
from handrail.matching.partner.centres import trust
from handrail.matching.queries.registers import open_register
from handrail.matching.rules import faults
from handrail.matching.running import run
from handrail.matching.table import TagTable, build, secret_of
from tests.finding import (
    ADMINISTRATION,
    CONTACT,
    SECOND_CONTACT,
    SUPPORT,
    RealPartner,
    add_quota,
    asked,
    authorised,
    brought_in,
    candidate_page,
    found,
    known,
    offered,
    result_row,
    search_page,
    searched,
)
from tests.nominating import PURPOSE, said_in_ledger, waiting, write
from tests.worlds import NOW, World


def refusals(pilot: World, key: str = "ctu") -> list[str]:
    """The names of the refusals in an organisation's record."""
    entries = [json.loads(entry) for entry in said_in_ledger(pilot.organisation(key))]
    return [
        entry["facts"].get("said") or entry["facts"]["refusal"]
        for entry in entries
        if entry["action"] in ("search.refused", "register.suspended", "check.refused")
    ]


class Line:
    """One search, step by step: what the worker does, with a test in between."""

    def __init__(self, pilot: World, partner: RealPartner, register: object = None) -> None:
        self.pilot, self.partner = pilot, partner
        self.search = authorised(pilot, write(pilot), register or offered(pilot, partner))  # type: ignore[arg-type]
        self.result = result_row(pilot, self.search).id
        self.by = service("matcher", pilot.organisation("ctu"))

    def ask(self) -> Question | None:
        return ask_register(by=self.by, purpose=PURPOSE, search=self.search, result=self.result)

    def message(self) -> bytes:
        self.sending = self.ask()
        assert self.sending is not None
        return self.sending.message

    def take(self, answer: bytes) -> str:
        """What it came to."""
        assert self.sending is not None
        outcome = Answered(self.sending, answer)
        take_answer(by=self.by, purpose=PURPOSE, search=self.search, result=self.result, outcome=outcome)
        (result,) = search_page(self.pilot, self.search).results
        return result.refusal or result.state

    def honest(self) -> bytes:
        return self.partner.partner.answer(self.message(), at=NOW)


@pytest.fixture
def line(pilot: World, council_partner: RealPartner) -> Line:
    return Line(pilot, council_partner)


@pytest.fixture
def stuffed(pilot: World, council_partner: RealPartner, tmp_path: Path) -> Offer:
    """A table that claims to know everybody whom this installation made up."""
    folder = council_partner.folder
    with TagTable(folder.table, folder.signing_key.verification_key) as table:
        header = replace(table.header, size=1024)
    schema, evaluator = at_size(load(header.schema), 1024), folder.evaluator()
    made_up = [asker().canaries.identity(number) for number in range(1024)]
    path = tmp_path / "stuffed.tags"
    build(
        [
            (number.to_bytes(8), b"".join(secret_of(evaluator.output(token)) for token in tokens_of(each, schema)))
            for number, each in enumerate(made_up, start=1)
        ],
        header=header,
        key=folder.signing_key,
        to=path,
        scratch=path.with_suffix(".scratch"),
        tokens=10 * len(made_up),
    )
    return replace(council_partner.offer(), table=path)


def test_an_answer_that_was_changed_on_its_way_is_bad(line: Line, pilot: World) -> None:
    answer = bytearray(line.honest())
    answer[-100] ^= 1
    assert line.take(bytes(answer)) == "bad-answer"
    assert refusals(pilot) == ["bad-answer"]


def test_an_answer_that_was_cut_short_is_bad(line: Line, pilot: World) -> None:
    assert line.take(line.honest()[:-1]) == "bad-answer"
    assert refusals(pilot) == ["bad-answer"]


def test_an_answer_by_another_key_fails_its_proof(line: Line, pilot: World) -> None:
    message = line.message()
    honest = read_answer(line.partner.partner.answer(message, at=NOW), line.partner.partner.key)
    other = Evaluator(bytes(32), b"another").evaluate(read_ask(message).elements)
    forged = replace(honest, elements=other.elements, proof=other.proof).to_bytes(line.partner.folder.signing_key)
    assert line.take(forged) == "bad-proof"
    assert refusals(pilot) == ["bad-proof"]


def test_an_answer_to_another_request_is_not_taken(line: Line, pilot: World, council_partner: RealPartner) -> None:
    other = Line(pilot, council_partner, known(pilot, write(pilot)).offers[0].id)
    line.message()
    assert line.take(other.honest()) == "wrong-request"


def test_a_request_that_the_partner_can_t_believe_comes_back_by_name(
    line: Line, pilot: World, council_partner: RealPartner
) -> None:
    message = bytearray(line.message())
    message[-1] ^= 1
    assert line.take(council_partner.partner.answer(bytes(message), at=NOW)) == "wrong-request"
    assert council_partner.outcomes() == ["bad-signature"]


def test_a_worker_killed_after_sending_asks_again_with_another_token(
    line: Line, pilot: World, council_partner: RealPartner
) -> None:
    line.honest()  # the partner has answered, and nobody has read it
    assert line.ask() is None, "somebody has it"
    with clock.at(NOW + timedelta(minutes=5)):
        assert run(pilot.organisation("ctu")) == 1
        assert search_page(pilot, line.search).state == "authorised"
        assert run(pilot.organisation("ctu")) == 1
    assert candidate_page(pilot, found(pilot, line.search)).evidence == "strong"
    assert council_partner.outcomes() == ["evaluated", "quota-token-spent", "evaluated"]
    assert refusals(pilot) == []


def test_a_worker_killed_before_sending_spends_one_token(
    line: Line, pilot: World, council_partner: RealPartner
) -> None:
    line.message()
    with clock.at(NOW + timedelta(minutes=5)):
        assert line.take(council_partner.partner.answer(line.message(), at=clock.now())) == "found"
    assert council_partner.outcomes() == ["evaluated"]
    assert known(pilot, write(pilot)).offers[0].quota == 2


def test_what_undoes_the_blinding_of_a_request_over_the_network_is_nowhere_but_in_the_process_that_asks(
    line: Line, pilot: World
) -> None:
    line.message()
    row = result_row(pilot, line.search)
    assert (row.state, bytes(row.request_sealed), bytes(row.kept_sealed)) == ("asked", b"", b"")


def test_an_answer_that_comes_after_another_worker_asked_too_is_read(
    line: Line, pilot: World, council_partner: RealPartner
) -> None:
    answer, slow = line.honest(), line.sending
    assert slow is not None
    with clock.at(NOW + timedelta(minutes=5)):
        assert line.honest(), "the lease was over"
        outcome = Answered(slow, answer)
        take_answer(by=line.by, purpose=PURPOSE, search=line.search, result=line.result, outcome=outcome)
    assert candidate_page(pilot, found(pilot, line.search)).evidence == "strong"
    assert council_partner.outcomes() == ["evaluated", "quota-token-spent"]


def test_a_partner_that_can_t_be_reached_is_tried_again(line: Line, pilot: World, council_partner: RealPartner) -> None:
    first = line.message()
    with clock.at(NOW + timedelta(hours=2)):
        assert line.message() != first, "its time was over"
    assert known(pilot, write(pilot)).offers[0].quota == 2, "the token is the same"


def test_beyond_the_tokens_nobody_is_asked(pilot: World, council_partner: RealPartner) -> None:
    line = Line(pilot, council_partner, offered(pilot, council_partner, quota=0))
    assert line.ask() is None
    assert refusals(pilot) == ["no-quota-left"]
    assert council_partner.outcomes() == []


def test_tokens_that_the_partner_never_made_are_named_by_it(pilot: World, council_partner: RealPartner) -> None:
    register = offered(pilot, council_partner, quota=0)
    add_quota(pilot, register, ("16.AAAAAAAAAAAAAAAAAAAAAA",))
    line = Line(pilot, council_partner, register)
    assert line.take(line.honest()) == "quota-token-unknown"
    assert refusals(pilot) == ["quota-token-unknown"]
    assert council_partner.outcomes() == ["quota-token-unknown"]


def test_beyond_the_partner_s_own_quota_it_refuses_by_name(pilot: World, council_partner: RealPartner) -> None:
    trust(council_partner.folder.path, str(asker().key.verification_key), daily=8, weekly=8)
    line = Line(pilot, council_partner)
    assert line.take(line.honest()) == "quota-spent"
    assert refusals(pilot) == ["quota-spent"]
    assert council_partner.outcomes() == ["quota-spent"]


def test_tokens_for_measurements_and_tokens_twice_are_not_taken_in(pilot: World, council_partner: RealPartner) -> None:
    tokens = council_partner.tokens(1)
    register = offered(pilot, council_partner, quota=0)
    assert add_quota(pilot, register, tokens) == 1
    with pytest.raises(faults.NoTokens):
        add_quota(pilot, register, tokens)
    with pytest.raises(faults.NotAToken):
        add_quota(pilot, register, ("16.benchmark.AAAAAAAAAAAAAAAAAAAAAA",))


def test_a_register_that_claims_somebody_who_was_made_up_is_suspended_and_both_officers_hear(
    pilot: World, council_partner: RealPartner, stuffed: Offer
) -> None:
    register = registers.offer(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, centre=pilot.centre, offer=stuffed)
    registers.accept(by=pilot.actor(SECOND_CONTACT), purpose=ADMINISTRATION, register=register)
    add_quota(pilot, register, council_partner.tokens(1))
    line = Line(pilot, council_partner, register)
    message = line.message()
    with TagTable(stuffed.table, council_partner.folder.signing_key.verification_key) as table:
        assert read_ask(message).table == table.header.table
    evaluated = council_partner.folder.evaluator().evaluate(read_ask(message).elements)
    honest = read_answer(council_partner.partner.answer(message, at=NOW), council_partner.partner.key)
    answer = replace(honest, elements=evaluated.elements, proof=evaluated.proof, refusal=None)
    assert line.take(answer.to_bytes(council_partner.folder.signing_key)) == "canary-claimed"
    assert refusals(pilot) == ["canary-claimed"]
    assert refusals(pilot, "council") == ["canary-claimed"]
    assert known(pilot, write(pilot)).offers == ()
    for officer in ("data_protection_officer@ctu", "data_protection_officer@council"):
        assert [each.kind for each in waiting(pilot, officer, purpose=ADMINISTRATION)] == ["review_register"]
        page = open_register(by=pilot.actor(officer), purpose=ADMINISTRATION, register=register)
        assert (page.state, page.refusal) == ("suspended", "canary-claimed")
        assert "mark_looked_at" in page.steps
        registers.mark_looked_at(
            by=pilot.actor(officer), purpose=ADMINISTRATION, register=register, finding="published_anew"
        )
        assert waiting(pilot, officer, purpose=ADMINISTRATION) == []


def test_a_partner_that_made_the_record_up_says_so_and_both_officers_hear(
    pilot: World, council_partner: RealPartner
) -> None:
    _, search = searched(pilot, council_partner)
    candidate = found(pilot, search)
    check = asked(pilot, candidate)
    checks.is_made_up(by=pilot.actor(CONTACT), purpose=SUPPORT, check=check)
    assert candidate_page(pilot, candidate).state == "made_up"
    assert refusals(pilot) == ["canary-asked"]
    for officer in ("data_protection_officer@ctu", "data_protection_officer@council"):
        assert [each.kind for each in waiting(pilot, officer, purpose=ADMINISTRATION)] == ["review_register"]


def test_a_table_that_was_changed_is_not_taken_in(pilot: World, council_partner: RealPartner, tmp_path: Path) -> None:
    changed = bytearray(council_partner.folder.table.read_bytes())
    changed[-5] ^= 1
    path = tmp_path / "changed.tags"
    path.write_bytes(changed)
    offer = replace(council_partner.offer(), table=path)
    with pytest.raises(faults.NotTakenIn) as wrong:
        registers.offer(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, centre=pilot.centre, offer=offer)
    assert wrong.value.rule == "table-damaged"


def test_a_table_with_another_key_or_address_is_not_taken_in(pilot: World, council_partner: RealPartner) -> None:
    for offer, rule in (
        (replace(council_partner.offer(), key="nothing"), "register-key"),
        (replace(council_partner.offer(), key=str(asker().key.verification_key)), "table-damaged"),
        (replace(council_partner.offer(), address="http://council.example"), "register-address"),
        (replace(council_partner.offer(), address="ftp://council.example"), "register-address"),
        (replace(council_partner.offer(), address="https://user:word@council.example"), "register-address"),
    ):
        with pytest.raises(RuleBroken) as wrong:
            registers.offer(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, centre=pilot.centre, offer=offer)
        assert wrong.value.rule == rule


def test_a_register_of_a_service_that_tells_too_much_is_refused(
    pilot: World, council_partner: RealPartner, tmp_path: Path
) -> None:
    """Publishing refuses it first. Whoever signs one all the same is refused here."""
    folder = council_partner.folder
    with TagTable(folder.table, folder.signing_key.verification_key) as table:
        header = replace(table.header, service="refuge", size=1)
    person = Identity(given=("Samira",), family=("Haidari",), born="1994-06-02")
    secrets = [secret_of(folder.evaluator().output(token)) for token in tokens_of(person, load(header.schema))]
    path = tmp_path / "refuge.tags"
    build(
        [(bytes(8), b"".join(secrets))],
        header=header,
        key=folder.signing_key,
        to=path,
        scratch=path.with_suffix(".scratch"),
        tokens=20,
    )
    with pytest.raises(faults.NotTakenIn) as wrong:
        registers.offer(
            by=pilot.actor(CONTACT),
            purpose=ADMINISTRATION,
            centre=pilot.centre,
            offer=replace(council_partner.offer(), table=path),
        )
    assert wrong.value.rule == "kind-refused"


def test_a_register_taken_back_is_gone_from_the_disk_and_asked_no_more(
    pilot: World, council_partner: RealPartner
) -> None:
    register = offered(pilot, council_partner)
    assert tables.path_of(register).stat().st_mode & 0o777 == 0o600
    line = Line(pilot, council_partner, register)
    registers.withdraw(by=pilot.actor(CONTACT), purpose=ADMINISTRATION, register=register)
    assert not tables.path_of(register).exists()
    assert line.ask() is None
    assert refusals(pilot) == ["not-offered-any-more"]


def test_a_register_declined_is_gone_too(pilot: World, council_partner: RealPartner) -> None:
    register = brought_in(pilot, council_partner)
    registers.decline(by=pilot.actor(SECOND_CONTACT), purpose=ADMINISTRATION, register=register)
    assert not tables.path_of(register).exists()
