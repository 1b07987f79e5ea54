"""A dossier as values for its own organisation's pages, with a preview for each recipient."""

from collections.abc import Iterator
from datetime import date

from handrail.directory.names import member_names
from handrail.duties import NOBODY
from handrail.gate import Act
from handrail.policy import Decision, explain
from handrail.sharing import keeping
from handrail.sharing.before import given_before
from handrail.sharing.choosing import agreement_seen, choosable
from handrail.sharing.conditions import handling_of, reliability
from handrail.sharing.dossier import Dossier, own
from handrail.sharing.drafted import (
    DraftItem,
    DraftRecipient,
    GivenTo,
    JudgementSeen,
    Objection,
    OpenNomination,
    TellingProposed,
    Unseen,
)
from handrail.sharing.joining import known_already
from handrail.sharing.lacking import still_lacking
from handrail.sharing.models import DecisionKind, Disclosure, Holding, Judgement, ProposedRecipient, SharingDecision
from handrail.sharing.proposals import weigh
from handrail.sharing.release import copy_of, disclosure_of
from handrail.sharing.resources import DECISION
from handrail.sharing.rules.decision import DECISION as LIFECYCLE
from handrail.sharing.rules.decision import QUESTIONS
from handrail.sharing.rules.recipients import why_withheld
from handrail.sharing.sealed import unseal
from handrail.sharing.statements import NAME, Grading
from handrail.sharing.values import WhatWeHold, said, what_is_held
from handrail.sharing.wording import questions

#: The steps that a page may offer, as the gate names them.
STEPS = ("edit", "propose", "withdraw", "release", "send_back", "decline")


def opened(act: Act, dossier: Dossier, *, choices: bool, known: bool) -> OpenNomination:
    """``dossier`` as its reader may see it."""
    decision, rulebook = dossier.decision, dossier.rulebook
    identity = {category.code for category in rulebook.categories if category.identity}
    items = tuple(_item(dossier, item) for item in dossier.items)
    may = frozenset(_steps(act, dossier))
    writing = "edit" in may
    names = member_names([decision.created_by, decision.proposed_by, *(each.by for each in dossier.judgements)])
    deciding = act.decide("decision.release", DECISION.entity(decision))
    return OpenNomination(
        id=decision.id,
        reference=decision.reference,
        kind=decision.kind,
        state=decision.state,
        version=decision.version,
        programme=decision.programme,
        centre=decision.centre.name,
        name=dossier.name,
        marking=decision.marking,
        identity=tuple(item for item in items if item.category.code in identity),
        items=tuple(item for item in items if item.category.code not in identity),
        reason=said(rulebook.reasons.get(dossier.why.reason), dossier.why.reason),
        criteria=dossier.why.criteria,
        power=said(rulebook.powers.get(decision.power), decision.power),
        reasons=dossier.reasons,
        telling=TellingProposed(
            decision.notification,
            said(rulebook.notification_grounds.get(decision.notification_ground), decision.notification_ground),
            decision.notification_on,
        ),
        recipients=tuple(_recipient(act, dossier, row, deciding=deciding.allowed) for row in dossier.recipients),
        choices=choosable(act, dossier) if choices else (),
        known_already=known_already(act, decision) if writing and known else (),
        given_before=given_before(act, decision),
        lacks=still_lacking(act, dossier) if writing else (),
        written_by=names.get(decision.created_by, ""),
        written_at=decision.created_at,
        proposed_by=names.get(decision.proposed_by, "") if decision.proposed_at else "",
        proposed_at=decision.proposed_at,
        kept_until=_kept_until(decision),
        judgements=tuple(_judgement(dossier, each, names.get(each.by, "")) for each in dossier.judgements),
        given=_given(dossier),
        may=may,
        objections=_objections(deciding),
    )


def _kept_until(decision: SharingDecision) -> date | None:
    if decision.kind != DecisionKind.NOMINATION or "lapse" not in LIFECYCLE.transitions[decision.state]:
        return None
    return keeping.draft_until(decision).date()


def preview(act: Act, dossier: Dossier, row: ProposedRecipient) -> WhatWeHold:
    """What this recipient would see if it were released now: made from the records that the release would write."""
    part = dossier.part(row)
    disclosure = disclosure_of(part, dossier.why, released_by=NOBODY, at=act.now, on=act.today)
    copies = [copy_of(item, disclosure, audience=part.audience) for item in part.items]
    words = dossier.words_of(part.items)
    return what_is_held(disclosure, tuple(zip(copies, words, strict=True)), dossier.reasons, dossier.rulebook)


def _steps(act: Act, dossier: Dossier) -> Iterator[str]:
    """The steps that the lifecycle and policy both let this reader take now."""
    decision = dossier.decision
    for step in STEPS:
        if step in LIFECYCLE.transitions[decision.state] and act.allows(f"decision.{step}", DECISION, decision):
            yield step


def _item(dossier: Dossier, item: Holding) -> DraftItem:
    words = dossier.words[item.id]
    names = [dossier.words[each.id].text for each in dossier.items if each.category == NAME]
    category = dossier.rulebook.categories.get(item.category)
    return DraftItem(
        item=item.id,
        number=item.number,
        category=said(category, item.category),
        words=words.text,
        marking=item.marking,
        grading=Grading(
            source=item.source_grade,
            information=item.information_grade,
            scheme=item.grading_scheme,
            handling=item.handling,
            action=item.handling_action,
            sanitisation=item.sanitisation,
        ),
        reliability=reliability(item.grading_scheme, item.source_grade, item.information_grade),
        handling=handling_of(item, words.conditions).codes,
        conditions=words.conditions,
        original=dossier.originals[item.id],
        parts=words.parts,
        questions=() if category and category.identity else questions(words.text, known=names),
    )


def _recipient(act: Act, dossier: Dossier, row: ProposedRecipient, *, deciding: bool) -> DraftRecipient:
    part, rulebook = dossier.part(row), dossier.rulebook
    return DraftRecipient(
        organisation=row.recipient_id,
        name=row.recipient.name,
        kind=row.recipient.kind,
        items=tuple(item.id for item in part.items),
        purpose=said(rulebook.purposes.get(row.purpose), row.purpose),
        requested_action=said(rulebook.requested_actions.get(row.requested_action), row.requested_action),
        until=row.until,
        audience=tuple(row.audience),
        agreement=agreement_seen(act, rulebook, row.agreement, row.recipient_id) if row.agreement else None,
        taken_out=row.taken_out,
        preview=preview(act, dossier, row),
        unseen=tuple(_unseen(dossier, row)),
        objections=_objections(weigh(act, part, "disclosure.release")) if deciding else (),
    )


def _unseen(dossier: Dossier, row: ProposedRecipient) -> Iterator[Unseen]:
    for item in dossier.items:
        if item.id in row.items:
            continue
        why = why_withheld(
            item,
            kind=row.recipient.kind,
            ceiling=row.recipient.ceiling,
            purpose=row.purpose,
            rulebook=dossier.rulebook,
        )
        category = said(dossier.rulebook.categories.get(item.category), item.category)
        yield Unseen(item.number, category, dossier.words[item.id].text, why or "It wasn’t chosen for them.")


def _judgement(dossier: Dossier, judgement: Judgement, by: str) -> JudgementSeen:
    answers = unseal(own(dossier.decision), judgement, *QUESTIONS)
    reason = dossier.rulebook.decline_reasons.get(judgement.reason)
    return JudgementSeen(
        outcome=judgement.outcome,
        reason=said(reason, judgement.reason),
        by=by,
        at=judgement.at,
        answers=tuple(
            (question, answer) for question, answer in zip(QUESTIONS.values(), answers, strict=True) if answer
        ),
    )


def _given(dossier: Dossier) -> tuple[GivenTo, ...]:
    made = Disclosure.objects.filter(decision_id=dossier.decision.id, originator_id=dossier.decision.organisation_id)
    return tuple(
        GivenTo(each.id, each.recipient.name, each.state, each.released_at, each.acknowledged_at)
        for each in made.select_related("recipient").order_by("recipient__name")
    )


def _objections(decision: Decision) -> tuple[Objection, ...]:
    if decision.allowed:
        return ()
    explanations = [explain(rule) for rule in decision.rules]
    return tuple(Objection(each.rule, each.sentence, each.whom) for each in explanations)
