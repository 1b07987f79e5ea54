"""Closing a case says what was met, what was not and who carries on; and somebody looks back twice."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from handrail.casework.actions import looking_back, planning, reviewing
from handrail.casework.queries.cases import open_case
from handrail.casework.rules import LookedBack, NotInCatalogue, NotInTeam
from handrail.casework.values import CasePage
from handrail.duties.queries import waiting_for
from handrail.gate import Refused, RuleBroken, clock
from handrail.sharing.actions import recalling
from tests.nominating import OFFICER
from tests.working import COORDINATOR, REVIEW_ON, SUPPORT, disclosed, opened
from tests.worlds import World

CHAIR = "panel_chair@council"


def with_needs(pilot: World) -> tuple[UUID, UUID, UUID]:
    """A case with two needs."""
    case = opened(pilot, disclosed(pilot, "council")["council"], partners=("housing",))
    home, work = (
        planning.add_need(
            by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, kind=kind, strength=False, description=words
        )
        for kind, words in (("home", "A home."), ("mental_health", "Somebody to talk to."))
    )
    return case, home, work


def close(pilot: World, case: UUID, *, met: tuple[UUID, ...] = (), carries_on: tuple[UUID, ...] = ()) -> CasePage:
    by = pilot.actor(COORDINATOR)
    reviewing.close(
        by=by, purpose=SUPPORT, case=case, reason="needs_met", note="Settled.", met=met, carries_on=carries_on
    )
    return open_case(by=by, purpose=SUPPORT, case=case)


def look_back(pilot: World, case: UUID, finding: str = "lasted") -> None:
    looking_back.look_back(
        by=pilot.actor(CHAIR), purpose=SUPPORT, case=case, finding=finding, words="She still has her flat."
    )


def owed(pilot: World) -> dict[str, datetime]:
    """What the chair owes, and by when."""
    waiting = waiting_for(by=pilot.actor(CHAIR), purpose=SUPPORT)
    groups = (waiting.today_and_late, waiting.this_week, waiting.later)
    return {due.kind: due.due_at for group in groups for due in group.duties if "closure" in due.kind}


def test_it_works(pilot: World) -> None:
    case, home, work = with_needs(pilot)
    shown = close(pilot, case, met=(home,), carries_on=(pilot.organisation("housing"),))
    assert {need.id: need.state for need in shown.needs} == {home: "met", work: "open"}
    assert shown.carries_on == ("Regent Homes",)


def test_nobody_looks_back_at_somebody_who_said_no(pilot: World) -> None:
    """A refusal raises nothing: that case is kept for six months, and then its record is destroyed."""
    case, _, _ = with_needs(pilot)
    reviewing.close(
        by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="consent_refused", note="She would rather not."
    )
    assert owed(pilot) == {}


def test_whoever_sums_up_what_ran_out_since_can_read_what_they_wrote(pilot: World) -> None:
    """Six months on, what the case rested on has run out: what the chair sees then rests on none of it."""
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, draws_on=given.items[1:2])
    recalling.recall(by=pilot.actor(OFFICER), purpose="originating", item=given.items[1], reason="inaccurate")
    assert close(pilot, case).closure_note == "Settled."
    look_back(pilot, case)
    (seen,) = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).look_backs
    assert seen.words == "She still has her flat."


def test_a_note_of_closing_rests_on_nothing_that_an_earlier_one_rested_on(pilot: World) -> None:
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given, draws_on=given.items[1:2])
    close(pilot, case)
    reviewing.reopen(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    recalling.recall(by=pilot.actor(OFFICER), purpose="originating", item=given.items[1], reason="inaccurate")
    assert close(pilot, case).closure_note == "Settled."


def test_the_chair_looks_back_at_six_and_twelve_months(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    close(pilot, case)
    due = owed(pilot)
    assert {kind: (at.year, at.month) for kind, at in due.items()} == {
        "review_after_closure_first": (2025, 12),
        "review_after_closure_last": (2026, 6),
    }
    with clock.at(due["review_after_closure_first"]):
        look_back(pilot, case)
        assert set(owed(pilot)) == {"review_after_closure_last"}
        seen = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).look_backs
        assert [(look.which, look.finding, look.words) for look in seen] == [
            ("review_after_closure_first", "lasted", "She still has her flat.")
        ]


def test_after_the_second_look_it_is_left_alone(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    close(pilot, case)
    look_back(pilot, case)
    look_back(pilot, case, "did_not_last")
    assert owed(pilot) == {}
    with pytest.raises(LookedBack):
        look_back(pilot, case)


def test_a_case_opened_again_is_not_looked_back_at(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    close(pilot, case, carries_on=(pilot.organisation("housing"),))
    reviewing.reopen(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, review_on=REVIEW_ON)
    assert owed(pilot) == {}
    assert open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case).carries_on == ()
    with pytest.raises(RuleBroken):
        look_back(pilot, case)


def test_only_an_organisation_of_the_team_carries_on(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    with pytest.raises(NotInTeam):
        close(pilot, case, carries_on=(pilot.organisation("school"),))


def test_a_need_of_another_case_cannot_be_met_here(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    with pytest.raises(NotInCatalogue):
        close(pilot, case, met=(uuid4(),))


def test_what_is_found_is_from_the_list(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    close(pilot, case)
    with pytest.raises(NotInCatalogue):
        look_back(pilot, case, "seen_with_old_friends")


def test_a_partner_does_not_look_back_for_the_chair(pilot: World) -> None:
    case, *_ = with_needs(pilot)
    close(pilot, case)
    with pytest.raises(Refused):
        looking_back.look_back(
            by=pilot.actor("single_point_of_contact@housing"),
            purpose=SUPPORT,
            case=case,
            finding="lasted",
            words="Still there.",
        )
