"""Everything that happened to a risk, newest first: who owned it, who offered, refused, judged and signed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from handrail.casework import sources
from handrail.casework.models import Risk, RiskJudgement, RiskKindChange, RiskOffer, RiskOwnership
from handrail.casework.risk_values import RiskEvent
from handrail.directory.models import Member
from handrail.gate import Act


def events(act: Act, risk: Risk) -> tuple[RiskEvent, ...]:
    """What happened to ``risk``; words of it that rest on what the reader does not hold are None."""
    judgements = list(RiskJudgement.objects.filter(risk=risk).select_related("organisation").order_by("judged_at"))
    offers = list(
        RiskOffer.objects.filter(risk=risk).select_related("from_organisation", "to_organisation", "to_member")
    )
    changes = list(RiskKindChange.objects.filter(risk=risk).select_related("organisation", "signed_for", "ended_for"))
    # In this order, so that of what happened at one moment the later stands above.
    happened = [
        *(owned for before in earlier(act, risk) for owned in before.owned),
        *_judged(act, risk, judgements),
        *_owned(risk, _accepted(act, offers)),
        *_offered(act, risk, offers),
        *_called(act, risk, changes),
    ]
    if risk.closed_at:
        over = "moved" if risk.state == "moved" else "closed"
        happened.append(RiskEvent(risk.closed_at, over, risk.owner.name, ""))
    happened.sort(key=lambda event: event.at)
    return tuple(reversed(happened))


@dataclass(frozen=True)
class Earlier:
    """A risk in the case that a later case goes on from: who owned it there, and nothing else of what happened."""

    owned: tuple[RiskEvent, ...]
    stretches: tuple[RiskOwnership, ...]


def earlier(act: Act, risk: Risk) -> Iterator[Earlier]:
    """The risks that ``risk`` goes on from, the latest first: read where they are kept, by those who led their cases.

    Who owned a risk is no secret of one area: whoever may ask of the risk is told of all the time that it was there.
    """
    while risk.continues_id and risk.case.came_from_id:
        with act.deliver_to(risk.case.came_from_id):
            risk = Risk.objects.select_related("case").get(pk=risk.continues_id)
            rows = RiskOwnership.objects.filter(risk=risk).select_related("organisation", "member")
            before = Earlier(tuple(_owned(risk)), tuple(rows.order_by("during")))
        yield before


def _owned(risk: Risk, accepted: Mapping[datetime, UUID] | None = None) -> Iterator[RiskEvent]:
    for stretch in RiskOwnership.objects.filter(risk=risk).select_related("organisation", "member").order_by("during"):
        since = stretch.during.lower
        yield RiskEvent(
            since, "owned", stretch.organisation.name, stretch.member.name, stretch.why,
            accepted=(accepted or {}).get(since),
        )  # fmt: skip


def _accepted(act: Act, offers: list[RiskOffer]) -> dict[datetime, UUID]:
    """The offers that the reader's organisation made or accepted, by the moment at which the risk passed."""
    return {
        each.answered_at: each.id
        for each in offers
        if each.state == "accepted"
        and each.answered_at is not None
        and act.organisation in (each.from_organisation_id, each.to_organisation_id)
    }


def _judged(act: Act, risk: Risk, judgements: list[RiskJudgement]) -> Iterator[RiskEvent]:
    people = Member.objects.select_related("organisation").in_bulk([risk.judged_by, *(j.judged_by for j in judgements)])
    words = sources.text(act, risk.case, "severity", judgements, "words")
    first = judgements[0].was if judgements else risk.severity
    recorder = people.get(risk.judged_by)
    yield RiskEvent(
        risk.judged_at,
        "goes_on" if risk.continues_id else "recorded",
        recorder.organisation.name if recorder else "",
        recorder.name if recorder else "",
        first,
    )
    for each in judgements:
        judge = people.get(each.judged_by)
        yield RiskEvent(
            each.judged_at, "judged", each.organisation.name, judge.name if judge else "", each.severity,
            words=words.get(each.id),
        )  # fmt: skip


def _offered(act: Act, risk: Risk, offers: list[RiskOffer]) -> Iterator[RiskEvent]:
    words = sources.texts(act, risk.case, "handover", offers, "words", "answer")
    for each in offers:
        said, answer = words.get(each.id, (None, None))
        giver, taker = each.from_organisation.name, each.to_organisation.name
        whom = each.to_member.name if each.to_member else taker
        yield RiskEvent(each.offered_at, "offered", giver, "", each.reason, whom, said)
        if each.answered_at is None or each.state == "accepted":
            continue  # That it was accepted is said by who owned it next.
        by = taker if each.state == "refused" else giver
        yield RiskEvent(each.answered_at, f"offer_{each.state}", by, "", each.refusal, whom, answer)


def _called(act: Act, risk: Risk, changes: list[RiskKindChange]) -> Iterator[RiskEvent]:
    words = sources.texts(act, risk.case, "risk_kind", changes, "words", "answer")
    for each in changes:
        said, answer = words.get(each.id, (None, None))
        yield RiskEvent(each.proposed_at, "kind_proposed", each.organisation.name, "", each.becomes, words=said)
        if each.signed_at and each.signed_for:
            yield RiskEvent(each.signed_at, "kind_signed", each.signed_for.name, "", each.becomes)
        if each.ended_at and each.ended_for:
            yield RiskEvent(each.ended_at, f"kind_{each.state}", each.ended_for.name, "", each.becomes, words=answer)
