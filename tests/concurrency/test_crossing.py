"""Two people work on one case at the same moment, each holding what the other needs next: one waits, and none is lost.

A row that refers to the case (a line of its history, say) does not wait for whoever works on the case: that was a
circle once, out of which the database could free the two only by undoing one.
"""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import pytest

from handrail.casework.actions import contacts, handing_over, planning, reviewing
from handrail.casework.models import RiskOffer, SupportAction
from handrail.gate import Conflict
from handrail.meetings.actions import calling
from handrail.meetings.models import AgendaCase, Meeting
from tests.at_once import held, row
from tests.harness.databases import Databases
from tests.nominating import acting_for
from tests.owning import OWNER, offered, owner_now, recorded, shared_case
from tests.sitting import CHAIR, STARTS_AT, called
from tests.working import COORDINATOR, SUPPORT, agreed, answers, disclosed, says
from tests.worlds import NOW, World

MENTOR = "single_point_of_contact@voluntary"


def closes(pilot: World, case: UUID) -> Callable[[], object]:
    by = pilot.actor(COORDINATOR)
    return partial(reviewing.close, by=by, purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")


@pytest.mark.parametrize("order", [("start", "no"), ("no", "start")], ids="-".join)
def test_support_starts_while_the_person_says_no(pilot: World, databases: Databases, order: tuple[str, ...]) -> None:
    """Whichever is first, the person is heard at once, and the support has stopped."""
    case, action = agreed(pilot, disclosed(pilot, "council")["council"])
    answers(pilot, action, confirm=True)
    calls: dict[str, Callable[[], object]] = {
        "start": partial(planning.start, by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action),
        "no": partial(says, pilot, case, "withdraw"),
    }
    with held(databases, row("casework_supportaction"), action) as hold:
        done = dict(zip(order, hold.race(*(calls[each] for each in order)), strict=True))
    assert done["no"] is None
    if order[0] == "start":
        assert done["start"] is None
    else:
        assert not isinstance(done["start"], Conflict)
    with acting_for(pilot.organisation("council")):
        assert SupportAction.objects.get(pk=action).state == "withdrawn"


def test_a_visit_is_recorded_while_the_person_says_no(pilot: World, databases: Databases) -> None:
    """What the mentor wrote is not lost."""
    case, action = agreed(pilot, disclosed(pilot, "council")["council"])
    answers(pilot, action, confirm=True)
    planning.start(by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action)
    visit = partial(
        contacts.record_contact, by=pilot.actor(MENTOR), purpose=SUPPORT, support_action=action, on=NOW.date(),
        result="met", note="We talked about work.",
    )  # fmt: skip
    with held(databases, row("casework_supportaction"), action) as hold:
        recorded_visit, no = hold.race(visit, partial(says, pilot, case, "withdraw"))
    assert isinstance(recorded_visit, UUID)
    assert no is None


@pytest.mark.parametrize("order", [("accept", "close"), ("close", "accept")], ids="-".join)
def test_a_risk_is_accepted_while_its_case_closes(pilot: World, databases: Databases, order: tuple[str, ...]) -> None:
    """It has one owner, who is the one by whose word it stands: nobody is told that nothing came of what they did."""
    case = shared_case(pilot)
    risk = recorded(pilot, case, "suicide_or_self_harm")
    made = offered(pilot, risk, to="nhs")
    calls: dict[str, Callable[[], object]] = {
        "accept": partial(handing_over.accept, by=pilot.actor(OWNER["nhs"]), purpose=SUPPORT, risk=risk, offer=made),
        "close": closes(pilot, case),
    }
    with held(databases, row("casework_case"), case) as hold:
        done = dict(zip(order, hold.race(*(calls[each] for each in order)), strict=True))
    assert done == {"accept": None, "close": None}
    assert owner_now(pilot, risk) == pilot.organisation("nhs")
    with acting_for(pilot.organisation("nhs")):
        assert RiskOffer.objects.get(pk=made).state == "accepted"


@pytest.mark.parametrize("order", [("cancel", "close"), ("close", "cancel")], ids="-".join)
def test_a_meeting_is_cancelled_while_its_case_closes(
    pilot: World, databases: Databases, order: tuple[str, ...]
) -> None:
    case = shared_case(pilot)
    meeting = called(pilot, case)
    calls: dict[str, Callable[[], object]] = {
        "cancel": partial(
            calling.cancel, by=pilot.actor(CHAIR), purpose=SUPPORT, meeting=meeting, reason="urgent_work"
        ),
        "close": closes(pilot, case),
    }
    with held(databases, row("meetings_meeting"), meeting) as hold:
        done = dict(zip(order, hold.race(*(calls[each] for each in order)), strict=True))
    assert done["close"] is None
    assert not isinstance(done["cancel"], Conflict)
    with acting_for(pilot.organisation("council")):
        assert Meeting.objects.get(pk=meeting).state == "cancelled"


def test_no_meeting_is_called_about_a_case_that_closes_meanwhile(pilot: World, databases: Databases) -> None:
    case = shared_case(pilot)
    call = partial(
        calling.call, by=pilot.actor(CHAIR), purpose=SUPPORT, cases=(case,), starts_at=STARTS_AT, place="Room 2",
        chair=pilot.member(CHAIR),
    )  # fmt: skip
    with held(databases, row("casework_case"), case) as hold:
        meeting, closed = hold.race(call, closes(pilot, case))
    assert closed is None
    assert isinstance(meeting, UUID)
    with acting_for(pilot.organisation("council")):
        assert set(AgendaCase.objects.values_list("state", flat=True)) == {"cancelled"}
