"""A case from end to end as its chair meets it, its meeting on a phone.

The steps are one story on one database, told in order; each is a test, so that a report says where it stopped.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.hands import Pointing
from tests.browser.steps.chairing import STEPS
from tests.browser.steps.turns import Journey, begun
from tests.harness.databases import Databases

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def journey(databases: Databases, browser: Browser) -> Iterator[Journey]:
    with begun(databases, browser, Pointing, scripts=True, pictures="chair") as journey:
        yield journey


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_a_case_and_its_meeting_on_a_phone(journey: Journey, step: Callable[[Journey], None]) -> None:
    journey.tell(step)
