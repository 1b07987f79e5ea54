"""An originating officer writes a nomination and puts it forward."""

import pytest

from handrail.gate import Conflict, Faults, NotFound, Refused, RuleBroken
from handrail.sharing.queries.nominations import nominations, open_nomination
from tests.nominating import AUTHORISER, NAME, OFFICER, PURPOSE, put_forward, start, write
from tests.worlds import World


def test_it_works(pilot: World) -> None:
    written = put_forward(pilot, recipients=("council", "nhs"))

    opened = open_nomination(by=pilot.actor(AUTHORISER), purpose=PURPOSE, decision=written.id)

    assert opened.state == "proposed"
    assert opened.name == NAME
    assert [item.words for item in opened.identity] == [NAME, "4 June 1991"]
    assert [recipient.name for recipient in opened.recipients] == ["Camden Council", "Northside Mental Health Trust"]
