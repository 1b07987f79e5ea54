"""What becomes of the roles of somebody who leaves, or never came; and who can't be the last to go."""

from collections.abc import Callable

from handrail import duties
from handrail.directory.models import GrantState, Member, MemberStatus, RoleGrant
from handrail.directory.rules import ROLE_GRANT
from handrail.gate import Act, RuleBroken

#: An organisation that has nobody left in one of these could never again give anybody a role.
NEVER_EMPTY = frozenset({"administrator", "role_approver"})

#: Told of a member whose roles have ended, and of the colleague who stands in for one who leaves (if one was named).
Listener = Callable[[Act, Member, Member | None], object]

_listeners: list[Listener] = []


def on_roles_ended(listener: Listener) -> None:
    """Have ``listener`` called, in the transaction, when a member leaves or a role of theirs ends.

    What they answered for by name passes to somebody there and then; a listener that finds nobody raises RuleBroken,
    and they neither leave nor lose the role.
    """
    _listeners.append(listener)


def tell_of_ended_roles(act: Act, member: Member, cover: Member | None = None) -> None:
    """Let the listeners know, once the rows say so."""
    for listener in _listeners:
        listener(act, member, cover)


def end_roles(act: Act, member: Member) -> None:
    """End the roles that ``member`` holds and refuse those asked for: none waits for them should they return."""
    for grant in member.grants.filter(state__in=(GrantState.REQUESTED, GrantState.GRANTED)):
        grant.state = ROLE_GRANT.next(grant.state, "member.leave")
        grant.ended_by, grant.ended_at = act.by.id, act.now
        grant.save(update_fields=["state", "ended_by", "ended_at"])
        duties.cancel(act, subject=("RoleGrant", grant.id))


def check_not_the_last(grant: RoleGrant) -> None:
    """Raise RuleBroken if nobody else who has come holds a role that an organisation can't be without.

    The others' grants are locked: of two who would send each other away at once, one waits and is then refused.
    """
    if grant.role not in NEVER_EMPTY or grant.member.status == MemberStatus.INVITED:
        return
    others = RoleGrant.objects.filter(
        organisation_id=grant.organisation_id,
        role=grant.role,
        state=GrantState.GRANTED,
        member__status__in=(MemberStatus.ACTIVE, MemberStatus.AWAY),
    ).exclude(pk=grant.pk)
    if not others.select_for_update(of=("self",), no_key=True):
        sentence = "Nobody else in your organisation holds their role. Give it to somebody else first."
        raise RuleBroken("last-of-their-role", sentence)
