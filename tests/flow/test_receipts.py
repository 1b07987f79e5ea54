"""Each organisation takes away proof of what it gave, got, lost and destroyed, and nothing of what others did."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import transaction
from django.urls import reverse

from handrail import ledger
from handrail.casework.models import RiskOffer
from handrail.directory.services import service
from handrail.gate import NotFound, Refused, clock
from handrail.oversight.actions.keys import hand_key_over, prepare_key
from handrail.oversight.queries.receipts import (
    NoEntry,
    ReceiptPage,
    receipt_of_disclosure,
    receipt_of_entry,
    receipt_of_erasure,
    receipt_of_handover,
    receipt_of_notice,
)
from handrail.sharing.actions import recalling
from handrail.sharing.actions.destroying import destroy
from handrail.sharing.models import Disclosure, Holding, RecallNotice
from handrail.sharing.queries.disclosures import open_disclosure
from handrail_verify.main import main
from tests.browsing import signed_in
from tests.flow.test_records_end import YEAR, closed, let_go
from tests.moving import THERE, contributed, moving_case
from tests.moving import accepted as accepted_there
from tests.moving import offered as offered_to_move
from tests.nominating import OFFICER, PURPOSE, acting_for
from tests.owning import accepted, offered, shared_case
from tests.owning import recorded as risk_recorded
from tests.recorded import recorded
from tests.working import SUPPORT, Given, disclosed
from tests.worlds import NOW, World

CONTACT, RIGHTS = "single_point_of_contact@council", "individual_rights"
DPO, COLLEAGUE_OF_GIVER = "data_protection_officer@council", "data_protection_officer@ctu"

Check = Callable[[ReceiptPage], dict[str, Any]]


@pytest.fixture
def check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Check:
    """What the independent verifier reads in a receipt that it accepts: the entry's document."""

    def read(shown: ReceiptPage) -> dict[str, Any]:
        assert shown.receipt is not None
        kept = tmp_path / f"{uuid4()}.handrail-receipt"
        kept.write_text(shown.receipt.text, encoding="ascii")
        assert main([str(kept), "--json"]) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)["document"]
        return document

    return read


@pytest.fixture
def given(pilot: World) -> dict[str, Given]:
    """Something that the council and the health trust were each given, and have acknowledged."""
    return disclosed(pilot, "council", "nhs")


def sequenced() -> None:
    ledger.sequence_all(at=clock.now())


def of_disclosure(pilot: World, who: str, given: Given, event: Any, purpose: str = SUPPORT) -> ReceiptPage:
    sequenced()
    return receipt_of_disclosure(by=pilot.actor(who), purpose=purpose, disclosure=given.disclosure, event=event)


def test_both_sides_of_a_disclosure_take_a_receipt_of_their_own_entry(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    council, ctu = str(pilot.organisation("council")), str(pilot.organisation("ctu"))
    got = check(of_disclosure(pilot, CONTACT, given["council"], "release"))
    assert (got["action"], got["organisation"], got["facts"]["originator"]) == ("disclosure.received", council, ctu)
    gave = check(of_disclosure(pilot, OFFICER, given["council"], "release", PURPOSE))
    assert (gave["action"], gave["organisation"]) == ("decision.release", ctu)
    assert str(given["council"].disclosure) in gave["facts"]["disclosures"]


def test_both_sides_take_a_receipt_of_the_acknowledgement(pilot: World, given: dict[str, Given], check: Check) -> None:
    said = check(of_disclosure(pilot, CONTACT, given["council"], "acknowledgement"))
    assert (said["action"], said["actor"]) == ("disclosure.acknowledge", str(pilot.member(CONTACT)))
    heard = check(of_disclosure(pilot, OFFICER, given["council"], "acknowledgement", PURPOSE))
    assert (heard["action"], heard["facts"]["recipient"]) == (
        "disclosure.acknowledged",
        str(pilot.organisation("council")),
    )


def test_a_recipients_receipt_says_nothing_of_whom_else_it_was_given_to(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    nhs = {str(pilot.organisation("nhs")), str(given["nhs"].disclosure), str(given["council"].decision)}
    for event in ("release", "acknowledgement"):
        assert not any(
            each in json.dumps(check(of_disclosure(pilot, CONTACT, given["council"], event))) for each in nhs
        )


def test_before_it_is_acknowledged_there_is_no_receipt_of_that(pilot: World) -> None:
    waiting = disclosed(pilot, "council", acknowledged=False)["council"]
    with pytest.raises(NoEntry):
        of_disclosure(pilot, CONTACT, waiting, "acknowledgement")


@pytest.mark.parametrize(
    ("who", "purpose"),
    [("single_point_of_contact@housing", SUPPORT), ("administrator@council", "administration"), (CONTACT, "pursuit")],
)
def test_whoever_may_not_know_of_a_disclosure_is_answered_as_if_there_were_none(
    pilot: World, given: dict[str, Given], who: str, purpose: str
) -> None:
    for disclosure in (given["council"].disclosure, uuid4()):
        with pytest.raises(NotFound):
            receipt_of_disclosure(by=pilot.actor(who), purpose=purpose, disclosure=disclosure, event="release")


@pytest.mark.parametrize("event", ["release", "acknowledgement"])
@pytest.mark.parametrize("purpose", ["risk_management", "deconfliction", "individual_rights"])
def test_who_may_not_open_a_disclosure_for_a_purpose_takes_no_receipt_of_it_for_that(
    pilot: World, given: dict[str, Given], purpose: str, event: Any
) -> None:
    asked: dict[str, Any] = {"by": pilot.actor(CONTACT), "purpose": purpose, "disclosure": given["council"].disclosure}
    with pytest.raises((Refused, NotFound)) as opening:
        open_disclosure(**asked)
    with pytest.raises((Refused, NotFound)) as taking:
        receipt_of_disclosure(**asked, event=event)
    assert taking.type is opening.type
    assert getattr(taking.value, "rules", ()) == getattr(opening.value, "rules", ())


def test_what_was_passed_on_with_a_case_has_its_receipts_in_the_transfers_entries(pilot: World, check: Check) -> None:
    case = moving_case(pilot)
    item = contributed(pilot, "voluntary")
    accepted_there(pilot, offered_to_move(pilot, case, items=(item,)))
    with acting_for(pilot.organisation("second_council")):
        passed = Disclosure.objects.get(recipient_id=pilot.organisation("second_council"))
    moved = Given(passed.decision_id, passed.id, passed.person_id, (item,))
    got, said = (check(of_disclosure(pilot, THERE, moved, event)) for event in ("release", "acknowledgement"))
    assert (got["action"], got["subject"]["id"]) == ("disclosure.received", str(passed.id))
    assert (said["action"], said["actor"]) == ("transfer.accept", str(pilot.member(THERE)))
    for event in ("release", "acknowledgement"):
        gave = check(of_disclosure(pilot, CONTACT, moved, event))
        assert (gave["action"], gave["organisation"]) == ("case.transferred", str(pilot.organisation("council")))
        assert gave["facts"]["to"] == str(pilot.organisation("second_council"))


# --- Recall, and what is left of it ----------------------------------------------------------------------------------


def recalled(pilot: World, given: Given) -> UUID:
    """The council's notice that the concern was taken back."""
    recalling.recall(by=pilot.actor(OFFICER), purpose=PURPOSE, item=given.items[1], reason="inaccurate")
    with acting_for(pilot.organisation("council")):
        return RecallNotice.objects.get(holder_id=pilot.organisation("council")).id


def of_notice(pilot: World, who: str, notice: UUID, event: Any, purpose: str = SUPPORT) -> ReceiptPage:
    sequenced()
    return receipt_of_notice(by=pilot.actor(who), purpose=purpose, notice=notice, event=event)


def test_both_sides_take_a_receipt_of_a_recall_and_of_its_acknowledgement(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    notice = recalled(pilot, given["council"])
    ended = check(of_notice(pilot, CONTACT, notice, "end"))
    assert (ended["action"], ended["facts"]["notice"]) == ("holding.ended", str(notice))
    taken = check(of_notice(pilot, OFFICER, notice, "end", PURPOSE))
    assert (taken["action"], taken["facts"]["reason"]) == ("item.recall", "inaccurate")
    with pytest.raises(NoEntry):
        of_notice(pilot, CONTACT, notice, "acknowledgement")
    recalling.acknowledge(by=pilot.actor(CONTACT), purpose=SUPPORT, notice=notice)
    assert check(of_notice(pilot, CONTACT, notice, "acknowledgement"))["action"] == "notice.acknowledge"
    assert check(of_notice(pilot, OFFICER, notice, "acknowledgement", PURPOSE))["action"] == "notice.acknowledged"


def test_a_holder_takes_a_receipt_that_what_was_left_is_destroyed(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    notice, council = recalled(pilot, given["council"]), pilot.organisation("council")
    with pytest.raises(NoEntry):
        of_notice(pilot, CONTACT, notice, "erasure")
    with acting_for(council):
        copies = Holding.objects.filter(organisation_id=council, item=given["council"].items[1])
        copies.update(ended_at=NOW - timedelta(days=400))
        copy = copies.get().id
    destroy(by=service("sweep", council), purpose="administration", holding=copy)
    document = check(of_notice(pilot, CONTACT, notice, "erasure"))
    assert (document["action"], document["subject"]["id"]) == ("holding.destroy", str(copy))
    with pytest.raises(NoEntry):
        of_notice(pilot, OFFICER, notice, "erasure", PURPOSE)


def test_the_officer_takes_a_receipt_that_a_record_was_let_go(pilot: World, check: Check) -> None:
    case = closed(pilot)

    def take() -> ReceiptPage:
        sequenced()
        return receipt_of_erasure(by=pilot.actor(DPO), purpose=RIGHTS, case=case)

    with pytest.raises(NoEntry):
        take()
    let_go(pilot, case, at=NOW + 7 * YEAR)
    document = check(take())
    assert (document["action"], document["actor"]) == ("case.let_go", str(pilot.member(DPO)))
    with pytest.raises(Refused):
        receipt_of_erasure(by=pilot.actor("case_coordinator@council"), purpose=SUPPORT, case=case)


# --- Risks -----------------------------------------------------------------------------------------------------------


def of_handover(pilot: World, who: str, risk: UUID, offer: UUID) -> ReceiptPage:
    sequenced()
    return receipt_of_handover(by=pilot.actor(who), purpose=SUPPORT, risk=risk, offer=offer)


def test_both_who_signed_take_a_receipt_of_a_handover_and_nobody_else_has_one(pilot: World, check: Check) -> None:
    risk = risk_recorded(pilot, shared_case(pilot), "suicide_or_self_harm", owner="force")
    made = offered(pilot, risk, to="nhs")
    giver, taker = "police_risk_owner@force", "single_point_of_contact@nhs"
    with pytest.raises(NoEntry):
        of_handover(pilot, giver, risk, made)
    accepted(pilot, risk, made, taker)
    took, gave = (check(of_handover(pilot, who, risk, made)) for who in (taker, giver))
    assert (took["action"], took["organisation"]) == ("risk.accept", str(pilot.organisation("nhs")))
    assert (gave["action"], gave["organisation"]) == ("risk.handed_over", str(pilot.organisation("force")))
    assert took["facts"]["offer"] == gave["facts"]["offer"] == str(made)
    with pytest.raises(NoEntry):
        of_handover(pilot, "case_coordinator@council", risk, made)
    with pytest.raises(NotFound):
        of_handover(pilot, "single_point_of_contact@second_council", risk, made)


def test_each_handover_of_a_risk_has_its_own_receipt(pilot: World, check: Check) -> None:
    risk = risk_recorded(pilot, shared_case(pilot), "suicide_or_self_harm", owner="force")
    first = offered(pilot, risk, to="nhs")
    accepted(pilot, risk, first, "single_point_of_contact@nhs")
    with clock.at(NOW + timedelta(hours=1)):
        back = offered(pilot, risk, to="force", by="nhs")
        accepted(pilot, risk, back, "police_risk_owner@force")
    with clock.at(NOW + timedelta(hours=2)):
        again = offered(pilot, risk, to="nhs")
        accepted(pilot, risk, again, "single_point_of_contact@nhs")
        taken = [check(of_handover(pilot, "police_risk_owner@force", risk, each)) for each in (first, back, again)]
    assert [each["facts"]["offer"] for each in taken] == [str(first), str(back), str(again)]
    with acting_for(pilot.organisation("force")):
        assert RiskOffer.objects.filter(risk_id=risk, state="accepted").count() == 3


def test_whoever_gave_a_risk_away_has_no_receipt_of_where_it_went_then(pilot: World) -> None:
    risk = risk_recorded(pilot, shared_case(pilot), "suicide_or_self_harm", owner="force")
    accepted(pilot, risk, offered(pilot, risk, to="nhs"), "single_point_of_contact@nhs")
    with clock.at(NOW + timedelta(hours=1)):
        on = offered(pilot, risk, to="council", by="nhs")
        accepted(pilot, risk, on, CONTACT)
        with pytest.raises(NoEntry):
            of_handover(pilot, "police_risk_owner@force", risk, on)


# --- When there is none, and afterwards ------------------------------------------------------------------------------


def test_a_receipt_asked_for_too_early_says_when_to_come_back(pilot: World, given: dict[str, Given]) -> None:
    early = receipt_of_disclosure(
        by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given["council"].disclosure, event="release"
    )
    assert (early.receipt, early.waits) == (None, "tree")
    browser = signed_in(pilot, CONTACT)
    browser.post(reverse("purpose", args=[given["council"].person]), {"reason": "helping"})
    address = reverse("work:receipt_of_release", args=[given["council"].person, given["council"].disclosure])
    assert "is being placed in the signed record now" in browser.get(address).content.decode()
    sequenced()
    assert "BEGIN HANDRAIL RECEIPT" in browser.get(address).content.decode()


def test_a_receipt_kept_from_before_an_erasure_still_verifies(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    kept = of_disclosure(pilot, CONTACT, given["council"], "release")
    with transaction.atomic(), acting_for(pilot.organisation("council")):
        assert ledger.erase([kept.entry]) == 1
    sequenced()
    assert check(kept)["action"] == "disclosure.received"
    after = receipt_of_entry(by=pilot.actor(DPO), purpose=RIGHTS, record=kept.entry)
    assert (after.receipt, after.waits) == (None, "erased")


def test_a_receipt_shows_the_fingerprint_of_the_key_that_signed_it_before_and_after_a_handover(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    before = of_disclosure(pilot, CONTACT, given["council"], "release")
    fingerprint = prepare_key(by=pilot.actor("administrator@council"), purpose="administration")
    sequenced()
    second = pilot.actor("second_administrator@council")
    hand_key_over(by=second, purpose="administration", fingerprint=fingerprint)
    at_once = receipt_of_disclosure(
        by=pilot.actor(CONTACT), purpose=SUPPORT, disclosure=given["council"].disclosure, event="release"
    )
    after = of_disclosure(pilot, CONTACT, given["council"], "release")
    for each in (before, at_once, after):
        assert check(each)["action"] == "disclosure.received"
    shown = [each.receipt.fingerprint for each in (before, at_once, after) if each.receipt]
    assert shown[0] == shown[1] != fingerprint
    assert shown[2] == fingerprint


def test_the_officer_takes_a_receipt_of_any_entry_of_their_own_record_alone(
    pilot: World, given: dict[str, Given], check: Check
) -> None:
    entry = next(each for each in recorded(action="disclosure.received") if each.person == given["council"].person)
    theirs = {pilot.organisation(house): f"data_protection_officer@{house}" for house in ("council", "nhs")}
    own = theirs.pop(entry.organisation)
    sequenced()
    taken = receipt_of_entry(by=pilot.actor(own), purpose=RIGHTS, record=entry.entry)
    assert check(taken)["entry"] == str(entry.entry)
    for who in theirs.values():
        with pytest.raises(NotFound):
            receipt_of_entry(by=pilot.actor(who), purpose=RIGHTS, record=entry.entry)
    with pytest.raises(Refused):
        receipt_of_entry(by=pilot.actor("auditor@oversight"), purpose="oversight", record=entry.entry)


def test_taking_a_receipt_is_recorded_with_the_entry_that_it_is_of(pilot: World, given: dict[str, Given]) -> None:
    taken = of_disclosure(pilot, CONTACT, given["council"], "release")
    (entry,) = recorded(action="disclosure.see_receipt")
    assert (entry.facts, entry.person) == ({"entry": str(taken.entry)}, given["council"].person)


def test_the_file_has_no_name_of_anybody_in_its_name_and_is_the_block_on_the_page(
    pilot: World, given: dict[str, Given]
) -> None:
    shown = of_disclosure(pilot, CONTACT, given["council"], "release")
    assert shown.receipt is not None
    browser = signed_in(pilot, CONTACT)
    browser.post(reverse("purpose", args=[given["council"].person]), {"reason": "helping"})
    address = reverse("work:receipt_of_release", args=[given["council"].person, given["council"].disclosure])
    file = browser.get(address, {"as": "file"})
    assert file.headers["Content-Type"] == "text/plain; charset=utf-8"
    name = f"entry-{shown.receipt.index}.handrail-receipt"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert file.content.decode() == shown.receipt.text
    page = browser.get(address).content.decode()
    assert shown.receipt.text in page
    assert "Go by what the program says, and not by the words on this page" in page
