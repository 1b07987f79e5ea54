"""Telling the person: decided when something is shared, looked at again by its day."""

from datetime import date, datetime
from uuid import UUID

import pytest

from handrail.gate import Faults, NotFound, Refused, RuleBroken, clock
from handrail.sharing.actions import telling
from handrail.sharing.models import Disclosure, NotificationDecision
from handrail.sharing.queries.telling import open_telling
from tests.nominating import AUTHORISER, LOOK_AGAIN, OFFICER, PURPOSE, acting_for, put_forward, release, waiting
from tests.worlds import World

ANOTHER_AUTHORISER = "second_authoriser@ctu"
LATER = date(2025, 7, 20)
DAY = datetime(2025, 6, 26, 10, tzinfo=clock.LONDON)


def decision_of(pilot: World) -> UUID:
    release(pilot, put_forward(pilot))
    with acting_for(pilot.organisation("ctu")):
        return NotificationDecision.objects.get().id


def look_again(
    pilot: World, notification: UUID, *, by: str = OFFICER, state: str = "deferred", on: date = LATER
) -> UUID:
    ground = "crime_prevention" if state == "deferred" else ""
    return telling.look_again(
        by=pilot.actor(by), purpose=PURPOSE, notification=notification, state=state, on=on, ground=ground
    ).notification


def approve(pilot: World, notification: UUID, *, by: str = AUTHORISER) -> None:
    telling.approve(by=pilot.actor(by), purpose=PURPOSE, notification=notification)


def seen_by_council(pilot: World) -> tuple[str, date | None]:
    with acting_for(pilot.organisation("council")):
        disclosure = Disclosure.objects.get()
    return disclosure.notification, disclosure.notification_on


def test_once_told_every_recipient_sees_it_at_once(pilot: World) -> None:
    notification = decision_of(pilot)
    assert seen_by_council(pilot) == ("deferred", LOOK_AGAIN)
    with clock.at(DAY):
        look_again(pilot, notification, state="told", on=DAY.date())
        assert seen_by_council(pilot) == ("told", DAY.date())
        assert waiting(pilot, AUTHORISER) == []


def test_put_off_again_takes_effect_when_a_second_person_approves(pilot: World) -> None:
    notification = decision_of(pilot)
    with clock.at(DAY):
        again = look_again(pilot, notification)
        assert seen_by_council(pilot) == ("deferred", LOOK_AGAIN)
        assert [(due.kind, due.subject) for due in waiting(pilot, AUTHORISER)] == [("notification_look_again", again)]
        approve(pilot, again)
        assert seen_by_council(pilot) == ("deferred", LATER)
        (due,) = waiting(pilot, AUTHORISER)
        assert (due.subject, due.due_at.astimezone(clock.LONDON).date()) == (again, LATER)


def test_nobody_approves_what_they_proposed(pilot: World) -> None:
    notification = decision_of(pilot)
    with clock.at(DAY):
        again = look_again(pilot, notification, by=AUTHORISER)
        with pytest.raises(Refused) as refused:
            approve(pilot, again)
        assert refused.value.rules == ("two-different-people-telling",)
        approve(pilot, again, by=ANOTHER_AUTHORISER)


def test_only_those_who_may_approve_do(pilot: World) -> None:
    notification = decision_of(pilot)
    with clock.at(DAY):
        again = look_again(pilot, notification)
        with pytest.raises(Refused):
            approve(pilot, again, by="second_originating_officer@ctu")
        with pytest.raises(NotFound):
            approve(pilot, again, by="data_protection_officer@council")


def test_it_is_never_put_off_beyond_the_rulebook(pilot: World) -> None:
    notification = decision_of(pilot)
    with clock.at(DAY), pytest.raises(Faults) as refused:
        look_again(pilot, notification, on=date(2025, 7, 25))
    assert [fault.rule for fault in refused.value.faults] == ["look-again-too-late"]


def test_it_is_looked_at_again_once(pilot: World) -> None:
    notification = decision_of(pilot)
    with clock.at(DAY):
        look_again(pilot, notification)
        with pytest.raises(RuleBroken) as refused:
            look_again(pilot, notification)
        assert refused.value.rule == "looked-at-already"


def test_what_has_taken_effect_is_not_approved_again(pilot: World) -> None:
    notification = decision_of(pilot)
    with pytest.raises(RuleBroken) as refused:
        approve(pilot, notification, by=ANOTHER_AUTHORISER)
    assert refused.value.rule == "nothing-to-approve"


def test_the_page_says_who_decided_and_offers_what_its_reader_may_do(pilot: World) -> None:
    notification = decision_of(pilot)

    def may(who: str, shown: UUID) -> set[str]:
        return set(open_telling(by=pilot.actor(who), purpose=PURPOSE, notification=shown).may)

    assert may(OFFICER, notification) == {"look_again"}
    with clock.at(DAY):
        again = look_again(pilot, notification)
        assert (may(OFFICER, again), may(AUTHORISER, again)) == (set(), {"approve"})
        assert may(AUTHORISER, notification) == set()
