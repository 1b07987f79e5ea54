"""Codes that every rulebook has, because the house acts on them by name.

What a code means is fixed here; what it is called, how long it takes and who may hold it is the rulebook's.
"""

from collections.abc import Mapping
from typing import Final

HOUSE_CODES: Final[Mapping[str, frozenset[str]]] = {
    "purposes": frozenset(
        {
            "safeguarding_support",
            "originating",
            "risk_management",
            "deconfliction",
            "individual_rights",
            "administration",
            "oversight",
            "evaluation",
        }
    ),
    "ceilings": frozenset(
        {
            "names_per_agreement_year",
            "names_per_centre_year",
            "recipients_per_nomination",
            "items_per_nomination",
            "items_per_disclosure",
            "characters_per_item",
            "disclosure_days",
            "questions_open_per_recipient",
            "questions_per_recipient_year",
            "characters_per_question",
        }
    ),
    "meeting_changes": frozenset({"nothing_due"}),
    "roles": frozenset(
        {
            "administrator",
            "agreement_signatory",
            "auditor",
            "authoriser",
            "caldicott_guardian",
            "case_coordinator",
            "centre_lead",
            "consultee",
            "data_protection_officer",
            "originating_officer",
            "police_risk_owner",
            "practitioner",
            "programme_owner",
            "role_approver",
            "single_point_of_contact",
        }
    ),
    "timescales": frozenset(
        {
            "accept_handover",
            "acknowledge_correction",
            "acknowledge_disclosure",
            "acknowledge_expiry",
            "acknowledge_recall",
            "agree_wording",
            "amend_nomination",
            "answer_hand_in",
            "answer_question",
            "answer_invitation",
            "answer_transfer",
            "approve_minutes",
            "approve_question",
            "approve_role",
            "decide_answer",
            "decide_known",
            "decide_nomination",
            "confirm_ownership",
            "consent_look_again",
            "deliver_support",
            "do_meeting_action",
            "draft_minutes",
            "finish_assessment",
            "first_meeting",
            "further_assessment",
            "let_case_go",
            "notification_look_again",
            "open_case",
            "question_lapses",
            "plan_instead",
            "prepare_meeting",
            "read_concern",
            "read_minutes",
            "read_outcome",
            "respond_to_request",
            "review_after_closure_first",
            "review_after_closure_last",
            "review_case",
            "review_flag",
            "review_judgement",
            "review_kind_of_risk",
            "settle_escalation",
            "settle_funding",
            "settle_transfer",
            "support_not_delivered",
            "sign_kind_of_risk",
            "review_retention",
            "unseal_request",
        }
    ),
    "agenda_points": frozenset({"review", "late_support", "escalation", "meeting_action", "added"}),
    "invitation_reasons": frozenset({"chairs"}),
    "hand_in_endings": frozenset({"another_person", "case_closing"}),
    "closure_reasons": frozenset({"consent_refused", "transferred"}),
    "retention": frozenset(
        {
            "case_adult",
            "case_child",
            "case_consent_refused",
            "declined_nomination",
            "escalation",
            "question",
            "sealed_item",
        }
    ),
    "requested_actions": frozenset({"lead_case"}),
    "cannot_do_reasons": frozenset({"moved_away"}),
    "stalls": frozenset({"no_contact", "overdue", "provider_declined", "consent_unasked", "review_missed"}),
    "stages": frozenset({"case", "meeting", "support", "review"}),
    "categories": frozenset({"name", "date_of_birth", "address", "identifier"}),
    "ownership_reasons": frozenset(
        {"first_owner", "handed_over", "escalated", "acknowledged", "cover", "left", "role_ended", "case_moved"}
    ),
    "severities": frozenset({"serious", "danger_now"}),
    "never_for": frozenset({"immigration", "benefits", "tenancy", "admissions"}),
}
