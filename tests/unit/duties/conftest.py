"""Acts in the small pilot, in which duties are raised as the floors above raise them."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from uuid import UUID

import pytest

from handrail.directory.services import service
from handrail.gate import Act, Actor
from tests.acting import act_as
from tests.worlds import World

Acting = Callable[[str], AbstractContextManager[Act]]


@pytest.fixture
def acting(pilot: World) -> Acting:
    """``with acting("authoriser@ctu") as act``."""
    return partial(act_as, pilot)


@pytest.fixture
def sweep() -> Callable[[UUID], Actor]:
    """The service that looks after what is late, for one organisation."""
    return partial(service, "sweep")
