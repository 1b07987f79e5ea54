"""Members and services as policy sees them at this moment: the gate asks afresh, each time they act."""

from collections.abc import Iterable
from datetime import date

from handrail.directory.models import GrantState, Member, MemberStatus, RoleGrant, Training
from handrail.directory.rulebooks import courses_for, regimes_of
from handrail.directory.services import NAMES
from handrail.gate import FAR_FUTURE, Actor, Principal
from handrail.gate.clock import day_number
from handrail.policy import Entity

#: The day of training that was never passed.
NEVER = date(1970, 1, 1)

#: What an organisation is under when it asks for a purpose that no rulebook lets its kind act for: no rule permits it.
NO_REGIME = "none"

_AT_WORK = frozenset({MemberStatus.ACTIVE, MemberStatus.AWAY})


class DirectoryPrincipals:
    """The directory as the gate's source of principals."""

    def load(self, actor: Actor) -> Principal | None:
        """The principal behind ``actor``, or None for an identity that does not exist in that organisation."""
        return _service(actor) if actor.kind == "service" else _member(actor)


def _service(actor: Actor) -> Principal | None:
    name = NAMES.get(actor.id)
    if name is None:
        return None
    attributes = {"id": str(actor.id), "name": name, "organisation": str(actor.organisation)}
    return Principal(
        entity=Entity("Service", str(actor.id), attributes),
        organisation=actor.organisation,
        regime=NO_REGIME,
        regimes={},
    )


def _member(actor: Actor) -> Principal | None:
    member = (
        Member.objects.select_related("organisation", "account")
        .filter(pk=actor.id, organisation_id=actor.organisation)
        .first()
    )
    if member is None:
        return None
    roles = live_roles(member)
    organisation = member.organisation
    attributes: dict[str, str | int | bool | frozenset[str]] = {
        "id": str(member.id),
        "organisation": str(organisation.id),
        "organisation_kind": organisation.kind,
        "roles": roles,
        "clearance": min(member.clearance, organisation.ceiling),
        "training_until": day_number(trained_until(member, roles)),
        "active": member.status in _AT_WORK and member.account.is_active,
    }
    return Principal(
        entity=Entity("Member", str(member.id), attributes),
        organisation=organisation.id,
        regime=NO_REGIME,
        regimes=regimes_of(organisation.kind),
        oversight=organisation.kind == "oversight" and "auditor" in roles,
        covers=frozenset(member.covers.filter(status=MemberStatus.AWAY).values_list("id", flat=True)),
    )


def live_roles(member: Member) -> frozenset[str]:
    """The roles that a member holds now."""
    granted = RoleGrant.objects.filter(member=member, state=GrantState.GRANTED)
    return frozenset(granted.values_list("role", flat=True))


def trained_until(member: Member, roles: Iterable[str]) -> date:
    """The last day on which all training that ``roles`` call for is in date: NEVER if some was never passed."""
    needed = courses_for(roles)
    if not needed:
        return FAR_FUTURE
    records = Training.objects.filter(member=member, course__in=needed).order_by("recorded_at")
    latest = {record.course: record.valid_until for record in records}
    return min(latest.get(course, NEVER) for course in needed)
