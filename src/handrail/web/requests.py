"""From a web request to the gate: who acts, and for what purpose."""

from typing import cast

from django.http import HttpRequest

from handrail.directory.signed_in import SignedIn, signed_in
from handrail.gate import Actor


class NotAMember(Exception):
    """The account belongs to no member of an organisation, or to one who has left."""


def current_member(request: HttpRequest) -> SignedIn | None:
    """The member who is signed in, or None. Read once a request."""
    if not request.user.is_authenticated:
        return None
    if not hasattr(request, "_handrail_member"):
        request._handrail_member = signed_in(request.user.pk)  # type: ignore[attr-defined]  # noqa: SLF001
    return cast("SignedIn | None", request._handrail_member)  # type: ignore[attr-defined]  # noqa: SLF001


def actor(request: HttpRequest) -> Actor:
    """The signed-in member as the gate knows them: pass it as ``by``.

    Raises NotAMember, which becomes a page, for an account without one.
    """
    member = current_member(request)
    if member is None:
        raise NotAMember
    return Actor(id=member.member, organisation=member.organisation)
