"""What a page offers is what policy lets its reader do, by the same rules."""

import pytest

from handrail.gate import may_begin
from tests.recorded import recorded
from tests.worlds import World

OFFERED = (
    ("member.invite", "administrator@council", "role_approver@council"),
    ("role.list", "role_approver@council", "practitioner@council"),
    ("agreement.draft", "agreement_signatory@council", "auditor@council"),
    ("meeting.call", "panel_chair@council", "centre_lead@council"),
    ("case.open_new", "case_coordinator@council", "panel_chair@council"),
    ("person.list", "single_point_of_contact@council", "lapsed_contact@council"),
)


@pytest.mark.parametrize(("action", "may", "may_not"), OFFERED)
def test_a_page_offers_what_its_reader_may_begin(pilot: World, action: str, may: str, may_not: str) -> None:
    before = len(recorded())
    offered = [may_begin(action, by=pilot.actor(who), purpose="safeguarding_support") for who in (may, may_not)]
    assert offered == [True, False]
    assert len(recorded()) == before
