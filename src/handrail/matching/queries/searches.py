"""What an originator looked for in a nomination, and what was found: for its officer and its authoriser."""

from collections.abc import Iterable
from uuid import UUID

from handrail import gate
from handrail.directory.agreements import in_agreement_with
from handrail.directory.models import Member
from handrail.gate import Act, Actor, query
from handrail.matching import checking, questioning, rules, whom
from handrail.matching.actions.searching import own
from handrail.matching.messages import SENTENCES, Refusal
from handrail.matching.models import (
    Candidate,
    CandidateState,
    Check,
    CheckElement,
    Register,
    RegisterState,
    Result,
    Search,
)
from handrail.matching.queries.registers import to_ask
from handrail.matching.resources import CANDIDATE, REGISTER, SEARCH
from handrail.matching.values import (
    CandidateLine,
    CandidatePage,
    Known,
    RegisterLine,
    ResultLine,
    SearchPage,
    Shown,
    WhoKnows,
)
from handrail.sharing.models import SharingDecision
from handrail.sharing.resources import DECISION
from handrail.sharing.sealed import unseal, unseal_all

SEARCH_STEPS = {
    "authorise": "search.authorise",
    "decline": "search.decline",
    "withdraw": "search.withdraw",
    "take_out": "search.take_out",
    "bring_in": "search.bring_in",
}
CANDIDATE_STEPS = {
    "ask": "candidate.ask",
    "second": "candidate.second",
    "set_aside": "candidate.set_aside",
    "take_back": "candidate.take_back",
    "mark_read": "candidate.mark_read",
}

#: In words, why a register wasn't asked that the protocol has no refusal for.
NOT_ASKED = {
    questioning.NO_QUOTA: "No quota token was left. Its organisation has to bring in more.",
    questioning.TOO_MUCH: "The nomination has more names and addresses than one request has room for.",
    questioning.NOT_REACHED: "It couldn’t be reached, and was not asked any more.",
    questioning.CHANGED: "The nomination says something else of who the person is than when the search was agreed to.",
    questioning.NOT_AGREED: "There is no agreement in force between you and its organisation.",
    questioning.NOT_KEPT: "What was needed to read the answer can’t be read any more. Propose another search.",
    questioning.FAILED_HERE: (
        "Something went wrong here, not there. It is not asked again by itself: have whoever runs Handrail look into "
        "the worker’s log, then propose another search."
    ),
    questioning.NOT_OFFERED: "Its organisation took it back, published it anew, or it was suspended.",
}


def sentence(code: str) -> str:
    """Why a register came to nothing, in words; empty for no code."""
    if code in NOT_ASKED:
        return NOT_ASKED[code]
    return SENTENCES[Refusal(code)] if code else ""


@query("search.of_nomination", resource=DECISION)
def who_knows(*, by: Actor, purpose: str, decision: UUID) -> WhoKnows:
    """Who already knows the person of a nomination: what may be asked, what was, and who said that they do."""
    act = gate.current()
    found = act.resource(DECISION)
    searches = list(Search.objects.select_related("centre", "decision").filter(decision=found).order_by("-proposed_at"))
    may = act.allows("search.propose", DECISION, found)
    return WhoKnows(
        decision=found.id,
        reference=found.reference,
        programme=found.programme,
        may_propose=may and not any(each.state in ("proposed", "authorised") for each in searches),
        enough=whom.enough(whom.identity_of(whom.known_of(found))),
        offers=_offers(act, found) if may else (),
        searches=tuple(_page(act, each) for each in searches),
        known=_known(found),
    )


@query("search.open", resource=SEARCH)
def open_search(*, by: Actor, purpose: str, search: UUID) -> SearchPage:
    """One search: why, which registers, and what each came to."""
    act = gate.current()
    return _page(act, act.resource(SEARCH))


@query("candidate.open", resource=CANDIDATE)
def open_candidate(*, by: Actor, purpose: str, candidate: UUID) -> CandidatePage:
    """One thing that was found, what they would be shown to tell who is meant, and what became of it."""
    act = gate.current()
    found = act.resource(CANDIDATE)
    result = Result.objects.select_related("search", "register").get(pk=found.result_id)
    (words,) = unseal(own(result.search), found, "words")
    check = Check.objects.filter(pk=found.identity_check).first() if found.identity_check else None
    return CandidatePage(
        id=found.id,
        search=result.search_id,
        decision=found.decision_id,
        reference=found.reference,
        programme=found.programme,
        organisation=found.partner.name,
        organisation_id=found.partner_id,
        organisation_kind=found.partner.kind,
        register_kind=result.register.kind,
        evidence=found.evidence,
        state=found.state,
        words=words,
        reason=found.reason,
        elements=_elements(found, check),
        asked_by=_name(found.asked_by),
        asked_at=found.asked_at,
        answer_by=check.answer_by if check else None,
        closes_at=check.closes_at if check else None,
        reasons=unseal(checking.ours(check), check, "reasons")[0] if check else "",
        ended_at=found.ended_at,
        steps=_candidate_steps(act, found),
    )


def _page(act: Act, search: Search) -> SearchPage:
    necessity, proportionality, judgement = unseal(own(search), search, "necessity", "proportionality", "judgement")
    return SearchPage(
        id=search.id,
        decision=search.decision_id,
        reference=search.reference,
        programme=search.programme,
        state=search.state,
        power=search.power,
        necessity=necessity,
        proportionality=proportionality,
        judgement=judgement,
        proposed_by=_name(search.proposed_by),
        proposed_at=search.proposed_at,
        decided_by=_name(search.decided_by),
        decided_at=search.decided_at,
        results=tuple(_result(each) for each in _results(search)),
        steps=_search_steps(act, search),
    )


def _results(search: Search) -> Iterable[Result]:
    rows = search.results.select_related("register__organisation").prefetch_related("candidates__partner")
    return rows.order_by("register__organisation__name", "id")


def _result(result: Result) -> ResultLine:
    register = result.register
    return ResultLine(
        id=result.id,
        register=register.id,
        organisation=register.organisation.name,
        kind=register.kind,
        state=result.state,
        refusal=result.code,
        sentence=sentence(result.code),
        by_hand=not register.address,
        asked_at=result.asked_at,
        ended_at=result.ended_at,
        candidates=tuple(
            CandidateLine(each.id, each.partner.name, each.evidence, each.state)
            for each in sorted(result.candidates.all(), key=lambda each: (each.evidence, each.id))
        ),
    )


def _offers(act: Act, decision: SharingDecision) -> tuple[RegisterLine, ...]:
    found = act.visible(REGISTER).filter(centre=decision.centre_id, state=RegisterState.ACCEPTED)
    agreed = in_agreement_with(act.organisation, centre=decision.centre_id, on=act.today)
    others = found.filter(organisation_id__in=agreed).order_by("organisation__name", "id")
    return tuple(to_ask(act, each) for each in others)


def _known(decision: SharingDecision) -> tuple[Known, ...]:
    recipients = set(decision.recipients.values_list("recipient_id", flat=True))
    same = Candidate.objects.select_related("partner").filter(decision=decision, state=CandidateState.SAME)
    return tuple(
        Known(each.partner_id, each.partner.name, each.id, each.partner_id in recipients)
        for each in same.order_by("partner__name", "id")
    )


def _elements(candidate: Candidate, check: Check | None) -> tuple[Shown, ...]:
    if check is not None:
        rows = list(CheckElement.objects.filter(check_of=check).order_by("number"))
        texts = unseal_all(checking.ours(check), rows, "text")
        return tuple(Shown(row.number, row.code, text) for row, (text,) in zip(rows, texts, strict=True))
    elements = whom.elements_for(whom.known_of(candidate.decision), candidate.partner, candidate.programme)
    return tuple(Shown(number, each.code, each.text) for number, each in enumerate(elements, start=1))


def _search_steps(act: Act, search: Search) -> tuple[str, ...]:
    possible = set(rules.SEARCH.transitions[search.state])
    if search.state == "authorised":
        by_hand = Register.objects.filter(
            pk__in=search.results.filter(state__in=rules.OPEN_RESULTS).values("register"), address=""
        )
        possible |= {"take_out", "bring_in"} if by_hand.exists() else set()
    return tuple(
        step for step, action in SEARCH_STEPS.items() if step in possible and act.allows(action, SEARCH, search)
    )


def _candidate_steps(act: Act, candidate: Candidate) -> tuple[str, ...]:
    possible = set(rules.CANDIDATE.transitions[candidate.state])
    if candidate.state in ("same", "not_same", "unsure", "cannot_say", "made_up"):
        possible.add("mark_read")
    return tuple(
        step
        for step, action in CANDIDATE_STEPS.items()
        if step in possible and act.allows(action, CANDIDATE, candidate)
    )


def _name(member: UUID | None) -> str:
    return Member.objects.filter(pk=member).values_list("name", flat=True).first() or "" if member else ""
