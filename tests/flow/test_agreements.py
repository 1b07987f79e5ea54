"""An agreement from its first draft to its end: consulted on, accepted or refused by each party, reviewed."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import replace
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from handrail import duties
from handrail.directory.actions.answers import accept, answer, ask, leave, refuse, respond
from handrail.directory.actions.drafting import (
    consult,
    draft_agreement,
    edit_agreement,
    offer,
    revise,
    set_funding,
)
from handrail.directory.actions.reviewing import (
    agreements_over,
    end_agreement,
    fall_due,
    review,
    reviews_overdue,
    run_out,
)
from handrail.directory.agreements import agreement_between
from handrail.directory.models import Agreement
from handrail.directory.services import service
from handrail.directory.terms import Terms
from handrail.gate import Actor, Conflict, Faults, NotFound, Refused, RuleBroken, clock
from handrail.gate.row_security import set_acting_organisation
from tests.worlds import PILOT_ENDS, REVIEW_ON, World

WHY = "administration"
LEAD = "centre_lead@council"


def terms(pilot: World, **changes: object) -> Terms:
    usual = Terms(
        title="Sharing for support in Camden",
        purposes=("safeguarding_support",),
        categories=("name", "housing"),
        basis="UK GDPR Article 6(1)(e).",
        duties="Each party acknowledges what it is sent.",
        liability="Each party answers for its own copy.",
        name_ceiling=40,
        retention_days=180,
        review_on=date(2026, 5, 1),
        ends_on=PILOT_ENDS,
        parties=tuple(map(pilot.organisation, ("ctu", "council", "school"))),
        consulted=(pilot.organisation("representative"),),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def drafted(pilot: World, **changes: object) -> UUID:
    return draft_agreement(by=pilot.actor(LEAD), centre=pilot.centre, terms=terms(pilot, **changes), purpose=WHY)


def consulted(pilot: World, **changes: object) -> UUID:
    agreement = drafted(pilot, **changes)
    consult(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    return agreement


def offered(pilot: World, **changes: object) -> UUID:
    agreement = consulted(pilot, **changes)
    for who in ("consultee@representative", "agreement_signatory@ctu", "agreement_signatory@school"):
        respond(by=pilot.actor(who), agreement=agreement, response="We agree.", purpose=WHY)
    offer(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    return agreement


def signed(pilot: World, agreement: UUID, *parties: str) -> list[bool]:
    return [
        accept(by=pilot.actor(f"agreement_signatory@{party}"), agreement=agreement, purpose=WHY) for party in parties
    ]


def state_of(pilot: World, agreement: UUID) -> str:
    with transaction.atomic():
        set_acting_organisation(pilot.organisation("council"))
        return Agreement.objects.get(pk=agreement).state


def between(pilot: World, originator: str, recipient: str, on: date = date(2025, 6, 2)) -> UUID | None:
    first, second = pilot.organisation(originator), pilot.organisation(recipient)
    with transaction.atomic():
        set_acting_organisation(first)
        found = agreement_between(first, second, centre=pilot.centre, purpose="safeguarding_support", on=on)
        return found.id if found else None


# --- Written and consulted on ---------------------------------------------------------------------------------------


def test_a_draft_is_nobodys_business_but_the_drafters(pilot: World) -> None:
    agreement = drafted(pilot)
    for who in ("agreement_signatory@school", "consultee@representative"):
        with pytest.raises(NotFound):
            ask(by=pilot.actor(who), agreement=agreement, question="What is this?", purpose=WHY)


@pytest.mark.parametrize("who", ["practitioner@council", "administrator@council", "single_point_of_contact@school"])
def test_only_those_who_answer_for_the_organisation_draft(pilot: World, who: str) -> None:
    with pytest.raises(Refused):
        draft_agreement(by=pilot.actor(who), centre=pilot.centre, terms=terms(pilot), purpose=WHY)


def _with(pilot: World, *keys: str) -> tuple[UUID, ...]:
    return tuple(map(pilot.organisation, keys))


WRONG: dict[str, tuple[str, Callable[[World], object]]] = {
    "no title": ("title", lambda _: " "),
    "endless text": ("duties", lambda _: "x" * 10_001),
    "a purpose that nothing is shared for": ("purposes", lambda _: ("administration",)),
    "an unknown category": ("categories", lambda _: ("gossip",)),
    "more names than the rulebook allows": ("name_ceiling", lambda _: 61),
    "kept for longer than the rulebook allows": ("retention_days", lambda _: 366),
    "no review within a year": ("review_on", lambda _: date(2026, 7, 1)),
    "a review in the past": ("review_on", lambda _: date(2025, 6, 2)),
    "an end after the centre's": ("ends_on", lambda _: PILOT_ENDS + timedelta(days=1)),
    "one party": ("parties", lambda pilot: _with(pilot, "ctu")),
    "nobody who brings people in": ("parties", lambda pilot: _with(pilot, "council", "school")),
    "a body that oversees": ("parties", lambda pilot: _with(pilot, "ctu", "council", "oversight")),
    "somebody unknown": ("parties", lambda pilot: (*_with(pilot, "ctu"), uuid4())),
    "no representative body": ("consulted", lambda _: ()),
}


@pytest.mark.parametrize("what", WRONG)
def test_an_agreement_that_the_rules_do_not_allow_is_not_drafted(pilot: World, what: str) -> None:
    field, value = WRONG[what]
    with pytest.raises(Faults) as refused:
        drafted(pilot, **{field: value(pilot)})
    assert {fault.field for fault in refused.value.faults} == {field}


def test_everything_wrong_is_said_at_once(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        drafted(pilot, title="", name_ceiling=0, parties=(), consulted=())
    assert {fault.field for fault in refused.value.faults} == {"title", "name_ceiling", "parties", "consulted"}


def test_two_people_who_edit_at_once_do_not_overwrite_each_other(pilot: World) -> None:
    agreement = drafted(pilot)

    def edit(who: str) -> None:
        changed = terms(pilot, title=f"As {who} would have it")
        edit_agreement(by=pilot.actor(who), purpose=WHY, agreement=agreement, terms=changed, version=1)

    edit(LEAD)
    with pytest.raises(Conflict):
        edit("agreement_signatory@council")


def test_parties_and_representatives_are_asked_and_answer(pilot: World) -> None:
    agreement = consulted(pilot)
    respond(by=pilot.actor("consultee@representative"), agreement=agreement, response="Who pays?", purpose=WHY)
    with pytest.raises(Refused) as refused:
        respond(by=pilot.actor("agreement_signatory@nhs"), agreement=agreement, response="And us?", purpose=WHY)
    assert refused.value.rules == ("only-those-consulted-respond",)


def test_somebody_named_later_is_asked_as_well(pilot: World) -> None:
    agreement = consulted(pilot)
    wider = terms(pilot, parties=_with(pilot, "ctu", "council", "school", "nhs"))
    edit_agreement(by=pilot.actor(LEAD), agreement=agreement, terms=wider, version=1, purpose=WHY)
    respond(by=pilot.actor("agreement_signatory@nhs"), agreement=agreement, response="Thank you.", purpose=WHY)


def test_an_agreement_is_not_offered_while_somebody_still_has_time_to_answer(pilot: World) -> None:
    agreement = consulted(pilot)
    with pytest.raises(RuleBroken, match="still has time"):
        offer(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    with clock.at(pilot.now + timedelta(days=14)):
        offer(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    assert state_of(pilot, agreement) == "offered"


def test_a_question_is_answered_once_and_before_the_agreement_is_offered(pilot: World) -> None:
    agreement = consulted(pilot)
    question = ask(by=pilot.actor("consultee@representative"), agreement=agreement, question="Who pays?", purpose=WHY)
    waiting = duties.waiting_for(by=pilot.actor(LEAD), purpose=WHY)
    assert [due.subject for due in waiting.later.duties] == [question]
    with clock.at(pilot.now + timedelta(days=15)), pytest.raises(RuleBroken, match="register"):
        offer(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    answer(by=pilot.actor(LEAD), agreement=agreement, question=question, answer="The department.", purpose=WHY)
    assert duties.waiting_for(by=pilot.actor(LEAD), purpose=WHY).count == 0
    with pytest.raises(RuleBroken, match="has been answered"):
        answer(by=pilot.actor(LEAD), agreement=agreement, question=question, answer="Nobody.", purpose=WHY)


def test_only_the_drafter_answers_and_only_about_its_own_agreement(pilot: World) -> None:
    agreement = consulted(pilot)
    question = ask(by=pilot.actor("consultee@representative"), agreement=agreement, question="Who pays?", purpose=WHY)
    with pytest.raises(Refused):
        answer(
            by=pilot.actor("centre_lead@force"), agreement=agreement, question=question, answer="We do.", purpose=WHY
        )
    with pytest.raises(RuleBroken, match="not about this agreement"):
        answer(by=pilot.actor(LEAD), agreement=pilot.agreement, question=question, answer="Us.", purpose=WHY)


# --- Accepted or refused --------------------------------------------------------------------------------------------


def test_each_signatory_is_asked(pilot: World) -> None:
    agreement = offered(pilot)
    for party in ("ctu", "council", "school"):
        waiting = duties.waiting_for(by=pilot.actor(f"agreement_signatory@{party}"), purpose=WHY)
        assert agreement in {due.subject for due in waiting.later.duties}
    signed(pilot, agreement, "school")
    assert duties.waiting_for(by=pilot.actor("agreement_signatory@school"), purpose=WHY).count == 0


def test_it_comes_into_force_between_those_who_accepted_it(pilot: World) -> None:
    end_agreement(by=pilot.actor(LEAD), agreement=pilot.agreement, purpose=WHY)
    agreement = offered(pilot)
    assert signed(pilot, agreement, "council") == [False]
    assert between(pilot, "ctu", "council") is None
    assert signed(pilot, agreement, "ctu") == [True]
    assert between(pilot, "ctu", "council") == agreement
    assert between(pilot, "ctu", "school") is None
    assert signed(pilot, agreement, "school") == [False]
    assert between(pilot, "ctu", "school") == agreement


def test_two_parties_neither_of_which_brings_people_in_do_not_bring_it_into_force(pilot: World) -> None:
    agreement = offered(pilot)
    assert signed(pilot, agreement, "council", "school") == [False, False]
    assert state_of(pilot, agreement) == "offered"


@pytest.mark.parametrize("who", ["centre_lead@council", "consultee@representative", "administrator@school"])
def test_only_a_signatory_signs(pilot: World, who: str) -> None:
    agreement = offered(pilot)
    with pytest.raises(Refused):
        accept(by=pilot.actor(who), agreement=agreement, purpose=WHY)


def test_only_a_party_signs(pilot: World) -> None:
    agreement = offered(pilot)
    with pytest.raises(Refused) as refused:
        accept(by=pilot.actor("agreement_signatory@nhs"), agreement=agreement, purpose=WHY)
    assert refused.value.rules == ("parties-answer-for-themselves",)


def test_nobody_signs_what_is_still_being_consulted_on(pilot: World) -> None:
    agreement = consulted(pilot)
    with pytest.raises(RuleBroken, match="being consulted on"):
        accept(by=pilot.actor("agreement_signatory@ctu"), agreement=agreement, purpose=WHY)


def test_a_refusal_gives_its_reason_and_can_be_changed(pilot: World) -> None:
    agreement = offered(pilot)
    signatory = pilot.actor("agreement_signatory@school")
    with pytest.raises(RuleBroken, match="why"):
        refuse(by=signatory, agreement=agreement, reason=" ", purpose=WHY)
    refuse(by=signatory, agreement=agreement, reason="Who pays?", purpose=WHY)
    signed(pilot, agreement, "ctu", "council", "school")
    assert between(pilot, "ctu", "school") is not None


def test_nothing_flows_to_a_party_that_left(pilot: World) -> None:
    leave(by=pilot.actor("agreement_signatory@nhs"), agreement=pilot.agreement, reason="No money.", purpose=WHY)
    assert between(pilot, "ctu", "nhs") is None
    assert between(pilot, "ctu", "council") == pilot.agreement


def test_nothing_flows_before_the_undecided_party_answers(pilot: World) -> None:
    assert between(pilot, "ctu", "undecided") is None
    signed(pilot, pilot.agreement, "undecided")
    assert between(pilot, "ctu", "undecided") == pilot.agreement


def test_two_who_are_not_parties_have_no_agreement(pilot: World) -> None:
    assert between(pilot, "ctu", "oversight") is None


# --- Reviewed, changed, ended ---------------------------------------------------------------------------------------


def sweep(pilot: World) -> Actor:
    return service("sweep", pilot.organisation("council"))


def test_nothing_flows_once_the_review_is_overdue_whether_or_not_the_sweep_has_been(pilot: World) -> None:
    late = REVIEW_ON + timedelta(days=1)
    assert between(pilot, "ctu", "council", on=REVIEW_ON) == pilot.agreement
    assert between(pilot, "ctu", "council", on=late) is None


def test_the_sweep_says_that_a_review_is_due_and_a_review_lets_it_go_on(pilot: World) -> None:
    with clock.at(pilot.now.replace(year=2026)):
        assert reviews_overdue(by=sweep(pilot), purpose=WHY) == (pilot.agreement,)
        fall_due(by=sweep(pilot), agreement=pilot.agreement, purpose=WHY)
        assert state_of(pilot, pilot.agreement) == "review_due"
        review(
            by=pilot.actor(LEAD),
            agreement=pilot.agreement,
            finding="It works.",
            review_on=date(2027, 1, 31),
            purpose=WHY,
        )
        assert reviews_overdue(by=sweep(pilot), purpose=WHY) == ()
    assert between(pilot, "ctu", "council", on=date(2026, 6, 2)) == pilot.agreement


def test_a_review_is_within_a_year_and_says_what_it_found(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        review(by=pilot.actor(LEAD), agreement=pilot.agreement, finding="", review_on=date(2027, 1, 31), purpose=WHY)
    assert {fault.field for fault in refused.value.faults} == {"finding", "review_on"}


def test_an_agreement_runs_out(pilot: World) -> None:
    with pytest.raises(RuleBroken, match="hasn’t run out"):
        run_out(by=sweep(pilot), agreement=pilot.agreement, purpose=WHY)
    with clock.at(pilot.now.replace(year=2027)):
        assert agreements_over(by=sweep(pilot), purpose=WHY) == (pilot.agreement,)
        assert reviews_overdue(by=sweep(pilot), purpose=WHY) == ()
        run_out(by=sweep(pilot), agreement=pilot.agreement, purpose=WHY)
    assert state_of(pilot, pilot.agreement) == "ended"


def test_a_new_version_ends_the_old_one_when_it_comes_into_force(pilot: World) -> None:
    lead = pilot.actor(LEAD)
    following = revise(by=lead, agreement=pilot.agreement, purpose=WHY)
    with pytest.raises(RuleBroken, match="begun already"):
        revise(by=lead, agreement=pilot.agreement, purpose=WHY)
    consult(by=lead, agreement=following, purpose=WHY)
    with clock.at(pilot.now + timedelta(days=14)):
        offer(by=lead, agreement=following, purpose=WHY)
        assert between(pilot, "ctu", "nhs") == pilot.agreement
        assert signed(pilot, following, "council", "ctu") == [False, True]
    assert state_of(pilot, pilot.agreement) == "ended"
    assert between(pilot, "ctu", "council") == following
    assert between(pilot, "ctu", "nhs") is None
    with transaction.atomic():
        set_acting_organisation(pilot.organisation("council"))
        assert Agreement.objects.get(pk=following).version == 2
        assert Agreement.objects.get(pk=following).funding.count() == 1


def test_ending_takes_what_was_due_from_parties_off_their_lists(pilot: World) -> None:
    agreement = offered(pilot)
    end_agreement(by=pilot.actor(LEAD), agreement=agreement, purpose=WHY)
    assert duties.waiting_for(by=pilot.actor("agreement_signatory@school"), purpose=WHY).count == 0
    with pytest.raises(RuleBroken, match="ended"):
        accept(by=pilot.actor("agreement_signatory@school"), agreement=agreement, purpose=WHY)


def test_another_organisation_cannot_end_it(pilot: World) -> None:
    with pytest.raises(Refused):
        end_agreement(by=pilot.actor("centre_lead@force"), agreement=pilot.agreement, purpose=WHY)


# --- Money ----------------------------------------------------------------------------------------------------------


def test_a_funding_line_is_kept_up_to_date(pilot: World) -> None:
    lead, school = pilot.actor(LEAD), pilot.organisation("school")

    def fund(state: str, *, payer: str = "Home Office", payee: UUID = school, line: UUID | None = None) -> UUID:
        return set_funding(
            by=lead, purpose=WHY, agreement=pilot.agreement, payer=payer, payee=payee, covers="A tutor",
            pounds_a_year=30_000, state=state, ends_on=date(2026, 3, 31), when_it_ends="It stops.", line=line,
        )  # fmt: skip

    added = fund("promised")
    assert fund("lapsed", line=added) == added
    with pytest.raises(Faults) as refused:
        fund("hoped", payer=" ", payee=pilot.organisation("government"))
    assert {fault.field for fault in refused.value.faults} == {"payer", "payee", "state"}


def test_a_funding_line_of_another_agreement_cannot_be_changed_from_here(pilot: World) -> None:
    with pytest.raises(Faults, match="not part of the agreement"):
        set_funding(
            by=pilot.actor(LEAD), purpose=WHY, agreement=pilot.agreement, payer="x", payee=pilot.organisation("school"),
            covers="x", pounds_a_year=1, state="promised", ends_on=date(2026, 3, 31), when_it_ends="x", line=uuid4(),
        )  # fmt: skip


# --- At the same time -----------------------------------------------------------------------------------------------


def test_two_parties_that_accept_at_once_bring_it_into_force_once(pilot: World) -> None:
    agreement = offered(pilot)
    together = Barrier(2)

    def sign(party: str) -> bool:
        together.wait()
        try:
            return signed(pilot, agreement, party)[0]
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        answers = [pool.submit(copy_context().run, sign, party) for party in ("ctu", "council")]
        assert sorted(each.result() for each in answers) == [False, True]
    assert state_of(pilot, agreement) == "in_force"
