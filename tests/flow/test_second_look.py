"""A data protection officer looks twice at how colleagues used records, where a plain rule asks for it."""

from datetime import datetime, time, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from handrail import ledger
from handrail.directory.models import Member
from handrail.directory.services import service
from handrail.gate import Conflict, Refused, RuleBroken, clock
from handrail.oversight.actions.looking import fall_due, mark_looked_at
from handrail.oversight.models import SecondLook
from handrail.oversight.queries.unusual import Unusual, unusual_accesses
from handrail.oversight.tasks import second_looks_of
from handrail.programme import load
from handrail.sharing.models import PersonRecord
from handrail.sharing.queries.disclosures import open_disclosure
from handrail.web.work.places import address_of
from tests.acting import act_as
from tests.browsing import signed_in
from tests.nominating import NAME, waiting
from tests.recorded import recorded
from tests.working import SUPPORT, Given, disclosed, opened
from tests.worlds import NOW, World

RIGHTS, ADMINISTRATION = "individual_rights", "administration"
DPO, CONTACT = "data_protection_officer@council", "single_point_of_contact@council"
MONDAY = NOW.date()
CHECKS = load("mac").access_checks


@pytest.fixture
def given(pilot: World) -> Given:
    """Received at 10 o'clock on a Monday, which is nothing unusual."""
    return disclosed(pilot, "council")["council"]


def look(pilot: World, who: str = DPO) -> list[Unusual]:
    return list(unusual_accesses(by=pilot.actor(who), purpose=RIGHTS))


def rules(pilot: World) -> list[str]:
    return [each.rule for each in look(pilot)]


def opening(pilot: World, given: Given, at: datetime, who: str = CONTACT) -> None:
    with clock.at(at):
        open_disclosure(by=pilot.actor(who), purpose=SUPPORT, disclosure=given.disclosure)


def london(hour: int, minute: int = 0, second: int = 0, *, day: int = 0, microsecond: int = 0) -> datetime:
    return datetime.combine(MONDAY + timedelta(days=day), time(hour, minute, second, microsecond), clock.LONDON)


@pytest.mark.parametrize(
    ("at", "comes_up"),
    [
        (london(6, 59, 59, microsecond=999_999), True),
        (london(7), False),
        (london(19, 59, 59, microsecond=999_999), False),
        (london(20), True),
        (london(12, day=-3), False),
        (london(12, day=-2), True),
        (london(12, day=-7), True),
    ],
    ids=["just before 7am", "at 7am", "just before 8pm", "at 8pm", "Friday", "Saturday", "the spring bank holiday"],
)
def test_what_is_opened_outside_working_hours_comes_up(
    pilot: World, given: Given, at: datetime, comes_up: bool
) -> None:
    opening(pilot, given, at)
    with clock.at(max(at, NOW) + timedelta(hours=1)):
        assert rules(pilot) == ["out_of_hours"] * comes_up


def test_whoever_works_at_night_by_their_role_is_spared(pilot: World, given: Given) -> None:
    spared = CHECKS["out_of_hours"].spares
    assert "duty_officer" in spared
    opening(pilot, given, london(22))
    with act_as(pilot, DPO):
        Member.objects.get(pk=pilot.member(CONTACT)).grants.create(
            organisation_id=pilot.organisation("council"), role="duty_officer", state="granted",
            requested_by=uuid4(), requested_at=NOW, decided_by=uuid4(), decided_at=london(22),
        )  # fmt: skip
    with clock.at(london(23)):
        assert rules(pilot) == []
    with act_as(pilot, DPO):
        pilot_grant = Member.objects.get(pk=pilot.member(CONTACT)).grants.filter(role="duty_officer")
        pilot_grant.update(decided_at=london(22, microsecond=1))
    with clock.at(london(23)):
        assert rules(pilot) == ["out_of_hours"]


def test_whoever_is_not_on_the_case_that_colleagues_work_on_comes_up(pilot: World, given: Given) -> None:
    opening(pilot, given, london(11))
    with clock.at(london(12)):
        opened(pilot, given)
    with clock.at(london(16)):
        assert rules(pilot) == [], "what was opened before there was a case is nothing unusual"
    opening(pilot, given, london(13))
    opening(pilot, given, london(14), who="case_coordinator@council")
    with clock.at(london(16)):
        (found,) = look(pilot)
    assert (found.rule, found.member) == ("not_on_the_case", pilot.member(CONTACT))
    assert (found.first, found.last, found.opened, found.people) == (london(13), london(13), 1, 1)


def many(pilot: World, people: int, *, apart: timedelta, outcome: str = "done", after: timedelta = timedelta()) -> None:
    """Entries as reading so many people's records leaves them, evenly in time from 10 o'clock on."""
    house, contact = pilot.organisation("council"), pilot.member(CONTACT)
    with act_as(pilot, CONTACT):
        pattern = PersonRecord.objects.get(organisation_id=house)
        for number in range(people):
            person = uuid4()
            PersonRecord.objects.create(
                organisation_id=house, person_id=person, reference=f"LDN-{number}", centre_id=pattern.centre_id,
                programme="mac", since=NOW,
            )  # fmt: skip
            ledger.append(
                kind="person.open", organisation=house, at=london(11) + after + apart * number,
                payload={"actor": str(contact), "outcome": outcome, "person": str(person), "purpose": SUPPORT},
            )  # fmt: skip


@pytest.mark.parametrize(
    ("people", "apart", "comes_up"),
    [
        (CHECKS["many_people"].most_people, timedelta(seconds=1), False),
        (CHECKS["many_people"].most_people + 1, timedelta(seconds=1), True),
        (CHECKS["many_people"].most_people + 1, timedelta(minutes=2), True),
        (CHECKS["many_people"].most_people + 1, timedelta(minutes=2, microseconds=1), False),
    ],
    ids=["as many as may be", "one more", "one more in exactly the hour", "one more in a little over the hour"],
)
def test_many_people_in_a_short_time_come_up(
    pilot: World, given: Given, people: int, apart: timedelta, comes_up: bool
) -> None:
    assert CHECKS["many_people"].within_minutes == CHECKS["many_people"].most_people * 2
    many(pilot, people, apart=apart)
    with clock.at(london(15)):
        found = look(pilot)
    assert [(each.rule, each.people) for each in found] == [("many_people", people)] * comes_up


def test_whoever_tries_to_open_many_peoples_records_comes_up_though_all_was_refused(pilot: World, given: Given) -> None:
    people = CHECKS["many_people"].most_people + 1
    many(pilot, people, apart=timedelta(seconds=1), outcome="refused")
    with clock.at(london(15)):
        (found,) = look(pilot)
    assert (found.rule, found.opened, found.people) == ("many_people", people, people)


def test_what_was_refused_is_otherwise_nothing_that_was_opened(pilot: World, given: Given) -> None:
    with act_as(pilot, CONTACT):
        ledger.append(
            kind="person.open", organisation=pilot.organisation("council"), at=london(21),
            payload={"actor": str(pilot.member(CONTACT)), "outcome": "refused", "person": str(given.person)},
        )  # fmt: skip
    with clock.at(london(22)):
        assert look(pilot) == []


def test_the_same_person_many_times_is_one_person(pilot: World, given: Given) -> None:
    for second in range(CHECKS["many_people"].most_people + 1):
        with act_as(pilot, CONTACT):
            ledger.append(
                kind="person.open", organisation=pilot.organisation("council"), at=london(11, second=second),
                payload={"actor": str(pilot.member(CONTACT)), "person": str(given.person)},
            )  # fmt: skip
    with clock.at(london(15)):
        assert look(pilot) == []


def test_what_was_looked_at_does_not_come_up_again_until_there_is_more_of_it(pilot: World, given: Given) -> None:
    opening(pilot, given, london(21))
    with clock.at(london(22)):
        (found,) = look(pilot)
        mark(pilot, found)
        assert look(pilot) == []
    opening(pilot, given, london(22, 30))
    with clock.at(london(23)):
        (again,) = look(pilot)
    assert (again.first, again.last, again.opened) == (london(21), london(22, 30), 2)
    (entry,) = recorded(action="access.mark_looked_at")
    assert entry.facts["finding"] == "in_order"
    assert entry.facts["member"] == str(pilot.member(CONTACT))


def mark(pilot: World, found: Unusual, *, who: str = DPO, finding: str = "in_order") -> UUID:
    return mark_looked_at(by=pilot.actor(who), purpose=RIGHTS, rule=found.rule, entry=found.entry, finding=finding)


def test_two_officers_do_not_both_say_what_they_found_nor_of_what_they_have_not_seen(
    pilot: World, given: Given
) -> None:
    opening(pilot, given, london(21))
    with clock.at(london(23)):
        (found,) = look(pilot)
        opening(pilot, given, london(22))
        with pytest.raises(Conflict):
            mark(pilot, found)
        (found,) = look(pilot)
        mark(pilot, found)
        with pytest.raises(Conflict):
            mark(pilot, found)
    with act_as(pilot, DPO):
        assert SecondLook.objects.count() == 1


def test_nobody_clears_themselves_nor_finds_what_the_rulebook_has_not(pilot: World, given: Given) -> None:
    opening(pilot, given, london(21))
    opening(pilot, given, london(21, 30), who=DPO)
    with clock.at(london(23)):
        by_member = {each.member: each for each in look(pilot)}
        own, others = by_member[pilot.member(DPO)], by_member[pilot.member(CONTACT)]
        assert (own.own, others.own) == (True, False)
        with pytest.raises(RuleBroken) as broken:
            mark(pilot, own)
        assert broken.value.rule == "own-accesses"
        assert "auditor" not in str(broken.value), "no auditor can do it"
        with pytest.raises(RuleBroken) as broken:
            mark(pilot, others, finding="guilty")
        assert broken.value.field == "finding"
        browser = signed_in(pilot, DPO)
        assert "Save what you found" not in browser.get(address(own)).content.decode()
        assert "Save what you found" in browser.get(address(others)).content.decode()


def test_the_page_of_one_looks_for_that_one_alone(pilot: World, given: Given) -> None:
    for day in (0, 1):
        opening(pilot, given, london(21, day=day))
    opening(pilot, given, london(21), who="case_coordinator@council")
    with clock.at(london(23, day=1)):
        found = look(pilot)
        assert len(found) == 3
        browser = signed_in(pilot, DPO)
        for each in found:
            assert f"{each.day.day} June 2025" in browser.get(address(each)).content.decode()
            assert recorded(action="access.list_unusual")[-1].facts["results"] == 1
            only = unusual_accesses(by=pilot.actor(DPO), purpose=RIGHTS, rule=each.rule, entry=each.entry)
            assert only == (each,)
        assert browser.get(reverse("oversee:look", args=["many_people", found[0].entry])).status_code == 404


def test_one_of_many_people_over_midnight_is_found_as_in_the_list(pilot: World, given: Given) -> None:
    """Half of them on one day, half on the next."""
    people = CHECKS["many_people"].most_people + 1
    many(pilot, people, apart=timedelta(minutes=2), after=london(23, 30) - london(11))
    with clock.at(london(3, day=1)):
        found = [each for each in look(pilot) if each.rule == "many_people"]
        assert [each.day for each in found] == [MONDAY + timedelta(days=1), MONDAY]
        for each in found:
            only = unusual_accesses(by=pilot.actor(DPO), purpose=RIGHTS, rule=each.rule, entry=each.entry)
            assert only == (each,)


def address(found: Unusual) -> str:
    return reverse("oversee:look", args=[found.rule, found.entry])


def test_a_day_stays_until_it_is_looked_at_and_for_a_year_if_nobody_does(pilot: World, given: Given) -> None:
    days = CHECKS["out_of_hours"].look_back_days
    assert days >= 365
    for before in (days, days - 1):
        with act_as(pilot, CONTACT):
            ledger.append(
                kind="person.open", organisation=pilot.organisation("council"), at=london(21, day=-before),
                payload={"actor": str(pilot.member(CONTACT)), "person": str(given.person)},
            )  # fmt: skip
    (found,) = look(pilot)
    assert (found.day, found.stays_until) == (MONDAY - timedelta(days=days - 1), MONDAY)
    assert "2 June 2025" in signed_in(pilot, DPO).get(address(found)).content.decode()
    mark(pilot, found)
    assert look(pilot) == []


def overnight(pilot: World, *, after: int) -> list[tuple[str, str]]:
    """What waits for the officer, and where it leads, once the night's job has looked so many days after Monday."""
    with clock.at(london(4, day=after)):
        second_looks_of(organisation=str(pilot.organisation("council")))
        return [(each.kind, address_of(each)) for each in waiting(pilot, DPO, purpose=ADMINISTRATION)]


OWED = [("look_twice", "/oversight/second-look/")]


def test_what_nobody_looks_at_becomes_a_duty_of_the_officer_and_ends_with_the_last_of_it(
    pilot: World, given: Given
) -> None:
    waits = CHECKS["out_of_hours"].waits_days
    for day in (0, 1):
        opening(pilot, given, london(21, day=day))
    opening(pilot, given, london(21, day=waits))
    assert overnight(pilot, after=waits) == []
    assert overnight(pilot, after=waits + 1) == OWED
    assert overnight(pilot, after=waits + 2) == OWED, "it is one duty, however much waits"
    with clock.at(london(9, day=waits + 2)):
        newest, *older = look(pilot)
        assert [each.day.day for each in (newest, *older)] == [16, 3, 2]
        mark(pilot, older[0])
        assert overnight(pilot, after=waits + 2) == OWED
        mark(pilot, older[1])
        assert waiting(pilot, DPO, purpose=ADMINISTRATION) == [], "what is newer may still wait"
    assert overnight(pilot, after=2 * waits + 1) == OWED
    entry = recorded(action="access.fall_due")[-1]
    assert entry.facts == {"oldest": newest.day.isoformat(), "waiting": 1}


def test_what_waits_is_owed_until_a_year_is_over_and_then_no_longer_as_nobody_could_look(
    pilot: World, given: Given
) -> None:
    opening(pilot, given, london(21))
    days = CHECKS["out_of_hours"].look_back_days
    assert overnight(pilot, after=days - 1) == OWED
    assert overnight(pilot, after=days) == []


def test_nobody_elses_officer_owes_it_and_nobody_but_the_sweep_says_that_it_is_owed(pilot: World, given: Given) -> None:
    opening(pilot, given, london(21))
    overnight(pilot, after=30)
    with clock.at(london(9, day=30)):
        for officer in ("data_protection_officer@ctu", "data_protection_officer@nhs"):
            assert waiting(pilot, officer, purpose=ADMINISTRATION) == []
        for name in ("worker", "reconciler"):
            with pytest.raises(Refused):
                fall_due(by=service(name, pilot.organisation("council")), purpose=ADMINISTRATION)


@pytest.mark.parametrize("who", [CONTACT, "caldicott_guardian@nhs", "auditor@council", "centre_lead@council"])
def test_only_a_data_protection_officer_looks_twice(pilot: World, given: Given, who: str) -> None:
    with pytest.raises(Refused) as refused:
        look(pilot, who)
    assert refused.value.rules == ("no-permission",)


def test_an_officer_sees_nothing_of_another_organisations_members(pilot: World, given: Given) -> None:
    opening(pilot, given, london(21))
    with clock.at(london(22)):
        assert look(pilot, "data_protection_officer@ctu") == []
        assert look(pilot, "data_protection_officer@nhs") == []


def test_the_pages_say_the_rule_in_words_and_what_can_be_done(pilot: World, given: Given) -> None:
    opening(pilot, given, london(21))
    check = CHECKS["out_of_hours"]
    with clock.at(london(22)):
        browser, (found,) = signed_in(pilot, DPO), look(pilot)
        listed = browser.get(reverse("oversee:second_look")).content.decode()
        assert check.description in listed
        assert address(found) in listed
        shown = browser.get(address(found)).content.decode()
        assert found.what_to_do in shown
        assert "Once, about one person" in shown
        assert found.named[0].reference in shown
        assert NAME not in listed + shown
        assert browser.post(address(found), {}).status_code == 422
        assert browser.post(address(found), {"finding": "in_order"}).status_code == 303
        assert browser.get(address(found)).status_code == 404
        assert "nothing to look at a second time" in browser.get(reverse("oversee:second_look")).content.decode()


def test_no_rule_counts_anybody_up_or_sorts_members_by_more_than_their_days(pilot: World, given: Given) -> None:
    for hour, day in ((21, 0), (22, 0), (21, 1)):
        opening(pilot, given, london(hour, day=day))
    opening(pilot, given, london(23, day=0), who="case_coordinator@council")
    with clock.at(london(23, day=2)):
        found = look(pilot)
    days = [each.day for each in found]
    assert len(found) == 3
    assert days == sorted(days, reverse=True)
    assert all(before.name <= after.name for before, after in pairwise(found) if before.day == after.day)
