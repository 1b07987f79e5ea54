"""Steps 3 and 7 of the journey: what a recipient does with what it was given, and "This asks me to watch someone"."""

from datetime import date

from tests.browser.steps.sharing import grade
from tests.browser.steps.turns import (
    ALONE,
    CONTACT,
    NAME,
    NURSE,
    SECOND_CONTACT,
    TEACHER,
    WHY_HELPING,
    WHY_RIGHTS,
    Journey,
)

KNOWN = "She has asked the housing office twice for a room of her own."


def receive(on: Journey) -> None:
    """3. The council's contact reads, acknowledges, answers, and decides whether to say that the council knows her."""
    hands = on.hands
    on.turn_of(CONTACT)
    on.look("3-waiting")
    hands.follow("Acknowledge a disclosure")
    on.look("3-why")
    on.say_why(WHY_HELPING)
    on.reads(NAME)
    on.reads(ALONE)
    on.reads("receiving this is not owning it")
    on.look("3-held")
    hands.press("Acknowledge")
    hands.press("Acknowledge")
    on.reads("You acknowledged")
    on.look("3-acknowledged")
    hands.follow("Say whether you can do what is asked")
    hands.choose("Yes")
    hands.press("Save answer")
    hands.follow("Decide whether to say that you know this person")
    on.look("3-say-known")
    hands.choose("Yes, we know this person")
    hands.press("Save answer")
    on.reads("now: known")
    for who in (NURSE, TEACHER):
        on.turn_of(who)
        on.duty("Acknowledge a disclosure", WHY_HELPING)
        hands.press("Acknowledge")
        hands.press("Acknowledge")


def contribute(on: Journey) -> None:
    """3. The council adds what it knows, for one partner; a second person of the council releases it."""
    hands = on.hands
    on.turn_of(CONTACT)
    on.person(WHY_HELPING)
    hands.follow("From London Counter-Terrorism Policing Unit")
    hands.follow("Add what you know")
    hands.press("Begin")
    on.look("3-contribution")
    hands.follow("Items", exact=True)
    hands.press("Write an item")
    hands.pick("What kind of information is it?", "Housing")
    hands.write("Form of words", KNOWN)
    grade(hands)
    hands.choose("May be shared for a lawful purpose · P")
    hands.press("Save")
    hands.follow("Back to the tasks")
    hands.follow("Recipients", exact=True)
    hands.press("Add an organisation")
    hands.choose("Northside Mental Health Trust")
    hands.press("Continue")
    hands.tick_all("items")
    hands.choose("Safeguarding and support")
    hands.choose("Take this into account in support you already give")
    hands.write_date(date(2025, 12, 31))
    on.look("3-contribution-recipient")
    hands.press("Save")
    hands.follow("Back to the tasks")
    hands.follow("Decision", exact=True)
    hands.choose("Care Act 2014")
    hands.write("Why is it necessary?", "So that her appointments fit a move.")
    hands.write("Why is it proportionate?", "One sentence.")
    hands.write("What else did you consider?", "Asking her first.")
    hands.press("Save")
    hands.follow("Telling the person")
    hands.choose("Not yet")
    hands.press("Continue")
    hands.choose("It would be likely to cause serious harm")
    hands.write_date(date(2025, 6, 27))
    hands.press("Save")
    hands.follow("Check and put forward")
    hands.press("Put it forward")
    on.turn_of(SECOND_CONTACT)
    on.duty("Decide on a nomination")
    hands.press("Decide on it")
    for question in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        hands.write(question, "Yes.")
    hands.write("Should the person be told?", "Not yet.")
    hands.press("Release to 1 organisation")
    on.look("3-contribution-released")
    on.turn_of(NURSE)
    on.duty("Acknowledge a disclosure", WHY_HELPING)
    on.reads(KNOWN)


def stop_watching(on: Journey) -> None:
    """7. A recipient says that it is asked to watch someone: it stops, and both data protection officers conclude."""
    hands = on.hands
    on.turn_of(NURSE)
    on.person(WHY_HELPING)
    hands.follow("From London Counter-Terrorism Policing Unit")
    hands.press("This asks me to watch someone")
    on.look("7-flag")
    hands.write("What does it ask you to do that is not support?", "To tell them whom she meets.")
    hands.press("Stop this and tell both officers")
    on.reads("It has stopped")
    on.look("7-stopped")
    for organisation, said in (("nhs", "What you conclude was recorded."), ("ctu", "have concluded the same")):
        on.turn_of(f"data_protection_officer@{organisation}")
        on.duty("Answer a challenge", WHY_RIGHTS)
        on.look(f"7-officer-{organisation}")
        hands.choose("Both officers agree that it is support")
        hands.press("Save what you conclude")
        on.reads(said)
        on.look(f"7-concluded-{organisation}")
    on.turn_of(NURSE)
    on.person(WHY_HELPING)
    hands.follow("From London Counter-Terrorism Policing Unit")
    on.reads("This asks me to watch someone")
    on.reads_nowhere("Stopped.")
