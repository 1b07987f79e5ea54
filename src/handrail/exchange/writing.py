"""The rows of nominations that a file brings: sealed, gathered table by table, and written in a few statements."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from handrail.directory.agreements import agreement_between
from handrail.directory.models import Agreement
from handrail.exchange.nominated import Nominated, Numbered
from handrail.exchange.rows import Rows
from handrail.gate import Act
from handrail.programme.kinds import GENERAL
from handrail.sharing.models import (
    DecisionKind,
    DecisionState,
    Holding,
    HoldingState,
    Nomination,
    NominationImport,
    PersonRecord,
    ProposedRecipient,
    SharingDecision,
)
from handrail.sharing.references import new_reference
from handrail.sharing.release import FOR_LAW_ENFORCEMENT, FOR_SUPPORT
from handrail.vault import Place, seal_many

#: Sealed texts by row and field.
Sealed = Mapping[tuple[UUID, str], bytes]


def write(act: Act, bringing: NominationImport, nominations: Sequence[Nominated]) -> tuple[UUID, ...]:
    """Write ``nominations`` as drafts of the acting organisation, each about a person of its own; give their ids."""
    drafts = [_Draft(each) for each in nominations]
    sealed = _seal(act.organisation, drafts)
    tables = _Tables(act, bringing)
    for draft, reference in zip(drafts, _references(bringing.centre.prefix, len(drafts)), strict=True):
        tables.add(draft, reference, sealed)
    tables.write()
    act.also_each("decision.staged", (draft.entry(bringing.id) for draft in drafts))
    return tuple(draft.decision for draft in drafts)


class _Draft:
    """A nomination with the ids of the rows that it becomes."""

    def __init__(self, said: Nominated) -> None:
        self.said = said
        self.person, self.decision, self.record = uuid4(), uuid4(), uuid4()
        self.items = {item.number: uuid4() for item in said.statements}

    def texts(self) -> Iterator[tuple[str, UUID, str, str]]:
        """Every text that is to be sealed: its table, row and field, and what it says."""
        said = self.said
        decision = SharingDecision._meta.db_table
        yield decision, self.decision, "necessity", said.necessity
        yield decision, self.decision, "proportionality", said.proportionality
        yield decision, self.decision, "alternatives", said.alternatives
        holding = Holding._meta.db_table
        for numbered in said.statements:
            item, statement = self.items[numbered.number], numbered.statement
            yield holding, item, "text", statement.words
            yield holding, item, "conditions", statement.conditions
            yield holding, item, "parts", statement.parts
            yield holding, item, "original", statement.original

    def entry(self, import_id: UUID) -> tuple[tuple[str, UUID], UUID, dict[str, Any]]:
        """What the ledger says of it."""
        facts = {
            "import_id": import_id,
            "items": len(self.items),
            "recipients": [each.organisation for each in self.said.recipients],
            "approver": self.said.telling.approver,
        }
        return ("Decision", self.decision), self.person, facts


class _Tables:
    """The rows of one step of an import, by table."""

    def __init__(self, act: Act, bringing: NominationImport) -> None:
        own: dict[str, Any] = {"organisation_id": act.organisation}
        centre = bringing.centre
        placed = {**own, "centre_id": centre.id, "programme": centre.programme, "brought_by": bringing.id}
        regime = act.principal.regime_for(act.purpose)
        self._people = Rows(PersonRecord, **placed, since=act.now)
        self._decisions = Rows(
            SharingDecision,
            **placed,
            kind=DecisionKind.NOMINATION.value,
            state=DecisionState.DRAFT.value,
            authors=[act.by.id],
            created_by=act.by.id,
            created_at=act.now,
            changed_at=act.now,
            proposed_by=act.by.id,
        )
        self._nominations = Rows(Nomination, **own)
        self._items = Rows(
            Holding,
            **placed,
            originator_id=act.organisation,
            state=HoldingState.DRAFT.value,
            purpose=act.purpose,
            contributed_for=FOR_SUPPORT if regime == GENERAL else FOR_LAW_ENFORCEMENT,
            held_since=act.now,
            written_by=act.by.id,
        )
        self._recipients = Rows(ProposedRecipient, **own)

        def agreement(recipient: UUID, purpose: str) -> Agreement | None:
            return agreement_between(act.organisation, recipient, centre=centre.id, purpose=purpose, on=act.today)

        self._agreement: Callable[[UUID, str], Agreement | None] = cache(agreement)

    def add(self, draft: _Draft, reference: str, sealed: Sealed) -> None:
        """Gather what ``draft`` becomes."""
        said, telling = draft.said, draft.said.telling
        self._people.add(id=draft.record, person_id=draft.person, reference=reference)
        self._decisions.add(
            id=draft.decision,
            person_id=draft.person,
            reference=reference,
            marking=max(item.marking for item in said.statements),
            power=said.power,
            necessity_sealed=sealed[draft.decision, "necessity"],
            proportionality_sealed=sealed[draft.decision, "proportionality"],
            alternatives_sealed=sealed[draft.decision, "alternatives"],
            notification=telling.state,
            notification_ground=telling.ground,
            notification_on=telling.on,
        )
        self._nominations.add(
            decision_id=draft.decision,
            reason=said.reason,
            external_reference=said.reference,
            content_digest=said.digest,
        )
        for item in said.statements:
            self._add_item(draft, item, sealed)
        for proposed in said.recipients:
            agreement = self._agreement(proposed.organisation, proposed.purpose)
            self._recipients.add(
                id=uuid4(),
                decision_id=draft.decision,
                recipient_id=proposed.organisation,
                agreement_id=agreement.id if agreement else None,
                items=[draft.items[number] for number in proposed.items],
                purpose=proposed.purpose,
                requested_action=proposed.requested_action,
                until=proposed.until,
            )

    def write(self) -> None:
        """Write them, each table after those that it refers to."""
        for rows in (self._people, self._decisions, self._nominations, self._items, self._recipients):
            rows.write()

    def _add_item(self, draft: _Draft, numbered: Numbered, sealed: Sealed) -> None:
        item, statement = draft.items[numbered.number], numbered.statement
        grading = statement.grading
        self._items.add(
            id=item,
            item=item,
            person_id=draft.person,
            decision_id=draft.decision,
            number=numbered.number,
            category=statement.category,
            marking=int(statement.marking),
            grading_scheme=grading.scheme,
            source_grade=grading.source,
            information_grade=grading.information,
            handling=grading.handling,
            handling_action=grading.action,
            sanitisation=grading.sanitisation,
            text_sealed=sealed[item, "text"],
            conditions_sealed=sealed.get((item, "conditions"), b""),
            parts_sealed=sealed.get((item, "parts"), b""),
            original_sealed=sealed.get((item, "original"), b""),
        )


def _seal(organisation: UUID, drafts: Sequence[_Draft]) -> Sealed:
    """Every text of ``drafts`` that says something, sealed with one look-up of the keys."""
    texts = [
        (Place(draft.person, organisation, table, row, field), text)
        for draft in drafts
        for table, row, field, text in draft.texts()
        if text
    ]
    sealed = seal_many(texts)
    return {(place.row, place.field): data for (place, _), data in zip(texts, sealed, strict=True)}


def _references(prefix: str, wanted: int) -> list[str]:
    """So many short references that nobody in the acting organisation goes by."""
    found: set[str] = set()
    while len(found) < wanted:
        drawn = {new_reference(prefix) for _ in range(wanted - len(found))}
        found |= drawn - set(PersonRecord.objects.filter(reference__in=drawn).values_list("reference", flat=True))
    return list(found)
