"""Channel and a safeguarding hub run on the same floors: what is different about them is data."""

from datetime import timedelta
from uuid import UUID

import pytest

from handrail.casework.queries.cases import open_case
from handrail.directory.models import Agreement, Centre
from handrail.gate import RuleBroken
from handrail.programme import load
from handrail.sharing.actions import receiving
from handrail.sharing.changes import SetWhy
from tests.nominating import ISOLATED, acting_for, put_forward, release, waiting, write
from tests.working import COORDINATOR, SUPPORT, disclosed, opened, planned
from tests.worlds import NOW, World

CONTACT = "single_point_of_contact@council"
HUB_CRITERIA = ("may_be_at_risk", "lives_in_area", "not_for_who_they_are")
DRAWN_IN = SetWhy("drawn_in", ("susceptible", "not_under_investigation", "lives_in_area", "not_for_who_they_are"))


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
