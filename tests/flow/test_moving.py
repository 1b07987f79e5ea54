"""A case moves to another centre's area with acceptance, and nothing is lost or doubled between the two.

Named for what reviews of failed cases found: support that petered out when the person moved, a review forgotten, a risk
that everybody thought was somebody else's.
"""

from uuid import UUID

import pytest

from handrail.casework.models import Case
from handrail.casework.queries import cases, transfers
from tests.moving import SUMMARY, THERE, accepted, contributed, moving_case, offered
from tests.nominating import acting_for
from tests.working import COORDINATOR, SUPPORT
from tests.worlds import World


@pytest.fixture
def case(pilot: World) -> UUID:
    return moving_case(pilot)


def test_it_works(pilot: World, case: UUID) -> None:
    item = contributed(pilot, "school")
    transfer = offered(pilot, case, items=(item,))
    read = transfers.open_transfer(by=pilot.actor(THERE), purpose=SUPPORT, transfer=transfer)
    assert (read.summary, read.state, read.ours) == (SUMMARY, "offered", False)
    new = accepted(pilot, transfer)
    there = cases.open_case(by=pilot.actor(THERE), purpose=SUPPORT, case=new)
    assert (there.state, there.lead) == ("open", "Lewisham Council")
    here = cases.open_case(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case)
    assert (here.state, here.closure_reason) == ("closed", "transferred")
    with acting_for(pilot.organisation("council")):
        assert Case.objects.get(pk=case).went_to_id == pilot.organisation("second_council")
