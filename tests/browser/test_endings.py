"""How things end, at their pages: a case that can't close yet, and a record whose time is over."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handrail.casework.actions import reviewing, risks
from handrail.casework.models import Case, Risk
from tests.browser.test_work import answer_why
from tests.nominating import acting_for
from tests.owning import offered, recorded
from tests.sitting import begun, left_to_do
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import NOW, World

pytestmark = pytest.mark.browser
SignIn = Callable[[str], None]
Look = Callable[[str], None]


def test_whoever_closes_a_case_is_told_of_everything_that_is_open(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("nhs", "housing"))
    planned(pilot, case)
    offered(pilot, recorded(pilot, case, "suicide_or_self_harm"), to="nhs")
    _, (item,) = begun(pilot, case)
    left_to_do(pilot, item)
    sign_in(COORDINATOR)
    here = address + reverse("work:close_case", args=[given.person, case])
    page.goto(here)
    answer_why(page)
    page.goto(here)
    expect(page.get_by_role("main")).to_contain_text("Each stays with its owner, who is asked to confirm it")
    expect(page.get_by_role("main")).to_contain_text("(offered to Northside Mental Health Trust)")
    page.get_by_label("Their needs have been met").check()
    page.get_by_label("How are things for the person now?").fill("She is settled.")
    page.get_by_label("Nobody: no more help").check()
    page.get_by_role("button", name="Close the case").click()
    expect(page.locator(".govuk-error-summary__list li")).to_have_count(3)
    look("close-case-refused")


def test_the_data_protection_officer_lets_a_record_go(
    pilot: World, page: Page, address: str, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="Settled.")
    with acting_for(pilot.organisation("council")):
        Case.objects.filter(pk=case).update(closed_at=NOW - timedelta(days=7 * 366), review_on=NOW.date())
    sign_in("data_protection_officer@council")
    here = address + reverse("work:end_retention", args=[given.person, case])
    page.goto(here)
    answer_why(page)
    page.goto(here)
    expect(page.get_by_role("main")).to_contain_text("a risk in it is still open")
    look("retention-with-a-risk")
    close_risks(pilot, case)
    page.reload()
    page.get_by_label("Keep it on until a day").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.locator(".govuk-error-summary__list li")).to_have_count(2)
    look("retention-errors")
    page.get_by_label("Let it go").check()
    page.get_by_role("button", name="Decide").click()
    expect(page.get_by_role("alert")).to_contain_text("You let the record go")
    look("record-let-go")
    page.goto(here)
    expect(page.get_by_role("main")).to_contain_text("The record was let go on 2 June 2025")


def close_risks(pilot: World, case: UUID) -> None:
    with acting_for(pilot.organisation("force")):
        still = list(Risk.objects.filter(case_id=case, state="open").values_list("id", flat=True))
    for risk in still:
        risks.close(by=pilot.actor("police_risk_owner@force"), purpose="risk_management", risk=risk)
