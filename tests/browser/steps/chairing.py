"""A case as its chair meets it: an assessment to release, a meeting on a phone, a review, a closure, a look back."""

from datetime import date, datetime
from uuid import UUID

from handrail.casework.actions import planning
from handrail.casework.models import SupportAction
from handrail.gate import clock
from handrail.meetings.models import Meeting
from tests.assessing import CHAIR, judged, started, summed_up
from tests.browser.conftest import LAPTOP, PHONE
from tests.browser.steps.turns import CONTACT, COORDINATOR, TEACHER, WHY_HELPING, Journey
from tests.nominating import acting_for
from tests.working import SUPPORT, answers, disclosed, opened, says, told

WHY_MEETING = "I am preparing for a meeting about them, or taking part in one"
PAGES = "Pages of this record"
SUBJECT = "Where she could live from September."
MEETING_AT = datetime(2025, 6, 12, 14, 30, tzinfo=clock.LONDON)
REVIEW_AT = datetime(2025, 8, 1, 10, 0, tzinfo=clock.LONDON)
SIX_MONTHS_ON = datetime(2026, 2, 2, 10, 0, tzinfo=clock.LONDON)


def prepare(on: Journey) -> None:
    """Of somebody who was told and agreed: the police confirmed, and the coordinator summed an assessment up."""
    with clock.at(on.hours.now):
        given = disclosed(on.pilot, "council", "school")["council"]
        case = opened(on.pilot, given, partners=("school", "housing"))
        answers(on.pilot, case, confirm=True)
        told(on.pilot, case)
        says(on.pilot, case, "give")
        assessment = started(on.pilot, case)
        judged(on.pilot, assessment)
        summed_up(on.pilot, assessment)


def release_assessment(on: Journey) -> None:
    """The chair reads what the coordinator summed up, sees what nobody judged, and lets the team read it."""
    hands = on.hands
    _case(on, CHAIR)
    _turn_to(on, "Assessments")
    hands.follow("Go on with it")
    hands.follow("Check and release")
    on.reads("Nobody judged these")
    on.look("1-check")
    hands.press("Release to the team")
    on.reads("You released the assessment.")
    on.look("1-released")


def call_meeting(on: Journey) -> None:
    """The coordinator calls a meeting from the case, and sees from whom of its team nobody is asked yet."""
    hands = on.hands
    _case(on, COORDINATOR)
    _turn_to(on, "Meetings")
    on.look("2-no-meeting")
    hands.press("Call a meeting")
    hands.write_date(MEETING_AT.date())
    hands.write("Time it starts", "2:30pm")
    hands.write("Room or link", "Town Hall, room 2")
    hands.choose("Callum Davies")
    on.look("2-call")
    hands.press("Call the meeting")
    on.reads("You called a meeting for 12 June 2025.")
    hands.follow("LDN-")
    on.reads("nobody is asked from them: Parkway College, Regent Homes")
    on.look("2-agenda")
    hands.follow("Ask somebody else to this case")
    hands.choose("Ewan Griffiths")
    hands.choose("Knows the person")
    hands.press("Ask them")
    on.reads("nobody is asked from them: Regent Homes")
    hands.press("Add a point")
    hands.write("What do you want to talk about?", SUBJECT)
    hands.press("Add the point")


def answer(on: Journey) -> None:
    """The college's lead says that she is coming."""
    hands = on.hands
    on.turn_of(TEACHER)
    on.duty("Say whether you can come to a meeting")
    on.look("3-asked")
    hands.press("I am coming")
    hands.press("I am coming")
    on.reads("You said that you are coming.")
    with acting_for(on.pilot.organisation("council")):
        meeting: UUID = Meeting.objects.get().id
    with clock.at(on.hours.now):
        answers(on.pilot, meeting, confirm=True)


def begin(on: Journey) -> None:
    """On a phone, the chair begins, says who is there, and opens the case."""
    hands = on.hands
    on.wait_until(MEETING_AT)
    _at_meeting(on, CHAIR)
    hands.press("Begin the meeting")
    hands.press("Begin")
    on.reads("The meeting has begun.")
    on.look("4-begun")
    hands.press("Who is here")
    for name in ("Amara Davies", "Callum Davies", "Ewan Griffiths"):
        hands.choose(name)
    hands.press("Save")
    hands.follow("LDN-")
    on.say_why(WHY_MEETING)
    on.look("4-case")
    hands.follow(SUBJECT)
    hands.write("What was said?", "She would like to be nearer to her sister.")
    hands.press("Save the note")
    hands.press("Put a decision forward")
    hands.write("What is decided?", "Look for a room in Camden.")
    hands.write("Why?", "She may lose hers in the autumn.")
    on.look("4-decide")
    hands.press("Put it forward")
    on.reads("The decision was put forward.")


def dissent(on: Journey) -> None:
    """The college's lead disagrees on her own phone, in her own words."""
    hands = on.hands
    _at_meeting(on, TEACHER)
    hands.follow("LDN-")
    on.say_why(WHY_MEETING)
    hands.follow(SUBJECT)
    hands.follow("We disagree")
    hands.write("Why?", "Her place at the college is two hours from Camden by bus.")
    on.look("5-dissent")
    hands.press("Record the dissent")
    on.reads("No way forward yet")


def decide(on: Journey) -> None:
    """No decision is recorded before a way forward is agreed; then somebody has something to do, and it is over."""
    hands = on.hands
    _at_meeting(on, CHAIR)
    hands.follow("LDN-")
    on.say_why(WHY_MEETING)
    hands.follow(SUBJECT)
    on.reads("It can be recorded once a way forward is agreed.")
    on.reads_nowhere("Record it as decided")
    on.look("6-dissent")
    hands.follow("Record the way forward")
    hands.write("What way forward was agreed?", "Look in both boroughs until July.")
    hands.press("Record the way forward")
    hands.follow("Record it as decided")
    hands.press("Record it as decided")
    hands.follow("Add support to the plan")
    hands.choose("Housing advice")
    hands.choose("Camden Council", group="Which organisation does it?")
    hands.write("What is it for?", "A room that she can keep.")
    hands.write_date(date(2025, 7, 14))
    hands.choose("They agreed")
    hands.press("Add to the plan")
    on.look("6-decided")
    _to_meeting(on)
    hands.press("Finish the meeting")
    hands.press("Finish")
    on.reads("Whoever coordinates a case drafts its minutes, and the chair approves them.")
    on.look("6-finished")


def minute(on: Journey) -> None:
    """The coordinator drafts the minutes, the chair approves and releases them, the college says that it has read."""
    hands = on.hands
    on.page.set_viewport_size({"width": LAPTOP["width"], "height": LAPTOP["height"]})
    on.turn_of(COORDINATOR)
    on.duty("Draft the minutes", WHY_HELPING)
    hands.press("Draft the minutes")
    hands.press("Draft the minutes")
    on.reads(SUBJECT)
    on.reads("Parkway College disagreed")
    on.turn_of(CHAIR)
    on.duty("Approve the minutes", WHY_MEETING)
    hands.press("Approve")
    hands.press("Approve it")
    hands.press("Release")
    hands.choose("Parkway College")
    hands.press("Release")
    on.reads("It was released to 1 organisation.")
    on.look("7-released")
    on.turn_of(TEACHER)
    on.duty("Read what the meeting decided", WHY_MEETING)
    hands.press("We have read this")
    hands.press("We have read it")
    on.look("7-read")


def review(on: Journey) -> None:
    """What is planned was given; the coordinator is led to the review, and from there to what has to be looked at."""
    hands = on.hands
    on.wait_until(REVIEW_AT)
    with acting_for(on.pilot.organisation("council")):
        advice: UUID = SupportAction.objects.get().id
    with clock.at(on.hours.now):
        by = on.pilot.actor(CONTACT)
        planning.start(by=by, purpose=SUPPORT, support_action=advice)
        planning.complete(by=by, purpose=SUPPORT, support_action=advice, outcome="She has a room of her own.")
    on.turn_of(COORDINATOR)
    on.duty("Review the case", WHY_HELPING)
    on.look("8-review")
    hands.follow("the plan")
    on.reads("She has a room of her own.")
    _turn_to(on, "Summary")
    hands.follow("Review the case")
    hands.write_date(date(2025, 10, 1))
    hands.press("Save")
    on.reads("You will be asked again on 1 October 2025.")


def close(on: Journey) -> None:
    """The coordinator closes the case, and says who carries on."""
    hands = on.hands
    hands.follow("Close the case")
    hands.choose("Ordinary services will carry on")
    hands.write("How are things for the person now?", "She has a room of her own and goes to college.")
    hands.choose("Parkway College", group="Who carries on helping?")
    hands.press("Close the case")
    on.reads("The panel’s chair looks back at 6 and 12 months.")
    on.look("8-closed")


def look_back(on: Journey) -> None:
    """Six months on the chair looks back, and reads what she wrote although what it rested on has run out."""
    hands = on.hands
    on.wait_until(SIX_MONTHS_ON)
    on.turn_of(CHAIR)
    on.look("9-waiting")
    on.duty("Look back at a closed case after 6 months", WHY_HELPING)
    hands.choose("Some of it lasted")
    hands.write("What do you see now, and was it right to close the case?", "She has left the college.")
    on.look("9-look-back")
    hands.press("Record what you see")
    on.reads("She has left the college.")
    hands.follow("Open the case again")
    on.look("9-open-again")
    hands.write_date(date(2026, 4, 1))
    hands.press("Open it again")
    on.reads("You will be asked to review it on 1 April 2026.")
    on.look("9-open")


def _case(on: Journey, who: str) -> None:
    on.turn_of(who)
    on.person(WHY_HELPING)
    on.hands.follow("Go to this person’s case")


def _turn_to(on: Journey, name: str) -> None:
    on.hands.follow(name, within=on.page.get_by_role("navigation", name=PAGES), exact=True)


def _at_meeting(on: Journey, who: str) -> None:
    """Somebody takes their phone out at the meeting."""
    on.page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    on.turn_of(who)
    _to_meeting(on)


def _to_meeting(on: Journey) -> None:
    on.page.get_by_role("button", name="Menu").click()
    on.hands.follow("Meetings")
    on.hands.follow("12 June 2025")


STEPS = (
    prepare, release_assessment, call_meeting, answer, begin, dissent, decide, minute, review, close, look_back,
)  # fmt: skip
