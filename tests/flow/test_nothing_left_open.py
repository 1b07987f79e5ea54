"""Nothing is left hanging: what is open when a case closes, or a partner leaves, is ended or stands in the way.

Reviews of failed cases found offers that nobody had answered, questions that nobody would answer any more, and meetings
that people came to for nothing.
"""

from datetime import date, timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import changing_kind, handing_over, planning, reviewing, risks, teaming
from handrail.casework.actions.contacts import not_happening
from handrail.casework.models import Risk, RiskKindChange, RiskOffer
from handrail.casework.queries.cases import open_case
from handrail.casework.rules import ActionsUnderWay, StillOwns
from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import Faults, NotFound, RuleBroken, clock
from handrail.meetings.actions import following
from handrail.meetings.models import AgendaCase, Meeting
from handrail.meetings.queries.agenda import open_agenda
from handrail.meetings.queries.meetings import open_meeting
from handrail.meetings.rules import LeftToDo, UnderWay
from handrail.questions.models import Question
from tests.asking import put
from tests.nominating import acting_for
from tests.owning import OWNER, SECOND, offered, owner_now, proposed, recorded
from tests.sitting import LANDLORD, NURSE, begun, called, finish, left_to_do, on_agenda
from tests.sitting import asked as invited
from tests.working import COORDINATOR, SUPPORT, agreed, disclosed, opened, planned, says
from tests.worlds import World

HOUSING = "single_point_of_contact@housing"


@pytest.fixture
def case(pilot: World) -> UUID:
    return opened(pilot, disclosed(pilot, "council")["council"], partners=("nhs", "housing"))


def close(pilot: World, case: UUID) -> None:
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")


def leave(pilot: World, case: UUID, key: str = "housing") -> None:
    teaming.remove_partner(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, organisation=pilot.organisation(key)
    )


def owed(pilot: World, key: str) -> set[str]:
    """The kinds of what is due from an organisation now."""
    organisation = pilot.organisation(key)
    with acting_for(organisation):
        return set(Duty.objects.filter(organisation_id=organisation, state="open").values_list("kind", flat=True))


def history(pilot: World, case: UUID) -> set[str]:
    return {each.what for each in open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).events}


def question_state(pilot: World, question: UUID, asker: str) -> str:
    with acting_for(pilot.organisation(asker)):
        return Question.objects.get(pk=question).state


# --- Risks ---------------------------------------------------------------------------------------------------------


def test_an_offer_that_nobody_accepted_stays_with_the_offerer_when_the_case_closes(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "suicide_or_self_harm")
    made = offered(pilot, risk, to="nhs")
    assert "accept_handover" in owed(pilot, "nhs")
    close(pilot, case)
    assert owner_now(pilot, risk) == pilot.organisation("force")
    assert "accept_handover" not in owed(pilot, "nhs")
    with acting_for(pilot.organisation("force")):
        assert RiskOffer.objects.get(pk=made).state == "overtaken"
    assert "risk_offer_overtaken" in history(pilot, case)


def test_another_kind_that_was_proposed_is_not_made_behind_a_closed_case(pilot: World, case: UUID) -> None:
    change = proposed(pilot, recorded(pilot, case, "reoffending"), "exploitation")
    close(pilot, case)
    with acting_for(pilot.organisation("force")):
        assert RiskKindChange.objects.get(pk=change).state == "overtaken"
    assert "sign_kind_of_risk" not in owed(pilot, "force")


def test_support_that_the_person_stopped_is_not_taken_up_again_in_a_closed_case(pilot: World) -> None:
    case, action = agreed(pilot, disclosed(pilot, "council")["council"])
    for step in ("withdraw", "give"):
        says(pilot, case, step)
    close(pilot, case)
    with pytest.raises(RuleBroken):
        planning.plan_again(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=action, due_on=date(2025, 7, 1)
        )
    assert "deliver_support" not in owed(pilot, "voluntary")


def test_who_leaves_takes_no_review_of_a_risk_with_them(pilot: World, case: UUID) -> None:
    """Another kind of risk waits for somebody of neither side: whoever was asked first says so, or stays."""
    risk = recorded(pilot, case, "homelessness", owner="council")
    change = proposed(pilot, risk, "exploitation", by="council")
    changing_kind.sign(by=pilot.actor(SECOND["force"]), purpose=SUPPORT, risk=risk, change=change)
    (asked,) = [key for key in ("nhs", "housing") if "review_kind_of_risk" in owed(pilot, key)]
    with pytest.raises(StillOwns):
        leave(pilot, case, asked)
    changing_kind.withdraw(by=pilot.actor(OWNER["council"]), purpose=SUPPORT, risk=risk, change=change)
    leave(pilot, case, asked)
    assert "review_kind_of_risk" not in owed(pilot, asked)


def test_a_risk_outlives_its_case_and_its_owner_is_asked_to_confirm_it(pilot: World, case: UUID) -> None:
    """It ends when its owner closes it, and can be handed over until then."""
    mine = recorded(pilot, case, "suicide_or_self_harm", owner="nhs")
    close(pilot, case)
    assert {"confirm_ownership"} <= owed(pilot, "force")
    assert {"confirm_ownership"} <= owed(pilot, "nhs")
    nurse = pilot.actor(OWNER["nhs"])
    handing_over.confirm(by=nurse, purpose=SUPPORT, risk=mine)
    assert "confirm_ownership" not in owed(pilot, "nhs")
    risks.close(by=nurse, purpose=SUPPORT, risk=mine)
    with acting_for(pilot.organisation("nhs")):
        assert Risk.objects.get(pk=mine).state == "closed"


# --- Questions -----------------------------------------------------------------------------------------------------


def test_nobody_owes_an_answer_about_a_closed_case(pilot: World, case: UUID) -> None:
    """Whoever asked: the lead, or a partner of whose question the lead knows nothing."""
    ours = put(pilot, case, "housing", "home_settled")
    waiting = put(pilot, case, "housing", "own_words", text="Is there a lift?")
    theirs = put(pilot, case, "housing", "home_settled", by=NURSE)
    close(pilot, case)
    assert {question_state(pilot, each, "council") for each in (ours, waiting)} == {"withdrawn"}
    assert question_state(pilot, theirs, "nhs") == "withdrawn"
    assert "answer_question" not in owed(pilot, "housing")
    assert "approve_question" not in owed(pilot, "council")


def test_who_leaves_owes_no_answer_and_whoever_asked_is_told(pilot: World, case: UUID) -> None:
    question = put(pilot, case, "housing", "home_settled")
    leave(pilot, case)
    assert question_state(pilot, question, "council") == "withdrawn"
    assert "answer_question" not in owed(pilot, "housing")
    assert "read_outcome" in owed(pilot, "council")


def test_what_who_leaves_has_asked_is_taken_back(pilot: World, case: UUID) -> None:
    question = put(pilot, case, "housing", "home_settled", by=NURSE)
    leave(pilot, case, "nhs")
    assert question_state(pilot, question, "nhs") == "withdrawn"
    assert "answer_question" not in owed(pilot, "housing")


# --- Meetings ------------------------------------------------------------------------------------------------------


def test_a_meeting_about_nothing_else_is_called_off(pilot: World, case: UUID) -> None:
    meeting = called(pilot, case)
    invited(pilot, on_agenda(pilot, meeting), NURSE)
    assert "answer_invitation" in owed(pilot, "nhs")
    close(pilot, case)
    with acting_for(pilot.organisation("council")):
        found = Meeting.objects.get(pk=meeting)
    assert (found.state, found.change_reason) == ("cancelled", "nothing_due")
    assert "answer_invitation" not in owed(pilot, "nhs")
    assert "prepare_meeting" not in owed(pilot, "council")
    assert "meeting_cancelled" in history(pilot, case)


def test_a_meeting_about_others_too_goes_on_without_it(pilot: World, case: UUID) -> None:
    other = opened(pilot, disclosed(pilot, "council", person="Iris Wren")["council"], partners=("housing",))
    meeting = called(pilot, case, other)
    invited(pilot, on_agenda(pilot, meeting, case), NURSE, LANDLORD)
    invited(pilot, on_agenda(pilot, meeting, other), LANDLORD)
    close(pilot, case)
    with acting_for(pilot.organisation("council")):
        assert Meeting.objects.get(pk=meeting).state == "scheduled"
        assert list(AgendaCase.objects.values_list("case_id", flat=True)) == [other]
    assert "answer_invitation" not in owed(pilot, "nhs")
    assert "answer_invitation" in owed(pilot, "housing")
    with pytest.raises(NotFound):
        open_meeting(by=pilot.actor(NURSE), purpose=SUPPORT, meeting=meeting)


def test_no_case_closes_in_the_middle_of_a_meeting_about_it(pilot: World, case: UUID) -> None:
    meeting, _ = begun(pilot, case)
    with pytest.raises(UnderWay):
        close(pilot, case)
    finish(pilot, meeting)
    close(pilot, case)


def test_no_case_closes_over_what_a_meeting_left_to_do(pilot: World, case: UUID) -> None:
    meeting, (item,) = begun(pilot, case)
    to_do = left_to_do(pilot, item)
    finish(pilot, meeting)
    with pytest.raises(LeftToDo):
        close(pilot, case)
    following.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, meeting_action=to_do)
    close(pilot, case)


def test_everything_that_stands_in_the_way_is_said_at_once(pilot: World, case: UUID) -> None:
    planned(pilot, case)
    _, (item,) = begun(pilot, case)
    left_to_do(pilot, item)
    with pytest.raises(Faults) as caught:
        close(pilot, case)
    assert [type(fault) for fault in caught.value.faults] == [ActionsUnderWay, UnderWay, LeftToDo]


def test_nobody_leaves_with_something_that_a_meeting_left_them_to_do(pilot: World, case: UUID) -> None:
    _, (item,) = begun(pilot, case)
    to_do = left_to_do(pilot, item, owner="housing")
    with pytest.raises(StillOwns):
        leave(pilot, case)
    following.complete(by=pilot.actor(HOUSING), purpose=SUPPORT, meeting_action=to_do, outcome="Done.")
    leave(pilot, case)


@pytest.mark.parametrize("state", ["called", "under way", "held"])
def test_who_has_left_hears_of_the_case_at_no_meeting(pilot: World, case: UUID, state: str) -> None:
    """Nor of one that they sat in: from the day that they leave they open nothing of the case."""
    if state == "called":
        meeting = called(pilot, case)
        item = on_agenda(pilot, meeting)
        invited(pilot, item, LANDLORD)
    else:
        meeting, (item,) = begun(pilot, case)
    if state == "held":
        finish(pilot, meeting)
    assert open_agenda(by=pilot.actor(LANDLORD), purpose=SUPPORT, agenda_case=item).reference
    leave(pilot, case)
    with pytest.raises(NotFound):
        open_agenda(by=pilot.actor(LANDLORD), purpose=SUPPORT, agenda_case=item)
    assert "answer_invitation" not in owed(pilot, "housing")
    assert open_agenda(by=pilot.actor(COORDINATOR), purpose=SUPPORT, agenda_case=item).reference


# --- Support -------------------------------------------------------------------------------------------------------


def test_support_that_was_not_happening_is_nobodys_to_chase_once_it_is_off_the_plan(pilot: World, case: UUID) -> None:
    support = planned(pilot, case, owner="housing")
    _told_that_it_is_late(pilot, support)
    assert "support_not_delivered" in owed(pilot, "housing")
    planning.cancel(by=pilot.actor(COORDINATOR), purpose=SUPPORT, support_action=support)
    close(pilot, case)
    for key in ("housing", "council"):
        assert "support_not_delivered" not in owed(pilot, key)


def _told_that_it_is_late(pilot: World, support: UUID) -> None:
    with clock.at(clock.now() + timedelta(days=60)):
        sweep = service("sweep", pilot.organisation("council"))
        not_happening(by=sweep, purpose="administration", support_action=support)
