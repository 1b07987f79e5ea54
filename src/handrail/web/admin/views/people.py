"""Members: the list, one member, and what is done about them."""

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handrail.directory.actions import accounts, members
from handrail.directory.queries.organisations import CentreCard, list_centres
from handrail.directory.queries.people import Colleague, MemberCard, list_members, open_member
from handrail.directory.rulebooks import courses
from handrail.gate import Actor, may_begin
from handrail.web.admin import banners, invitation, places
from handrail.web.admin.forms.people import NO_CENTRE, CoverForm, InviteForm, MemberForm, TrainingForm
from handrail.web.admin.places import PURPOSE
from handrail.web.fields import Option
from handrail.web.forms import Confirm, posted
from handrail.web.pages import done, page
from handrail.web.paging import paged
from handrail.web.requests import actor, current_member


def member_list(request: HttpRequest) -> HttpResponse:
    """Everybody in the organisation, searched by name or role; those who have left on a list of their own."""
    left, text = request.GET.get("left") == "yes", request.POST.get("q", "").strip()
    by = actor(request)
    found = list_members(by=by, purpose=PURPOSE, text=text, left=left)
    return page(
        request,
        "admin/members.html",
        title="Members and roles",
        part=paged(request, found),
        sought=text,
        left=left,
        looks_after=may_begin("member.invite", by=by, purpose=PURPOSE),
        gives_roles=may_begin("role.list", by=by, purpose=PURPOSE),
    )


def member_page(request: HttpRequest, member: UUID) -> HttpResponse:
    """One member: who they are, what they may do, their training, and who covers for them."""
    card = open_member(by=actor(request), purpose=PURPOSE, member=member)
    return page(request, "admin/member.html", title=card.name, card=card, back=places.members())


def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody to join."""
    by = actor(request)
    centres = list_centres(by=by, purpose=PURPOSE)
    form = InviteForm(request.POST or None, centres=centres, initial={"centre": _own_centre(request, centres)})
    if form.is_valid():
        with form.rules():
            invited = accounts.invite(by=by, purpose=PURPOSE, **form.facts())
        if form.accepted:
            banner = banners.INVITED if invitation.send(request, invited) else banners.NOT_SENT
            return done(request, banner, to=places.member(invited.member), until=invited.expires_at)
    return page(request, "admin/invite.html", title="Invite somebody", form=form, back=places.members())


def send_again(request: HttpRequest, member: UUID, invited: UUID) -> HttpResponse:
    """Send an invitation again, with a new link."""
    by = actor(request)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            again = accounts.send_again(by=by, purpose=PURPOSE, invitation=invited)
        if form.accepted:
            banner = banners.SENT_AGAIN if invitation.send(request, again) else banners.NOT_SENT
            return done(request, banner, to=places.member(member), until=again.expires_at)
    return page(
        request,
        "admin/confirm.html",
        title="Send the invitation again",
        form=form,
        words="They get a new link, which works for 7 days. The one that they were sent before stops working.",
        submit="Send it again",
        back=places.member(member),
    )


def cancel_invitation(request: HttpRequest, member: UUID, invited: UUID) -> HttpResponse:
    """Take an invitation back."""
    by = actor(request)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            accounts.cancel_invitation(by=by, purpose=PURPOSE, invitation=invited)
        if form.accepted:
            return done(request, banners.CANCELLED, to=places.members())
    return page(
        request,
        "admin/confirm.html",
        title="Cancel the invitation",
        form=form,
        words="The link that they were sent stops working. You can invite them again later.",
        submit="Cancel the invitation",
        danger=True,
        back=places.member(member),
    )


def edit(request: HttpRequest, member: UUID) -> HttpResponse:
    """Change somebody's details."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    centres = list_centres(by=by, purpose=PURPOSE)
    form = MemberForm(
        request.POST or None,
        centres=centres,
        initial={
            "name": card.name,
            "phone": card.phone,
            "clearance": str(card.clearance),
            "centre": str(card.centre) if card.centre else NO_CENTRE,
        },
    )
    if form.is_valid():
        with form.rules():
            members.edit_member(by=by, purpose=PURPOSE, member=member, **form.facts())
        if form.accepted:
            return done(request, banners.EDITED, to=places.member(member))
    return page(
        request,
        "layouts/form.html",
        title="Change their details",
        caption=card.name,
        form=form,
        submit="Save",
        back=places.member(member),
    )


def training(request: HttpRequest, member: UUID) -> HttpResponse:
    """Record a course that somebody passed."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    offered = [Option(each.code, each.title, _how_long(each.valid_months)) for each in courses().values()]
    form = TrainingForm(request.POST or None, courses=offered)
    if form.is_valid():
        with form.rules():
            until = members.record_training(by=by, purpose=PURPOSE, member=member, **form.cleaned_data)
        if form.accepted:
            return done(request, banners.TRAINED, to=places.member(member), until=until)
    return page(
        request,
        "layouts/form.html",
        title="Record training",
        caption=card.name,
        form=form,
        submit="Save",
        back=places.member(member),
    )


def away(request: HttpRequest, member: UUID) -> HttpResponse:
    """Mark somebody as away, with who covers for them."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    form = CoverForm(request.POST or None, colleagues=_who_could_cover(by, card))
    if form.is_valid():
        with form.rules():
            members.set_away(by=by, purpose=PURPOSE, member=member, cover=form.cleaned_data["cover"])
        if form.accepted:
            return done(request, banners.AWAY, to=places.member(member))
    return page(
        request,
        "admin/away.html",
        title="Away, with cover",
        caption=card.name,
        form=form,
        back=places.member(member),
    )


def back_at_work(request: HttpRequest, member: UUID) -> HttpResponse:
    """Mark somebody as back at work."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            members.come_back(by=by, purpose=PURPOSE, member=member)
        if form.accepted:
            return done(request, banners.BACK, to=places.member(member))
    return page(
        request,
        "admin/confirm.html",
        title="Back at work",
        caption=card.name,
        form=form,
        words="What falls to them is theirs alone again.",
        submit="They are back",
        back=places.member(member),
    )


def reset(request: HttpRequest, member: UUID) -> HttpResponse:
    """Forget the second steps of somebody who has lost them."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    form = Confirm(posted(request))
    if form.is_valid():
        with form.rules():
            members.reset_second_step(by=by, purpose=PURPOSE, member=member)
        if form.accepted:
            return done(request, banners.RESET, to=places.member(member))
    return page(
        request,
        "admin/confirm.html",
        title="Reset their second step",
        caption=card.name,
        form=form,
        words="Do this only when they have asked you in person, or on a number that you know. Their app, passkeys and "
        "recovery codes stop working. They sign in with their password and set up new ones.",
        submit="Reset it",
        danger=True,
        back=places.member(member),
    )


def leave(request: HttpRequest, member: UUID) -> HttpResponse:
    """Record that somebody leaves."""
    by = actor(request)
    card = open_member(by=by, purpose=PURPOSE, member=member)
    form = CoverForm(posted(request), colleagues=_who_could_cover(by, card), needed=False)
    if form.is_valid():
        with form.rules():
            members.leave(by=by, purpose=PURPOSE, member=member, cover=form.cleaned_data["cover"] or None)
        if form.accepted:
            return done(request, banners.LEFT, to=places.members())
    return page(
        request, "admin/leave.html", title="They are leaving", caption=card.name, form=form, back=places.member(member)
    )


def _own_centre(request: HttpRequest, centres: Sequence[CentreCard]) -> str:
    """The centre that the administrator works with is chosen to begin with."""
    member = current_member(request)
    own = next((each for each in centres if member and each.name == member.centre), None)
    return str(own.id) if own else NO_CENTRE


def _who_could_cover(by: Actor, card: MemberCard) -> list[Option]:
    colleagues = list_members(by=by, purpose=PURPOSE)
    return [Option(str(each.id), _in_a_list(each)) for each in colleagues if _could_cover(each, card)]


def _could_cover(colleague: Colleague, card: MemberCard) -> bool:
    return colleague.id != card.id and colleague.status == "active"


def _in_a_list(colleague: Colleague) -> str:
    return f"{colleague.name} ({', '.join(colleague.roles)})" if colleague.roles else colleague.name


def _how_long(months: int) -> str:
    return f"Counts for {months} months."
