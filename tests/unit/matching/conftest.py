"""A published register, made once, and both sides on a copy of it."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from handrail.matching.asking import Register
from handrail.matching.partner.answering import Partner
from tests.matching_sides import Sides
from tests.matching_sides import published as published  # noqa: PLC0414, a fixture
from tests.matching_sides import sides as sides  # noqa: PLC0414, a fixture


@pytest.fixture
def register(sides: Sides) -> Iterator[Register]:
    with sides.register() as opened:
        yield opened


@pytest.fixture
def partner(sides: Sides) -> Iterator[Partner]:
    with closing(Partner(sides.folder)) as opened:
        yield opened
