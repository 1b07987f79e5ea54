"""Writing a sharing decision: started, filled page by page, put forward, or withdrawn."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from handrail.directory.agreements import agreement_between
from handrail.directory.models import Centre
from handrail.duties import cancel, complete, raise_duty
from handrail.gate import Act, Actor, Conflict, NotFound, action
from handrail.gate import current as current_act
from handrail.programme import load
from handrail.sharing.changes import PARTS, Change, apply
from handrail.sharing.decided import decided
from handrail.sharing.dossier import open_dossier
from handrail.sharing.drafts import begin, check_may_nominate
from handrail.sharing.lacking import still_lacking
from handrail.sharing.models import DecisionKind, HoldingState, Nomination, SharingDecision
from handrail.sharing.resources import DECISION
from handrail.sharing.rules import decision as rules
from handrail.sharing.rules.readiness import refuse_unready


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it stands: send its version back with the next change."""

    decision: UUID
    reference: str
    version: int
    state: str


@action("decision.draft")
def start(*, by: Actor, purpose: str, centre: UUID) -> Draft:
    """Start a nomination in ``centre``. Raises NotFound for a centre that isn't there, and NotNominatedFromHere
    for one whose programme takes no people in from the actor's kind of organisation."""
    act = current_act()
    place = Centre.objects.filter(pk=centre).first()
    if place is None:
        raise NotFound
    check_may_nominate(act, place)
    decision = begin(act, kind=DecisionKind.NOMINATION, person=uuid4(), centre=place)
    act.require("decision.edit", DECISION, decision)
    decision.save(force_insert=True)
    Nomination.objects.create(decision=decision, organisation_id=act.organisation)
    act.about(decision.person_id)
    act.note(decision=decision.id, centre=place.id)
    return _draft(decision)


@action("decision.edit", resource=DECISION)
def edit(*, by: Actor, purpose: str, decision: UUID, version: int, change: Change) -> Draft:
    """Save one change to a draft. Raises Conflict if it was changed since ``version``, Faults for what is wrong."""
    act = current_act()
    record = act.resource(DECISION)
    record.state = rules.DECISION.next(record.state, "edit")
    if record.version != version:
        raise Conflict
    act.note(part=PARTS[type(change)], version=version + 1)
    apply(act, record, change)
    record.version = version + 1
    record.changed_at = act.now
    record.authors = sorted({*record.authors, act.by.id})
    record.save()
    complete(act, subject=("Decision", record.id), kind=GO_ON)
    return _draft(record)


@action("decision.propose", resource=DECISION)
def propose(*, by: Actor, purpose: str, decision: UUID, version: int) -> Draft:
    """Put a draft forward to be decided on. Raises Faults naming everything that it still lacks, on which page."""
    act = current_act()
    record = act.resource(DECISION)
    rules.DECISION.next(record.state, "propose")
    if record.version != version:
        raise Conflict
    put_forward(act, record)
    for kind in (AMEND, GO_ON):
        complete(act, subject=("Decision", record.id), kind=kind)
    raise_duty(
        act,
        organisation=record.organisation_id,
        programme=record.programme,
        kind=DECIDE,
        role=decider(record),
        subject=("Decision", record.id),
        person=record.person_id,
        person_reference=record.reference,
        not_for={act.by.id, *record.authors},
    )
    act.note(recipients=[row.recipient_id for row in record.recipients.all()], items=record.items.count())
    return _draft(record)


def put_forward(act: Act, record: SharingDecision) -> None:
    """Put ``record`` forward, each recipient under the agreement that is in force now. Whom it falls to is not said.

    Raises Faults naming everything that it still lacks, on which page.
    """
    record.state = rules.DECISION.next(record.state, "propose")
    record.version += 1
    record.proposed_by, record.proposed_at, record.changed_at = act.by.id, act.now, act.now
    for row in record.recipients.select_related("recipient"):
        row.agreement = agreement_between(
            record.organisation_id, row.recipient_id, centre=record.centre_id, purpose=row.purpose, on=act.today
        )
        row.taken_out = False
        row.save(update_fields=["agreement", "taken_out"])
    refuse_unready(still_lacking(act, open_dossier(act, record)))
    record.save()


@action("decision.withdraw", resource=DECISION)
def withdraw(*, by: Actor, purpose: str, decision: UUID) -> Draft:
    """Withdraw a decision that nobody has decided on. What was written is kept sealed until retention destroys it."""
    act = current_act()
    record = act.resource(DECISION)
    take_back(act, record)
    decided(act, record, "withdraw")
    return _draft(record)


def take_back(act: Act, record: SharingDecision) -> None:
    """End ``record`` before anybody has decided on it: its items are not shared, and nothing about it is due."""
    record.state = rules.DECISION.next(record.state, "withdraw")
    record.version += 1
    record.save()
    record.items.update(state=HoldingState.DISCARDED, ended_at=act.now)
    cancel(act, subject=("Decision", record.id))


#: What falls due in the lifecycle of a decision: to decide on it, to change it when it was sent back, and to go on with
#: it before its time is over.
DECIDE, AMEND, GO_ON = "decide_nomination", "amend_nomination", "go_on_with_nomination"


def decider(decision: SharingDecision) -> str:
    """The role to which deciding falls: the authoriser where a person is nominated, elsewhere another contact."""
    return "single_point_of_contact" if _by_contacts(decision) else "authoriser"


def writer(decision: SharingDecision) -> str:
    """The role to which writing falls."""
    return "single_point_of_contact" if _by_contacts(decision) else "originating_officer"


def _by_contacts(decision: SharingDecision) -> bool:
    """Whether the contacts of the organisation write and decide: not on a nomination, nor where there are none."""
    contact = load(decision.programme).roles["single_point_of_contact"]
    return decision.kind != DecisionKind.NOMINATION and decision.organisation.kind in contact.held_in


def _draft(record: SharingDecision) -> Draft:
    return Draft(record.id, record.reference, record.version, record.state)
