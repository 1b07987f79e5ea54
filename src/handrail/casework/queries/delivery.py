"""Whether support is happening: the contacts of one action, and all that isn't happening, for those who can help it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from handrail import gate
from handrail.casework import stalling
from handrail.casework.models import SupportContact
from handrail.casework.resources import CASE, SUPPORT_ACTION
from handrail.casework.rules import SUPPORT_ACTION as STATES
from handrail.casework.rules import TO_GIVE
from handrail.casework.words import read
from handrail.gate import Actor, listing, query
from handrail.programme import load


@dataclass(frozen=True, slots=True)
class ContactLine:
    """One contact, or an attempt. ``result`` is a code of the rulebook."""

    id: UUID
    on: date
    result: str
    organisation: str
    note: str


@dataclass(frozen=True, slots=True)
class ContactsPage:
    """The contacts of one support action, the latest first."""

    support: UUID
    case: UUID
    person: UUID
    reference: str
    programme: str
    action: str
    owner: str
    contacts: tuple[ContactLine, ...]
    may_record: bool


@dataclass(frozen=True, slots=True)
class NotHappening:
    """Planned support, or a review, that isn't happening: by which rule, since when, whose it is, who has heard.

    ``support`` is None where it is the case's review.
    """

    case: UUID
    support: UUID | None
    person: UUID
    reference: str
    programme: str
    centre: str
    action: str
    rule: str
    since: date
    organisation: str
    owner: str
    rungs_told: int


@query("support.read_contacts", resource=SUPPORT_ACTION)
def contacts_of(*, by: Actor, purpose: str, support_action: UUID) -> ContactsPage:
    """What came of meeting the person for this support: for whoever gives it and whoever leads the case."""
    act = gate.current()
    record = act.resource(SUPPORT_ACTION)
    case = record.case
    act.about(case.person_id)
    found = list(SupportContact.objects.filter(action=record).select_related("organisation").order_by("-on", "-id"))
    notes = read(act, case.organisation_id, case.person_id, list(found), "note")
    return ContactsPage(
        support=record.id,
        case=case.id,
        person=case.person_id,
        reference=case.reference,
        programme=case.programme,
        action=record.action,
        owner=record.owner.name,
        contacts=tuple(
            ContactLine(each.id, each.on, each.result, each.organisation.name, note)
            for each, (note,) in zip(found, notes, strict=True)
        ),
        may_record="record_contact" in STATES.transitions[record.state]
        and act.allows("support.record_contact", SUPPORT_ACTION, record),
    )


@listing("support.list_not_happening")
def not_happening(*, by: Actor, purpose: str) -> tuple[NotHappening, ...]:
    """Support that isn't happening, which the actor's organisation gives or whose case it leads; and its late reviews.

    What has waited longest comes first.
    """
    act = gate.current()
    records = (
        act.visible(SUPPORT_ACTION)
        .filter(Q(owner_id=act.organisation) | Q(case__organisation_id=act.organisation))
        .filter(state__in=TO_GIVE, case__state="open")
        .select_related("owner_member")
    )
    rows = [
        NotHappening(
            case=record.case_id,
            support=record.id,
            person=record.case.person_id,
            reference=record.case.reference,
            programme=record.case.programme,
            centre=record.case.centre.name,
            action=record.action,
            rule=each.rule,
            since=each.since,
            organisation=record.owner.name,
            owner=record.owner_member.name if record.owner_member else "",
            rungs_told=record.rungs_told,
        )
        for record in records
        for each in stalling.stalled(record, act.today)[:1]
    ]
    reviews = act.visible(CASE).filter(organisation_id=act.organisation, state="open", review_on__lt=act.today)
    rows += [
        NotHappening(
            case=case.id,
            support=None,
            person=case.person_id,
            reference=case.reference,
            programme=case.programme,
            centre=case.centre.name,
            action="",
            rule="review_missed",
            since=case.review_on,
            organisation=case.organisation.name,
            owner="",
            rungs_told=0,
        )
        for case in reviews
        if (act.today - case.review_on).days >= load(case.programme).stalls["review_missed"].after_days
    ]
    act.listed({row.support or row.case for row in rows})
    return tuple(sorted(rows, key=lambda row: (row.since, row.reference)))
