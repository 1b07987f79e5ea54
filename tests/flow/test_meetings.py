"""A meeting from its calling to its minutes, and what each rule of it refuses.

Some tests bear the name of a failure that published reviews found: partners left in the dark, dissent that nobody
wrote down, actions that petered out, a conflict of interest in the room.
"""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from handrail.casework.actions import planning
from handrail.casework.rules import DateNotAhead, NotInCatalogue, NotInTeam
from handrail.duties.models import Duty
from handrail.duties.queries import waiting_for
from handrail.gate import Conflict, NotFound, Refused, RuleBroken, clock
from handrail.meetings.actions import calling, deciding, following, inviting, minuting, noting
from handrail.meetings.models import (
    AgendaCase,
    AgendaPoint,
    Attendee,
    Dissent,
    Invited,
    Meeting,
    MeetingAction,
    MeetingDecision,
    MeetingPaper,
    Note,
    PaperPart,
)
from handrail.meetings.queries.agenda import meetings_of, who_may_come
from handrail.meetings.queries.meetings import meetings, open_meeting
from handrail.meetings.queries.papers import open_action, open_paper
from handrail.meetings.rules import (
    ChairConflicted,
    NoCase,
    NoChair,
    NotAhead,
    NotDecided,
    NotNeeded,
    NotPresent,
    NoWayForward,
)
from handrail.sharing.actions import recalling
from tests.acting import act_as
from tests.nominating import OFFICER, PURPOSE
from tests.recorded import how_many
from tests.recorded import recorded as ledger_entries
from tests.sitting import (
    CHAIR,
    LANDLORD,
    NURSE,
    POLICE,
    STARTS_AT,
    approved,
    asked,
    begin,
    begun,
    called,
    decided,
    dissented,
    finish,
    first_point,
    left_to_do,
    minuted,
    note,
    on_agenda,
    proposed,
    recorded,
    released,
    seen,
    settled,
)
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, Given, disclosed, opened, planned
from tests.worlds import NOW, World

HOUSING = "single_point_of_contact@housing"
SECOND_CHAIR = "panel_chair@second_council"


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


@pytest.fixture
def case(pilot: World, given: Given) -> UUID:
    return opened(pilot, given, partners=("nhs", "housing"))


def due(pilot: World, who: str) -> list[str]:
    """The kinds of what waits for somebody."""
    found = waiting_for(by=pilot.actor(who), purpose="administration")
    return [each.kind for group in (found.today_and_late, found.this_week, found.later) for each in group.duties]


def test_it_works(pilot: World, case: UUID) -> None:
    meeting, (item,) = begun(pilot, case)
    note(pilot, COORDINATOR, item, "She would like to be nearer to her sister.")
    decision = decided(pilot, item)
    left_to_do(pilot, item, decision=decision)
    finish(pilot, meeting)
    paper = minuted(pilot, item)
    approved(pilot, paper)
    assert released(pilot, paper, "nhs", "housing", "force") == 3

    shown = open_paper(by=pilot.actor(NURSE), purpose=SUPPORT, paper=paper)

    assert [part.kind for part in shown.parts] == ["present", "note", "decision", "dissent", "action"]
    assert shown.parts[1].words == "She would like to be nearer to her sister."
    assert "Way forward: The clinic keeps her on its list" in str(shown.parts[3].words)
    assert shown.state == "released"
    assert [row.id for row in meetings(by=pilot.actor(CHAIR), purpose=SUPPORT, past=True)] == [meeting]
    (held,) = meetings_of(by=pilot.actor(NURSE), purpose=SUPPORT, case=case)
    assert (held.decisions, held.actions_open, len(held.papers)) == (1, 1, 1)


# --- Calling, moving, calling off -------------------------------------------------------------------------------------


def test_the_chair_and_the_team_of_the_case_are_asked_and_told_why(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    page = open_meeting(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting)
    whys = {guest.member: [why for _, why in guest.whys] for guest in page.guests}
    assert whys == {
        pilot.member(COORDINATOR): ["coordinates"],
        pilot.member(CHAIR): ["chairs"],
        pilot.member(POLICE): ["owns_risk"],
    }
    assert "answer_invitation" in due(pilot, POLICE)
    assert "prepare_meeting" in due(pilot, COORDINATOR)


def test_an_invitation_says_nothing_about_the_person(pilot: World, case: UUID) -> None:
    called(pilot, case)
    with act_as(pilot, POLICE):
        duty = Duty.objects.get(kind="answer_invitation", organisation_id=pilot.organisation("force"))
    assert (duty.person_reference, duty.person_id) == ("", UUID(int=0))


@pytest.mark.parametrize("days", [0, -1, 400])
def test_a_meeting_lies_ahead_and_within_a_year(pilot: World, case: UUID, days: int) -> None:
    with pytest.raises(NotAhead):
        called(pilot, case, starts_at=NOW + timedelta(days=days))


def test_a_meeting_is_about_somebody_and_chaired_by_a_chair(pilot: World, case: UUID) -> None:
    with pytest.raises(NoCase):
        called(pilot)
    with pytest.raises(NoChair):
        calling.call(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, cases=(case,), starts_at=STARTS_AT, place="Room 2",
            chair=pilot.member(SECOND_CHAIR),
        )  # fmt: skip


def test_another_council_cannot_bring_the_case_before_its_meeting(pilot: World, case: UUID) -> None:
    for wanted in (case, uuid4()):
        with pytest.raises(NotFound):
            calling.call(
                by=pilot.actor("case_coordinator@second_council"), purpose=SUPPORT, cases=(wanted,),
                starts_at=STARTS_AT, place="Room 2", chair=pilot.member(SECOND_CHAIR),
            )  # fmt: skip


def test_a_partner_calls_no_meeting(pilot: World, case: UUID) -> None:
    with pytest.raises(Refused):
        calling.call(
            by=pilot.actor(NURSE), purpose=SUPPORT, cases=(case,), starts_at=STARTS_AT, place="Here",
            chair=pilot.member(CHAIR),
        )  # fmt: skip


def test_who_is_not_asked_knows_of_no_meeting(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    for who in (NURSE, HOUSING, "case_coordinator@second_council", "pursuit_officer@force"):
        with pytest.raises(NotFound):
            open_meeting(by=pilot.actor(who), purpose=SUPPORT, meeting=meeting)
    assert meetings(by=pilot.actor(NURSE), purpose=SUPPORT) == ()


def test_a_meeting_that_moves_asks_everybody_again(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    calling.answer(by=pilot.actor(POLICE), purpose="risk_management", meeting=meeting, step="come")
    assert "answer_invitation" not in due(pilot, POLICE)
    calling.postpone(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting, starts_at=STARTS_AT + timedelta(days=7),
        place="By video", reason="people_missing",
    )  # fmt: skip
    page = open_meeting(by=pilot.actor(POLICE), purpose="risk_management", meeting=meeting)
    assert (page.answer, page.postponed, page.place) == ("waiting", 1, "By video")
    assert due(pilot, POLICE).count("answer_invitation") == 1


def test_a_cancelled_meeting_leaves_what_was_due_due(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    before = "review_case" in due(pilot, COORDINATOR)
    calling.cancel(by=pilot.actor(CHAIR), purpose=SUPPORT, meeting=meeting, reason="urgent_work")
    assert before
    assert "review_case" in due(pilot, COORDINATOR)
    assert {"answer_invitation", "prepare_meeting"} & {*due(pilot, COORDINATOR), *due(pilot, POLICE)} == set()
    with pytest.raises(RuleBroken):
        begin(pilot, meeting)


def test_a_reason_is_one_of_the_rulebooks(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    with pytest.raises(NotInCatalogue):
        calling.cancel(by=pilot.actor(CHAIR), purpose=SUPPORT, meeting=meeting, reason="he-is-ill")


def test_apologies_are_an_answer_and_attendance_is_recorded(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    calling.answer(by=pilot.actor(POLICE), purpose="risk_management", meeting=meeting, step="apologise")
    begin(pilot, meeting)
    present = (pilot.member(CHAIR), pilot.member(COORDINATOR))
    calling.record_attendance(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting=meeting, present=present)
    page = open_meeting(by=pilot.actor(CHAIR), purpose=SUPPORT, meeting=meeting)
    assert {guest.member: (guest.answer, guest.attended) for guest in page.guests} == {
        pilot.member(CHAIR): ("waiting", True),
        pilot.member(COORDINATOR): ("coming", True),
        pilot.member(POLICE): ("apologies", False),
    }


# --- Who hears what ---------------------------------------------------------------------------------------------------


def test_somebody_is_asked_to_one_case_and_hears_no_other(pilot: World, case: UUID) -> None:
    other = opened(pilot, disclosed(pilot, "council", person="Samir Costa")["council"], partners=("nhs",))
    meeting = called(pilot, case, other)
    heard, unheard = on_agenda(pilot, meeting, case), on_agenda(pilot, meeting, other)
    asked(pilot, heard, NURSE)
    page = open_meeting(by=pilot.actor(NURSE), purpose=SUPPORT, meeting=meeting)
    assert [item.id for item in page.cases] == [heard]
    assert {reference for guest in page.guests for reference, _ in guest.whys} == {page.cases[0].reference}
    with pytest.raises(NotFound):
        seen(pilot, NURSE, unheard)


@pytest.mark.parametrize(
    "who", ["single_point_of_contact@school", "case_coordinator@second_council", "practitioner@nhs", "auditor@council"]
)
def test_nobody_is_asked_who_has_no_part_in_the_case(pilot: World, case: UUID, who: str) -> None:
    item = on_agenda(pilot, called(pilot, case))
    with pytest.raises(NotNeeded):
        asked(pilot, item, who)
    possible = who_may_come(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item)
    assert pilot.member(who) not in {member for member, _, _ in possible}


def test_an_invitation_that_is_taken_back_shows_nothing_any_more(pilot: World, case: UUID) -> None:
    item = on_agenda(pilot, called(pilot, case))
    asked(pilot, item, NURSE)
    assert "answer_invitation" in due(pilot, NURSE)
    inviting.uninvite(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, member=pilot.member(NURSE))
    assert "answer_invitation" not in due(pilot, NURSE)
    with pytest.raises(NotFound):
        seen(pilot, NURSE, item)


def test_a_conflict_of_interest_in_the_room(pilot: World, case: UUID) -> None:
    """Who declares one is shown nothing of that case, takes no part in deciding it, and is told so."""
    meeting, (item,) = begun(pilot, case)
    note(pilot, NURSE, item, "I know her brother.")
    inviting.declare_conflict(by=pilot.actor(NURSE), purpose=SUPPORT, agenda_case=item, words="Her brother is mine.")
    for attempt in (
        lambda: seen(pilot, NURSE, item),
        lambda: note(pilot, NURSE, item, "One more thing.", version=1),
        lambda: proposed(pilot, item, who=NURSE),
    ):
        with pytest.raises(NotFound):
            attempt()
    page = open_meeting(by=pilot.actor(NURSE), purpose=SUPPORT, meeting=meeting)
    assert (page.cases, page.withheld) == ((), 1)
    decided_without = proposed(pilot, item)
    recorded(pilot, item, decided_without)
    finish(pilot, meeting)
    paper = minuted(pilot, item)
    approved(pilot, paper)
    released(pilot, paper, "nhs")
    with pytest.raises(NotFound):
        open_paper(by=pilot.actor(NURSE), purpose=SUPPORT, paper=paper)


def test_a_chair_with_a_conflict_decides_nothing_until_another_chairs_the_case(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    decision = proposed(pilot, item)
    inviting.declare_conflict(by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, words="We are neighbours.")
    with pytest.raises(ChairConflicted):
        deciding.record_decision(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, decision=decision)
    with pytest.raises(ChairConflicted):
        inviting.name_chair(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, chair=pilot.member(CHAIR))


# --- The agenda makes itself ------------------------------------------------------------------------------------------


def test_what_is_due_is_on_the_agenda_and_what_was_done_goes_off(pilot: World, case: UUID) -> None:
    with clock.at(NOW + timedelta(days=40)):
        support = planned_late = planning.plan(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, support="housing_advice",
            owner=pilot.organisation("council"), owner_member=None, due_on=clock.today() + timedelta(days=5),
            objective="A home of her own.",
        )  # fmt: skip
        assert planned_late == support
        item = on_agenda(pilot, called(pilot, case, starts_at=clock.now() + timedelta(days=8)))
        kinds = [point.kind for point in seen(pilot, COORDINATOR, item).points]
        assert kinds == ["review", "late_support"]
        planning.start(by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=support)
        planning.complete(
            by=pilot.actor("single_point_of_contact@council"), purpose=SUPPORT, support_action=support, outcome="Done."
        )
        noting.bring_up_to_date(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item)
        assert [point.kind for point in seen(pilot, COORDINATOR, item).points] == ["review"]


def test_whoever_hears_a_case_can_add_a_point(pilot: World, case: UUID) -> None:
    item = on_agenda(pilot, called(pilot, case))
    asked(pilot, item, NURSE)
    noting.add_point(by=pilot.actor(NURSE), purpose=SUPPORT, agenda_case=item, words="Her appointments.")
    assert [point.words for point in seen(pilot, CHAIR, item).points][-1] == "Her appointments."


def test_actions_that_petered_out_come_back_on_the_next_agenda(pilot: World, case: UUID) -> None:
    meeting, (item,) = begun(pilot, case)
    action = left_to_do(pilot, item)
    finish(pilot, meeting)
    assert "do_meeting_action" in due(pilot, NURSE)
    with clock.at(NOW + timedelta(days=30)):
        again = on_agenda(pilot, called(pilot, case, starts_at=NOW + timedelta(days=35)))
        (left,) = [point for point in seen(pilot, COORDINATOR, again).points if point.kind == "meeting_action"]
        assert left.due_on == date(2025, 6, 23)
        following.complete(by=pilot.actor(NURSE), purpose=SUPPORT, meeting_action=action, outcome="She is on it.")
        noting.bring_up_to_date(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=again)
        kinds = [point.kind for point in seen(pilot, COORDINATOR, again).points]
        assert "meeting_action" not in kinds
        assert "do_meeting_action" not in due(pilot, NURSE)
    shown = open_action(by=pilot.actor(NURSE), purpose=SUPPORT, meeting_action=action)
    assert (shown.state, shown.outcome) == ("done", "She is on it.")


def test_nobody_says_something_was_done_who_does_not_own_it_or_lead(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    action = left_to_do(pilot, item)
    with pytest.raises(NotFound):
        following.complete(by=pilot.actor(HOUSING), purpose=SUPPORT, meeting_action=action, outcome="Yes.")


def test_something_is_left_only_to_the_team_and_by_a_day_ahead(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    with pytest.raises(NotInTeam):
        left_to_do(pilot, item, owner="school")
    with pytest.raises(DateNotAhead):
        following.add_action(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, words="At once.",
            owner=pilot.organisation("nhs"), due_on=clock.today(),
        )  # fmt: skip


def test_support_that_was_decided_stands_in_the_plan_and_in_the_minutes(pilot: World, case: UUID) -> None:
    meeting, (item,) = begun(pilot, case)
    decision = decided(pilot, item)
    support = planned(pilot, case)
    following.link_support(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, decision=decision, support_action=support
    )
    card = seen(pilot, COORDINATOR, item).points[0].decisions[0]
    assert [(row.kind, row.support) for row in card.actions] == [("support", "housing_advice")]
    finish(pilot, meeting)
    shown = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=minuted(pilot, item))
    assert [part.kind for part in shown.parts] == ["present", "decision", "dissent", "support"]


# --- Deciding, and dissent --------------------------------------------------------------------------------------------


def test_dissent_unrecorded_is_no_decision(pilot: World, case: UUID) -> None:
    """A decision can't be recorded while somebody who disagrees has no way forward."""
    meeting, (item,) = begun(pilot, case)
    decision = proposed(pilot, item)
    dissent = dissented(pilot, item, decision)
    with pytest.raises(NoWayForward):
        recorded(pilot, item, decision)
    with pytest.raises(NotDecided):
        finish(pilot, meeting)
    settled(pilot, item, dissent)
    recorded(pilot, item, decision)
    (line,) = seen(pilot, LANDLORD, item).points[0].decisions[0].dissents
    assert (line.organisation, line.why, line.way_forward) == (
        "Northside Mental Health Trust",
        "A move would cut her off from the clinic.",
        "The clinic keeps her on its list for six months.",
    )


def test_who_runs_the_meeting_writes_down_what_another_said_aloud_and_nobody_else_does(
    pilot: World, case: UUID
) -> None:
    _, (item,) = begun(pilot, case)
    decision = proposed(pilot, item)
    nhs = pilot.organisation("nhs")
    deciding.dissent(
        by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, decision=decision, why="Too far.", organisation=nhs
    )
    with pytest.raises(Refused):
        deciding.dissent(
            by=pilot.actor(LANDLORD), purpose=SUPPORT, agenda_case=item, decision=decision, why="Too far.",
            organisation=nhs,
        )  # fmt: skip
    with pytest.raises(NotPresent):
        deciding.dissent(
            by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, decision=decision, why="Too far.",
            organisation=pilot.organisation("school"),
        )  # fmt: skip


def test_only_who_dissents_withdraws_it_and_that_they_did_stays(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    decision = proposed(pilot, item)
    dissent = dissented(pilot, item, decision)
    with pytest.raises(NotPresent):
        deciding.withdraw_dissent(by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, dissent=dissent)
    deciding.withdraw_dissent(by=pilot.actor(NURSE), purpose=SUPPORT, agenda_case=item, dissent=dissent)
    recorded(pilot, item, decision)
    (line,) = seen(pilot, CHAIR, item).points[0].decisions[0].dissents
    assert (line.state, line.why) == ("withdrawn", "A move would cut her off from the clinic.")


def test_a_decision_that_was_recorded_is_not_dissented_from_or_dropped_afterwards(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    decision = decided(pilot, item)
    with pytest.raises(RuleBroken):
        dissented(pilot, item, decision)
    with pytest.raises(RuleBroken):
        deciding.drop_decision(by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item, decision=decision)


def test_a_partner_proposes_and_does_not_record(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    decision = proposed(pilot, item, who=NURSE)
    with pytest.raises(Refused):
        deciding.record_decision(by=pilot.actor(NURSE), purpose=SUPPORT, agenda_case=item, decision=decision)


def test_nothing_is_decided_before_the_meeting_or_after(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    item = on_agenda(pilot, meeting)
    with pytest.raises(RuleBroken):
        proposed(pilot, item)
    begin(pilot, meeting)
    finish(pilot, meeting)
    with pytest.raises(RuleBroken):
        proposed(pilot, item)
    assert note(pilot, COORDINATOR, item, "The sentence that was being typed.").kept


# --- Minutes ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def held(pilot: World, case: UUID, given: Given) -> tuple[UUID, UUID]:
    """A meeting that is over: a note that rests on what the council holds, a decision with dissent, an action."""
    meeting, (item,) = begun(pilot, case)
    note(pilot, COORDINATOR, item, "Old friends came to the door again.", draws_on=given.items[1:2])
    left_to_do(pilot, item, decision=decided(pilot, item))
    finish(pilot, meeting)
    return meeting, item


def test_two_people_make_minutes(pilot: World, held: tuple[UUID, UUID]) -> None:
    _, item = held
    paper = minuted(pilot, item)
    with pytest.raises(Refused):
        minuting.approve(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper, version=1)
    approved(pilot, paper)
    assert "approve_minutes" not in due(pilot, CHAIR)


def test_the_chair_neither_drafts_nor_approves_what_they_changed(pilot: World, held: tuple[UUID, UUID]) -> None:
    _, item = held
    with pytest.raises(Refused) as refused:
        minuting.draft_minutes(by=pilot.actor(CHAIR), purpose=SUPPORT, agenda_case=item)
    assert refused.value.rules == ("chair-approves-and-does-not-draft",)


def test_a_draft_is_read_in_the_organisation_that_leads_and_nowhere_else(pilot: World, held: tuple[UUID, UUID]) -> None:
    _, item = held
    paper = minuted(pilot, item)
    approved(pilot, paper)
    for who in (NURSE, POLICE, "single_point_of_contact@school"):
        with pytest.raises(NotFound):
            open_paper(by=pilot.actor(who), purpose=SUPPORT, paper=paper)


def test_nothing_is_released_that_the_chair_has_not_approved(pilot: World, held: tuple[UUID, UUID]) -> None:
    paper = minuted(pilot, held[1])
    with pytest.raises(RuleBroken):
        released(pilot, paper, "nhs")


def test_each_recipient_reads_what_rests_on_what_it_holds(pilot: World, held: tuple[UUID, UUID]) -> None:
    """What the council wrote from an item that it alone was given stays a draft for those who hold that item."""
    paper = minuted(pilot, held[1])
    approved(pilot, paper)
    released(pilot, paper, "nhs")
    at_the_council = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper)
    at_the_trust = open_paper(by=pilot.actor(NURSE), purpose=SUPPORT, paper=paper)
    assert at_the_council.parts[1].words == "Old friends came to the door again."
    assert at_the_trust.parts[1].words is None
    assert [part.words is None for part in at_the_trust.parts] == [False, True, False, False, False]


def test_partners_left_in_the_dark_are_told_and_say_that_they_have_read(pilot: World, held: tuple[UUID, UUID]) -> None:
    paper = minuted(pilot, held[1])
    approved(pilot, paper)
    before = how_many()
    released(pilot, paper, "nhs", "housing")
    receipts = [each for each in ledger_entries(since=before) if each.action == "paper.released"]
    assert {each.organisation for each in receipts} == {pilot.organisation("nhs"), pilot.organisation("housing")}
    assert "read_minutes" in due(pilot, NURSE)
    minuting.acknowledge(by=pilot.actor(NURSE), purpose=SUPPORT, paper=paper)
    assert "read_minutes" not in due(pilot, NURSE)
    shown = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper)
    assert {each.organisation: each.read_at is not None for each in shown.receipts} == {
        "Northside Mental Health Trust": True,
        "Regent Homes": False,
    }


def test_a_partner_that_was_not_asked_finds_what_it_was_given_with_the_case(pilot: World, given: Given) -> None:
    case = opened(pilot, given, partners=("nhs", "housing"))
    meeting, (item,) = begun(pilot, case, guests=(NURSE,))
    decided(pilot, item)
    finish(pilot, meeting)
    paper = minuted(pilot, item)
    assert meetings_of(by=pilot.actor(HOUSING), purpose=SUPPORT, case=case) == ()
    approved(pilot, paper)
    released(pilot, paper, "housing")
    (row,) = meetings_of(by=pilot.actor(HOUSING), purpose=SUPPORT, case=case)
    assert (row.agenda_case, row.papers) == (None, ((paper, "minutes", "released"),))
    assert open_paper(by=pilot.actor(HOUSING), purpose=SUPPORT, paper=paper).parts[1].words


def test_the_database_shows_a_meeting_to_nobody_else_whatever_the_code_asks(
    pilot: World, held: tuple[UUID, UUID]
) -> None:
    """Row security: for an organisation that was not asked to it, there is not one row of it."""
    minuted(pilot, held[1])
    tables = (Meeting, Attendee, AgendaCase, Invited, AgendaPoint, Note, MeetingDecision, Dissent, MeetingAction,
              MeetingPaper, PaperPart)  # fmt: skip
    with act_as(pilot, COORDINATOR):
        assert all(table.objects.exists() for table in tables)
    for stranger in ("single_point_of_contact@school", "case_coordinator@second_council"):
        with act_as(pilot, stranger):
            assert not any(table.objects.exists() for table in tables)
    with act_as(pilot, NURSE):
        assert Note.objects.exists()
        assert not MeetingPaper.objects.exists()


def test_minutes_go_to_the_team_of_the_case_and_to_nobody_else(pilot: World, held: tuple[UUID, UUID]) -> None:
    paper = minuted(pilot, held[1])
    approved(pilot, paper)
    with pytest.raises(RuleBroken):
        released(pilot, paper, "school")


def test_two_coordinators_who_change_a_draft_at_once_lose_nothing(pilot: World, held: tuple[UUID, UUID]) -> None:
    paper = minuted(pilot, held[1])
    first = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper).parts[0].id
    for who, fails in ((COORDINATOR, False), ("second_coordinator@council", True)):
        change = {"by": pilot.actor(who), "purpose": SUPPORT, "paper": paper, "parts": {first: "Better."}, "version": 1}
        if fails:
            with pytest.raises(Conflict):
                minuting.amend(**change)  # type: ignore[arg-type]
        else:
            minuting.amend(**change)  # type: ignore[arg-type]


def test_the_chair_approves_what_they_read_and_not_what_came_after(pilot: World, held: tuple[UUID, UUID]) -> None:
    paper = minuted(pilot, held[1])
    part = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper).parts[0].id
    minuting.amend(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper, parts={part: "Other."}, version=1)
    with pytest.raises(Conflict):
        approved(pilot, paper, version=1)
    approved(pilot, paper, version=2)


def test_a_recalled_item_marks_the_minutes_that_leaned_on_it(
    pilot: World, held: tuple[UUID, UUID], given: Given, case: UUID
) -> None:
    _, item = held
    paper = minuted(pilot, item)
    approved(pilot, paper)
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    shown = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper)
    assert (shown.parts[1].to_review, shown.parts[1].words) == (True, None)
    (row,) = meetings_of(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert row.to_review == 2
    assert "review_judgement" in due(pilot, COORDINATOR)
    minuting.look_again(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item)
    assert "review_judgement" not in due(pilot, COORDINATOR)


def test_a_summary_holds_what_was_decided_with_dissent_and_what_is_to_be_done(
    pilot: World, held: tuple[UUID, UUID]
) -> None:
    _, item = held
    paper = minuting.draft_summary(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item, words="She is doing well."
    )
    shown = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=paper)
    assert [part.kind for part in shown.parts] == ["text", "decision", "dissent", "action"]
    approved(pilot, paper)
    assert released(pilot, paper, "nhs") == 1


def test_a_draft_that_is_made_afresh_holds_what_was_written_since(pilot: World, held: tuple[UUID, UUID]) -> None:
    _, item = held
    first = minuted(pilot, item)
    point = seen(pilot, COORDINATOR, item).points[0]
    note(pilot, COORDINATOR, item, "And her sister called.", version=point.version)
    assert minuted(pilot, item) == first
    shown = open_paper(by=pilot.actor(COORDINATOR), purpose=SUPPORT, paper=first)
    assert (shown.parts[1].words, shown.version) == ("And her sister called.", 2)


def test_the_review_date_of_a_case_is_on_its_agenda(pilot: World, case: UUID) -> None:
    item = on_agenda(pilot, called(pilot, case))
    assert seen(pilot, COORDINATOR, item).points[0].due_on == REVIEW_ON
    assert first_point(pilot, item) == seen(pilot, COORDINATOR, item).points[0].id
