"""What was disclosed and led to no case isn't held for as long as what did: its recipient is told, then it ends."""

from datetime import date, datetime
from typing import Any

import pytest

from handrail.casework.actions import intake, teaming
from handrail.directory.services import service
from handrail.duties.models import Duty
from handrail.gate import NotFound, Refused, clock
from handrail.sharing.actions.destroying import StillKept
from handrail.sharing.actions.ending_without_case import end_retention
from handrail.sharing.models import Disclosure
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.queries.people import find_people
from handrail.upkeep.reconciling import differences
from handrail.upkeep.reconciling.nightly import compare
from tests import working
from tests.flow.test_records_end import sweep_at
from tests.nominating import NAME, acting_for
from tests.recorded import recorded
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, given_to, opened
from tests.worlds import World

#: What is disclosed in these tests is acknowledged on 2 June 2025, and may be held until 31 December as such.
ENDS = datetime(2025, 12, 2, 0, 0, tzinfo=clock.LONDON)
THE_DAY_BEFORE = datetime(2025, 12, 1, 23, 59, tzinfo=clock.LONDON)
THE_DAY_AFTER = datetime(2025, 12, 3, 12, 0, tzinfo=clock.LONDON)
TOLD = datetime(2025, 11, 18, 12, 0, tzinfo=clock.LONDON)
NOT_TOLD_YET = datetime(2025, 11, 14, 12, 0, tzinfo=clock.LONDON)
CONTACT = "single_point_of_contact@"


def state(pilot: World, given: Given, key: str = "council") -> str:
    with acting_for(pilot.organisation(key)):
        return Disclosure.objects.get(pk=given.disclosure).state


def shown(pilot: World, given: Given, key: str = "council", *, at: datetime = TOLD) -> HeldPage:
    with clock.at(at):
        page = open_disclosure(by=pilot.actor(f"{CONTACT}{key}"), purpose=SUPPORT, disclosure=given.disclosure)
    assert isinstance(page, HeldPage)
    return page


def told(pilot: World, key: str = "council") -> list[tuple[str, datetime]]:
    """Who was told that something ends, and when it does."""
    with acting_for(pilot.organisation(key)):
        return list(Duty.objects.filter(kind="look_before_it_ends", state="open").values_list("role", "due_at"))


def at(moment: datetime, do: Any, *args: Any, **kwargs: Any) -> Any:
    with clock.at(moment):
        return do(*args, **kwargs)


@pytest.fixture
def reviewed_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """A case that is opened as late as here is reviewed as late."""
    monkeypatch.setattr(working, "REVIEW_ON", date(2026, 1, 20))


def no_case(pilot: World, given: Given) -> None:
    intake.decide_no_case(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, disclosure=given.disclosure, reason="no_need_found",
        words="He has the support that he needs.",
    )  # fmt: skip


@pytest.mark.parametrize("acknowledged", [True, False])
def test_it_ends_six_months_after_it_was_acknowledged_or_else_received(pilot: World, acknowledged: bool) -> None:
    given = disclosed(pilot, "council", acknowledged=acknowledged)["council"]
    before = state(pilot, given)
    for moment in (TOLD, THE_DAY_BEFORE):
        sweep_at(moment)
    assert state(pilot, given) == before
    sweep_at(ENDS)
    assert state(pilot, given) == "expired"
    page = shown(pilot, given, at=THE_DAY_AFTER)
    assert (page.held.name, {item.words for item in page.held.items}) == ("", {""})
    assert {(notice.how, notice.reason.code) for notice in page.notices} == {("ran_out", "no_case")}
    sweep_at(THE_DAY_AFTER)
    (entry,) = recorded(organisation=pilot.organisation("ctu"), action="disclosure.expired")
    assert entry.subject == ("Disclosure", given.disclosure)
    compare()
    assert [each for each in differences() if "Disclosure" in str(each) or "RecallNotice" in str(each)] == []


def test_those_who_decide_on_a_case_are_told_ten_working_days_before_and_elsewhere_the_contacts(pilot: World) -> None:
    disclosed(pilot, "council", "nhs")
    sweep_at(NOT_TOLD_YET)
    assert told(pilot) + told(pilot, "nhs") == []
    for _ in range(2):
        sweep_at(TOLD)
    assert told(pilot) == [("case_coordinator", ENDS)]
    assert told(pilot, "nhs") == [("single_point_of_contact", ENDS)]
    sweep_at(ENDS)
    assert told(pilot) + told(pilot, "nhs") == []


@pytest.mark.usefixtures("reviewed_later")
def test_its_page_says_until_when_if_it_leads_to_no_case(pilot: World) -> None:
    given = disclosed(pilot, "council", "nhs")
    for key in ("council", "nhs"):
        assert shown(pilot, given[key], key).ends_without_case == ENDS.date()
    at(TOLD, opened, pilot, given["council"])
    assert shown(pilot, given["council"]).ends_without_case is None
    assert shown(pilot, given["nhs"], "nhs").ends_without_case == ENDS.date()


@pytest.mark.usefixtures("reviewed_later")
def test_a_case_opened_on_the_last_day_keeps_it_for_whoever_is_in_it(pilot: World) -> None:
    given = disclosed(pilot, "council", "nhs", "school")
    sweep_at(TOLD)
    at(THE_DAY_BEFORE, opened, pilot, given["council"], partners=("nhs",))
    assert told(pilot) == []
    for moment in (ENDS, THE_DAY_AFTER):
        sweep_at(moment)
    assert {key: state(pilot, given[key], key) for key in given} == {
        "council": "acknowledged", "nhs": "acknowledged", "school": "expired",
    }  # fmt: skip
    assert told(pilot, "nhs") == []
    sweep_at(datetime(2026, 1, 1, 0, 1, tzinfo=clock.LONDON))
    assert state(pilot, given["council"]) == "expired"


def test_a_decision_that_there_is_no_case_is_the_answer_that_counts(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    at(datetime(2025, 6, 20, 12, 0, tzinfo=clock.LONDON), no_case, pilot, given)
    sweep_at(ENDS)
    assert (state(pilot, given), shown(pilot, given).ends_without_case) == (
        "acknowledged", datetime(2025, 12, 20, tzinfo=clock.LONDON).date(),
    )  # fmt: skip
    sweep_at(datetime(2025, 12, 19, 23, 59, tzinfo=clock.LONDON))
    assert state(pilot, given) == "acknowledged"
    sweep_at(datetime(2025, 12, 20, 0, 0, tzinfo=clock.LONDON))
    assert state(pilot, given) == "expired"


def test_an_answer_after_they_were_told_puts_the_end_off(pilot: World) -> None:
    given = disclosed(pilot, "council", acknowledged=False)["council"]
    sweep_at(TOLD)
    at(TOLD, given_to, pilot, "council", given.decision)
    sweep_at(TOLD)
    assert told(pilot) == []
    sweep_at(THE_DAY_AFTER)
    assert (state(pilot, given), shown(pilot, given).ends_without_case) == ("acknowledged", None)


def test_nobody_loses_it_untold(pilot: World) -> None:
    """The sweep was away until after its end: they are told, and it ends ten working days later."""
    given = disclosed(pilot, "council")["council"]
    for _ in range(2):
        sweep_at(THE_DAY_AFTER)
    ((_, ends),) = told(pilot)
    assert (state(pilot, given), ends.date()) == ("acknowledged", datetime(2025, 12, 17, tzinfo=clock.LONDON).date())
    sweep_at(ends)
    assert state(pilot, given) == "expired"


def test_who_leaves_the_case_holds_it_no_longer_than_who_never_took_part(pilot: World) -> None:
    given = disclosed(pilot, "council", "nhs")
    case = opened(pilot, given["council"], partners=("nhs",))
    with clock.at(NOT_TOLD_YET):
        teaming.remove_partner(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, organisation=pilot.organisation("nhs")
        )
    for moment in (TOLD, ENDS):
        sweep_at(moment)
    assert {key: state(pilot, given[key], key) for key in given} == {
        "council": "acknowledged", "nhs": "expired",
    }  # fmt: skip


def test_what_may_be_held_for_less_long_anyway_ends_then(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with acting_for(pilot.organisation("council")):
        Disclosure.objects.update(until=datetime(2025, 12, 1, tzinfo=clock.LONDON).date())
    assert shown(pilot, given).ends_without_case is None
    sweep_at(TOLD)
    assert told(pilot) == []
    sweep_at(ENDS)
    assert {notice.reason.code for notice in shown(pilot, given, at=ENDS).notices} == {"until"}


def test_nobody_ends_it_before_its_time_or_in_another_house(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with pytest.raises(StillKept), clock.at(NOT_TOLD_YET):
        end_retention(
            by=service("sweep", pilot.organisation("council")), purpose="administration", disclosure=given.disclosure
        )
    with pytest.raises(Refused, match="ends-where-it-is-held"), clock.at(ENDS):
        end_retention(
            by=service("sweep", pilot.organisation("ctu")), purpose="administration", disclosure=given.disclosure
        )
    with pytest.raises((NotFound, Refused)), clock.at(ENDS):
        end_retention(
            by=service("sweep", pilot.organisation("housing")), purpose="administration", disclosure=given.disclosure
        )


def test_its_name_is_no_longer_found(pilot: World) -> None:
    disclosed(pilot, "council")
    for moment in (TOLD, ENDS):
        sweep_at(moment)
    with clock.at(ENDS):
        assert find_people(by=pilot.actor(f"{CONTACT}council"), purpose=SUPPORT, words=NAME) == ()
