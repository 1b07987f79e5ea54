"""A partner prints the receipt of what it was given, and a program that knows nothing of Handrail checks the paper."""

import io
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from handrail import ledger
from handrail.casework.actions import letting_go, reviewing, risks
from handrail.casework.models import Risk
from handrail.directory.services import service
from handrail.gate import clock
from handrail.ledger.cosigning import Rounds
from handrail.sharing.actions import recalling
from handrail.sharing.actions.destroying import destroy
from handrail.sharing.models import Holding, RecallNotice
from handrail.witness import Witness
from tests.browser.conftest import picture
from tests.browser.test_work import CONTACT, answer_why
from tests.browser.why import opened as open_page
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.owning import accepted, offered, recorded
from tests.witnessing import listed, served
from tests.working import COORDINATOR, SUPPORT, Given, disclosed, opened
from tests.worlds import NOW, World

pytestmark = pytest.mark.browser

DPO = "data_protection_officer@council"
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

    page.emulate_media(media="print")
    picture(page, "receipt-on-paper")
    page.emulate_media(media="null")
    printed = tmp_path / "printed.txt"
    sheets = [sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages]
    assert [("BEGIN HANDRAIL" in sheet, "END HANDRAIL" in sheet) for sheet in sheets][-1] == (True, True)
    printed.write_text("\n".join(sheets), encoding="utf-8")
    found = verified(printed)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "disclosure.received" in found.stdout

    with page.expect_download() as download:
        page.get_by_role("button", name="Download the receipt").click()
    assert download.value.suggested_filename.endswith(".handrail-receipt")
    assert verified(download.value.path()).returncode == 0

    words = printed.read_text(encoding="utf-8")
    middle = words.index("BEGIN HANDRAIL RECEIPT") + 700
    other = "A" if words[middle] != "A" else "B"
    printed.write_text(words[:middle] + other + words[middle + 1 :], encoding="utf-8")
    assert verified(printed).returncode == 1


def test_each_event_leads_to_its_receipt(
    pilot: World, page: Page, address: str, sign_in: Callable[[str], None], look: Callable[[str], None]
) -> None:
    """From the page of a notice, of a risk, and of a record that was let go; whoever gave something has theirs too."""
    given = disclosed(pilot, "council")["council"]
    notice = taken_back_and_destroyed(pilot, given)
    risk = recorded(pilot, opened(pilot, given, partners=("nhs",)), "suicide_or_self_harm")
    accepted(pilot, risk, offered(pilot, risk, to="nhs"), "single_point_of_contact@nhs")
    case, of_whom = let_go(pilot)
    ledger.sequence_all(at=clock.now())
    pages = {
        (CONTACT, f"people/{given.person}/notices/{notice}/"): (
            "That item 3 was recalled", "That what was left of item 3 was destroyed", "That this was acknowledged",
        ),
        (OFFICER, f"people/{given.person}/notices/{notice}/"): (
            "That item 3 was recalled", "That this was acknowledged",
        ),
        (OFFICER, f"people/{given.person}/disclosures/{given.disclosure}/"): (
            "that you released this", "that it was acknowledged",
        ),
        ("police_risk_owner@force", f"people/{given.person}/risks/{risk}/"): ("Receipt of the handover to",),
        (DPO, f"people/{of_whom}/cases/{case}/retention/"): ("Take a receipt of that",),
    }  # fmt: skip
    for (who, shown), links in pages.items():
        sign_in(who)
        for name in links:
            open_page(page, address, f"/work/{shown}")
            page.get_by_role("link", name=name).click()
            expect(page.get_by_label("The receipt", exact=True)).to_contain_text("-----END HANDRAIL RECEIPT-----")
        look(f"receipt-of-{shown.split('/')[2]}-{who.partition('@')[2]}")


def taken_back_and_destroyed(pilot: World, given: Given) -> UUID:
    """The notice of an item that was recalled and acknowledged, and whose text the holder has destroyed since."""
    council = pilot.organisation("council")
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    with acting_for(council):
        notice = RecallNotice.objects.get(holder_id=council)
        Holding.objects.filter(pk=notice.holding_id).update(ended_at=NOW - timedelta(days=400))
    recalling.acknowledge(by=pilot.actor(CONTACT), purpose=SUPPORT, notice=notice.id)
    destroy(by=service("sweep", council), purpose="administration", holding=notice.holding_id)
    return notice.id


def let_go(pilot: World) -> tuple[UUID, UUID]:
    """A case whose record was let go when its time was over, and the person whom it was about."""
    given = disclosed(pilot, "council")["council"]
    case = opened(pilot, given)
    with acting_for(pilot.organisation("force")):
        risk = Risk.objects.get(case_id=case).id
    risks.close(by=pilot.actor("police_risk_owner@force"), purpose="risk_management", risk=risk)
    reviewing.close(by=pilot.actor(COORDINATOR), purpose=SUPPORT, case=case, reason="needs_met", note="All is well.")
    with clock.at(NOW + timedelta(days=7 * 366)):
        letting_go.let_go(by=pilot.actor(DPO), purpose="individual_rights", case=case)
    return case, given.person
