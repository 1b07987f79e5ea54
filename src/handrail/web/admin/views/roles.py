"""Roles: asked for by one person, agreed to or refused by another."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handrail.directory.actions import roles
from handrail.directory.queries.people import open_member, open_role, waiting_roles
from handrail.directory.rulebooks import find_role, role_title, roles_for
from handrail.web.admin import banners, places
from handrail.web.admin.forms.people import RoleForm
from handrail.web.admin.places import PURPOSE
from handrail.web.fields import Option
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.requests import actor


def waiting(request: HttpRequest) -> HttpResponse:
    """The roles that wait for a second person."""
    return page(
        request,
        "admin/roles.html",
        title="Roles waiting for a second person",
        section="members",
        grants=waiting_roles(by=actor(request), purpose=PURPOSE),
        back=places.members(),
    )


def ask(request: HttpRequest, member: UUID) -> HttpResponse:
    """Ask for a role for a member."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    taken = {each.role for each in card.roles if each.state in ("requested", "granted")}
    offered = [
        Option(role.code, role.title, role.description)
        for role in roles_for(card.organisation_kind)
        if role.code not in taken
    ]
    form = RoleForm(request.POST or None, roles=offered)
    if form.is_valid():
        with form.rules():
            roles.request_role(by=by, purpose=PURPOSE, member=member, role=form.cleaned_data["role"])
        if form.accepted:
            return done(request, banners.ASKED, to=places.member(member))
    return page(
        request,
        "layouts/form.html",
        title="Ask for a role",
        caption=card.name,
        form=form,
        section="members",
        submit="Ask for it",
        back=places.member(member),
    )


def decide(request: HttpRequest, grant: UUID) -> HttpResponse:
    """One role that was asked for: agree to it, or refuse it."""
    by = actor(request)
    shown = open_role(by=by, purpose=PURPOSE, grant=grant)
    form = Confirm(posted(request))
    if form.is_valid():
        agreed = request.POST.get("answer") == "agree"
        with form.rules():
            (roles.approve_role if agreed else roles.refuse_role)(by=by, purpose=PURPOSE, grant=grant)
        if form.accepted:
            return done(request, banners.APPROVED if agreed else banners.REFUSED, to=places.roles())
    role = find_role(shown.role)
    return page(
        request,
        "admin/role.html",
        title=shown.title,
        caption=shown.member_name,
        form=form,
        section="members",
        grant=shown,
        description=role.description if role else "",
        kept_apart=sorted(role_title(code) for code in role.never_with) if role else [],
        back=places.roles(),
    )


def end(request: HttpRequest, grant: UUID) -> HttpResponse:
    """Take a role away."""
    by = actor(request)
    shown = open_role(by=by, purpose=PURPOSE, grant=grant)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            roles.end_role(by=by, purpose=PURPOSE, grant=grant)
        if form.accepted:
            return done(request, banners.ENDED, to=places.member(shown.member))
    return page(
        request,
        "admin/confirm.html",
        title="End this role",
        caption=f"{shown.title}, {shown.member_name}",
        form=form,
        section="members",
        words="It stops at once. To give it back, somebody has to ask for it and somebody else to agree.",
        submit="End the role",
        danger=True,
        back=places.member(shown.member),
    )
