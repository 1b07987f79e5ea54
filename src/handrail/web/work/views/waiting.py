"""Waiting for you: the first page after sign-in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse

from handrail.casework.queries import escalations
from handrail.directory.names import organisation_names
from handrail.duties.queries import PAGE, Due, waiting_for
from handrail.sharing.queries.people import Initials, initials
from handrail.web import paging
from handrail.web.navigation import answers_checks, sees_people
from handrail.web.pages import page
from handrail.web.purposes import usual_purpose
from handrail.web.requests import actor, current_member
from handrail.web.work.places import address_of


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do, as the page shows it."""

    text: str
    href: str
    reference: str
    initials: str
    whom: str
    due: datetime
    late: bool


def waiting(request: HttpRequest) -> HttpResponse:
    """What is waiting for the member, most urgent first, and any open escalation above everything."""
    by, purpose, member = actor(request), usual_purpose(request), current_member(request)
    found = waiting_for(by=by, purpose=purpose, page=paging.page_asked(request))
    groups = (found.today_and_late, found.this_week, found.later)
    duties = [due for group in groups for due in group.duties]
    people = tuple({due.person for due in duties if due.person is not None})
    known = initials(by=by, purpose=purpose, people=people) if people else Initials()
    names = organisation_names({due.raised_from for due in duties})
    return page(
        request,
        "work/waiting.html",
        title="Waiting for you",
        groups=[
            (title, group.count, [_row(due, known, names, own=by.organisation) for due in group.duties])
            for title, group in zip(("Today and late", "This week", "Later"), groups, strict=True)
        ],
        total=found.count,
        checked_at=found.checked_at,
        part=paging.paged(request, duties, per_page=PAGE, total=found.count),
        alarms=escalations.open_now(by=by, purpose=purpose) if member and sees_people(member) else (),
        records_time=member is not None and sees_people(member),
        answers_checks=member is not None and answers_checks(member),
    )


def _row(due: Due, known: Initials, names: Mapping[UUID, str], *, own: UUID) -> Row:
    """A duty as a row. That something comes from the member's own organisation says nothing, and is left out."""
    return Row(
        text=due.what,
        href=address_of(due),
        reference=due.person_reference,
        initials=known.of(due.person),
        whom=names.get(due.raised_from, "") if due.raised_from != own else "",
        due=due.due_at,
        late=due.late,
    )
