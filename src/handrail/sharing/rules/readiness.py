"""Whether a draft can be put forward: what each page of it still lacks, all at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from handrail.gate import Faults, RuleBroken
from handrail.programme import Programme
from handrail.sharing.dossier import Dossier
from handrail.sharing.models import DecisionKind
from handrail.sharing.rules.recipients import faults_of as recipient_faults
from handrail.sharing.rules.telling import faults_of as telling_faults
from handrail.sharing.statements import NAME


class Task(StrEnum):
    """The pages of the task list on which a draft is written."""

    PERSON = "person"
    WHY = "why"
    ITEMS = "items"
    RECIPIENTS = "recipients"
    DECISION = "decision"
    TELLING = "telling"


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that keeps a draft from being put forward: on which page, and about which recipient, if one."""

    task: Task
    rule: str
    sentence: str
    recipient: UUID | None = None

    def as_fault(self) -> RuleBroken:
        """The same as a fault, whose field is the page (and the recipient) to go to."""
        return RuleBroken(
            self.rule, self.sentence, field=f"{self.task}:{self.recipient}" if self.recipient else self.task
        )


def lacks(dossier: Dossier, *, regime: str, today: date) -> tuple[Lack, ...]:
    """Everything that ``dossier`` lacks, in the order of the task list."""
    rulebook = dossier.rulebook
    return (
        *_person(dossier, rulebook),
        *_why(dossier, rulebook),
        *_items(dossier, rulebook),
        *_recipients(dossier, rulebook, today),
        *_decision(dossier, rulebook),
        *_telling(dossier, rulebook, regime, today),
    )


def refuse_unready(found: tuple[Lack, ...]) -> None:
    """Raise :class:`Faults` with everything in ``found``; nothing if that is nothing."""
    if found:
        raise Faults(tuple(lack.as_fault() for lack in found))


def _person(dossier: Dossier, rulebook: Programme) -> Iterator[Lack]:
    if dossier.introduces and not any(item.category == NAME for item in dossier.items):
        yield Lack(Task.PERSON, "no-name", "Give the person’s name")


def _why(dossier: Dossier, rulebook: Programme) -> Iterator[Lack]:
    if dossier.decision.kind != DecisionKind.NOMINATION:
        return
    reason = rulebook.reasons.get(dossier.why.reason)
    if reason is None:
        yield Lack(Task.WHY, "no-reason", "Say why the person is listed")
        return
    needed = {criterion.code for criterion in rulebook.criteria if criterion.required} | set(reason.criteria)
    for criterion in rulebook.criteria:
        if criterion.code in needed - set(dossier.why.criteria):
            yield Lack(Task.WHY, "criterion-not-met", f"Confirm the selection criterion “{criterion.title}”")


def _items(dossier: Dossier, rulebook: Programme) -> Iterator[Lack]:
    identity = {category.code for category in rulebook.categories if category.identity}
    if all(item.category in identity for item in dossier.items):
        yield Lack(Task.ITEMS, "no-items", "Write at least one item: what the recipients need to know")


def _recipients(dossier: Dossier, rulebook: Programme, today: date) -> Iterator[Lack]:
    if not dossier.recipients:
        yield Lack(Task.RECIPIENTS, "no-recipients", "Choose at least one organisation to share with")
    for row in dossier.recipients:
        part = dossier.part(row)
        faults = recipient_faults(
            part.items,
            kind=row.recipient.kind,
            ceiling=row.recipient.ceiling,
            purpose=row.purpose,
            requested_action=row.requested_action,
            until=row.until,
            rulebook=rulebook,
            today=today,
            introduces=dossier.introduces,
        )
        for fault in faults:
            yield Lack(Task.RECIPIENTS, fault.rule, f"{row.recipient.name}: {fault.sentence}", row.recipient_id)


def _decision(dossier: Dossier, rulebook: Programme) -> Iterator[Lack]:
    power = rulebook.powers.get(dossier.decision.power)
    if power is None or dossier.decision.organisation.kind not in power.held_by:
        yield Lack(Task.DECISION, "no-power", "Choose the legal power that you share under")
    texts = (
        (dossier.reasons.necessity, "no-necessity", "Say why it is necessary"),
        (dossier.reasons.proportionality, "no-proportionality", "Say why it is proportionate"),
        (dossier.reasons.alternatives, "no-alternatives", "Say what else you considered"),
    )
    for text, rule, sentence in texts:
        if not text.strip():
            yield Lack(Task.DECISION, rule, sentence)


def _telling(dossier: Dossier, rulebook: Programme, regime: str, today: date) -> Iterator[Lack]:
    decision = dossier.decision
    faults = telling_faults(
        decision.notification,
        decision.notification_ground,
        decision.notification_on,
        regime=regime,
        rulebook=rulebook,
        today=today,
    )
    for fault in faults:
        yield Lack(Task.TELLING, fault.rule, fault.sentence)
