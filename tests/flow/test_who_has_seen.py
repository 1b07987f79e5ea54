"""A data protection officer reads who has seen a person's record, and why; of their own organisation alone."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from handrail import ledger
from handrail.directory.models import RoleGrant
from handrail.directory.rulebooks import purpose_title
from handrail.gate import NotFound, Refused, clock
from handrail.oversight.newest_first import NoSuchPage
from handrail.oversight.queries.accesses import Accesses, accesses
from handrail.sharing.models import PersonRecord
from handrail.sharing.queries.disclosures import open_disclosure
from handrail.sharing.queries.people import open_person
from tests.acting import act_as
from tests.browsing import signed_in
from tests.nominating import NAME
from tests.recorded import recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import NOW, World

RIGHTS = "individual_rights"
DPO, GUARDIAN, CONTACT = "data_protection_officer@council", "caldicott_guardian@nhs", "single_point_of_contact@council"


@pytest.fixture
def given(pilot: World) -> dict[str, Given]:
    return disclosed(pilot, "council", "nhs")


def record_of(pilot: World, house: str, person: UUID) -> UUID:
    with act_as(pilot, f"data_protection_officer@{house}"):
        return PersonRecord.objects.values_list("id", flat=True).get(
            person_id=person, organisation_id=pilot.organisation(house)
        )


def seen(pilot: World, who: str, person: UUID, **asked: UUID | int | None) -> Accesses:
    record = record_of(pilot, who.partition("@")[2], person)
    return accesses(by=pilot.actor(who), purpose=RIGHTS, person=record, **asked)  # type: ignore[arg-type]


def test_the_officer_reads_who_did_what_when_in_which_role_and_for_what(pilot: World, given: dict[str, Given]) -> None:
    with clock.at(NOW + timedelta(hours=2)):
        open_disclosure(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given["council"].disclosure)
    found = seen(pilot, DPO, given["council"].person)
    assert [(row.action, row.purpose, row.roles, row.outcome) for row in found.rows] == [
        ("disclosure.open", SUPPORT, ("single_point_of_contact",), "done"),
        ("disclosure.acknowledge", SUPPORT, ("single_point_of_contact",), "done"),
    ]
    assert found.rows[0].at == NOW + timedelta(hours=2)
    assert (found.members, found.counted, found.more) == (1, 2, False)


def test_a_page_leads_from_the_persons_record_and_a_search_by_reference_to_it(
    pilot: World, given: dict[str, Given]
) -> None:
    person = given["council"].person
    record = record_of(pilot, "council", person)
    browser = signed_in(pilot, DPO)
    browser.post(reverse("purpose", args=[person]), {"reason": "their_request"})
    address = reverse("work:seen", args=[person, record])
    assert address in browser.get(reverse("work:person", args=[person, record])).content.decode()
    reference = seen(pilot, DPO, person).reference
    assert address in browser.post(reverse("oversee:seen"), {"q": reference}).content.decode()
    assert address not in browser.post(reverse("oversee:seen"), {"q": "LDN-0000-0"}).content.decode()
    for page in (address, reverse("work:seen_on_paper", args=[person, record])):
        shown = browser.get(page).content.decode()
        assert "Acknowledged this disclosure" in shown
        assert "Single point of contact" in shown
        assert purpose_title(SUPPORT) in shown
        assert NAME not in shown


def test_a_role_is_the_one_that_was_held_then(pilot: World, given: dict[str, Given]) -> None:
    with act_as(pilot, DPO):
        grant = RoleGrant.objects.filter(member_id=pilot.member(CONTACT), role="single_point_of_contact")
    for ended_at, then in ((NOW + timedelta(microseconds=1), ("single_point_of_contact",)), (NOW, ())):
        with act_as(pilot, DPO):
            grant.update(state="ended", ended_at=ended_at)
        found = {row.action: row for row in seen(pilot, DPO, given["council"].person).rows}
        assert found["disclosure.acknowledge"].at == NOW
        assert found["disclosure.acknowledge"].roles == then


def test_a_refused_attempt_is_there_with_the_rule(pilot: World, given: dict[str, Given]) -> None:
    lapsed = pilot.actor("lapsed_contact@council")
    with clock.at(NOW + timedelta(minutes=1)), pytest.raises(Refused):
        open_disclosure(by=lapsed, purpose=SUPPORT, disclosure=given["council"].disclosure)
    first = seen(pilot, DPO, given["council"].person).rows[0]
    assert (first.outcome, first.rules) == ("refused", ("training-lapsed",))


def test_another_organisation_reads_its_own_members_only(pilot: World, given: dict[str, Given]) -> None:
    assert {row.member for row in seen(pilot, GUARDIAN, given["nhs"].person).rows}.isdisjoint(
        {row.member for row in seen(pilot, DPO, given["council"].person).rows}
    )
    theirs = record_of(pilot, "nhs", given["nhs"].person)
    for record in (theirs, uuid4()):
        with pytest.raises(NotFound):
            accesses(by=pilot.actor(DPO), purpose=RIGHTS, person=record)


@pytest.mark.parametrize("who", [CONTACT, "case_coordinator@council", "centre_lead@council"])
def test_nobody_else_reads_who_has_seen_it(pilot: World, given: dict[str, Given], who: str) -> None:
    record = record_of(pilot, "council", given["council"].person)
    with pytest.raises(Refused) as refused:
        accesses(by=pilot.actor(who), purpose=SUPPORT, person=record)
    assert refused.value.rules == ("no-permission",)
    assert not open_person(by=pilot.actor(who), purpose=SUPPORT, person=record).asks_who_saw


def test_reading_it_is_recorded_too_and_is_in_it_from_then_on(pilot: World, given: dict[str, Given]) -> None:
    with clock.at(NOW + timedelta(minutes=1)):
        seen(pilot, DPO, given["council"].person)
    (entry,) = recorded(action="person.see_accesses")
    assert entry.person == given["council"].person
    assert seen(pilot, DPO, given["council"].person).rows[0].action == "person.see_accesses"


def test_pages_go_on_from_an_entry_and_miss_and_repeat_none(pilot: World, given: dict[str, Given]) -> None:
    contact, disclosure = pilot.actor(CONTACT), given["council"].disclosure
    for minute in range(1, 5):
        # Two at the same moment: the order between them is their ids', and a page may end between the two.
        with clock.at(NOW + timedelta(minutes=minute // 2)):
            open_disclosure(by=contact, purpose=SUPPORT, disclosure=disclosure)
    person = given["council"].person
    with clock.at(NOW + timedelta(hours=1)):  # Reading it adds to it, and these readings come after all of the others.
        whole = [row.id for row in seen(pilot, DPO, person).rows]
        page = seen(pilot, DPO, person, before=whole[0], size=2)
        pages = [whole[0], *(row.id for row in page.rows)]
        while page.older:
            page = seen(pilot, DPO, person, before=page.older, size=2)
            pages += [row.id for row in page.rows]
        assert pages == whole
        back = seen(pilot, DPO, person, after=whole[3], size=2)
        assert [row.id for row in back.rows] == whole[1:3]
        assert (back.newer, back.older) == (whole[1], whole[2])
        with pytest.raises(NoSuchPage):
            seen(pilot, DPO, person, before=uuid4())


def test_it_says_how_many_entries_were_erased_though_not_whom_they_were_about(
    pilot: World, given: dict[str, Given]
) -> None:
    (row,) = (before := seen(pilot, DPO, given["council"].person)).rows
    assert before.erased == 0
    with act_as(pilot, DPO):
        ledger.erase([row.id])
    after = seen(pilot, DPO, given["council"].person)
    assert after.erased == 1
    assert row.id not in {each.id for each in after.rows}
    record = record_of(pilot, "council", given["council"].person)
    browser = signed_in(pilot, DPO)
    browser.post(reverse("purpose", args=[given["council"].person]), {"reason": "their_request"})
    page = browser.get(reverse("work:seen", args=[given["council"].person, record])).content.decode()
    assert "Nobody can tell any more whom it was about." in page


def test_a_guardian_who_does_not_read_the_record_is_led_to_who_has_seen(pilot: World, given: dict[str, Given]) -> None:
    browser = signed_in(pilot, GUARDIAN)
    answer = browser.get(reverse("oversee:home"))
    assert (answer.status_code, answer.headers["Location"]) == (303, reverse("oversee:seen"))
    reference = seen(pilot, GUARDIAN, given["nhs"].person).reference
    found = browser.post(reverse("oversee:seen"), {"q": reference}).content.decode()
    assert reverse("work:seen", args=[given["nhs"].person, record_of(pilot, "nhs", given["nhs"].person)]) in found
