"""Beginning and filling a draft: the rows, before anybody decides on them. Called inside an act."""

from datetime import datetime
from uuid import UUID, uuid4

from handrail.directory.models import Centre
from handrail.gate import Act
from handrail.programme import load
from handrail.programme.kinds import GENERAL
from handrail.sharing.dossier import own
from handrail.sharing.models import (
    DecisionState,
    Holding,
    HoldingState,
    SharingDecision,
)
from handrail.sharing.references import new_reference
from handrail.sharing.release import FOR_LAW_ENFORCEMENT, FOR_SUPPORT, person_record
from handrail.sharing.rules.decision import NotNominatedFromHere, takes_nominations
from handrail.sharing.sealed import Copy, seal
from handrail.sharing.statements import Statement


def begin(act: Act, *, kind: str, person: UUID, centre: Centre) -> SharingDecision:
    """A new, empty decision of the acting organisation about ``person``, and its record of the person; not saved.

    The reference is the one that the organisation knows the person by, or a new one.
    """
    record = person_record(
        Copy(act.organisation, person), centre=centre, reference=new_reference(centre.prefix), at=act.now
    )
    return SharingDecision(
        organisation_id=act.organisation,
        person_id=person,
        reference=record.reference,
        kind=kind,
        centre=centre,
        programme=centre.programme,
        state=DecisionState.DRAFT,
        authors=[act.by.id],
        created_by=act.by.id,
        created_at=act.now,
        changed_at=act.now,
        proposed_by=act.by.id,
    )


def check_may_nominate(act: Act, centre: Centre) -> None:
    """Raise :class:`NotNominatedFromHere` unless people come into the centre’s programme from such an organisation."""
    if not takes_nominations(load(centre.programme), kind=act.principal.organisation_kind):
        raise NotNominatedFromHere


def put_item(act: Act, decision: SharingDecision, statement: Statement, *, item: Holding | None = None) -> Holding:
    """Write ``statement`` (already checked) as a new item of ``decision``, or in place of what ``item`` says."""
    holding = item or _new_item(act, decision)
    grading = statement.grading
    holding.category = statement.category
    holding.marking = statement.marking
    holding.grading_scheme, holding.source_grade = grading.scheme, grading.source
    holding.information_grade, holding.handling = grading.information, grading.handling
    holding.handling_action, holding.sanitisation = grading.action, grading.sanitisation
    holding.written_by = act.by.id
    seal(
        own(decision),
        holding,
        text=statement.words,
        conditions=statement.conditions,
        parts=statement.parts,
        original=statement.original,
    )
    holding.save()
    return holding


def _new_item(act: Act, decision: SharingDecision) -> Holding:
    number = max(decision.items.values_list("number", flat=True), default=0) + 1
    return new_item(
        decision, number=number, purpose=act.purpose, regime=act.principal.regime_for(act.purpose), at=act.now
    )


def new_item(decision: SharingDecision, *, number: int, purpose: str, regime: str, at: datetime) -> Holding:
    """An item of ``decision`` that says nothing yet. Its id is the item's: this is the originator's own copy."""
    item = uuid4()
    return Holding(
        id=item,
        item=item,
        organisation_id=decision.organisation_id,
        originator_id=decision.organisation_id,
        person_id=decision.person_id,
        decision=decision,
        centre=decision.centre,
        programme=decision.programme,
        state=HoldingState.DRAFT,
        number=number,
        purpose=purpose,
        contributed_for=FOR_SUPPORT if regime == GENERAL else FOR_LAW_ENFORCEMENT,
        held_since=at,
    )
