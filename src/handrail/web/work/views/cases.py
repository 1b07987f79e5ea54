"""The list of cases; one case, page by page; opening, reviewing and closing one."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from handrail.casework.actions import looking_back, opening, reviewing, teaming
from handrail.casework.queries import cases as queries
from handrail.casework.values import CasePage, SupportRow
from handrail.gate import Actor, NotFound
from handrail.programme import load
from handrail.sharing.queries import people
from handrail.web import banners, paging
from handrail.web.fields import Option
from handrail.web.forms import Form
from handrail.web.pages import SeeOther, done, page
from handrail.web.purposes import Purpose, purpose, usual_purpose
from handrail.web.requests import actor
from handrail.web.work import choices
from handrail.web.work.delivery_forms import LookBackOn
from handrail.web.work.forms import NOBODY, AddPartner, CloseCase, OpenCase, ReviewCase

OPENED = banners.declare(
    "case.opened",
    happened="You opened case {reference}.",
    told="The police force and the other organisations in its team can see it.",
    next="Add needs and strengths, then plan support.",
)
REVIEWED = banners.declare(
    "case.reviewed", happened="You reviewed the case.", next="You will be asked again on {review_on}."
)
CLOSED = banners.declare(
    "case.closed",
    happened="You closed case {reference}.",
    told="The organisations of its team can see it.",
    next="The panel’s chair looks back at 6 and 12 months. It can be opened again if it is needed.",
)
LOOKED_BACK = banners.declare(
    "case.looked_back",
    happened="You looked back at the case.",
    next="If the person wants help again, open the case again from this page.",
)
OPENED_AGAIN = banners.declare(
    "case.opened_again",
    happened="You opened case {reference} again.",
    told="The organisations of its team can see it.",
    next="Look at its risks, needs and plan first. You will be asked to review it on {review_on}.",
)
JOINED = banners.declare(
    "case.partner_joined", happened="The organisation is in the team.", next="Say what you need from it."
)

#: The side navigation of a case: text, name of the page.
PAGES = (
    ("Summary", "work:case"),
    ("Information", "work:case_information"),
    ("Needs and strengths", "work:case_needs"),
    ("Assessments", "work:case_assessments"),
    ("Risks", "work:case_risks"),
    ("Consent", "work:case_consent"),
    ("Plan", "work:case_plan"),
    ("Meetings", "work:case_meetings"),
    ("Time and cost", "work:case_costs"),
    ("Questions", "work:case_questions"),
    ("People with access", "work:case_access"),
    ("History", "work:case_history"),
)


def cases(request: HttpRequest) -> HttpResponse:
    """The cases that the member may know of."""
    state = "closed" if request.GET.get("state") == "closed" else "open"
    found = queries.cases(by=actor(request), purpose=usual_purpose(request), state=state)
    return page(
        request,
        "work/cases.html",
        title="Closed cases" if state == "closed" else "Open cases",
        part=paging.paged(request, found),
        state=state,
        section="people",
    )


def _shows(template: str, here: str) -> Callable[[HttpRequest, UUID, UUID], HttpResponse]:
    """A view of one page of a case."""

    def view(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
        why = purpose(request, person)
        shown = queries.open_case(by=actor(request), purpose=why.code, case=case)
        return page(request, template, **frame(shown, here), purpose=why, shown=shown, rulebook=load(shown.programme))

    return view


summary = _shows("work/case_summary.html", "work:case")
needs = _shows("work/case_needs.html", "work:case_needs")
risks = _shows("work/case_risks.html", "work:case_risks")
plan = _shows("work/case_plan.html", "work:case_plan")
access = _shows("work/case_access.html", "work:case_access")
history = _shows("work/case_history.html", "work:case_history")


def open_case(request: HttpRequest, person: UUID) -> HttpResponse:
    """Open a case about somebody whom the organisation holds something about; ``record`` leads back there."""
    by, why = actor(request), purpose(request, person)
    known = people.about(by=by, purpose=why.code, person=person)
    rulebook = load(known.programme)
    parties = choices.parties(by, why.code, lead=by.organisation, centre=known.centre_id)
    form = OpenCase(
        request.POST or None,
        forces=parties.forces(),
        partners=parties.partners(),
        partner_reasons=rulebook.partner_reasons,
        kinds=rulebook.risk_kinds,
        severities=rulebook.severities,
        owners=parties.risk_owners(),
        sources=choices.items_of(known),
    )
    if form.is_valid():
        said = form.cleaned_data
        owner = choices.owner(said["owner"])
        risk = opening.NewRisk(
            kind=said["kind"],
            severity=said["severity"],
            description=said["description"],
            owner_organisation=owner.organisation,
            owner_member=owner.member,
            draws_on=form.sources(),
        )
        with form.rules():
            opened = opening.open_case(
                by=by,
                purpose=why.code,
                person=person,
                police=UUID(said["police"]),
                risks=(risk,),
                review_on=said["review_on"],
                partners=form.joining(),
            )
        if form.accepted:
            to = reverse("work:case", args=[person, opened.case])
            return done(request, OPENED, to=to, reference=opened.reference)
    return page(
        request,
        "work/open_case.html",
        title="Open a case",
        caption=known.reference,
        form=form,
        purpose=why,
        back=reverse("work:person", args=[person, known.record]),
    )


def review(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record a review and the date of the next."""
    by, why, shown = opened(request, person, case)
    form = ReviewCase(request.POST or None)
    if form.is_valid():
        with form.rules():
            reviewing.set_review(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            to = reverse("work:case", args=[person, case])
            return done(request, REVIEWED, to=to, review_on=form.cleaned_data["review_on"])
    return form_page(request, "work/review.html", "Review the case", form=form, shown=shown)


def close(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Close the case for a reason."""
    by, why, shown = opened(request, person, case)
    rulebook = load(shown.programme)
    form = CloseCase(
        request.POST or None,
        reasons=rulebook.closure_reasons,
        needs=[
            Option(str(need.id), rulebook.needs[need.kind].title)
            for need in shown.needs
            if need.state == "open" and not need.strength
        ],
        partners=[Option(str(partner.id), partner.organisation) for partner in shown.partners],
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            reviewing.close(
                by=by,
                purpose=why.code,
                case=case,
                reason=said["reason"],
                note=said["note"],
                met=[UUID(each) for each in said.get("met", ())],
                carries_on=[UUID(each) for each in said["carries_on"] if each != NOBODY],
            )
        if form.accepted:
            to = reverse("work:case", args=[person, case])
            return done(request, CLOSED, to=to, reference=shown.reference)
    return form_page(request, "work/close_case.html", "Close the case", form=form, shown=shown)


def look_back(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Record what is seen on looking back at a closed case; an open one is led back to."""
    by, why, shown = opened(request, person, case)
    if shown.closed_at is None:
        return SeeOther(reverse("work:case", args=[person, case]))
    form = LookBackOn(request.POST or None, findings=load(shown.programme).look_back_findings)
    if form.is_valid():
        with form.rules():
            looking_back.look_back(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            return done(request, LOOKED_BACK, to=reverse("work:case", args=[person, case]))
    return form_page(request, "work/look_back.html", "Look back at the case", form=form, shown=shown)


def open_again(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Open a closed case again, with the day of its review; an open one is led back to."""
    by, why, shown = opened(request, person, case)
    to = reverse("work:case", args=[person, case])
    if shown.closed_at is None:
        return SeeOther(to)
    form = ReviewCase(request.POST or None)
    if form.is_valid():
        with form.rules():
            reviewing.reopen(by=by, purpose=why.code, case=case, **form.cleaned_data)
        if form.accepted:
            return done(request, OPENED_AGAIN, to=to, reference=shown.reference, **form.cleaned_data)
    return form_page(request, "work/open_again.html", "Open the case again", form=form, shown=shown)


def add_partner(request: HttpRequest, person: UUID, case: UUID) -> HttpResponse:
    """Bring an organisation into the team."""
    by, why, shown = opened(request, person, case)
    form = AddPartner(
        request.POST or None,
        organisations=choices.parties(by, why.code, lead=by.organisation, centre=shown.centre_id).partners(),
        reasons=load(shown.programme).partner_reasons,
    )
    if form.is_valid():
        said = form.cleaned_data
        with form.rules():
            teaming.add_partner(
                by=by, purpose=why.code, case=case, organisation=UUID(said["organisation"]), why=said["why"]
            )
        if form.accepted:
            return done(request, JOINED, to=reverse("work:case_access", args=[person, case]))
    return form_page(request, "work/add_partner.html", "Add an organisation to the team", form=form, shown=shown)


def opened(request: HttpRequest, person: UUID, case: UUID) -> tuple[Actor, Purpose, CasePage]:
    """Who acts, why, and the case."""
    by, why = actor(request), purpose(request, person)
    return by, why, queries.open_case(by=by, purpose=why.code, case=case)


def opened_support(
    request: HttpRequest, person: UUID, support_action: UUID
) -> tuple[Actor, Purpose, CasePage, SupportRow]:
    """Who acts, why, the case whose plan a support action is in, and its row there."""
    by, why = actor(request), purpose(request, person)
    case = queries.case_of_support(by=by, purpose=why.code, support_action=support_action)
    shown = queries.open_case(by=by, purpose=why.code, case=case)
    row = next((each for each in shown.plan if each.id == support_action), None)
    if row is None:
        raise NotFound
    return by, why, shown, row


def form_page(
    request: HttpRequest, template: str, title: str, *, form: Form, shown: CasePage, **more: Any
) -> HttpResponse:
    """A page with one form about a case."""
    why = purpose(request, shown.person)
    back = reverse("work:case", args=[shown.person, shown.id])
    return page(
        request,
        template,
        title=title,
        caption=shown.reference,
        form=form,
        shown=shown,
        marking=shown.marking,
        purpose=why,
        back=back,
        rulebook=load(shown.programme),
        **more,
    )


def frame(shown: CasePage, here: str) -> dict[str, Any]:
    """What every page of a case has around it."""
    return {
        "title": f"{shown.reference} · {shown.initials}" if shown.initials else shown.reference,
        "tab": f"Case {shown.reference}",
        "caption": "Case",
        "marking": shown.marking,
        "back": reverse("work:cases"),
        "pages": [(text, reverse(name, args=[shown.person, shown.id]), name == here) for text, name in PAGES],
    }
