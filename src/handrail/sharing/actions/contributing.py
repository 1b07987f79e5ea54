"""A partner adds what it knows: a sharing decision of its own about a person whom it was told of."""

from uuid import UUID

from handrail import gate
from handrail.gate import Actor, action
from handrail.sharing.actions.drafting import Draft
from handrail.sharing.drafts import begin
from handrail.sharing.models import DecisionKind
from handrail.sharing.resources import DECISION, DISCLOSURE


@action("disclosure.contribute", resource=DISCLOSURE)
def contribute(*, by: Actor, purpose: str, disclosure: UUID) -> Draft:
    """Start a contribution about the person whom a disclosure is about.

    It is written, checked and released like any other sharing decision: with its own items, each with its handling,
    its recipients and who among them may read it, and by two people. Nothing in it goes anywhere by itself.
    """
    act = gate.current()
    found = act.resource(DISCLOSURE)
    decision = begin(act, kind=DecisionKind.CONTRIBUTION, person=found.person_id, centre=found.centre)
    act.require("decision.edit", DECISION, decision)
    decision.save(force_insert=True)
    act.note(decision=decision.id)
    return Draft(decision.id, decision.reference, decision.version, decision.state)
