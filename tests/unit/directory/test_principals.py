"""What policy is told of whoever acts, read afresh each time they do."""


from django.db import transaction

from handrail.directory.principals import DirectoryPrincipals
from handrail.gate import Actor, Principal
from handrail.gate.clock import day_number
from handrail.gate.row_security import set_acting_organisation
from tests.worlds import TRAINED_UNTIL, World


def principal_of(actor: Actor) -> Principal | None:
    with transaction.atomic():
        set_acting_organisation(actor.organisation)
        return DirectoryPrincipals().load(actor)


def test_a_member_is_known_with_roles_clearance_and_training(pilot: World) -> None:
    officer = pilot.actor("originating_officer@ctu")
    principal = principal_of(officer)
    assert principal is not None
    assert principal.entity.type == "Member"
    assert principal.entity.attributes == {
        "id": str(officer.id),
        "organisation": str(pilot.organisation("ctu")),
        "organisation_kind": "counter_terrorism_unit",
        "roles": frozenset({"originating_officer"}),
        "clearance": 2,
        "training_until": day_number(TRAINED_UNTIL),
        "active": True,
    }
