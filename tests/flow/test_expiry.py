"""A disclosure's last day passes: the sweep ends it in the recipient's house, and says so."""

from datetime import datetime

import pytest

from handrail.directory.services import service
from handrail.duties.queries import Due, waiting_for
from handrail.gate import clock
from handrail.sharing.actions.expiring import expire
from handrail.sharing.actions.recalling import acknowledge
from handrail.sharing.queries.disclosures import HeldPage, open_disclosure
from handrail.sharing.queries.followups import open_notice
from handrail.sharing.queries.people import find_people
from handrail.upkeep.sweep import sweep_organisation
from tests.nominating import NAME
from tests.working import SUPPORT, disclosed
from tests.worlds import World

CONTACT = "single_point_of_contact@council"
LAST_DAY = datetime(2025, 12, 31, 23, 59, tzinfo=clock.LONDON)
DAY_AFTER = datetime(2026, 1, 1, 0, 1, tzinfo=clock.LONDON)


def opened_at(pilot: World, disclosure: object, moment: datetime) -> HeldPage:
    with clock.at(moment):
        page = open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=disclosure)  # type: ignore[arg-type]
    assert isinstance(page, HeldPage)
    return page


def test_on_its_last_day_it_is_still_held(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with clock.at(LAST_DAY):
        sweep_organisation(pilot.organisation("council"))
    page = opened_at(pilot, given.disclosure, LAST_DAY)
    assert page.held.name == NAME
    assert page.state == "acknowledged"


def test_the_day_after_its_words_are_gone_and_a_tombstone_says_why(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with clock.at(DAY_AFTER):
        sweep_organisation(pilot.organisation("council"))
        assert find_people(by=pilot.actor(CONTACT), purpose=SUPPORT, words=NAME) == ()
    page = opened_at(pilot, given.disclosure, DAY_AFTER)
    assert page.state == "expired"
    assert [item.words for item in page.held.items] == ["", ""]
    assert {notice.how for notice in page.notices} == {"ran_out"}


def test_what_ran_out_together_is_one_thing_to_acknowledge(pilot: World) -> None:
    disclosed(pilot, "council")
    by = pilot.actor(CONTACT)
    with clock.at(DAY_AFTER):
        sweep_organisation(pilot.organisation("council"))
        waiting = [due for due in all_due(pilot) if due.kind == "acknowledge_expiry"]
        assert len(waiting) == 1
        notice = open_notice(by=by, purpose=SUPPORT, notice=waiting[0].subject)
        assert [row.number for row in notice.together] == [1, 3]
        acknowledge(by=by, purpose=SUPPORT, notice=waiting[0].subject)
        assert [due for due in all_due(pilot) if due.kind == "acknowledge_expiry"] == []
        after = open_notice(by=by, purpose=SUPPORT, notice=waiting[0].subject)
        assert {row.state for row in after.together} == {"acknowledged"}


def all_due(pilot: World) -> tuple[Due, ...]:
    found = waiting_for(by=pilot.actor(CONTACT), purpose=SUPPORT)
    return (*found.today_and_late.duties, *found.this_week.duties, *found.later.duties)


def test_before_the_sweep_has_been_by_the_words_are_out_of_reach_already(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    page = opened_at(pilot, given.disclosure, DAY_AFTER)
    assert [item.words for item in page.held.items] == ["", ""]


def test_a_member_cannot_end_a_disclosure_as_the_sweep_does(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with pytest.raises(LookupError, match=r"no disclosure\.expire by a Member"):
        expire(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)


def test_a_second_round_finds_nothing_more(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    with clock.at(DAY_AFTER):
        sweep_organisation(pilot.organisation("council"))
        from handrail.sharing.queries.over import disclosures_over

        by = service("sweep", pilot.organisation("council"))
        assert given.disclosure not in disclosures_over(by=by, purpose="administration")
