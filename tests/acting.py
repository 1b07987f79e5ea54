"""Inside an act: for tests of what the floors above call in the bodies of their actions."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from handrail.gate import Act, clock
from handrail.gate.act import as_current
from handrail.gate.actors import load_principal
from handrail.gate.row_security import set_acting_organisation
from tests.worlds import World


@contextmanager
def act_as(pilot: World, who: str) -> Iterator[Act]:
    """What the gate sets up around the body of an action done by the member in the post ``who``."""
    by = pilot.actor(who)
    with transaction.atomic(durable=True):
        set_acting_organisation(by.organisation)
        principal = load_principal(by)
        assert principal is not None
        act = Act("test.act", by, "administration", principal, clock.now(), clock.today())
        with as_current(act):
            yield act
