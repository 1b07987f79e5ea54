"""Steps of a meeting, for tests that start somewhere along it. Each goes through the actions, as a page does.

case = opened(pilot, given, partners=("nhs", "housing"))
meeting = called(pilot, case)
item = on_agenda(pilot, meeting)
"""

from datetime import datetime, timedelta
from uuid import UUID

from handrail.gate import clock
from handrail.meetings.actions import calling, deciding, following, inviting, minuting, noting
from handrail.meetings.models import AgendaCase, AgendaPoint
from handrail.meetings.queries.agenda import open_agenda
from handrail.meetings.values import AgendaPage
from tests.acting import act_as
from tests.harness.databases import remembered
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import NOW, World

CHAIR = "panel_chair@council"
NURSE, LANDLORD = "single_point_of_contact@nhs", "single_point_of_contact@housing"
POLICE = "police_risk_owner@force"
STARTS_AT = NOW + timedelta(days=10)


@remembered
def called(pilot: World, *cases: UUID, starts_at: datetime = STARTS_AT) -> UUID:
    """A meeting about these cases in ten days' time, called by their coordinator."""
    return calling.call(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        cases=cases,
        starts_at=starts_at,
        place="Town Hall, room 2",
        chair=pilot.member(CHAIR),
    )


def on_agenda(pilot: World, meeting: UUID, case: UUID | None = None) -> UUID:
    """The id of a case at a meeting (the only one, unless told which)."""
    with act_as(pilot, COORDINATOR):
        found = AgendaCase.objects.filter(meeting_id=meeting)
        return found.get(**{"case_id": case} if case else {}).id


def asked(pilot: World, item: UUID, *who: str, why: str = "gives_support") -> None:
    """Ask further members to hear a case."""
    members = tuple(pilot.member(each) for each in who)
    inviting.invite(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, members=members, why=why)


@remembered
def begun(pilot: World, *cases: UUID, guests: tuple[str, ...] = (NURSE, LANDLORD)) -> tuple[UUID, tuple[UUID, ...]]:
    """A meeting that is under way, with these guests asked to each case: its id, and those of the cases at it."""
    meeting = called(pilot, *cases)
    items = tuple(on_agenda(pilot, meeting, case) for case in cases)
    for item in items:
        if guests:
            asked(pilot, item, *guests)
    begin(pilot, meeting)
    return meeting, items


def begin(pilot: World, meeting: UUID) -> None:
    """Begin it; the clock stays where the test has it."""
    calling.begin(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting)


def finish(pilot: World, meeting: UUID) -> None:
    calling.finish(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting)


def seen(pilot: World, who: str, item: UUID, purpose: str = SUPPORT) -> AgendaPage:
    """A case at a meeting as somebody sees it."""
    return open_agenda(by=pilot.actor(who), purpose=purpose, agenda_case=item)


def first_point(pilot: World, item: UUID) -> UUID:
    with act_as(pilot, COORDINATOR):
        return AgendaPoint.objects.filter(agenda_case_id=item).order_by("position").values_list("id", flat=True)[0]


def note(
    pilot: World, who: str, item: UUID, text: str, *, version: int = 0, merges: UUID | None = None,
    draws_on: tuple[UUID, ...] = (),
) -> noting.Written:  # fmt: skip
    """Write about the first point."""
    return noting.write_note(
        by=pilot.actor(who), purpose=SUPPORT, agenda_case=item, point=first_point(pilot, item), text=text,
        version=version, merges=merges, draws_on=draws_on,
    )  # fmt: skip


def proposed(pilot: World, item: UUID, *, who: str = COORDINATOR, draws_on: tuple[UUID, ...] = ()) -> UUID:
    """A decision put before the meeting."""
    return deciding.propose(
        by=pilot.actor(who), purpose=SUPPORT, agenda_case=item, point=first_point(pilot, item),
        decision="Offer her a tenancy in another borough.", reason="Old friends come to the door.", draws_on=draws_on,
    )  # fmt: skip


def dissented(pilot: World, item: UUID, decision: UUID, *, who: str = NURSE) -> UUID:
    """An organisation that disagrees, in its own words."""
    return deciding.dissent(
        by=pilot.actor(who), purpose=SUPPORT, agenda_case=item, decision=decision,
        why="A move would cut her off from the clinic.",
    )  # fmt: skip


def settled(pilot: World, item: UUID, dissent: UUID) -> None:
    deciding.settle_dissent(
        by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, dissent=dissent,
        way_forward="The clinic keeps her on its list for six months.",
    )  # fmt: skip


def recorded(pilot: World, item: UUID, decision: UUID) -> None:
    deciding.record_decision(by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, decision=decision)


def decided(pilot: World, item: UUID, *, draws_on: tuple[UUID, ...] = ()) -> UUID:
    """A decision that was recorded, with a dissent and its way forward."""
    decision = proposed(pilot, item, draws_on=draws_on)
    settled(pilot, item, dissented(pilot, item, decision))
    recorded(pilot, item, decision)
    return decision


def left_to_do(pilot: World, item: UUID, *, owner: str = "nhs", decision: UUID | None = None) -> UUID:
    """Something that an organisation is to do within three weeks."""
    return following.add_action(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, words="Ask the clinic about its list.",
        owner=pilot.organisation(owner), due_on=clock.today() + timedelta(days=21), decision=decision,
    )  # fmt: skip


def minuted(pilot: World, item: UUID) -> UUID:
    """Minutes, drafted by the coordinator."""
    return minuting.draft_minutes(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item)


def approved(pilot: World, paper: UUID, *, version: int = 1) -> None:
    minuting.approve(by=pilot.actor(CHAIR), purpose=SUPPORT, paper=paper, version=version)


def released(pilot: World, paper: UUID, *to: str) -> int:
    organisations = tuple(pilot.organisation(key) for key in to)
    return minuting.release(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper, to=organisations)


def of_each_kind(pilot: World, case: UUID) -> dict[str, UUID]:
    """A meeting to come, one under way and one that was held, about one case; and one of everything at them."""
    to_come = called(pilot, case)
    meeting, (item,) = begun(pilot, case, guests=())
    note(pilot, COORDINATOR, item, "She would like to be nearer to her sister.")
    decision = proposed(pilot, item)
    dissent = dissented(pilot, item, decision, who=POLICE)
    over, (minuted_item,) = begun(pilot, case, guests=())
    done = proposed(pilot, minuted_item)
    recorded(pilot, minuted_item, done)
    action = left_to_do(pilot, minuted_item, owner="council", decision=done)
    finish(pilot, over)
    return {
        "meeting to come": to_come, "item to come": on_agenda(pilot, to_come), "guest": pilot.member(POLICE),
        "meeting": meeting, "agenda_case": item, "point": first_point(pilot, item), "decision": decision,
        "dissent": dissent, "meeting_action": action, "held item": minuted_item, "paper": minuted(pilot, minuted_item),
    }  # fmt: skip
