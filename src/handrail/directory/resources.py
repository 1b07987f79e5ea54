"""What policy sees of the directory's records."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from handrail.directory.models import Agreement, Centre, GrantState, Invitation, Member, Organisation, RoleGrant
from handrail.gate import Column, FetchedAlong, ResourceType, day, many, text


def ends(centre: str) -> dict[str, Column]:
    """When the programme and the centre end of what happens in the centre at this path (demand M17)."""
    return {"programme_ends": day(f"{centre}__programme_ends_on"), "centre_ends": day(f"{centre}__ends_on")}


ORGANISATION = ResourceType(
    name="Organisation",
    model=Organisation,
    key="organisation",
    see="organisation.see",
    attributes={"organisation": text("id"), "kind": text("kind")},
)

CENTRE = ResourceType(
    name="Centre",
    model=Centre,
    key="centre",
    see="centre.see",
    attributes={"programme": text("programme")},
)

MEMBER = ResourceType(
    name="MemberRecord",
    model=Member,
    key="member",
    see="member.see",
    attributes={"organisation": text("organisation_id"), "member": text("id")},
    related=("organisation", "account", "centre", "cover"),
)

#: The roles that the member of a grant holds now.
_HELD = RoleGrant.objects.filter(member=OuterRef("member"), state=GrantState.GRANTED).values("role")

ROLE_GRANT = ResourceType(
    name="RoleGrant",
    model=RoleGrant,
    key="grant",
    see="role.see",
    attributes={
        "organisation": text("organisation_id"),
        "state": text("state"),
        "role": text("role"),
        "requested_by": text("requested_by"),
        "beneficiary": text("member_id"),
        "beneficiary_roles": FetchedAlong(ArraySubquery(_HELD)),
    },
    related=("member", "member__organisation"),
)

INVITATION = ResourceType(
    name="Invitation",
    model=Invitation,
    key="invitation",
    see="invitation.see",
    attributes={"organisation": text("organisation_id")},
    related=("member", "member__account"),
)

AGREEMENT = ResourceType(
    name="Agreement",
    model=Agreement,
    key="agreement",
    see="agreement.see",
    attributes={
        "organisation": text("organisation_id"),
        "programme": text("programme"),
        "state": text("state"),
        "parties": many("party_ids"),
        "consulted": many("consulted_ids"),
    },
    related=("organisation", "centre", "previous"),
)
