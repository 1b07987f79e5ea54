"""Step 4 of the journey: a case with its risks, needs and plan; immediate risk; closing."""

from datetime import date

from tests.browser.steps.turns import CONTACT, COORDINATOR, POLICE, WHY_HELPING, WHY_RISK, Journey

PAGES = "Pages of this record"


def open_case(on: Journey) -> None:
    """4. The coordinator opens a case whose one risk the police own, and plans ordinary support."""
    hands = on.hands
    on.turn_of(COORDINATOR)
    on.person(WHY_HELPING)
    on.look("4-person")
    hands.follow("Go to this person’s case")
    on.look("4-no-case")
    hands.press("Open a case")
    on.look("4-open-case")
    hands.choose("Metropolitan Police", group="Which police force is in the team?")
    hands.choose("Terrorism-related harm")
    hands.choose("Steady")
    hands.write("Describe it in plain words", "She spoke of going back to old friends.")
    hands.choose("Metropolitan Police", group="Who owns it?")
    hands.choose("Reason for concern", group="Which information does this rest on?")
    hands.write_date(date(2025, 8, 1))
    hands.press("Open the case")
    on.reads("You opened case")
    on.look("4-case")


def plan(on: Journey) -> None:
    """4. A need, a strength, and a support action with its owner, its day and what the person said."""
    hands = on.hands
    _turn_to(on, "Needs and strengths")
    hands.press("Add a need")
    hands.choose("A safe and settled home")
    hands.write("Describe it in plain words", "She may lose her room this summer.")
    hands.press("Save")
    on.look("4-needs")
    _turn_to(on, "Plan")
    hands.press("Plan support")
    hands.choose("Housing advice")
    hands.choose("Camden Council", group="Which organisation does it?")
    hands.write("What is it for?", "A home that she can keep.")
    hands.write_date(date(2025, 7, 1))
    hands.choose("Not asked yet")
    hands.press("Add to the plan")
    on.look("4-plan")
    for name in ("Risks", "People with access", "History"):
        _turn_to(on, name)
        on.look(f"4-{name.split()[0].lower()}")


def tell_and_agree(on: Journey) -> None:
    """4. The person is told, says yes to support, and the next review has its day."""
    hands = on.hands
    _turn_to(on, "Summary")
    hands.follow("Change Does the person know?")
    hands.write_date(date(2025, 6, 2))
    on.look("4-told")
    hands.press("Save")
    _turn_to(on, "Consent")
    hands.press("Record what they said")
    hands.choose("They agreed to support")
    hands.write_date(date(2025, 6, 2))
    hands.choose("Face to face")
    hands.write("Who asked?", "Amara Davies, case coordinator")
    on.look("4-record-consent")
    hands.press("Save")
    on.look("4-consent")
    _turn_to(on, "Summary")
    hands.follow("Review the case")
    hands.write_date(date(2025, 9, 1))
    on.look("4-review")
    hands.press("Save")
    on.reads("1 September 2025")


def escalate(on: Journey) -> None:
    """4. Someone is at immediate risk: the police own it at once, and a named officer takes it and ends it."""
    hands = on.hands
    hands.press("Someone is at immediate risk")
    on.look("4-escalate")
    hands.write("What is happening?", "She left a note.")
    hands.choose("Yes")
    hands.press("Raise it now")
    on.reads("Owner: police")
    on.look("4-escalation")
    on.turn_of(POLICE)
    on.look("4-police-waiting")
    hands.follow("Immediate risk")
    on.say_why(WHY_RISK)
    on.reads("She left a note.")
    hands.press("Take this: I am the named officer")
    on.reads("You are its named owner")
    on.look("4-taken")
    hands.choose("Everybody is safe")
    hands.press("Close the escalation")
    on.reads("You closed the escalation.")


def support(on: Journey) -> None:
    """4. The organisation that does it starts the support, and says what came of it."""
    hands = on.hands
    on.turn_of(CONTACT)
    on.person(WHY_HELPING)
    hands.follow("Go to this person’s case")
    _turn_to(on, "Plan")
    hands.follow("Start")
    hands.press("Start")
    hands.follow("It was given")
    hands.write("What came of it?", "She has a lease of her own.")
    on.look("4-given")
    hands.press("Save")
    on.reads("She has a lease of her own.")


def close(on: Journey) -> None:
    """The coordinator closes the case, with a reason."""
    hands = on.hands
    on.turn_of(COORDINATOR)
    on.person(WHY_HELPING)
    hands.follow("Go to this person’s case")
    on.look("9-case")
    hands.follow("Close the case")
    hands.choose("Their needs have been met")
    hands.write("How are things for the person now?", "She has a home that she can keep.")
    hands.choose("Nobody: no more help is needed or wanted")
    on.look("9-close")
    hands.press("Close the case")
    on.reads("You closed case")
    on.look("9-closed")


def _turn_to(on: Journey, name: str) -> None:
    on.hands.follow(name, within=on.page.get_by_role("navigation", name=PAGES), exact=True)
