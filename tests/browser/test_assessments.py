"""Assessments at their pages, in Chromium: two who write at once, an originator who answers, and what changed."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from handrail.assessments.actions import releasing
from handrail.casework.actions import planning
from handrail.gate import clock
from handrail.sharing.actions import recalling
from tests.assessing import AUTHORISER, CHAIR, HOUSING, judged, released, started, summed_up
from tests.browser.test_work import answer_why
from tests.nominating import OFFICER
from tests.working import COORDINATOR, SUPPORT, disclosed, opened
from tests.worlds import NOW, World

SignIn = Callable[[str], None]
Look = Callable[[str], None]

pytestmark = pytest.mark.browser


@pytest.fixture
def person_and_case(pilot: World) -> tuple[UUID, UUID]:
    given = disclosed(pilot, "council")["council"]
    return given.person, opened(pilot, given, partners=("housing",), draws_on=given.items[1:2])


def test_from_the_needs_page_to_a_released_assessment(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    """Started beside the needs, judged a factor a page, summed up, asked about, and released by the chair."""
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("housing",))
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{given.person}/cases/{case}/needs/")
    answer_why(page)
    page.get_by_role("link", name="Assess needs and strengths together").click()
    expect(page.get_by_text("Nobody has assessed this person’s needs and strengths yet.")).to_be_visible()
    look("assessments-empty")
    page.get_by_role("button", name="Start an assessment").click()
    look("assessment-start")
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("link", name="Select which form you will use")).to_be_visible()
    page.get_by_role("radio", name="Needs and strengths").check()
    page.get_by_role("button", name="Start").click()
    look("assessment-draft")

    page.get_by_role("link", name="A home that they can rely on").click()
    look("assessment-factor")
    page.get_by_role("button", name="Save and go on").click()
    look("assessment-factor-errors")
    page.get_by_role("radio", name="Partly").check()
    page.get_by_label("Say why, in plain words").fill("She may have to leave the friend she stays with.")
    page.get_by_role("radio", name="Some grounds").check()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_role("heading", name="Money, work or study")).to_be_visible()
    page.get_by_role("link", name="Cancel").click()

    page.get_by_role("link", name="Check and release").click()
    expect(page.get_by_text("It can’t be released yet.")).to_be_visible()
    expect(page.get_by_role("button", name="Release to the team")).to_have_count(0)
    look("assessment-check-not-ready")
    page.get_by_role("link", name="Back").click()
    page.get_by_role("link", name="Who took part").click()
    page.get_by_role("checkbox", name="Camden Council").check()
    page.get_by_role("radio", name="The person was not asked").check()
    look("assessment-parts")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Sum up").click()
    page.get_by_label("Sum up in plain words").fill("A room of her own would settle most of this.")
    page.get_by_role("radio", name="Well founded").check()
    page.get_by_role("checkbox", name="A home that they can rely on").check()
    look("assessment-summary")
    page.get_by_role("button", name="Save the summary").click()

    sign_in(CHAIR)
    page.reload()
    answer_why(page)
    page.get_by_role("link", name="Check and release").click()
    expect(page.get_by_text("London Counter-Terrorism Policing Unit")).to_be_visible()
    look("assessment-check")
    page.get_by_role("button", name="Ask whether the team may read it").click()
    look("assessment-proposed")

    sign_in(AUTHORISER)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Agree to the wording").first.click()
    answer_why(page)
    expect(page.get_by_text("She may have to leave the friend she stays with.")).to_be_visible()
    look("wording")
    page.get_by_role("radio", name="Yes").check()
    page.get_by_role("button", name="Send the answer").click()
    expect(page.get_by_text("You agreed to the wording.")).to_be_visible()

    sign_in(CHAIR)
    page.goto(f"{address}/work/people/{given.person}/cases/{case}/assessments/")
    answer_why(page)
    page.get_by_role("link", name="Read it").click()
    page.get_by_role("button", name="Check and release").click()
    page.get_by_role("button", name="Release to the team").click()
    expect(page.get_by_text("You released the assessment.")).to_be_visible()
    look("assessment-released")
    page.get_by_role("link", name="For printing").click()
    look("assessment-on-paper")


def test_the_second_of_two_writers_keeps_what_they_typed(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, person_and_case: tuple[UUID, UUID]
) -> None:
    person, case = person_and_case
    assessment = started(pilot, case)
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{person}/assessments/{assessment}/factors/settled_home/")
    answer_why(page)
    page.get_by_role("radio", name="Present").check()
    page.get_by_label("Say why, in plain words").fill("Typed while a colleague typed too.")
    page.get_by_role("radio", name="Thin grounds").check()
    judged(pilot, assessment, who=HOUSING, words="Saved first by the housing provider.")
    page.get_by_role("button", name="Save and go on").click()
    expect(page.get_by_text("Someone else changed this while you were working")).to_be_visible()
    expect(page.get_by_text("Saved first by the housing provider.")).to_be_visible()
    expect(page.get_by_label("Say why, in plain words")).to_have_value("Typed while a colleague typed too.")
    look("assessment-conflict")
    page.get_by_role("button", name="Save and go back to the list").click()
    expect(page.get_by_text("Your judgement was saved")).to_be_visible()


def test_what_changed_is_a_picture_beside_its_table(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, person_and_case: tuple[UUID, UUID]
) -> None:
    person, case = person_and_case
    before = {"settled_home": "not_seen", "somebody_trusted": "present", "family_ties": "not_known"}
    after = {"settled_home": "partly", "somebody_trusted": "present", "grievance_unheard": "present"}
    for days, answers in ((0, before), (30, after)):
        with clock.at(NOW + timedelta(days=days)):
            assessment = started(pilot, case)
            for factor, answer in answers.items():
                judged(pilot, assessment, factor, answer=answer)
            summed_up(pilot, assessment)
            released(pilot, assessment)
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{person}/assessments/{assessment}/")
    answer_why(page)
    page.get_by_role("link", name="What changed since 2 June 2025").click()
    drawing = page.get_by_role("img", name="What changed, factor by factor")
    expect(drawing).to_be_visible()
    expect(page.get_by_role("table", name="The same as a table")).to_be_visible()
    look("assessment-changes")
    page.goto(f"{address}/work/people/{person}/cases/{case}/assessments/")
    look("assessments")


def test_a_recall_is_shown_where_it_was_used(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, partners=("housing",))
    assessment = started(pilot, case)
    judged(pilot, assessment, draws_on=given.items[1:2])
    summed_up(pilot, assessment)
    releasing.ask(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    recalling.recall(by=pilot.actor(OFFICER), purpose="originating", item=given.items[1], reason="inaccurate")
    releasing.take_back(by=pilot.actor(CHAIR), purpose=SUPPORT, assessment=assessment)
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Look again at a judgement").first.click()
    answer_why(page)
    expect(page.get_by_text("To be looked at again").first).to_be_visible()
    look("assessment-to-review")
    page.get_by_role("link", name="A home that they can rely on").click()
    expect(page.get_by_text("Judge it anew from what is left.")).to_be_visible()
    look("assessment-factor-to-review")


def test_a_need_is_met_and_is_there_again(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look, person_and_case: tuple[UUID, UUID]
) -> None:
    person, case = person_and_case
    planning.add_need(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind="home", strength=False,
        description="She may lose her room.",
    )  # fmt: skip
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{person}/cases/{case}/needs/")
    answer_why(page)
    page.get_by_role("link", name="It is met").click()
    look("need-met")
    page.get_by_label("How do you know?").fill("She moved into a flat of her own on Monday.")
    page.get_by_role("button", name="It is met").click()
    expect(page.get_by_text("She moved into a flat of her own on Monday.")).to_be_visible()
    look("needs-met")
    page.get_by_role("link", name="It is there again").click()
    page.get_by_label("How do you know?").fill("She has to move out.")
    page.get_by_role("button", name="It is there again").click()
    expect(page.get_by_role("link", name="It is met")).to_be_visible()
