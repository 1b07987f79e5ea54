"""Steps 5, 6 and 8 of the journey: taken back, corrected, opened by two people, run out; and the record of it all."""

from datetime import datetime

from playwright.sync_api import expect

from handrail import ledger
from handrail.gate import clock
from tests.browser.steps.turns import (
    ALONE,
    AUDITOR,
    AUTHORISER,
    CONTACT,
    HOME,
    NAME,
    NURSE,
    OFFICER,
    TEACHER,
    WHY_HELPING,
    WHY_RIGHTS,
    WHY_SHARING,
    Journey,
)

ROOM = "She rents a room from a friend until August."
DAY_AFTER = datetime(2025, 7, 1, 3, 0, tzinfo=clock.LONDON)


def take_back(on: Journey) -> None:
    """5. The officer takes an item back: gone at every holder's next page, and who has not acknowledged it is seen."""
    hands = on.hands
    on.turn_of(OFFICER)
    on.person(WHY_SHARING)
    hands.follow("Take this back item 3")
    hands.choose("It was inaccurate")
    on.look("5-recall")
    hands.press("Take this back from everybody")
    on.reads("You took the item back")
    on.reads("Camden Council has not acknowledged this yet")
    on.look("5-who-has-not")
    on.turn_of(CONTACT)
    on.duty("Acknowledge a recall", WHY_HELPING)
    on.reads_nowhere(ALONE)
    on.reads("1 judgement of yours drew on this")
    on.look("5-notice")
    hands.press("Acknowledge")
    on.reads("You acknowledged that this is gone")
    on.look("5-tombstone")


def correct(on: Journey) -> None:
    """5. The officer corrects an item: the old wording is gone at once, the new one comes when it is released."""
    hands = on.hands
    on.turn_of(OFFICER)
    on.person(WHY_SHARING)
    on.reads("Camden Council acknowledged this on")
    on.reads("Northside Mental Health Trust has not acknowledged this yet")
    hands.follow("Correct this item 4")
    hands.choose("It was wrong")
    hands.write("The corrected wording", ROOM)
    hands.write("Why is it necessary to share this?", "It was wrong.")
    hands.write("Why is it proportionate?", "One sentence.")
    hands.write("What else did you consider?", "Nothing.")
    on.look("5-correct")
    hands.press("Withdraw the old wording and ask for release")
    on.look("5-corrected")
    on.turn_of(AUTHORISER)
    on.duty("Decide on a nomination")
    hands.press("Decide on it")
    for question in ("Is it necessary?", "Is it the least?", "Is it proportionate?", "Is there another way?"):
        hands.write(question, "Yes.")
    hands.write("Should the person be told?", "They were.")
    hands.press("Release to 2 organisations")
    on.turn_of(CONTACT)
    on.duty("Acknowledge a correction", WHY_HELPING)
    hands.press("Acknowledge")
    on.reads_nowhere(HOME)
    on.turn_of(CONTACT)
    on.duty("Acknowledge a disclosure", WHY_HELPING)
    on.reads(ROOM)
    on.look("5-new-wording")


def open_sealed(on: Journey) -> None:
    """5. Sealed text is read by two people for a reason, one of them the data protection officer."""
    hands = on.hands
    on.turn_of(CONTACT)
    on.person(WHY_HELPING)
    hands.follow("Details for item 3")
    hands.follow("item 3", exact=True)
    hands.choose("An inquest")
    hands.write("Why does the text itself have to be read?", "The coroner has asked for it.")
    on.look("5-ask-to-open")
    hands.press("Ask")
    on.reads_nowhere(ALONE)
    on.turn_of("data_protection_officer@council")
    on.duty("Answer a request to open something sealed", WHY_RIGHTS)
    hands.choose("Yes")
    hands.press("Save decision")
    on.reads(ALONE)
    on.look("5-opened")


def run_out(on: Journey) -> None:
    """6. On the day after its last, the school's disclosure has run out by itself."""
    hands = on.hands
    on.wait_until(DAY_AFTER)
    on.turn_of(TEACHER)
    on.look("6-waiting")
    on.duty("Acknowledge an expiry", WHY_HELPING)
    on.reads_nowhere(NAME)
    on.look("6-run-out")
    hands.press("Acknowledge")
    on.look("6-acknowledged")
    on.turn_of(NURSE)
    on.person(WHY_HELPING)
    on.reads(NAME)


def audit(on: Journey) -> None:
    """8. An auditor reads what happened, without what was written, and verifies it."""
    hands = on.hands
    ledger.sequence_once(at=on.hours.now)
    on.turn_of(AUDITOR)
    hands.follow("Oversight")
    on.look("8-oversight")
    hands.press("Read the entries")
    hands.unfold("Find entries")
    hands.pick("What was done", "Acknowledged this disclosure")
    hands.press("Find")
    expect(on.page.get_by_role("cell", name="Acknowledged this disclosure").first).to_be_visible()
    on.reads_nowhere(NAME)
    on.look("8-entries")
    hands.follow("Oversight")
    hands.press("Verify all of it")
    hands.press("Verify")
    on.reads("The record is sound")
    on.look("8-verified")
