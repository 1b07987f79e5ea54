"""Channel and a safeguarding hub run on the same floors: what is different about them is data."""

from datetime import timedelta
from uuid import UUID

import pytest

from handrail.casework.queries.cases import open_case
from handrail.directory.models import Agreement, Centre, GrantState, RoleGrant, Training
from handrail.directory.role_rules import check_may_hold
from handrail.directory.rulebooks import role_title
from handrail.gate import NotFound, Refused, RuleBroken
from handrail.programme import load
from handrail.sharing.actions import receiving
from handrail.sharing.changes import SetReasons, SetTelling, SetWhy
from handrail.sharing.queries.nominations import nominations
from tests.nominating import (
    ISOLATED,
    Written,
    acting_for,
    propose,
    put_forward,
    recipient,
    release,
    start,
    waiting,
    write,
    write_items,
)
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import NOW, World

CONTACT = "single_point_of_contact@council"
TEACHER, HEAD = "role_approver@school", "second_contact@school"
HUB_CRITERIA = ("may_be_at_risk", "lives_in_area", "not_for_who_they_are")
DRAWN_IN = SetWhy("drawn_in", ("susceptible", "lives_in_area", "not_for_who_they_are"))


def runs(pilot: World, slug: str) -> World:
    """Let the pilot's centre run another programme, under an agreement for it."""
    with acting_for(pilot.organisation("council")):
        Centre.objects.filter(pk=pilot.centre).update(programme=slug)
        Agreement.objects.filter(pk=pilot.agreement).update(programme=slug)
    return pilot


def released(pilot: World, why: SetWhy) -> UUID:
    (told,) = release(pilot, put_forward(pilot, why=why)).recipients
    return told.disclosure


@pytest.mark.parametrize(
    ("reason", "hours"),
    [("red", 2), ("amber", 6), ("green", 24)],
)
def test_a_hub_looks_at_a_contact_by_the_clock_of_its_colour(pilot: World, reason: str, hours: int) -> None:
    disclosure = released(runs(pilot, "safeguarding-hub"), SetWhy(reason, HUB_CRITERIA))
    (due,) = [due for due in waiting(pilot, CONTACT, purpose=SUPPORT) if due.subject == disclosure]
    assert (due.kind, due.due_at) == (f"triage_{reason}", NOW + timedelta(hours=hours))
    receiving.acknowledge(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=disclosure)
    assert "triage" not in "".join(due.kind for due in waiting(pilot, CONTACT, purpose=SUPPORT))


def test_a_channel_case_from_referral_to_plan(pilot: World) -> None:
    given = disclosed(runs(pilot, "channel"), "council", why=DRAWN_IN)["council"]
    case = opened(pilot, given, partners=("school",))
    planned(pilot, case)
    shown = open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert (shown.programme, len(shown.plan), len(shown.risks)) == ("channel", 1, 1)


def test_a_reason_of_another_programme_is_not_on_the_list(pilot: World) -> None:
    with pytest.raises(RuleBroken):
        write(runs(pilot, "channel"), why=ISOLATED)


def test_what_a_programme_does_not_say_itself_is_that_of_the_one_it_is_based_on() -> None:
    mac, channel, hub = (load(slug) for slug in ("mac", "channel", "safeguarding-hub"))
    assert channel.risk_kinds == mac.risk_kinds
    assert hub.needs == mac.needs
    assert {"channel_panel", "care_act"} <= set(channel.powers.codes)
    assert "channel_panel" not in mac.powers
    assert "mental_health_need" not in channel.reasons

    assert channel.timescales["open_case"].amount == 20


def hold_role(pilot: World, who: str, role: str) -> None:
    """Grant a role, as an approver would, to somebody who passed its courses."""
    member, organisation = pilot.member(who), pilot.actor(who).organisation
    trained = {"passed_on": NOW.date(), "valid_until": NOW.date() + timedelta(days=365), "recorded_at": NOW}
    with acting_for(organisation):
        RoleGrant.objects.create(
            organisation_id=organisation, member_id=member, role=role, state=GrantState.GRANTED,
            requested_by=member, requested_at=NOW,
        )  # fmt: skip
        for course in ("information_handling", "sharing_decisions"):
            Training.objects.create(
                organisation_id=organisation, member_id=member, course=course, recorded_by=member, **trained
            )


def referred_by_a_school(pilot: World) -> Written:
    """A teacher of the pilot's school refers somebody to the council, and waits for a colleague to decide."""
    for post, role in ((TEACHER, "originating_officer"), (HEAD, "authoriser")):
        hold_role(pilot, post, role)
    teacher = pilot.actor(TEACHER)
    written = write_items(pilot, start(pilot, by=TEACHER), by=TEACHER)
    for change in (
        SetWhy("changed", ("susceptible", "lives_in_area", "not_for_who_they_are")),
        recipient(pilot, written, "council"),
        SetReasons("channel_cooperation", "She needs help.", "It is the least.", "None."),
        SetTelling("told", pilot.now.date()),
    ):
        written = written.edited(teacher, change)
    return propose(pilot, written, by=TEACHER)


def test_a_school_refers_somebody_to_channel_and_a_colleague_decides(pilot: World) -> None:
    referred = referred_by_a_school(runs(pilot, "channel"))
    with pytest.raises((Refused, NotFound)):
        release(pilot, referred, by=TEACHER)
    (given,) = release(pilot, referred, by=HEAD).recipients
    receiving.acknowledge(by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given.disclosure)
    assert "open_case" in {due.kind for due in waiting(pilot, COORDINATOR, purpose=SUPPORT)}


def test_a_multi_agency_centre_takes_no_nomination_from_a_school(pilot: World) -> None:
    hold_role(pilot, TEACHER, "originating_officer")
    assert nominations(by=pilot.actor(TEACHER), purpose="originating").centres == ()
    with pytest.raises(RuleBroken) as refused:
        start(pilot, by=TEACHER)
    assert refused.value.rule == "not-nominated-from-here"


def test_a_role_is_called_what_the_programme_calls_it_in_which_they_may_hold_it() -> None:
    assert role_title("originating_officer", kind="school") == "Referrer"
    assert role_title("originating_officer", kind="counter_terrorism_unit") == "Originating officer"


def test_a_role_that_no_programme_knows_there_is_refused(pilot: World) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_may_hold("originating_officer", kind="government", clearance=2, others=())
    assert refused.value.rule == "role-not-held-here"
    assert check_may_hold("originating_officer", kind="school", clearance=2, others=()).title == "Referrer"
