"""A reference is read out over the telephone: it stands on one line, in the widest table and on the narrowest phone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page

from handrail.casework.models import SupportAction
from tests.nominating import acting_for
from tests.working import COORDINATOR, disclosed, opened, planned
from tests.worlds import NOW, World

pytestmark = pytest.mark.browser

LINES = "links => links.map(link => new Set([...link.getClientRects()].map(part => part.top)).size)"


@pytest.mark.parametrize("place", ["/work/support-not-happening/", "/work/cases/", "/work/people/"])
def test_a_reference_stands_on_one_line(
    page: Page, address: str, sign_in: Callable[[str], None], look: Callable[[str], None], pilot: World, place: str
) -> None:
    support = planned(pilot, opened(pilot, disclosed(pilot, "council")["council"]))
    with acting_for(pilot.organisation("council")):
        SupportAction.objects.filter(pk=support).update(due_on=NOW.date() - timedelta(days=60))
    sign_in(COORDINATOR)
    page.goto(address + place)
    look(f"references{place.replace('/', '-')[:-1]}")
    for width in (1280, 900, 700, 641, 400, 320):
        page.set_viewport_size({"width": width, "height": 800})
        lines = page.locator(".hr-reference a").evaluate_all(LINES)
        assert lines
        assert set(lines) == {1}, width
