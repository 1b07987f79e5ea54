"""How somebody becomes a member: the first by whoever installs, the rest by an administrator's invitation."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import authenticate

from handrail.directory.actions.accounts import (
    Invited,
    accept_invitation,
    cancel_invitation,
    create_first_administrator,
    invite,
    send_again,
)
from handrail.directory.actions.members import leave
from handrail.directory.actions.organisations import add_organisation
from handrail.directory.actions.roles import approve_role, request_role
from handrail.directory.models import Account, Member
from handrail.directory.secret_links import SecretLink
from handrail.directory.services import service
from handrail.duties import waiting_for
from handrail.gate import Actor, Faults, NotFound, Refused, RuleBroken, clock
from tests.harness.databases import Database
from tests.worlds import World

PASSWORD = "correct horse battery staple"


def accepted(invited: Invited, organisation: Actor, *, token: str = "", password: str = PASSWORD) -> None:
    accept_invitation(
        by=service("reception", organisation.organisation),
        purpose="administration",
        invitation=invited.invitation,
        token=token or invited.token,
        password=password,
    )


def invite_somebody(administrator: Actor, email: str = "new.colleague@council.example") -> Invited:
    return invite(by=administrator, purpose="administration", name="New Colleague", email=email, phone="", clearance=1)


def test_the_installer_invites_an_organisations_first_administrator_and_only_the_first(database: Database) -> None:
    installer = service("installer", uuid4())
    council = add_organisation(
        by=installer, purpose="administration", name="Camden Council", slug="camden", kind="council",
        areas=["E09000007"],
    )  # fmt: skip
    assert council == installer.organisation
    first = create_first_administrator(
        by=installer, purpose="administration", name="Grace Davies", email="Grace@Camden.example"
    )
    accepted(first, installer)
    assert authenticate(username="grace@camden.example", password=PASSWORD) is not None
    invite_somebody(Actor(first.member, council))
    with pytest.raises(RuleBroken, match="has one already"):
        create_first_administrator(
            by=installer, purpose="administration", name="Mallory", email="mallory@camden.example"
        )


def test_a_first_invitation_to_a_mistyped_address_is_replaced(database: Database) -> None:
    installer = service("installer", uuid4())
    add_organisation(by=installer, purpose="administration", name="A trust", slug="trust", kind="nhs")
    mistyped, mended = (
        create_first_administrator(by=installer, purpose="administration", name="Grace Davies", email=address)
        for address in ("grace@trsut.example", "grace@trust.example")
    )
    with pytest.raises(RuleBroken, match="cancelled"):
        accepted(mistyped, installer)
    accepted(mended, installer)
    assert not Account.objects.get(email="grace@trsut.example").is_active


def test_the_installer_can_also_make_the_first_role_approver(database: Database) -> None:
    installer = service("installer", uuid4())
    add_organisation(by=installer, purpose="administration", name="A trust", slug="trust", kind="nhs")
    for role in ("administrator", "role_approver"):
        create_first_administrator(
            by=installer, purpose="administration", name="Somebody", email=f"{role}@trust.example", role=role
        )
    with pytest.raises(RuleBroken, match="Only the first administrator"):
        create_first_administrator(
            by=installer, purpose="administration", name="Somebody", email="dpo@trust.example",
            role="data_protection_officer",
        )  # fmt: skip


def test_a_member_cannot_do_what_the_installer_does(pilot: World) -> None:
    with pytest.raises(Refused):
        create_first_administrator(
            by=pilot.actor("administrator@council"), purpose="administration", name="Friend", email="f@x.example"
        )


def test_an_invited_colleague_sets_a_password_and_can_sign_in(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    assert authenticate(username=invited.address, password="") is None
    accepted(invited, administrator)
    assert authenticate(username=invited.address, password=PASSWORD) is not None


def test_the_link_is_for_one_use(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    accepted(invited, administrator)
    with pytest.raises(RuleBroken, match="accepted"):
        accepted(invited, administrator, password="another long password entirely")


def test_a_link_with_another_secret_is_as_if_it_had_never_been_sent(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    forged = SecretLink.new(administrator.organisation, invited.invitation).token
    with pytest.raises(NotFound):
        accepted(invited, administrator, token=forged)


def test_a_link_works_for_seven_days(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    with clock.at(pilot.now + timedelta(days=7, seconds=1)), pytest.raises(RuleBroken, match="too old"):
        accepted(invited, administrator)
    with clock.at(pilot.now + timedelta(days=7)):
        accepted(invited, administrator)


def test_sending_again_makes_the_first_link_useless(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    again = send_again(by=administrator, purpose="administration", invitation=invited.invitation)
    with pytest.raises(NotFound):
        accepted(invited, administrator)
    accepted(again, administrator)


def test_a_cancelled_invitation_lets_nobody_in(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    cancel_invitation(by=administrator, purpose="administration", invitation=invited.invitation)
    with pytest.raises(RuleBroken, match="cancelled"):
        accepted(invited, administrator)
    assert not Account.objects.get(email=invited.address).is_active


def test_a_cancelled_invitation_takes_the_roles_that_were_given_meanwhile(pilot: World) -> None:
    administrator, approver = pilot.actor("administrator@council"), pilot.actor("role_approver@council")
    invited = invite_somebody(administrator)
    for role in ("practitioner", "consultee"):
        grant = request_role(by=administrator, purpose="administration", member=invited.member, role=role)
        if role == "practitioner":
            approve_role(by=approver, purpose="administration", grant=grant)
    cancel_invitation(by=administrator, purpose="administration", invitation=invited.invitation)
    assert waiting_for(by=approver, purpose="administration").count == 0

    again = invite_somebody(administrator)
    accepted(again, administrator)
    assert again.member == invited.member
    assert not Member.objects.get(pk=again.member).grants.filter(state__in=("requested", "granted")).exists()


def test_a_weak_password_is_refused_with_every_reason(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    invited = invite_somebody(administrator)
    with pytest.raises(Faults) as refused:
        accepted(invited, administrator, password="password")
    assert {fault.field for fault in refused.value.faults} == {"password"}
    assert len(refused.value.faults) == 2


def test_everything_wrong_with_an_invitation_is_said_at_once(pilot: World) -> None:
    with pytest.raises(Faults) as refused:
        invite(
            by=pilot.actor("administrator@council"), purpose="administration", name=" ", email="nonsense",
            clearance=3, centre=uuid4(),
        )  # fmt: skip
    assert {fault.field for fault in refused.value.faults} == {"name", "email", "clearance", "centre"}


def test_an_address_that_somebody_signs_in_with_cannot_be_invited_again(pilot: World) -> None:
    taken = Account.objects.get(pk=pilot.account("practitioner@nhs")).email
    with pytest.raises(Faults, match="signs in with this address already"):
        invite_somebody(pilot.actor("administrator@council"), taken.upper())


def test_whoever_left_can_be_invited_back_and_has_no_roles(pilot: World) -> None:
    administrator = pilot.actor("administrator@council")
    practitioner = pilot.member("practitioner@council")
    leave(by=administrator, purpose="administration", member=practitioner)
    address = Account.objects.get(pk=pilot.account("practitioner@council")).email
    invited = invite_somebody(administrator, address)
    assert invited.member == practitioner
    assert not Member.objects.get(pk=practitioner).grants.filter(state="granted").exists()
    accepted(invited, administrator)
    assert authenticate(username=address, password=PASSWORD) is not None


@pytest.mark.parametrize("who", ["single_point_of_contact", "role_approver", "data_protection_officer"])
def test_only_an_administrator_invites(pilot: World, who: str) -> None:
    with pytest.raises(Refused):
        invite_somebody(pilot.actor(f"{who}@council"))


def test_another_organisations_invitation_looks_like_one_that_never_was(pilot: World) -> None:
    invited = invite_somebody(pilot.actor("administrator@council"))
    stranger = pilot.actor("administrator@nhs")
    for invitation in (invited.invitation, uuid4()):
        with pytest.raises(NotFound):
            send_again(by=stranger, purpose="administration", invitation=invitation)
