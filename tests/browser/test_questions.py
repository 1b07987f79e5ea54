"""A question is put, answered by two people, and read; another is met with silence. In Chromium, and looked at."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from handrail.casework.models import Case
from tests.asking import WHY, answered, case_with, put, row, say_nothing
from tests.browser.test_work import answer_why
from tests.nominating import acting_for
from tests.working import COORDINATOR
from tests.worlds import World

SignIn = Callable[[str], None]
Look = Callable[[str], None]
CONTACT, SECOND, CHAIR = "single_point_of_contact@housing", "second_contact@housing", "panel_chair@council"
TITLE = "Is their home settled for the next six months?"


def test_a_question_is_put_answered_by_two_people_and_read(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    sign_in(COORDINATOR)
    person = _person(pilot)
    page.goto(f"{address}/work/people/{person}/cases/{case}/questions/")
    answer_why(page)
    expect(page.get_by_text("Your organisation has put no question about this person")).to_be_visible()
    look("questions-none")
    page.get_by_role("button", name="Ask a question").click()
    look("question-whom")
    page.get_by_role("link", name="Regent Homes").click()
    page.get_by_role("button", name="Put the question").click()
    look("question-ask-errors")
    page.get_by_label(TITLE).check()
    page.get_by_label("Why do you need to know?").fill(WHY)
    look("question-ask")
    page.get_by_role("button", name="Put the question").click()
    expect(page.get_by_text("You put the question.")).to_be_visible()
    look("question-put")

    sign_in(CONTACT)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Answer a question").click()
    answer_why(page)
    look("question-asked")
    page.get_by_role("button", name="Answer", exact=True).click()
    look("question-answer")
    page.get_by_role("button", name="Write the answer").click()
    look("question-answer-errors")
    page.get_by_role("radio", name="Yes", exact=True).check()
    page.get_by_label("Known directly").check()
    page.get_by_role("radio", name="OFFICIAL", exact=True).check()
    page.get_by_label("Under which power do you share it?").select_option("care_act")
    page.get_by_label("Why is it necessary to say this?").fill("Help with housing depends on it.")
    page.get_by_label("Why is it proportionate?").fill("One word about their home.")
    page.get_by_label("What else did you consider?").fill("Asking them. The coordinator does that too.")
    page.get_by_label("Yes, they have been told").check()
    for part, value in (("Day", "30"), ("Month", "5"), ("Year", "2025")):
        page.get_by_label(part).fill(value)
    page.get_by_role("button", name="Write the answer").click()
    expect(page.get_by_text("You wrote the answer. Nothing has been said yet.")).to_be_visible()
    look("question-answer-waits")

    sign_in(SECOND)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Decide on the answer to a question").click()
    look("question-answer-decide")
    page.get_by_role("button", name="Decide on it").click()
    expect(page.get_by_role("button", name="Send back")).to_have_count(0)
    for number, field in enumerate(page.get_by_role("textbox").all()):
        field.fill(f"Considered: {number}.")
    look("question-answer-release")
    page.get_by_role("button", name="Release").click()

    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{person}/cases/{case}/questions/")
    answer_why(page)
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("This is the answer and no more")).to_be_visible()


def test_an_answer_is_read_by_whoever_asked(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    case = case_with(pilot, "housing", told=("housing",))
    question = put(pilot, case, "housing", "home_settled")
    answered(pilot, question, "housing", conditions="For whoever plans housing support only.")
    silent = put(pilot, case, "housing", "housing_help_open")
    say_nothing(pilot, silent, "housing", "nothing_held")
    person = row(pilot, question).person_id
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{person}/questions/{question}/")
    answer_why(page)
    expect(page.get_by_text("This is the answer and no more")).to_be_visible()
    look("question-answered")
    page.get_by_role("button", name="I have seen this").click()
    expect(page.get_by_text("You said that you have seen what became of the question")).to_be_visible()
    expect(page.get_by_role("button", name="I have seen this")).to_have_count(0)
    page.goto(f"{address}/work/people/{person}/cases/{case}/questions/")
    expect(page.get_by_text("they hold nothing about it")).to_be_visible()
    look("questions-of-case")


def test_whoever_is_asked_says_nothing(pilot: World, address: str, page: Page, sign_in: SignIn, look: Look) -> None:
    question = put(pilot, case_with(pilot, "housing"), "housing", "worker_already")
    person = row(pilot, question).person_id
    sign_in(CONTACT)
    page.goto(f"{address}/work/people/{person}/questions/{question}/")
    answer_why(page)
    page.get_by_role("button", name="We can’t answer").click()
    look("question-cannot-answer")
    page.get_by_label("We hold something and won’t say").check()
    page.get_by_role("button", name="Say nothing").click()
    expect(page.get_by_text("Your organisation decided to say nothing")).to_be_visible()
    look("question-unsaid")


def test_a_question_in_own_words_is_approved(
    pilot: World, address: str, page: Page, sign_in: SignIn, look: Look
) -> None:
    case = case_with(pilot, "housing")
    sign_in(COORDINATOR)
    page.goto(f"{address}/work/people/{_person(pilot)}/cases/{case}/questions/ask/{pilot.organisation('housing')}/")
    answer_why(page)
    page.get_by_label("A question in our own words").check()
    page.get_by_label("Your question").fill("Is there a lift in the building?")
    page.get_by_label("Why do you need to know?").fill(WHY)
    look("question-own-words")
    page.get_by_role("button", name="Put the question").click()
    expect(page.get_by_text("Nobody else sees it yet")).to_be_visible()

    sign_in(CHAIR)
    page.goto(f"{address}/work/")
    page.get_by_role("link", name="Decide whether a question is put").click()
    answer_why(page)
    look("question-to-approve")
    page.get_by_role("button", name="Approve").click()
    look("question-approve")
    page.get_by_role("button", name="Put it to them").click()
    expect(page.get_by_text("You approved the question.")).to_be_visible()


def _person(pilot: World) -> object:
    with acting_for(pilot.organisation("council")):
        return Case.objects.get().person_id
