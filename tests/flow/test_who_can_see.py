"""“Who can see this?” names every colleague who could, says why, and tells nobody of a holder they may not know of."""

import re
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from handrail.directory.models import Member
from handrail.gate import NotFound, Refused
from handrail.ledger.models import LedgerPayload
from handrail.oversight.queries.who import AboutNeither, WhoCan, who_can_open, who_can_read, who_can_see
from handrail.sharing.actions import recalling
from handrail.sharing.models import Holding
from tests.acting import act_as
from tests.browsing import signed_in
from tests.nominating import CONCERN, NAME, OFFICER, PURPOSE
from tests.recorded import how_many, recorded
from tests.working import SUPPORT, Given, disclosed, opened
from tests.worlds import World

RIGHTS, OVERSIGHT = "individual_rights", "oversight"
DPO, UNITS_DPO = "data_protection_officer@council", "data_protection_officer@ctu"


@pytest.fixture
def given(pilot: World) -> dict[str, Given]:
    return disclosed(pilot, "council", "nhs")


def copy(pilot: World, house: str, item: UUID) -> UUID:
    with act_as(pilot, f"data_protection_officer@{house}"):
        return Holding.objects.values_list("id", flat=True).get(item=item, organisation_id=pilot.organisation(house))


def readers(pilot: World, who: str, item: UUID) -> WhoCan:
    house = who.partition("@")[2]
    return who_can_read(by=pilot.actor(who), purpose=RIGHTS, holding=copy(pilot, house, item))


def names(found: WhoCan, *, may: bool) -> set[UUID]:
    assert found.ours is not None
    return {row.member for row in found.ours.rows if row.may == may}


def test_the_officer_sees_each_colleague_who_could_read_it_for_what_and_who_only_knows(
    pilot: World, given: dict[str, Given]
) -> None:
    found = readers(pilot, DPO, given["council"].items[1])
    readable = {"single_point_of_contact", "second_contact", "case_coordinator", "second_coordinator", "panel_chair",
                "centre_lead", "data_protection_officer"}  # fmt: skip
    assert names(found, may=True) == {pilot.member(f"{post}@council") for post in readable}
    assert names(found, may=False) == {pilot.member("lapsed_contact@council")}
    assert found.ours is not None
    by_member = {row.member: row for row in found.ours.rows}
    assert by_member[pilot.member("panel_chair@council")].ways == (("mac-hold", (SUPPORT,)),)
    assert by_member[pilot.member("lapsed_contact@council")].stopped_by == ("training-lapsed",)
    (way,) = by_member[pilot.member(DPO)].ways
    assert way == ("mac-hold-officer", (SUPPORT, "individual_rights", "administration", "oversight"))


def test_back_leads_to_the_page_that_the_item_stands_on(pilot: World, given: dict[str, Given]) -> None:
    person, item = given["council"].person, given["council"].items[1]
    for who in (DPO, UNITS_DPO):
        browser = signed_in(pilot, who)
        say_why(browser, person)
        asked = reverse("work:item_readers", args=[person, copy(pilot, who.partition("@")[2], item)])
        (back,) = re.findall(r'href="([^"]+)" class="govuk-back-link"', browser.get(asked).content.decode())
        assert f'href="{asked}"' in browser.get(back).content.decode()


def test_a_page_beyond_the_last_shows_the_last_and_not_that_nobody_can(pilot: World, given: dict[str, Given]) -> None:
    holding = copy(pilot, "council", given["council"].items[1])
    last, beyond = (
        who_can_read(by=pilot.actor(DPO), purpose=RIGHTS, holding=holding, page=page).ours for page in (1, 9)
    )
    assert beyond == last


def test_a_recipient_is_not_told_who_else_was_given_it(pilot: World, given: dict[str, Given]) -> None:
    found = readers(pilot, DPO, given["council"].items[1])
    assert (found.came_from, found.elsewhere) == ("London Counter-Terrorism Policing Unit", ())


def test_the_originator_counts_those_it_gave_it_to_without_a_name(pilot: World, given: dict[str, Given]) -> None:
    found = readers(pilot, UNITS_DPO, given["council"].items[1])
    counted = {each.organisation: each.counted for each in found.elsewhere}
    assert set(counted) == {"Camden Council", "Northside Mental Health Trust"}
    council = counted["Camden Council"]
    assert (council.able, council.knowing) == (7, 1)
    assert dict(council.by_role)["single_point_of_contact"] == 2


def test_what_was_recalled_nobody_reads(pilot: World, given: dict[str, Given]) -> None:
    item = given["council"].items[1]
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=item, reason="inaccurate")
    found = readers(pilot, DPO, item)
    assert names(found, may=True) == set()
    assert found.ours is not None
    assert all("expired-or-recalled" in row.stopped_by for row in found.ours.rows)
    page = signed_in(pilot, DPO)
    say_why(page, given["council"].person)
    shown = page.get(reverse("work:item_readers", args=[given["council"].person, copy(pilot, "council", item)]))
    assert "Nobody in your organisation can read it now." in shown.content.decode()


def test_members_of_a_case_see_each_other_as_a_team(pilot: World, given: dict[str, Given]) -> None:
    case = opened(pilot, given["council"], partners=("housing",))
    found = who_can_open(by=pilot.actor(DPO), purpose=RIGHTS, case=case)
    assert {each.organisation for each in found.elsewhere} == {"Metropolitan Police", "Regent Homes"}
    assert pilot.member("case_coordinator@council") in names(found, may=True)
    (partner,) = (each for each in found.elsewhere if each.organisation == "Regent Homes")
    assert dict(partner.counted.by_role) == {"single_point_of_contact": 2, "data_protection_officer": 1}


def test_whoever_answers_for_nothing_is_refused_and_a_stranger_finds_nothing(
    pilot: World, given: dict[str, Given]
) -> None:
    item = given["council"].items[1]
    with pytest.raises(Refused) as refused:
        readers(pilot, "single_point_of_contact@council", item)
    assert refused.value.rules == ("no-permission",)
    hidden, absent = copy(pilot, "council", item), uuid4()
    for holding in (hidden, absent):
        with pytest.raises(NotFound):
            who_can_read(by=pilot.actor("data_protection_officer@school"), purpose=RIGHTS, holding=holding)


def entry_about(pilot: World, kind: str, action: str) -> UUID:
    with act_as(pilot, "auditor@council"):
        found = LedgerPayload.objects.filter(subject_type=kind, action=action)
        return found.values_list("entry_id", flat=True)[0]


def test_an_auditor_asks_from_an_entry_and_reads_nothing_of_the_case(pilot: World, given: dict[str, Given]) -> None:
    case = opened(pilot, given["council"])
    who_can_open(by=pilot.actor(DPO), purpose=RIGHTS, case=case)
    entry = entry_about(pilot, "Case", "case.see_who")
    found = who_can_see(by=pilot.actor("auditor@council"), purpose=OVERSIGHT, record=entry)
    assert pilot.member("case_coordinator@council") in names(found, may=True)
    browser = signed_in(pilot, "auditor@council")
    led_on = browser.get(reverse("oversee:record", args=[entry])).content.decode()
    address = reverse("oversee:entry_readers", args=[entry])
    assert address in led_on
    page = browser.get(address).content.decode()
    assert "Who can see this case?" in page
    assert NAME not in page
    assert "LDN-" not in page
    assert CONCERN not in page


def test_an_auditor_is_not_told_what_stops_a_colleague_for_that_would_tell_the_marking(
    pilot: World, given: dict[str, Given]
) -> None:
    """The same entry tells the data protection officer, who may ask about the item itself."""
    contact = pilot.member("single_point_of_contact@council")
    held = copy(pilot, "council", given["council"].items[1])
    with act_as(pilot, DPO):
        Holding.objects.filter(pk=held).update(marking=2)
        Member.objects.filter(pk=contact).update(clearance=1)
    readers(pilot, DPO, given["council"].items[1])
    entry = entry_about(pilot, "Holding", "holding.see_who")
    told = {}
    for who in ("auditor@council", DPO):
        found = who_can_see(by=pilot.actor(who), purpose=OVERSIGHT, record=entry)
        assert contact in names(found, may=False)
        assert found.ours is not None
        told[who] = {rule for row in found.ours.rows for rule in row.stopped_by}
    assert told == {"auditor@council": set(), DPO: {"marking-above-clearance", "training-lapsed"}}
    address = reverse("oversee:entry_readers", args=[entry])
    page = signed_in(pilot, "auditor@council").get(address).content.decode()
    assert "What stops them is told to the data protection officer" in page
    assert "No rule lets them" not in page
    assert "marked above" not in page


def test_an_oversight_body_counts_in_every_organisation_and_names_nobody(pilot: World, given: dict[str, Given]) -> None:
    readers(pilot, DPO, given["council"].items[1])
    entry = entry_about(pilot, "Holding", "holding.see_who")
    found = who_can_see(by=pilot.actor("auditor@oversight"), purpose=OVERSIGHT, record=entry)
    assert found.ours is None
    assert {each.organisation for each in found.elsewhere} == {
        "London Counter-Terrorism Policing Unit", "Camden Council", "Northside Mental Health Trust",
    }  # fmt: skip
    page = signed_in(pilot, "auditor@oversight").get(reverse("oversee:entry_readers", args=[entry])).content.decode()
    assert "Camden Council" in page


def test_an_entry_about_what_is_another_organisations_says_no_more_than_one_about_nothing(
    pilot: World, given: dict[str, Given]
) -> None:
    """A member of another organisation tried the address of a record. Their auditor learns not even that it exists."""
    auditor = pilot.actor("auditor@school")
    for holding in (copy(pilot, "council", given["council"].items[1]), uuid4()):
        before = how_many()
        with pytest.raises(NotFound):
            who_can_read(by=pilot.actor("data_protection_officer@school"), purpose=RIGHTS, holding=holding)
        (tried,) = recorded(since=before)
        with pytest.raises(AboutNeither):
            who_can_see(by=auditor, purpose=OVERSIGHT, record=tried.entry)


def test_the_ledger_says_that_it_was_asked_and_whose_names_were_shown(pilot: World, given: dict[str, Given]) -> None:
    before = how_many()
    found = readers(pilot, DPO, given["council"].items[1])
    (entry,) = recorded(since=before)
    assert (entry.action, entry.person) == ("holding.see_who", given["council"].person)
    assert found.ours is not None
    assert entry.facts["results"] == len(found.ours.rows)


def say_why(browser: Client, person: UUID) -> None:
    browser.post(reverse("purpose", args=[person]), {"reason": "their_request"})
