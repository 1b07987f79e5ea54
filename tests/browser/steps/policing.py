"""A case as the police meet it: asked to confirm, named as an owner, woken at night, and handing a risk over."""

from datetime import datetime, timedelta

from handrail.casework.actions import escalating
from handrail.casework.models import Case
from handrail.gate import clock
from tests.browser.steps.turns import NURSE, POLICE, WHY_HELPING, WHY_RISK, Journey
from tests.nominating import acting_for
from tests.owning import recorded, shared_case
from tests.working import SUPPORT

UNIT, SECOND, DUTY_DESK = "deconfliction_officer@ctu", "second_risk_owner@force", "duty_officer@force"
RISK = "Suicide or self-harm"
NIGHT = datetime(2025, 6, 2, 22, 30, tzinfo=clock.LONDON)
MORNING = datetime(2025, 6, 3, 9, 0, tzinfo=clock.LONDON)


def prepare(on: Journey) -> None:
    """A case that a council opened, in which it named an officer as the owner of a risk."""
    with clock.at(on.hours.now):
        shared_case(on.pilot)


def confirm(on: Journey) -> None:
    """The unit's officer says that support may go ahead: the case will show that, and nothing else."""
    hands = on.hands
    on.turn_of(UNIT)
    on.duty("Confirm that support may go ahead")
    hands.choose("Yes")
    on.look("1-confirm")
    hands.press("Save answer")
    on.reads("The case shows that it is confirmed since today, and nothing else.")


def own(on: Journey) -> None:
    """Whoever was named by the council hears of it, reads what owning means, and confirms."""
    hands = on.hands
    on.turn_of(POLICE)
    on.duty("Confirm that you own a risk", WHY_RISK)
    on.reads("Somebody else recorded it as yours")
    on.look("2-named")
    hands.press("Confirm that you own it")
    hands.press("Confirm that you own this risk")
    on.reads_nowhere("This risk is yours")


def wake(on: Journey) -> None:
    """Immediate risk at night: the first contact and the second don't answer, the duty desk does, late and visibly."""
    hands = on.hands
    on.wait_until(NIGHT)
    with acting_for(on.pilot.organisation("council")):
        case = Case.objects.get().id
    with clock.at(on.hours.now):
        nurse = on.pilot.actor(NURSE)
        escalating.escalate(
            by=nurse, purpose=SUPPORT, case=case, what_is_happening="She left the ward.", danger_now=True
        )
    on.wait_until(NIGHT + timedelta(minutes=20))
    on.turn_of(SECOND)
    on.reads("Nobody acknowledged it in time.")
    on.look("3-second-contact")
    on.wait_until(NIGHT + timedelta(minutes=45))
    on.turn_of(DUTY_DESK)
    hands.follow("Immediate risk")
    on.say_why(WHY_RISK)
    on.reads("She left the ward.")
    hands.press("Take this: I am the named officer")
    on.reads("after it was raised")
    on.look("3-taken-late")
    hands.choose("Crisis care is in place")
    hands.write("What may the team know?", "She is back on the ward.")
    hands.press("Close the escalation")
    on.turn_of(NURSE)
    hands.follow("People", within=on.page.get_by_role("navigation", name="Main"))
    hands.follow("Look at the open cases")
    hands.follow("LDN-")
    on.say_why(WHY_HELPING)
    hands.follow("History", exact=True)
    on.reads("Nobody acknowledged in time: the next contact was told")


def hand_over(on: Journey) -> None:
    """A risk is offered to the health trust, which refuses: it stays with the police, who confirm that they own it."""
    hands = on.hands
    on.wait_until(MORNING)
    with acting_for(on.pilot.organisation("council")):
        case = Case.objects.get().id
    with clock.at(on.hours.now):
        recorded(on.pilot, case, "suicide_or_self_harm")
    on.turn_of(POLICE)
    _offer(on, first=True)
    on.look("4-offered")
    on.turn_of(NURSE)
    _to_offer(on)
    hands.choose("No, we refuse it")
    hands.choose("We have been told too little")
    hands.write("If you refuse, say why in your own words", "What happened on the ward?")
    on.look("4-refuse")
    hands.press("Send your answer")
    on.reads("You refused the risk.")


def take_over(on: Journey) -> None:
    """Told more, the trust accepts: it owns the risk from that moment, by name, and the history says who owned it."""
    hands = on.hands
    on.turn_of(POLICE)
    on.duty("Confirm that you own a risk", WHY_RISK)
    on.reads("What happened on the ward?")
    hands.press("Confirm that you own it")
    hands.press("Confirm that you own this risk")
    _offer(on)
    on.turn_of(NURSE)
    _to_offer(on)
    hands.choose("Yes, we own this risk from now on")
    hands.press("Send your answer")
    on.reads("You own this risk from now on, by name.")
    hands.write_date(MORNING.date())
    hands.write("The time", "9am")
    hands.press("Show who owned it")
    on.look("5-who-owned-it")


def _offer(on: Journey, *, first: bool = False) -> None:
    hands = on.hands
    hands.follow("Risks", within=on.page.get_by_role("navigation", name="Main"))
    hands.follow(f"Hand over {RISK}")
    if first:
        on.say_why(WHY_RISK)
    hands.choose("Northside Mental Health Trust")
    hands.choose("They are better placed")
    hands.write("Say why in your own words", "The crisis team sees her each week and we don’t.")
    hands.press("Offer it")
    on.reads("It stays yours until they accept it.")


def _to_offer(on: Journey) -> None:
    on.duty("Take ownership of a risk, or refuse it", WHY_HELPING)
    on.hands.press("Take ownership or refuse")


STEPS = (prepare, confirm, own, wake, hand_over, take_over)
