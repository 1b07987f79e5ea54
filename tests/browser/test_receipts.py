"""A partner prints the receipt of what it was given, and a program that knows nothing of Handrail checks the paper."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from handrail import ledger
from handrail.gate import clock
from handrail.ledger.cosigning import Rounds
from handrail.witness import Witness
from tests.browser.test_work import CONTACT, answer_why
from tests.witnessing import listed, served
from tests.working import disclosed
from tests.worlds import World

pytestmark = pytest.mark.browser

VERIFIER = Path(__file__).parents[2] / "verifier" / "src"


def verified(file: Path) -> subprocess.CompletedProcess[str]:
    """What `handrail-verify` says of the file, with nothing of Handrail in its reach."""
    command = [sys.executable, "-I", "-c", _ALONE, str(VERIFIER), str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


_ALONE = "import sys; sys.path.insert(0, sys.argv.pop(1)); from handrail_verify.main import main; sys.exit(main())"


def test_what_a_partner_prints_is_accepted_and_one_character_more_or_less_is_not(
    pilot: World, page: Page, address: str, sign_in: Callable[[str], None], look: Callable[[str], None], tmp_path: Path
) -> None:
    given = disclosed(pilot, "council")["council"]
    keys = Path(settings.HANDRAIL_KEY_DIR)
    witness = Witness.create(tmp_path / "witness", "university.example/w1")
    with served(witness, clock.now) as there:
        listed(witness, there, keys, needed=1)
        ledger.sequence_all(at=clock.now())
        sign_in(CONTACT)
        page.goto(f"{address}/work/people/{given.person}/disclosures/{given.disclosure}/")
        answer_why(page)
        page.get_by_role("link", name="that you were given this").click()
        expect(page.get_by_text("waits until enough other organisations have countersigned it")).to_be_visible()
        look("receipt-waits")
        assert Rounds(keys).step(at=clock.now()) == 1
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("That university.example/w1 countersigned the record")).to_be_visible()
    look("receipt")

    printed = tmp_path / "printed.txt"
    sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
    printed.write_text("\n".join(sheet.extract_text() for sheet in sheets), encoding="utf-8")
    accepted = verified(printed)
    assert accepted.returncode == 0, accepted.stdout + accepted.stderr
    assert "disclosure.received" in accepted.stdout

    with page.expect_download() as download:
        page.get_by_role("button", name="Download the receipt").click()
    assert download.value.suggested_filename.endswith(".handrail-receipt")
    assert verified(download.value.path()).returncode == 0

    words = printed.read_text(encoding="utf-8")
    middle = words.index("BEGIN HANDRAIL RECEIPT") + 700
    other = "A" if words[middle] != "A" else "B"
    printed.write_text(words[:middle] + other + words[middle + 1 :], encoding="utf-8")
    assert verified(printed).returncode == 1
