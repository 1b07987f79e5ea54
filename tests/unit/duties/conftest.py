"""An act in an organisation of the small pilot, in which duties are raised as the floors above raise them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

import pytest
from django.db import transaction

from handrail.gate import Act, Actor, clock
from handrail.gate.act import as_current
from handrail.gate.actors import load_principal
from handrail.gate.row_security import set_acting_organisation
from tests.worlds import World

Acting = Callable[[str], AbstractContextManager[Act]]


@pytest.fixture
def acting(pilot: World) -> Acting:
    """``with acting("authoriser@ctu") as act``: what the gate sets up around the body of an action."""

    @contextmanager
    def act_as(who: str) -> Iterator[Act]:
        by = pilot.actor(who)
        with transaction.atomic(durable=True):
            set_acting_organisation(by.organisation)
            principal = load_principal(by)
            assert principal is not None
            act = Act("test.act", by, "administration", principal, clock.now(), clock.today())
            with as_current(act):
                yield act

    return act_as


@pytest.fixture
def sweep() -> Callable[[UUID], Actor]:
    """The service that looks after what is late, for one organisation."""
    from handrail.directory.services import service

    return lambda organisation: service("sweep", organisation)
