"""Nobody is nominated and then forgotten: a referral that nobody ever decided on."""

from datetime import timedelta
from uuid import UUID

import pytest

from handrail.casework.actions import intake
from handrail.casework.intake_rules import DecidedAlready, ReasonNeeded
from handrail.casework.models import NoCase
from handrail.casework.queries.cases import open_case
from handrail.casework.queries.intake import Intake, open_intake
from handrail.casework.rules import NotInCatalogue
from handrail.gate import Conflict, NotFound, Refused, RuleBroken, clock
from handrail.meetings.actions import calling
from handrail.sharing.actions import recalling, receiving
from handrail.sharing.changes import JoinRecord
from handrail.sharing.queries.disclosures import GivenPage, open_disclosure
from tests import at_once
from tests.harness.databases import Databases
from tests.nominating import OFFICER, PURPOSE, acting_for, propose, release, said_in_ledger, waiting, write
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, given_to, opened
from tests.worlds import NOW, World

CONTACT, SECOND = "single_point_of_contact@council", "second_coordinator@council"
WORDS = "Her housing officer sees her every week, and she has a doctor."


@pytest.fixture
def given(pilot: World) -> Given:
    return disclosed(pilot, "council")["council"]


def due(pilot: World, who: str = COORDINATOR) -> dict[str, UUID]:
    return {each.kind: each.subject for each in waiting(pilot, who, purpose=SUPPORT)}


def no_case(
    pilot: World, given: Given, who: str = COORDINATOR, *, reason: str = "ordinary_services", words: str = WORDS
) -> UUID:
    return intake.decide_no_case(
        by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure, reason=reason, words=words
    )


def decided(pilot: World, given: Given, who: str = COORDINATOR) -> Intake:
    return open_intake(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure)


def told(pilot: World, given: Given) -> GivenPage:
    found = open_disclosure(by=pilot.actor(OFFICER), purpose=PURPOSE, disclosure=given.disclosure)
    assert isinstance(found, GivenPage)
    return found


def test_the_coordinator_has_five_working_days_to_decide(pilot: World) -> None:
    given = disclosed(pilot, "council", acknowledged=False)["council"]
    assert "open_case" not in due(pilot)
    receiving.acknowledge(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)
    (row,) = [each for each in waiting(pilot, COORDINATOR, purpose=SUPPORT) if each.kind == "open_case"]
    assert row.subject == given.disclosure
    assert row.due_at.date() == (NOW + timedelta(days=7)).date()
    assert told(pilot, given).became == "undecided"


def test_opening_a_case_settles_it(pilot: World, given: Given) -> None:
    opened(pilot, given)
    assert "open_case" not in due(pilot)
    assert told(pilot, given).became == "case"


def test_that_no_case_is_opened_is_recorded_as_fully_as_opening_one(pilot: World, given: Given) -> None:
    decision = no_case(pilot, given)
    assert "open_case" not in due(pilot)
    shown = decided(pilot, given, SECOND).no_case
    assert shown is not None
    assert (shown.reason, shown.words) == ("ordinary_services", WORDS)
    assert shown.by
    assert shown.at == NOW
    entry = next(each for each in said_in_ledger(pilot.organisation("council")) if "decide_no_case" in each)
    assert str(decision) in entry
    assert "ordinary_services" in entry
    assert "housing officer" not in entry


def test_the_originator_is_told_that_there_is_none_and_not_why(pilot: World, given: Given) -> None:
    no_case(pilot, given, reason="supported_elsewhere")
    found = told(pilot, given)
    assert (found.became, found.became_on) == ("no_case", NOW.date())
    assert "supported_elsewhere" not in repr(found)
    assert not any("supported_elsewhere" in each for each in said_in_ledger(pilot.organisation("ctu")))
    with pytest.raises((NotFound, Refused)):
        decided(pilot, given, OFFICER)
    with acting_for(pilot.organisation("ctu")):
        assert not NoCase.objects.exists()


@pytest.mark.parametrize(
    ("reason", "words", "rule"),
    [("ordinary_services", "", ReasonNeeded), ("we are busy", WORDS, NotInCatalogue)],
)
def test_without_a_reason_it_stays_to_be_decided(
    pilot: World, given: Given, reason: str, words: str, rule: type[RuleBroken]
) -> None:
    with pytest.raises(rule):
        no_case(pilot, given, reason=reason, words=words)
    assert "open_case" in due(pilot)


@pytest.mark.parametrize("who", [CONTACT, "panel_chair@council", "practitioner@council", OFFICER])
def test_nobody_but_the_coordinator_decides_against_a_case(pilot: World, given: Given, who: str) -> None:
    with pytest.raises((Refused, NotFound)):
        no_case(pilot, given, who)


def test_a_case_can_still_be_opened_where_none_was(pilot: World, given: Given) -> None:
    no_case(pilot, given)
    opened(pilot, given)
    assert told(pilot, given).became == "case"
    assert decided(pilot, given).no_case is None


def test_where_there_is_a_case_nobody_decides_that_there_is_none(pilot: World, given: Given) -> None:
    opened(pilot, given)
    with pytest.raises(DecidedAlready):
        no_case(pilot, given)


def test_opening_a_case_and_deciding_on_none_at_once(pilot: World, given: Given, databases: Databases) -> None:
    with at_once.held(databases, at_once.row("sharing_disclosure"), given.disclosure) as hold:
        first, second = hold.race(lambda: opened(pilot, given), lambda: no_case(pilot, given))
    assert isinstance(first, UUID)
    assert isinstance(second, DecidedAlready | Conflict)
    assert told(pilot, given).became == "case"


def test_health_owes_no_decision_on_a_case(pilot: World) -> None:
    disclosed(pilot, "nhs")
    assert "open_case" not in due(pilot, "single_point_of_contact@nhs")


def test_what_was_taken_back_need_not_be_decided_on(pilot: World, given: Given) -> None:
    for item in given.items:
        recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")
    assert "open_case" not in due(pilot)


# --- The same person again, from the same originator -----------------------------------------------------------------


def nominated_again(pilot: World, first: Given) -> Given:
    """A second nomination, which its officer hands in to the record of the first."""
    written = write(pilot, recipients=("council",))
    written = propose(pilot, written.edited(pilot.actor(OFFICER), JoinRecord(first.decision)))
    release(pilot, written)
    return given_to(pilot, "council", written.id)


def test_a_second_nomination_of_somebody_with_a_case_asks_for_no_second_decision(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    second = nominated_again(pilot, given)
    assert "open_case" not in due(pilot)
    assert told(pilot, second).became == "case"
    lines = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).nominations
    assert {line.given.disclosure for line in lines if line.given} == {given.disclosure, second.disclosure}


def test_a_second_nomination_of_somebody_without_a_case_is_decided_on_afresh(pilot: World, given: Given) -> None:
    no_case(pilot, given)
    second = nominated_again(pilot, given)
    assert due(pilot)["open_case"] == second.disclosure
    assert [each.disclosure for each in decided(pilot, second).also] == [given.disclosure]
    assert [each.disclosure for each in decided(pilot, given).also] == [second.disclosure]


# --- The first meeting -----------------------------------------------------------------------------------------------


def test_the_first_meeting_is_due_until_it_was_held(pilot: World, given: Given) -> None:
    case = opened(pilot, given)
    assert due(pilot)["first_meeting"] == case
    meeting = calling.call(
        by=pilot.actor(COORDINATOR),
        purpose=SUPPORT,
        cases=[case],
        starts_at=NOW + timedelta(days=3),
        place="Room 2",
        chair=pilot.member("panel_chair@council"),
    )
    assert "first_meeting" in due(pilot), "a meeting that was called can be called off"
    with clock.at(NOW + timedelta(days=3)):
        for step in (calling.begin, calling.finish):
            step(by=pilot.actor("panel_chair@council"), purpose=SUPPORT, meeting=meeting)
        assert "first_meeting" not in due(pilot)
