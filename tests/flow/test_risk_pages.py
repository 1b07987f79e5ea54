"""The pages of the risk ledger, as a browser without scripts asks for them."""

import re
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from handrail.casework.actions import escalating
from handrail.casework.models import Case, Risk
from handrail.casework.queries.risks import open_risk
from handrail.directory.models import Member
from handrail.gate import Refused
from handrail.web.work import choices
from tests.browsing import signed_in
from tests.nominating import acting_for, change_agreement
from tests.owning import OWNER, SECOND, offered, recorded, shared_case
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World


@pytest.fixture
def case(pilot: World) -> UUID:
    return shared_case(pilot)


def person_of(pilot: World, case: UUID) -> UUID:
    with acting_for(pilot.organisation("force")):
        return Case.objects.get(pk=case).person_id


def at_a_browser(pilot: World, who: str, person: UUID) -> Client:
    """Signed in, having said why they open this person's record."""
    browser = signed_in(pilot, who)
    asked = reverse("purpose", args=[person])
    reasons = re.findall(r'name="reason"[^>]*value="([a-z_]+)"', browser.get(asked).content.decode())
    browser.post(asked, {"reason": reasons[0]})
    return browser


def test_a_risk_that_another_officer_took_by_name_says_so(pilot: World, case: UUID) -> None:
    escalation = escalating.escalate(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, what_is_happening="He left a note.", danger_now=True
    )
    escalating.acknowledge(by=pilot.actor(SECOND["force"]), purpose="risk_management", escalation=escalation)
    with acting_for(pilot.organisation("force")):
        risk = Risk.objects.get(kind="immediate_risk").id
    person = person_of(pilot, case)
    page = at_a_browser(pilot, OWNER["force"], person).get(reverse("work:risk", args=[person, risk]))
    assert page.status_code == 200
    assert "The officer who acknowledged it." in page.content.decode()


@pytest.mark.parametrize("reason", ["their_request", "record_quality", "audit"])
def test_who_comes_for_what_only_the_officers_may_reads_no_more_of_a_risk_than_of_its_case(
    pilot: World, case: UUID, reason: str
) -> None:
    risk, person = recorded(pilot, case, "suicide_or_self_harm"), person_of(pilot, case)
    browser = signed_in(pilot, "single_point_of_contact@council")
    browser.post(reverse("purpose", args=[person]), {"reason": "another", "other": reason})
    for page in (reverse("work:case", args=[person, case]), reverse("work:risk", args=[person, risk])):
        answer = browser.get(page)
        assert answer.status_code == 403
        assert "Only the data protection officer or the Caldicott guardian" in answer.content.decode()


def test_a_risk_is_marked_as_its_case_and_read_by_those_who_are_cleared_for_it(pilot: World, case: UUID) -> None:
    risk = recorded(pilot, case, "suicide_or_self_harm")
    contact = pilot.actor("single_point_of_contact@council")
    assert open_risk(by=contact, purpose=SUPPORT, risk=risk).description
    with acting_for(contact.organisation):
        Case.objects.filter(pk=case).update(marking=2)
        Member.objects.filter(pk=contact.id).update(clearance=1)
    with pytest.raises(Refused) as refused:
        open_risk(by=contact, purpose=SUPPORT, risk=risk)
    assert refused.value.rules == ("marking-above-clearance",)


def test_what_is_answered_is_the_offer_that_stood_on_the_page(pilot: World, case: UUID) -> None:
    risk, person = recorded(pilot, case, "suicide_or_self_harm"), person_of(pilot, case)
    made = offered(pilot, risk, to="nhs")
    browser, path = at_a_browser(pilot, OWNER["nhs"], person), reverse("work:answer_offer", args=[person, risk])
    for read in ("", "not an id", str(case)):
        answer = browser.post(path, {"read": read, "answer": "accept"})
        assert answer.status_code == 409
    assert f'name="read" value="{made}"' in answer.content.decode()
    assert browser.post(path, {"read": str(made), "answer": "accept"}).status_code == 303
    assert browser.get(path).status_code == 303


def test_who_owned_it_is_not_asked_of_a_day_to_come(pilot: World, case: UUID) -> None:
    risk, person = recorded(pilot, case, "suicide_or_self_harm"), person_of(pilot, case)
    browser, path = at_a_browser(pilot, OWNER["force"], person), reverse("work:risk", args=[person, risk])
    day = {"on-month": "6", "on-year": "2025", "at": "10am"}
    assert "must be now or in the past" in browser.post(path, {"on-day": "4", **day}).content.decode()
    assert "On 2 June 2025 at 10am" in browser.post(path, {"on-day": "2", **day}).content.decode()


def test_only_parties_to_an_agreement_in_force_are_offered_as_owners_and_partners(pilot: World) -> None:
    council = pilot.organisation("council")

    def offered_now() -> set[str]:
        found = choices.parties(pilot.actor(COORDINATOR), SUPPORT, lead=council, centre=pilot.centre)
        options = (*found.risk_owners(), *found.partners(), *found.forces())
        return {option.code.partition("/")[0] for option in options}

    assert offered_now() >= {str(pilot.organisation(key)) for key in ("force", "council", "nhs", "housing")}
    assert str(pilot.organisation("undecided")) not in offered_now()
    change_agreement(pilot, state="ended")
    assert offered_now() == {str(council)}
