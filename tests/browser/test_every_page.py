"""Every address that answers with a page is opened in Chromium: accessible, and nothing beside a phone's screen.

An address that is in none of the tables below fails the first test, so a new page can't be forgotten.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from playwright.sync_api import Page

from handrail.sharing.initials import initials
from tests.browser import test_agreements_and_people as looking_after
from tests.browser import test_assessments as assessing
from tests.browser import test_receipts as receipts
from tests.browser import test_signing_in as signing_in
from tests.browser.everything import (
    ADMINISTRATOR,
    APPROVER,
    CONTACT,
    GUARDIAN,
    PEOPLE,
    PRIVACY_OFFICER,
    Everything,
)
from tests.browser.everything import everything as everything  # noqa: PLC0414, a fixture
from tests.finding import at_each_step
from tests.flow.test_agreements import LEAD
from tests.nominating import AUTHORISER, OFFICER
from tests.working import COORDINATOR
from tests.worlds import World

pytestmark = pytest.mark.browser
Look = Callable[[str], None]
SignIn = Callable[[str], None]

NOBODY = ""
POLICE, AUDITOR, UNIT = "police_risk_owner@force", "auditor@council", "deconfliction_officer@ctu"
SECOND_OFFICER = "second_risk_owner@force"
POLICE_CONTACT = "single_point_of_contact@force"
SIGNATORY, CONSULTEE = "agreement_signatory@council", "consultee@representative"


#: Who the records are about, and their initials: in no tab, no history and no list of open windows.
NAMED = [word for person in PEOPLE for word in (*person.split(), initials(person))]


class Visit(NamedTuple):
    """Who opens a page, and what its address takes: names of things in :mod:`tests.browser.everything`, or words."""

    who: str
    takes: tuple[str, ...] = ()


_DISCLOSURE, _CASE, _DRAFT = ("person", "disclosure"), ("person", "case"), ("draft",)
_MEMBER = ("member",)
_ASSESSMENT = ("person", "assessment")
_ASKED = ("person", "asked")
_REGISTER, _SEARCH, _FOUND, _CHECK = ("Register",), ("Search",), ("Candidate",), ("Check",)

VISITS = {
    "account_login": Visit(NOBODY),
    "account_inactive": Visit(NOBODY),
    "account_reset_password": Visit(NOBODY),
    "account_reset_password_done": Visit(NOBODY),
    "account_reset_password_from_key": Visit(NOBODY, ("a", "b")),
    "account_reset_password_from_key_done": Visit(NOBODY),
    "signed_out": Visit(NOBODY),
    "timed_out": Visit(NOBODY),
    "public:register": Visit(NOBODY),
    "public:agreement": Visit(NOBODY, ("agreement",)),
    "public:rules": Visit(NOBODY),
    "why": Visit(CONTACT, ("decision.draft",)),
    "why_of": Visit(CONTACT, ("case.close", "Case", "case")),
    "account_logout": Visit(CONTACT),
    "account_change_password": Visit(CONTACT),
    "account_set_password": Visit(POLICE),
    "account_reauthenticate": Visit(CONTACT),
    "mfa_reauthenticate": Visit(CONTACT),
    "mfa_index": Visit(CONTACT),
    "own:mail_and_calendar": Visit(CONTACT),
    "own:mail": Visit(CONTACT),
    "own:make_calendar": Visit(CONTACT),
    "own:change_calendar": Visit(CONTACT),
    "own:end_calendar": Visit(CONTACT),
    "purpose": Visit(CONTACT, ("person",)),
    "work:waiting": Visit(CONTACT),
    "work:people": Visit(CONTACT),
    "work:person": Visit(CONTACT, ("person", "record")),
    "work:seen": Visit(PRIVACY_OFFICER, ("person", "record")),
    "work:seen_on_paper": Visit(PRIVACY_OFFICER, ("person", "record")),
    "work:disclosure": Visit(CONTACT, _DISCLOSURE),
    "work:acknowledge": Visit(CONTACT, _DISCLOSURE),
    "work:receipt_of_release": Visit(CONTACT, _DISCLOSURE),
    "work:receipt_of_acknowledgement": Visit(CONTACT, _DISCLOSURE),
    "work:answer_request": Visit(CONTACT, _DISCLOSURE),
    "work:say_known": Visit(CONTACT, _DISCLOSURE),
    "work:contribute": Visit(CONTACT, _DISCLOSURE),
    "work:flag_disclosure": Visit(CONTACT, _DISCLOSURE),
    "work:no_case_because": Visit(COORDINATOR, ("undecided person", "undecided")),
    "work:duplicates": Visit(COORDINATOR, ("undecided person", "undecided")),
    "work:hand_in": Visit(CONTACT, ("undecided person", "undecided")),
    "work:take_back_hand_in": Visit(CONTACT, ("taken person", "taken")),
    "work:answer_hand_in": Visit(COORDINATOR, (*_CASE, "offered in")),
    "work:undo_hand_in": Visit(COORDINATOR, (*_CASE, "taken in")),
    "work:notice": Visit(CONTACT, ("person", "notice")),
    "work:receipt_of_end": Visit(CONTACT, ("person", "notice")),
    "work:ask_to_open": Visit(CONTACT, ("person", "sealed")),
    "work:support_step": Visit(CONTACT, ("person", "support", "start")),
    "work:opening": Visit(PRIVACY_OFFICER, ("person", "opening")),
    "work:challenge": Visit(PRIVACY_OFFICER, ("other person", "challenge")),
    "work:item_readers": Visit(PRIVACY_OFFICER, ("person", "sealed")),
    "work:case_readers": Visit(PRIVACY_OFFICER, _CASE),
    "work:statement": Visit(GUARDIAN, ("person", "statement")),
    "work:recall": Visit(OFFICER, ("person", "own item")),
    "work:correct": Visit(OFFICER, ("person", "own item")),
    "work:meetings": Visit(COORDINATOR),
    "work:call_meeting": Visit(COORDINATOR),
    "work:meeting": Visit(COORDINATOR, ("meeting",)),
    "work:postpone_meeting": Visit(COORDINATOR, ("meeting to come",)),
    "work:cancel_meeting": Visit(COORDINATOR, ("meeting to come",)),
    "work:add_case_to_meeting": Visit(COORDINATOR, ("meeting to come",)),
    "work:attendance": Visit(COORDINATOR, ("meeting",)),
    "work:meeting_step": Visit(COORDINATOR, ("meeting to come", "begin")),
    "work:agenda_case": Visit(COORDINATOR, ("person", "agenda_case")),
    "work:add_point": Visit(COORDINATOR, ("person", "item to come")),
    "work:point": Visit(COORDINATOR, ("person", "agenda_case", "point")),
    "work:propose_decision": Visit(COORDINATOR, ("person", "agenda_case", "point")),
    "work:invite_to_case": Visit(COORDINATOR, ("person", "item to come")),
    "work:uninvite": Visit(COORDINATOR, ("person", "item to come", "guest")),
    "work:declare_conflict": Visit(COORDINATOR, ("person", "item to come")),
    "work:name_chair": Visit(COORDINATOR, ("person", "item to come")),
    "work:agenda_step": Visit(COORDINATOR, ("person", "item to come", "update")),
    "work:add_meeting_action": Visit(COORDINATOR, ("person", "agenda_case")),
    "work:draft_minutes": Visit(COORDINATOR, ("person", "held item")),
    "work:draft_summary": Visit(COORDINATOR, ("person", "held item")),
    "work:dissent": Visit(COORDINATOR, ("person", "agenda_case", "decision")),
    "work:plan_from_meeting": Visit(COORDINATOR, ("person", "agenda_case", "decision")),
    "work:decision_step": Visit(COORDINATOR, ("person", "agenda_case", "decision", "drop")),
    "work:settle_dissent": Visit(COORDINATOR, ("person", "agenda_case", "dissent")),
    "work:withdraw_dissent": Visit(POLICE, ("person", "agenda_case", "dissent")),
    "work:meeting_action": Visit(COORDINATOR, ("person", "meeting_action")),
    "work:end_meeting_action": Visit(COORDINATOR, ("person", "meeting_action", "complete")),
    "work:paper": Visit(COORDINATOR, ("person", "paper")),
    "work:amend_paper": Visit(COORDINATOR, ("person", "paper")),
    "work:release_paper": Visit(COORDINATOR, ("person", "paper")),
    "work:paper_step": Visit("panel_chair@council", ("person", "paper", "approve")),
    "work:case_meetings": Visit(COORDINATOR, _CASE),
    "work:cases": Visit(COORDINATOR),
    "work:open_case": Visit(COORDINATOR, ("other person",)),
    "work:case_of": Visit(COORDINATOR, ("other person",)),
    "work:case": Visit(COORDINATOR, _CASE),
    "work:case_information": Visit(COORDINATOR, _CASE),
    "work:case_needs": Visit(COORDINATOR, _CASE),
    "work:end_need": Visit(COORDINATOR, (*_CASE, "need", "meet")),
    "work:case_assessments": Visit(COORDINATOR, _CASE),
    "work:start_assessment": Visit(COORDINATOR, _CASE),
    "work:assessment": Visit(COORDINATOR, ("person", "earlier")),
    "work:assessment_on_paper": Visit(COORDINATOR, ("person", "earlier")),
    "work:judge_factor": Visit(COORDINATOR, (*_ASSESSMENT, "settled_home")),
    "work:assessment_summary": Visit(COORDINATOR, _ASSESSMENT),
    "work:assessment_parts": Visit(COORDINATOR, _ASSESSMENT),
    "work:check_assessment": Visit(COORDINATOR, _ASSESSMENT),
    "work:take_back_assessment": Visit(COORDINATOR, _ASSESSMENT),
    "work:discard_assessment": Visit(COORDINATOR, _ASSESSMENT),
    "work:compare_assessments": Visit(COORDINATOR, (*_ASSESSMENT, "earlier")),
    "work:look_again_at": Visit(COORDINATOR, ("person", "earlier", "judgement")),
    "work:instrument": Visit(COORDINATOR, ("mac", "vulnerability_framework", "1.0.0")),
    "work:case_risks": Visit(COORDINATOR, _CASE),
    "work:case_plan": Visit(COORDINATOR, _CASE),
    "work:case_access": Visit(COORDINATOR, _CASE),
    "work:case_costs": Visit(COORDINATOR, _CASE),
    "work:choose_provider": Visit(COORDINATOR, ("person", "support")),
    "work:provider_declined": Visit(COORDINATOR, ("person", "support")),
    "work:estimate": Visit(COORDINATOR, ("person", "support")),
    "work:services": Visit(COORDINATOR),
    "work:service": Visit(COORDINATOR, ("local service",)),
    "work:time_and_cost": Visit(COORDINATOR),
    "work:take_back": Visit(COORDINATOR, ("spent",)),
    "work:case_history": Visit(COORDINATOR, _CASE),
    "work:add_need": Visit(COORDINATOR, _CASE),
    "work:add_risk": Visit(COORDINATOR, _CASE),
    "work:add_support": Visit(COORDINATOR, _CASE),
    "work:add_partner": Visit(COORDINATOR, _CASE),
    "work:case_consent": Visit(COORDINATOR, _CASE),
    "work:remove_partner": Visit(COORDINATOR, (*_CASE, "housing")),
    "work:look_again": Visit(COORDINATOR, ("helped person", "closed case")),
    "work:cannot_give": Visit(CONTACT, ("person", "support")),
    "work:consent": Visit(COORDINATOR, _CASE),
    "work:ask_the_police": Visit(COORDINATOR, _CASE),
    "work:add_objective": Visit(COORDINATOR, _CASE),
    "work:end_objective": Visit(COORDINATOR, (*_CASE, "objective")),
    "work:plan_again": Visit(COORDINATOR, ("person", "support")),
    "work:deconflictions": Visit(UNIT),
    "work:deconfliction": Visit(UNIT, ("deconfliction",)),
    "work:told": Visit(COORDINATOR, _CASE),
    "work:review": Visit(COORDINATOR, _CASE),
    "work:close_case": Visit(COORDINATOR, _CASE),
    "work:offer_case": Visit(COORDINATOR, _CASE),
    "work:transfer": Visit(COORDINATOR, ("moving person", "moving transfer")),
    "work:let_case_go": Visit("second_contact@council", ("moving person", "moving transfer")),
    "work:answer_transfer": Visit("case_coordinator@second_council", ("offered person", "offered transfer")),
    "work:take_case_back": Visit(COORDINATOR, ("offered person", "offered transfer")),
    "work:escalate": Visit(COORDINATOR, _CASE),
    "work:not_happening": Visit(COORDINATOR),
    "work:support_contacts": Visit(COORDINATOR, ("person", "support")),
    "work:end_retention": Visit(PRIVACY_OFFICER, ("helped person", "closed case")),
    "work:look_back": Visit(COORDINATOR, ("helped person", "closed case")),
    "work:open_again": Visit(COORDINATOR, ("helped person", "closed case")),
    "work:volunteer_concern": Visit(COORDINATOR, _CASE),
    "work:concern": Visit(POLICE, ("person", "concern")),
    "work:escalation": Visit(POLICE, ("person", "escalation")),
    "work:case_questions": Visit(COORDINATOR, _CASE),
    "work:ask_whom": Visit(COORDINATOR, _CASE),
    "work:ask": Visit(COORDINATOR, (*_CASE, "force")),
    "work:questions_about": Visit(POLICE_CONTACT, ("person",)),
    "work:question": Visit(POLICE_CONTACT, _ASKED),
    "work:answer_question": Visit(POLICE_CONTACT, _ASKED),
    "work:cannot_answer": Visit(POLICE_CONTACT, _ASKED),
    "work:flag_question": Visit(POLICE_CONTACT, _ASKED),
    "work:question_step": Visit("panel_chair@council", ("person", "own question", "approve")),
    "work:identity_checks": Visit(CONTACT),
    "work:identity_check": Visit(CONTACT, _CHECK),
    "work:answer_check": Visit(CONTACT, ("unanswered check",)),
    "work:check_step": Visit("second_contact@council", (*_CHECK, "release")),
    "work:close_risk": Visit(POLICE, (*_CASE, "risk")),
    "work:our_risks": Visit(POLICE),
    "work:risk": Visit(POLICE, ("person", "risk")),
    "work:offer_risk": Visit(POLICE, ("person", "risk")),
    "work:judge_risk": Visit(POLICE, ("person", "risk")),
    "work:propose_kind": Visit(POLICE, ("person", "risk")),
    "work:confirm_risk": Visit(POLICE, ("person", "risk")),
    "work:answer_offer": Visit(CONTACT, ("person", "offered risk")),
    "work:withdraw_offer": Visit(POLICE, ("person", "offered risk")),
    "work:answer_kind": Visit(SECOND_OFFICER, ("person", "relabelled risk")),
    "work:withdraw_kind": Visit(POLICE, ("person", "relabelled risk")),
    "originate:nominations": Visit(OFFICER),
    "originate:start": Visit(OFFICER),
    "originate:file": Visit(OFFICER),
    "originate:nomination": Visit(OFFICER, _DRAFT),
    "originate:person": Visit(OFFICER, _DRAFT),
    "originate:add_part": Visit(OFFICER, ("draft", "address")),
    "originate:part": Visit(OFFICER, ("draft", "name", "name item")),
    "originate:why": Visit(OFFICER, _DRAFT),
    "originate:items": Visit(OFFICER, _DRAFT),
    "originate:add_item": Visit(OFFICER, _DRAFT),
    "originate:item": Visit(OFFICER, ("draft", "item")),
    "originate:remove_item": Visit(OFFICER, ("draft", "item")),
    "originate:recipients": Visit(OFFICER, _DRAFT),
    "originate:add_recipient": Visit(OFFICER, _DRAFT),
    "originate:recipient": Visit(OFFICER, ("draft", "council")),
    "originate:remove_recipient": Visit(OFFICER, ("draft", "council")),
    "originate:decision": Visit(OFFICER, _DRAFT),
    "originate:telling": Visit(OFFICER, _DRAFT),
    "originate:put_off": Visit(OFFICER, _DRAFT),
    "originate:check": Visit(OFFICER, _DRAFT),
    "originate:withdraw": Visit(OFFICER, _DRAFT),
    "originate:hand_in": Visit(OFFICER, ("draft", "waiting")),
    "originate:hand_in_there": Visit(OFFICER, ("repeat", "council")),
    "originate:look_again": Visit(OFFICER, ("notification",)),
    "originate:put_off_again": Visit(OFFICER, ("notification",)),
    "originate:authorise": Visit(AUTHORISER, ("waiting",)),
    "originate:duplicates": Visit(OFFICER, _DRAFT),
    "originate:who_knows": Visit(OFFICER, _DRAFT),
    "originate:propose_search": Visit(OFFICER, _DRAFT),
    "originate:search": Visit(OFFICER, _SEARCH),
    "originate:decide_search": Visit(AUTHORISER, ("proposed search",)),
    "originate:withdraw_search": Visit(OFFICER, ("proposed search",)),
    "originate:bring_answer_in": Visit(OFFICER, ("carried search", "carried result")),
    "originate:candidate": Visit(OFFICER, _FOUND),
    "originate:ask_candidate": Visit(OFFICER, ("found candidate",)),
    "originate:second_candidate": Visit(AUTHORISER, ("wanted candidate",)),
    "originate:set_candidate_aside": Visit(OFFICER, ("found candidate",)),
    "originate:take_check_back": Visit(OFFICER, _FOUND),
    "oversee:costs": Visit("programme_owner@government"),
    "oversee:home": Visit(AUDITOR),
    "oversee:records": Visit(AUDITOR),
    "oversee:record": Visit(AUDITOR, ("entry",)),
    "oversee:receipt": Visit(PRIVACY_OFFICER, ("entry",)),
    "oversee:entry_readers": Visit(AUDITOR, ("case entry",)),
    "oversee:verify": Visit(AUDITOR),
    "oversee:seen": Visit(PRIVACY_OFFICER),
    "oversee:second_look": Visit(PRIVACY_OFFICER),
    "oversee:look": Visit(PRIVACY_OFFICER, ("out_of_hours", "late entry")),
    "admin:organisation": Visit(ADMINISTRATOR),
    "admin:edit_organisation": Visit(ADMINISTRATOR),
    "admin:members": Visit(ADMINISTRATOR),
    "admin:invite": Visit(ADMINISTRATOR),
    "admin:member": Visit(ADMINISTRATOR, _MEMBER),
    "admin:edit": Visit(ADMINISTRATOR, _MEMBER),
    "admin:training": Visit(ADMINISTRATOR, _MEMBER),
    "admin:away": Visit(ADMINISTRATOR, _MEMBER),
    "admin:back": Visit(ADMINISTRATOR, _MEMBER),
    "admin:reset": Visit(ADMINISTRATOR, _MEMBER),
    "admin:leave": Visit(ADMINISTRATOR, _MEMBER),
    "admin:ask_role": Visit(ADMINISTRATOR, _MEMBER),
    "admin:end_role": Visit(ADMINISTRATOR, ("role",)),
    "admin:send_again": Visit(ADMINISTRATOR, ("invited", "invitation")),
    "admin:cancel_invitation": Visit(ADMINISTRATOR, ("invited", "invitation")),
    "admin:roles": Visit(APPROVER),
    "admin:role": Visit(APPROVER, ("asked role",)),
    "admin:agreements": Visit(LEAD),
    "admin:agreement": Visit(LEAD, ("agreement",)),
    "admin:begin_agreement": Visit(LEAD),
    "admin:draft": Visit(LEAD, ("centre",)),
    "admin:edit_agreement": Visit(LEAD, ("draft agreement",)),
    "admin:consult": Visit(LEAD, ("draft agreement",)),
    "admin:offer": Visit(LEAD, ("consulted agreement",)),
    "admin:revise": Visit(LEAD, ("agreement",)),
    "admin:review": Visit(LEAD, ("agreement",)),
    "admin:end_agreement": Visit(LEAD, ("agreement",)),
    "admin:add_funding": Visit(LEAD, ("agreement",)),
    "admin:change_funding": Visit(LEAD, ("agreement", "line")),
    "admin:answer": Visit(LEAD, ("agreement", "question")),
    "admin:respond": Visit(CONSULTEE, ("consulted agreement",)),
    "admin:ask": Visit(SIGNATORY, ("offered agreement",)),
    "admin:accept": Visit(SIGNATORY, ("offered agreement",)),
    "admin:refuse": Visit(SIGNATORY, ("offered agreement",)),
    "admin:leave_agreement": Visit(SIGNATORY, ("agreement",)),
    "admin:registers": Visit(CONTACT),
    "admin:begin_offer": Visit(CONTACT),
    "admin:offer_register": Visit(CONTACT, ("centre",)),
    "admin:register": Visit(CONTACT, _REGISTER),
    "admin:add_quota": Visit(CONTACT, _REGISTER),
    "admin:register_looked_at": Visit(PRIVACY_OFFICER, ("register to look at",)),
    "admin:register_step": Visit(CONTACT, (*_REGISTER, "withdraw")),
}

#: Pages on the way somewhere, which the tests of that way look at.
ON_THE_WAY = {
    "mfa_authenticate": signing_in.test_by_keyboard_with_an_app,
    "mfa_activate_totp": signing_in.test_the_first_time_an_app_is_set_up,
    "mfa_view_recovery_codes": signing_in.test_the_first_time_an_app_is_set_up,
    "mfa_generate_recovery_codes": signing_in.test_the_first_time_an_app_is_set_up,
    "mfa_deactivate_totp": signing_in.test_the_first_time_an_app_is_set_up,
    "mfa_add_webauthn": signing_in.test_with_a_passkey,
    "mfa_list_webauthn": signing_in.test_with_a_passkey,
    "mfa_edit_webauthn": signing_in.test_with_a_passkey,
    "mfa_remove_webauthn": signing_in.test_with_a_passkey,
    "mfa_reauthenticate_webauthn": signing_in.test_with_a_passkey,
    "work:wording": assessing.test_from_the_needs_page_to_a_released_assessment,
    "invitation_accept": looking_after.test_who_is_invited_joins,
    "work:receipt_of_end_acknowledged": receipts.test_each_event_leads_to_its_receipt,
    "work:receipt_of_destruction": receipts.test_each_event_leads_to_its_receipt,
    "work:receipt_of_handover": receipts.test_each_event_leads_to_its_receipt,
    "work:receipt_of_letting_go": receipts.test_each_event_leads_to_its_receipt,
    "journey": signing_in.test_the_demonstration_opens_on_its_journey,
    "demo_people": signing_in.test_the_demonstration_opens_on_its_journey,
}

#: Addresses that lead on, answer a script, take a form, or give a file.
NO_PAGE = {
    "front", "health", "session_idle", "session_stay", "demo_sign_in", "invitation", "mfa_download_recovery_codes",
    "calendar", "admin:question", "work:judgement", "work:paper_pdf", "work:meetings_of",
    "work:support", "ledger:checkpoint", "ledger:keys", "ledger:handovers", "ledger:tile", "ledger:partial_tile",
    "ledger:entries", "ledger:partial_entries", "originate:take_request_out", "originate:candidate_seen",
}  # fmt: skip


#: What waits for one step of private matching, and has a page for no other.
AT_A_STEP = {
    "proposed search", "carried search", "found candidate", "wanted candidate", "unanswered check",
    "register to look at",
}  # fmt: skip


@pytest.fixture
def pilot(everything: Everything) -> World:
    """The pilot that the pages are served over is the busy one."""
    return everything.pilot


def names(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The name of every address, as ``reverse`` takes it."""
    for each in resolver.url_patterns:
        if isinstance(each, URLPattern):
            yield f"{space}{each.name}"
        else:
            yield from names(each, f"{space}{each.namespace}:" if each.namespace else space)


def test_every_address_is_known_here() -> None:
    assert set(names(get_resolver())) ^ {*VISITS, *ON_THE_WAY, *NO_PAGE} == set()


@pytest.mark.parametrize("who", sorted({visit.who for visit in VISITS.values()}), ids=lambda who: who or "nobody")
def test_every_page_can_be_read_by_everybody(
    everything: Everything, page: Page, address: str, sign_in: SignIn, look: Look, who: str
) -> None:
    if who:
        sign_in(who)
    visits = {name: visit for name, visit in VISITS.items() if visit.who == who}
    ids = everything.ids
    if any(set(visit.takes) & AT_A_STEP for visit in visits.values()):
        ids = {**ids, **at_each_step(everything.pilot)}
    for name, visit in visits.items():
        path = reverse(name, args=[ids.get(each, each) for each in visit.takes])
        answer = page.goto(address + path)
        if "/purpose/" in page.url and name != "purpose":
            page.get_by_role("radio").first.check()
            page.get_by_role("button", name="Continue").click()
            answer = page.goto(address + path)
        assert answer is not None
        assert (answer.status, page.url) == (200, address + path), name
        assert page.locator("h1").count() == 1, name
        assert not [word for word in NAMED if word in page.title()], f"{name}: {page.title()}"
        look(f"page-{name.replace(':', '-').replace('_', '-')}")
