"""Steps 1 and 2 of the journey: an officer nominates, an authoriser of the same organisation releases."""

from datetime import date

from tests.browser.hands import Hands
from tests.browser.steps.turns import ALONE, AUTHORISER, HOME, OFFICER, Journey


def grade(hands: Hands) -> None:
    """Mark and grade what is being written."""
    hands.choose("OFFICIAL – SENSITIVE")
    hands.choose("From a source who has been reliable · 1")
    hands.choose("Known directly by the source · A")


def nominate(on: Journey) -> None:
    """1. An originating officer writes a nomination, task by task, and puts it forward."""
    hands = on.hands
    on.turn_of(OFFICER)
    hands.follow("Nominations")
    hands.press("Start a nomination")
    hands.choose("London")
    hands.press("Start")
    on.look("1-tasks")
    _write_person(on)
    _write_why_and_items(on)
    for recipient, until in (
        ("Camden Council", date(2025, 12, 31)),
        ("Northside Mental Health Trust", date(2025, 12, 31)),
        ("Parkway College", date(2025, 6, 30)),
    ):
        _write_recipient(on, recipient, until)
    _write_decision(on)
    hands.follow("Check and put forward")
    on.reads(ALONE)
    on.look("1-check")
    hands.press("Put it forward")
    on.reads("Nothing is shared until one of them has released it.")
    on.look("1-put-forward")


def _write_person(on: Journey) -> None:
    hands = on.hands
    hands.follow("Person", exact=True)
    hands.follow("Add a name")
    hands.write("Given names", "Amina")
    hands.write("Family name", "Yusuf")
    hands.choose("Legal name")
    grade(hands)
    on.look("1-name")
    hands.press("Save")
    hands.follow("Add the date of birth")
    hands.write("Year", "1991")
    hands.press("Save")
    hands.press("Back to the tasks")


def _write_why_and_items(on: Journey) -> None:
    hands = on.hands
    hands.follow("Why", exact=True)
    hands.choose("They have become isolated")
    hands.tick_all("criteria")
    on.look("1-why")
    hands.press("Save")
    hands.follow("Items", exact=True)
    for category, words in (("Reason for concern", ALONE), ("Housing", HOME)):
        hands.press("Write an item")
        hands.pick("What kind of information is it?", category)
        hands.write("Form of words", words)
        grade(hands)
        hands.choose("May be shared for a lawful purpose · P")
        on.look(f"1-item-{category.split()[-1].lower()}")
        hands.press("Save")
    on.look("1-items")
    hands.follow("Back to the tasks")


def _write_recipient(on: Journey, organisation: str, until: date) -> None:
    hands = on.hands
    hands.follow("Recipients", exact=True)
    hands.press("Add an organisation")
    hands.choose(organisation)
    hands.press("Continue")
    hands.tick_all("items")
    hands.choose("Safeguarding and support")
    hands.choose("Consider what support you could offer")
    hands.write_date(until)
    hands.press("Save")
    hands.follow("Back to the tasks")


def _write_decision(on: Journey) -> None:
    hands = on.hands
    hands.follow("Decision", exact=True)
    hands.choose("The common law duties of the police")
    hands.write("Why is it necessary?", "She needs help that only they can give.")
    hands.write("Why is it proportionate?", "Two items.")
    hands.write("What else did you consider?", "Waiting.")
    on.look("1-decision")
    hands.press("Save")
    hands.follow("Telling the person")
    hands.choose("Not yet")
    hands.press("Continue")
    hands.choose("It would prejudice preventing")
    hands.write_date(date(2025, 6, 27))
    on.look("1-telling")
    hands.press("Save")
    on.look("1-tasks-done")


def authorise(on: Journey) -> None:
    """2. Another member of the same organisation answers five questions and releases it."""
    hands = on.hands
    on.turn_of(AUTHORISER)
    on.duty("Decide on a nomination")
    hands.press("Decide on it")
    on.look("2-authorise")
    for question in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        hands.write(question, "Yes, as far as I can see.")
    hands.write("Should the person be told?", "Not yet.")
    hands.press("Release to 3 organisations")
    on.look("2-released")
