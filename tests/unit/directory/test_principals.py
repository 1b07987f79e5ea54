"""What policy is told of whoever acts, read afresh each time they do."""

from uuid import uuid4

from django.db import connections, transaction

from handrail.directory.models import Account, RoleGrant
from handrail.directory.principals import DirectoryPrincipals
from handrail.directory.services import SERVICES, service
from handrail.gate import FAR_FUTURE, Actor, Principal
from handrail.gate.clock import day_number
from handrail.gate.row_security import set_acting_organisation
from tests.worlds import LAPSED_ON, TRAINED_UNTIL, World


def principal_of(actor: Actor) -> Principal | None:
    with transaction.atomic():
        set_acting_organisation(actor.organisation)
        return DirectoryPrincipals().load(actor)


def known(actor: Actor) -> Principal:
    principal = principal_of(actor)
    assert principal is not None
    return principal


def test_a_member_is_known_with_roles_clearance_and_training(pilot: World) -> None:
    officer = pilot.actor("originating_officer@ctu")
    principal = known(officer)
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


def test_training_counts_until_the_first_course_that_a_role_needs_lapses(pilot: World) -> None:
    contact = known(pilot.actor("lapsed_contact@council"))
    assert contact.entity.attributes["training_until"] == day_number(LAPSED_ON)


def test_a_role_without_training_never_lapses(pilot: World) -> None:
    assert known(pilot.actor("administrator@council")).entity.attributes["training_until"] == day_number(FAR_FUTURE)


def test_training_that_was_never_passed_has_lapsed(pilot: World) -> None:
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT handrail_say('organisation', %s)", [str(pilot.organisation("council"))])
        cursor.execute("DELETE FROM directory_training WHERE member_id = %s", [pilot.member("panel_chair@council")])
    assert known(pilot.actor("panel_chair@council")).entity.attributes["training_until"] == 0


def test_a_role_counts_only_while_it_is_granted(pilot: World) -> None:
    actor = pilot.actor("panel_chair@council")
    with transaction.atomic():
        set_acting_organisation(actor.organisation)
        RoleGrant.objects.filter(member=actor.id).update(state="requested")
    assert known(actor).entity.attributes["roles"] == frozenset()


def test_nobody_acts_through_a_closed_account(pilot: World) -> None:
    Account.objects.filter(pk=pilot.account("panel_chair@council")).update(is_active=False)
    assert known(pilot.actor("panel_chair@council")).entity.attributes["active"] is False


def test_a_member_acts_for_their_own_organisation_alone(pilot: World) -> None:
    member = pilot.member("panel_chair@council")
    assert principal_of(Actor(member, pilot.organisation("nhs"))) is None


def test_the_regime_follows_organisation_and_purpose(pilot: World) -> None:
    police, council = known(pilot.actor("police_risk_owner@force")), known(pilot.actor("panel_chair@council"))
    assert police.regime_for("risk_management") == "law_enforcement"
    assert police.regime_for("safeguarding_support") == "general"
    assert council.regime_for("safeguarding_support") == "general"
    assert council.regime_for("risk_management") == "none"


def test_only_an_oversight_bodys_auditor_reads_every_record(pilot: World) -> None:
    assert known(pilot.actor("auditor@oversight")).oversight
    assert not known(pilot.actor("consultee@oversight")).oversight
    assert not known(pilot.actor("auditor@council")).oversight


def test_a_service_has_an_identity_and_one_organisation(pilot: World) -> None:
    sweep = known(service("sweep", pilot.organisation("nhs")))
    assert sweep.entity.type == "Service"
    assert sweep.entity.attributes["name"] == "sweep"
    assert sweep.entity.attributes["organisation"] == str(pilot.organisation("nhs"))


def test_a_service_that_does_not_exist_is_nobody(pilot: World) -> None:
    assert principal_of(Actor(uuid4(), pilot.organisation("nhs"), "service")) is None


def test_services_are_told_apart() -> None:
    assert len(set(SERVICES.values())) == len(SERVICES)
