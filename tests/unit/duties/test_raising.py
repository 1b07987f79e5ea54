"""Making something due in an organisation, and ending it."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError

from handrail import duties
from handrail.duties import raising
from handrail.duties.models import Duty, DutyState
from handrail.gate import Act, clock
from handrail.gate.row_security import set_acting_organisation
from handrail.programme.faults import UnknownCode
from tests.unit.duties.conftest import Acting
from tests.worlds import NOW, World

SUBJECT = ("Disclosure", uuid4())


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[duties.Raised]:
    """What listeners were told, such as the one that sends e-mail."""
    heard: list[duties.Raised] = []
    monkeypatch.setattr(raising, "_listeners", [heard.append])
    return heard


def acknowledge(act: Act, organisation: UUID, **differently: object) -> UUID:
    """Make the acknowledgement of a disclosure due, as its release does."""
    given = {
        "organisation": organisation,
        "programme": "mac",
        "kind": "acknowledge_disclosure",
        "role": "single_point_of_contact",
        "subject": SUBJECT,
        "person": uuid4(),
        "person_reference": "LDN-7F3K-2",
    }
    return duties.raise_duty(act, **(given | differently))  # type: ignore[arg-type]


def rows(acting: Acting, who: str) -> list[Duty]:
    with acting(who):
        return list(Duty.objects.order_by("due_at"))


def test_it_is_due_when_the_rulebook_says(pilot: World, acting: Acting) -> None:
    with acting("authoriser@ctu") as act, act.deliver_to(pilot.organisation("council")):
        acknowledge(act, pilot.organisation("council"))
    (duty,) = rows(acting, "single_point_of_contact@council")
    # Two working days from Monday 2 June 2025, 10 o'clock.
    assert duty.due_at == datetime(2025, 6, 4, 17, 0, tzinfo=clock.LONDON)
    assert duty.raised_at == NOW
    assert duty.raised_from == pilot.organisation("ctu")
    assert duty.raised_by == pilot.member("authoriser@ctu")
    assert not duty.urgent


def test_the_one_who_raised_it_elsewhere_cannot_see_it(pilot: World, acting: Acting) -> None:
    with acting("authoriser@ctu") as act, act.deliver_to(pilot.organisation("council")):
        acknowledge(act, pilot.organisation("council"))
    assert rows(acting, "authoriser@ctu") == []


def test_it_cannot_be_raised_in_another_organisation_without_delivering_it(pilot: World, acting: Acting) -> None:
    with acting("authoriser@ctu") as act, pytest.raises(ProgrammingError, match="row-level security"):
        acknowledge(act, pilot.organisation("council"))


def test_what_has_a_date_of_its_own_is_due_then(pilot: World, acting: Acting) -> None:
    then = NOW + timedelta(days=9)
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation, due_at=then)
    assert [duty.due_at for duty in rows(acting, "auditor@council")] == [then]


def test_what_runs_through_the_night_is_urgent(pilot: World, acting: Acting) -> None:
    with acting("police_risk_owner@force") as act:
        acknowledge(act, act.organisation, kind="escalation_danger_now", role="police_risk_owner")
    (duty,) = rows(acting, "auditor@force")
    assert duty.urgent
    assert duty.due_at == NOW + timedelta(minutes=15)


def test_raising_it_twice_makes_it_due_once_at_the_earlier_time(
    pilot: World, acting: Acting, told: list[duties.Raised]
) -> None:
    with acting("single_point_of_contact@council") as act:
        first = acknowledge(act, act.organisation)
        assert acknowledge(act, act.organisation, due_at=NOW + timedelta(hours=1)) == first
        assert acknowledge(act, act.organisation, due_at=NOW + timedelta(days=30)) == first
    assert [duty.due_at for duty in rows(acting, "auditor@council")] == [NOW + timedelta(hours=1)]
    assert len(told) == 1


def test_two_roles_can_owe_the_same_thing(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@nhs") as act:
        for role in ("single_point_of_contact", "caldicott_guardian"):
            acknowledge(act, act.organisation, kind="decide_known", role=role)
    assert len(rows(acting, "auditor@nhs")) == 2


def test_only_a_role_that_the_rulebook_names_can_owe_it(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        with pytest.raises(ValueError, match="auditor"):
            acknowledge(act, act.organisation, role="auditor")
        with pytest.raises(UnknownCode):
            acknowledge(act, act.organisation, kind="watch_them")


def test_what_was_done_is_due_no_more(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
        acknowledge(act, act.organisation, kind="respond_to_request")
    with acting("second_contact@council") as act:
        assert duties.complete(act, subject=SUBJECT, kind="acknowledge_disclosure") == 1
        assert duties.complete(act, subject=SUBJECT, kind="acknowledge_disclosure") == 0
    done, open_ = rows(acting, "auditor@council")
    assert (done.state, done.ended_by, done.ended_at) == (DutyState.DONE, pilot.member("second_contact@council"), NOW)
    assert open_.state == DutyState.OPEN


def test_what_became_needless_is_cancelled_whatever_its_kind(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
        acknowledge(act, act.organisation, kind="respond_to_request")
        other = acknowledge(act, act.organisation, subject=("Disclosure", uuid4()))
        assert duties.cancel(act, subject=SUBJECT, kind="answer_question") == 0
        assert duties.cancel(act, subject=SUBJECT) == 2
    open_ = [duty.id for duty in rows(acting, "auditor@council") if duty.state == DutyState.OPEN]
    assert open_ == [other]


def test_one_organisation_cannot_end_what_is_due_in_another(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
    with acting("authoriser@ctu") as act:
        assert duties.cancel(act, subject=SUBJECT) == 0


def test_after_it_was_done_it_can_become_due_again(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
        duties.complete(act, subject=SUBJECT, kind="acknowledge_disclosure")
        acknowledge(act, act.organisation)
    assert len(rows(acting, "auditor@council")) == 2


def test_listeners_hear_of_it_in_the_same_transaction_and_learn_nothing_of_the_person(
    pilot: World, acting: Acting, told: list[duties.Raised]
) -> None:
    with acting("authoriser@ctu") as act:
        with act.deliver_to(pilot.organisation("council")):
            acknowledge(act, pilot.organisation("council"))
        (raised,) = told
    assert raised.organisation == pilot.organisation("council")
    assert (raised.role, raised.owner, raised.urgent, raised.late) == ("single_point_of_contact", None, False, False)
    assert "LDN-7F3K-2" not in repr(raised)


def test_an_escalation_that_nobody_answered_is_due_afresh_when_it_climbs(
    pilot: World, acting: Acting, told: list[duties.Raised]
) -> None:
    def climb() -> None:
        with acting("single_point_of_contact@force") as act:
            acknowledge(act, act.organisation, kind="escalation_danger_now", role="police_risk_owner")

    climb()
    with clock.at(NOW + timedelta(minutes=14)):
        climb()
    assert len(told) == 1
    with clock.at(NOW + timedelta(minutes=15)):
        climb()
    assert len(told) == 2
    (duty,) = rows(acting, "auditor@force")
    assert (duty.climbed, duty.due_at) == (1, NOW + timedelta(minutes=30))


def test_what_is_merely_late_stays_late_when_raised_again(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
    with clock.at(NOW + timedelta(days=30)), acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
    (duty,) = rows(acting, "auditor@council")
    assert duty.due_at == datetime(2025, 6, 4, 17, 0, tzinfo=clock.LONDON)


def test_what_a_leaver_owed_goes_to_the_colleague_who_can_do_it(pilot: World, acting: Acting) -> None:
    leaver, colleague = pilot.member("single_point_of_contact@council"), pilot.member("second_contact@council")
    with acting("administrator@council") as act:
        acknowledge(act, act.organisation, owner=leaver)
        acknowledge(act, act.organisation, owner=leaver, kind="review_case", role="case_coordinator")
        handed = duties.hand_over(act, owner=leaver, to=colleague, roles=frozenset({"single_point_of_contact"}))
    assert handed == 2
    owners = {duty.kind: duty.owner_id for duty in rows(acting, "auditor@council")}
    assert owners == {"acknowledge_disclosure": colleague, "review_case": duties.NOBODY}


def test_a_leavers_duty_that_everybody_in_the_role_owes_already_is_not_doubled(pilot: World, acting: Acting) -> None:
    leaver = pilot.member("single_point_of_contact@council")
    with acting("administrator@council") as act:
        acknowledge(act, act.organisation)
        acknowledge(act, act.organisation, owner=leaver)
        assert duties.hand_over(act, owner=leaver, to=None, roles=frozenset()) == 0
    assert [duty.owner_id for duty in rows(acting, "auditor@council") if duty.state == "open"] == [duties.NOBODY]


def test_a_duty_cannot_be_moved_to_another_organisation(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
        with pytest.raises(ProgrammingError, match="row-level security"):
            Duty.objects.update(organisation_id=pilot.organisation("nhs"))


def test_without_an_acting_organisation_nothing_is_read(pilot: World, acting: Acting) -> None:
    with acting("single_point_of_contact@council") as act:
        acknowledge(act, act.organisation)
        set_acting_organisation(pilot.organisation("nhs"))
        assert not Duty.objects.exists()
