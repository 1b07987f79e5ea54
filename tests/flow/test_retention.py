"""Sealed text is destroyed when the rulebook says, and not a day before."""

from datetime import datetime, timedelta

import pytest

from handrail.directory.services import service
from handrail.gate import clock
from handrail.sharing.actions import authorising, recalling
from handrail.sharing.actions.destroying import StillKept, destroy
from handrail.sharing.models import Holding
from handrail.sharing.queries import over
from handrail.upkeep.sweep import sweep_organisation
from tests.acting import act_as
from tests.nominating import ANSWERS, AUTHORISER, OFFICER, Written, put_forward
from tests.working import Given, disclosed
from tests.worlds import World

#: Twelve months after the day of the recall.
A_YEAR_ON = datetime(2026, 6, 2, 0, 0, tzinfo=clock.LONDON)
THE_DAY_BEFORE = datetime(2026, 6, 1, 23, 59, tzinfo=clock.LONDON)


def recalled(pilot: World) -> Given:
    given = disclosed(pilot, "council")["council"]
    with act_as(pilot, OFFICER):
        own = Holding.objects.get(organisation_id=pilot.organisation("ctu"), item=given.items[1])
    recalling.recall(by=pilot.actor(OFFICER), purpose="originating", item=own.id, reason="inaccurate")
    return given


def declined(pilot: World) -> Written:
    written = put_forward(pilot)
    authorising.decline(
        by=pilot.actor(AUTHORISER),
        purpose="originating",
        decision=written.id,
        version=written.draft.version,
        answers=ANSWERS,
        reason="another_way",
    )
    return written


def copy_of(pilot: World, given: Given) -> Holding:
    with act_as(pilot, "single_point_of_contact@council"):
        return Holding.objects.get(organisation_id=pilot.organisation("council"), item=given.items[1])


def test_a_year_after_the_recall_the_sweep_destroys_the_text(pilot: World) -> None:
    given = recalled(pilot)
    with clock.at(A_YEAR_ON):
        sweep_organisation(pilot.organisation("council"))
    copy = copy_of(pilot, given)
    assert (copy.state, bytes(copy.text_sealed), bytes(copy.conditions_sealed)) == ("destroyed", b"", b"")


def test_the_day_before_it_is_still_sealed(pilot: World) -> None:
    given = recalled(pilot)
    with clock.at(THE_DAY_BEFORE):
        sweep_organisation(pilot.organisation("council"))
        assert copy_of(pilot, given).state == "recalled"
        with pytest.raises(StillKept):
            destroy(
                by=service("sweep", pilot.organisation("council")),
                purpose="administration",
                holding=copy_of(pilot, given).id,
            )


def test_six_months_after_it_was_declined_the_details_of_a_nomination_are_destroyed(pilot: World) -> None:
    declined(pilot)
    for at, state in (
        (datetime(2025, 12, 1, 23, 59, tzinfo=clock.LONDON), "discarded"),
        (datetime(2025, 12, 2, 0, 0, tzinfo=clock.LONDON), "destroyed"),
    ):
        with clock.at(at):
            sweep_organisation(pilot.organisation("ctu"))
        with act_as(pilot, OFFICER):
            assert set(Holding.objects.values_list("state", flat=True)) == {state}


def test_what_is_kept_for_long_does_not_keep_the_sweep_from_what_is_over(
    pilot: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(over, "AT_ONCE", 1)
    recalled(pilot)
    with clock.at(clock.now() + timedelta(hours=1)):
        written = declined(pilot)
    with clock.at(datetime(2025, 12, 2, 0, 0, tzinfo=clock.LONDON)):
        sweep_organisation(pilot.organisation("ctu"))
    with act_as(pilot, OFFICER):
        assert Holding.objects.filter(decision_id=written.id, state="destroyed").count() == 1
        assert Holding.objects.filter(state="recalled").exists()


def test_what_is_held_is_never_destroyed_by_the_sweep(pilot: World) -> None:
    given = recalled(pilot)
    with clock.at(datetime(2025, 12, 30, 12, 0, tzinfo=clock.LONDON)):
        sweep_organisation(pilot.organisation("council"))
    with act_as(pilot, "single_point_of_contact@council"):
        assert Holding.objects.get(organisation_id=pilot.organisation("council"), item=given.items[0]).state == "held"
