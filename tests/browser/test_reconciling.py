"""An auditor reads whether what was recorded and what is in Handrail are the same, and that entries wait too long."""

from collections.abc import Callable
from datetime import timedelta

import psycopg
import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from handrail import ledger
from handrail.directory.services import THE_INSTALLATION, service
from handrail.gate import clock
from handrail.site.addresses import SUPERUSER
from handrail.upkeep.reconciling.nightly import record
from tests.harness.databases import Databases
from tests.worlds import World

pytestmark = pytest.mark.browser

NOTHING = {"entry_removed": 0, "entry_added": 0, "row_without_entry": 0, "entry_without_row": 0}


def said(**found: int) -> None:
    """What the comparison of one night found."""
    record(by=service("reconciler", THE_INSTALLATION), purpose="administration", found=NOTHING | found)


def test_the_auditor_reads_whether_database_and_record_are_the_same(
    pilot: World, page: Page, address: str, sign_in: Callable[[str], None], look: Callable[[str], None]
) -> None:
    sign_in("auditor@oversight")
    page.goto(address + reverse("oversee:home"))
    expect(page.get_by_text("The first comparison has not been made yet.")).to_be_visible()
    with clock.at(clock.now() - timedelta(days=1)):
        said()
    page.reload()
    expect(page.get_by_text("They were the same on 1 June 2025")).to_be_visible()
    said(entry_removed=2, row_without_entry=1)
    page.reload()
    expect(page.get_by_text("they were not the same")).to_be_visible()
    expect(page.locator(".govuk-summary-list__row", has_text="Entries that are missing")).to_contain_text("2")
    look("reconciling")


def test_the_auditor_reads_that_nothing_was_compared_for_days_and_entries_wait(
    pilot: World,
    page: Page,
    address: str,
    sign_in: Callable[[str], None],
    look: Callable[[str], None],
    databases: Databases,
) -> None:
    with psycopg.connect(databases.current.conninfo(SUPERUSER), application_name="month-end") as long:
        long.execute("SELECT pg_current_xact_id()")
        with clock.at(clock.now() - timedelta(days=3)):
            said()
        ledger.sequence_all(at=clock.now())
        sign_in("auditor@oversight")
        page.goto(address + reverse("oversee:home"))
        expect(page.get_by_text("Entries have waited more than 5 minutes")).to_be_visible()
        expect(page.get_by_text("This should happen every night, and has not happened since.")).to_be_visible()
        expect(page.get_by_text("month-end")).to_have_count(0)
        look("reconciling-late")
