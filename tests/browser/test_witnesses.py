"""An auditor reads who outside countersigns the record, and what a witness has against it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page, expect

from handrail import ledger
from handrail.gate import clock
from handrail.ledger import checkpoint
from handrail.ledger.cosigning import Rounds, body_of
from handrail.witness import Witness, add_checkpoint
from tests.witnessing import listed, served
from tests.worlds import World

pytestmark = pytest.mark.browser


def test_the_auditor_reads_which_witness_countersigns_and_which_has_seen_something_else(
    pilot: World, page: Page, address: str, sign_in: Callable[[str], None], look: Callable[[str], None], tmp_path: Path
) -> None:
    sign_in("auditor@oversight")
    page.goto(address + reverse("oversee:home"))
    expect(page.get_by_text("No other organisation countersigns this record yet.")).to_be_visible()
    keys = Path(settings.HANDRAIL_KEY_DIR)
    good, doubter = (Witness.create(tmp_path / name, f"{name}.example/w1") for name in ("council", "university"))
    with served(good, clock.now) as here, served(doubter, clock.now) as there:
        listed(good, here, keys)
        listed(doubter, there, keys, needed=1)
        _show_another_history(doubter, keys)
        ledger.sequence_all(at=clock.now())
        assert Rounds(keys).step(at=clock.now()) == 1
    page.reload()
    alarm = "university.example/w1: It says that it countersigned entries which are not"
    expect(page.get_by_text(alarm)).to_be_visible()
    expect(page.get_by_role("row", name="council.example/w1")).to_contain_text("Up to date")
    expect(page.get_by_label("The signed head")).to_contain_text("— council.example/w1")
    look("witnesses")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Save it as a file").click()
    assert saved.value.path().read_text(encoding="utf-8") == ledger.published()


def _show_another_history(witness: Witness, keys: Path) -> None:
    """What somebody does who has the log's key, and tells this witness of more entries than there are."""
    size = 1_000_000
    note = checkpoint.sign(ledger.load_signing_key(keys), size, bytes(32)).note
    assert add_checkpoint(witness, body_of(0, [], note), at=clock.now()).status == 200
