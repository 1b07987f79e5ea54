"""A case as a charity's contact meets it: two questions, support from the directory, immediate risk, a changed mind."""

from datetime import date, datetime, timedelta

from handrail.gate import clock
from handrail.questions.models import Question
from tests.asking import case_with, put
from tests.browser.steps.turns import COORDINATOR, WHY_HELPING, Journey
from tests.directories import bring, service
from tests.nominating import acting_for
from tests.working import answers, planned, says, told

CHARITY, COLLEAGUE = "single_point_of_contact@voluntary", "second_contact@voluntary"
WORKER, WISHES = "Is a worker of yours already supporting them?", "What have they said that they would like help with?"
MENTORING = "Mentoring"
NIGHT = datetime(2025, 6, 17, 22, 30, tzinfo=clock.LONDON)
CHANGED_MIND = datetime(2025, 6, 25, 10, 0, tzinfo=clock.LONDON)


def prepare(on: Journey) -> None:
    """Of somebody who was told and agreed: mentoring in the plan, which the police confirmed, and two questions."""
    with clock.at(on.hours.now):
        case = case_with(on.pilot, "voluntary", told=("voluntary",))
        told(on.pilot, case)
        says(on.pilot, case, "give")
        mentoring = planned(on.pilot, case, support="mentoring", owner="voluntary", consent="given")
        for each in (case, mentoring):
            answers(on.pilot, each, confirm=True)
        bring(on.pilot, service("Walking Together", topic="Mentoring"), service("Flat Hunt"))
        for code in ("worker_already", "wishes"):
            put(on.pilot, case, "voluntary", code)


def answer(on: Journey) -> None:
    """One question is answered by two people, and no more than it asks."""
    hands = on.hands
    on.turn_of(CHARITY)
    on.look("1-waiting")
    _to_question(on, WORKER)
    hands.press("Answer")
    hands.choose("Yes", group="Your answer")
    hands.choose("Known directly")
    hands.choose("OFFICIAL", exact=True)
    hands.pick("Under which power do you share it?", "The organisation's own objects")
    hands.write("Why is it necessary to say this?", "So that nobody new is brought in without need.")
    hands.write("Why is it proportionate?", "One word.")
    hands.write("What else did you consider?", "Asking her to say it herself.")
    hands.choose("Yes, they have been told")
    hands.write_date(date(2025, 6, 1))
    on.look("1-answer")
    hands.press("Write the answer")
    on.reads("Nothing has been said yet.")
    on.turn_of(COLLEAGUE)
    on.duty("Decide on the answer to a question")
    hands.press("Decide on it")
    for question in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        hands.write(question, "Yes.")
    hands.write("Should the person be told?", "They were.")
    hands.press("Release to 1 organisation")


def say_nothing(on: Journey) -> None:
    """To the other the charity says nothing; whoever asked sees one answer, and one question that waits."""
    hands = on.hands
    on.turn_of(CHARITY)
    _to_question(on, WISHES)
    hands.press("We can’t answer")
    hands.choose("We hold something and won’t say")
    hands.press("Say nothing")
    on.reads("Your organisation decided to say nothing")
    on.look("2-said-nothing")
    on.turn_of(COORDINATOR)
    on.duty("See what became of a question", WHY_HELPING)
    on.reads("This is the answer and no more")
    on.look("2-answered")
    hands.press("I have seen this")
    with acting_for(on.pilot.organisation("council")):
        assert sorted(Question.objects.values_list("state", flat=True)) == ["answered", "asked"]


def give(on: Journey) -> None:
    """From what waits to the plan: who gives it is chosen from the directory, it starts, a contact is recorded."""
    hands = on.hands
    on.turn_of(CHARITY)
    on.duty("Give the support that was planned", WHY_HELPING)
    on.reads("Confirmed 2 June 2025")
    hands.follow("Who gives it")
    hands.choose("Walking Together")
    on.look("3-service")
    hands.press("Choose")
    on.reads("Nobody was told")
    hands.follow("Start")
    hands.press("Start")
    on.reads("The support has started.")
    on.look("3-started")
    hands.follow("Contact with the person")
    hands.choose("We met or spoke")
    hands.write_date(date(2025, 6, 2))
    hands.press("Record it")
    on.reads("We met or spoke")


def raise_risk(on: Journey) -> None:
    """At night somebody is in danger: the police own it at once, and that they let it wait is plain to see."""
    hands = on.hands
    on.wait_until(NIGHT)
    on.turn_of(CHARITY)
    on.person(WHY_HELPING)
    hands.follow("Go to this person’s case")
    hands.press("Someone is at immediate risk")
    hands.write("What is happening?", "She wrote to her mentor that she wants it all to end.")
    hands.choose("Yes")
    hands.press("Raise it now")
    on.reads("The police own it from this moment.")
    on.reads("By 10:4")
    on.reads_nowhere("Late")
    on.wait_until(NIGHT + timedelta(minutes=25))
    on.turn_of(CHARITY)
    on.reads("Nobody acknowledged it in time.")
    hands.follow("Immediate risk")
    on.say_why(WHY_HELPING)
    on.reads("Second police contact")
    on.look("4-late")


def change_mind(on: Journey) -> None:
    """They changed their mind: the mentoring stops at once, nobody else is told, and what would help is asked again."""
    hands = on.hands
    on.wait_until(CHANGED_MIND)
    on.turn_of(CHARITY)
    on.person(WHY_HELPING)
    hands.follow("Go to this person’s case")
    hands.follow("Consent", exact=True)
    hands.press("Record what they said")
    hands.choose("They changed their mind")
    hands.write_date(CHANGED_MIND.date())
    hands.choose("Face to face")
    hands.write("Who asked?", "Her mentor")
    if on.page.get_by_role("group", name="Is the person under 18?").count():
        hands.choose("No", group="Is the person under 18?")
    hands.press("Save")
    on.reads("Nobody else was told.")
    hands.follow("Plan", exact=True)
    on.reads("Stopped: they said no")
    on.look("5-stopped")
    on.turn_of(COORDINATOR)
    on.duty("Assess again what would help", WHY_HELPING)
    on.reads("Start an assessment")
    on.look("5-assess-again")


def _to_question(on: Journey, title: str) -> None:
    """From what waits to one of the two questions: they read the same until they are opened."""
    on.duty("Answer a question", WHY_HELPING)
    if on.page.get_by_role("heading", name=title).count() == 0:
        on.hands.follow("Back")
        on.hands.follow(title)


STEPS = (prepare, answer, say_nothing, give, raise_risk, change_mind)
