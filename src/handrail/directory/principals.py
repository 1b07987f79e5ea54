"""Members and services as policy sees them at this moment: the gate asks afresh, each time they act."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db import connection

from handrail.directory.models import GrantState, Member, MemberStatus, RoleGrant, Training
from handrail.directory.rulebooks import courses_for, regimes_of
from handrail.directory.services import NAMES
from handrail.gate import FAR_FUTURE, NEVER, Actor, Principal
from handrail.gate.clock import day_number
from handrail.policy import Entity

#: What an organisation is under when it asks for a purpose that no rulebook lets its kind act for: no rule permits it.
NO_REGIME = "none"

#: The states in which a member can act.
AT_WORK = frozenset({MemberStatus.ACTIVE, MemberStatus.AWAY})

#: Everything about a member at once: the gate asks at each act, so this is read more than anything else.
_POWERS = """
    SELECT member.status, member.clearance, organisation.kind, organisation.ceiling, account.is_active,
           ARRAY(SELECT role FROM directory_rolegrant WHERE member_id = member.id AND state = %(granted)s),
           ARRAY(SELECT id FROM directory_member AS away WHERE away.cover_id = member.id AND away.status = %(away)s),
           ARRAY(SELECT course FROM directory_training WHERE member_id = member.id ORDER BY recorded_at),
           ARRAY(SELECT valid_until FROM directory_training WHERE member_id = member.id ORDER BY recorded_at)
    FROM directory_member AS member
    JOIN directory_organisation AS organisation ON organisation.id = member.organisation_id
    JOIN directory_account AS account ON account.id = member.account_id
    WHERE member.id = %(member)s AND member.organisation_id = %(organisation)s
"""


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
    with connection.cursor() as cursor:
        cursor.execute(
            _POWERS,
            {
                "member": actor.id,
                "organisation": actor.organisation,
                "granted": GrantState.GRANTED.value,
                "away": MemberStatus.AWAY.value,
            },
        )
        row = cursor.fetchone()
    if row is None:
        return None
    status, clearance, kind, ceiling, can_sign_in, held, covers, passed, until = row
    roles = frozenset(held)
    attributes: dict[str, str | int | bool | frozenset[str]] = {
        "id": str(actor.id),
        "organisation": str(actor.organisation),
        "organisation_kind": kind,
        "roles": roles,
        "clearance": min(clearance, ceiling),
        "training_until": day_number(_trained_until(roles, dict(zip(passed, until, strict=True)))),
        "active": status in AT_WORK and can_sign_in,
    }
    return Principal(
        entity=Entity("Member", str(actor.id), attributes),
        organisation=actor.organisation,
        regime=NO_REGIME,
        regimes=regimes_of(kind),
        oversight=kind == "oversight" and "auditor" in roles,
        covers=frozenset(covers),
    )


def live_roles(member: Member) -> frozenset[str]:
    """The roles that a member holds now."""
    granted = RoleGrant.objects.filter(member=member, state=GrantState.GRANTED)
    return frozenset(granted.values_list("role", flat=True))


def trained_until(member: Member, roles: Iterable[str]) -> date:
    """The last day on which all training that ``roles`` call for is in date: NEVER if some was never passed."""
    records = Training.objects.filter(member=member).order_by("recorded_at")
    return _trained_until(roles, dict(records.values_list("course", "valid_until")))


def _trained_until(roles: Iterable[str], latest: Mapping[str, date]) -> date:
    return min((latest.get(course, NEVER) for course in courses_for(roles)), default=FAR_FUTURE)
