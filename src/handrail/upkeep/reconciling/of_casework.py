"""What casework leaves behind: cases and who is in them, consent, risks and owners, escalations, plans, transfers."""

from handrail.upkeep.reconciling.traces import ANY, Trace, each

CASES = (
    Trace("casework.Case", "opened_at", "opened_by", each("", "case.open_new", "transfer.accept"), ("case.open_new",)),
    Trace("casework.Case", "closed_at", "", {"case.close": "id", "case.transferred": "id"}),
    Trace("casework.Case", "let_go_at", "", each("id", "case.let_go", "case.end_retention")),
    Trace("casework.CasePartner", "since", "added_by", {ANY: ""}),
    Trace("casework.CasePartner", "until", "", {ANY: ""}),
    Trace("casework.CaseMember", "since", "", {ANY: ""}),
    Trace("casework.CaseMember", "until", "", {ANY: ""}),
    Trace(
        "casework.Consent",
        "recorded_at",
        "recorded_by",
        {"case.record_consent": "case_id", "case.open_new": "", "transfer.accept": ""},
        leaves=("case.record_consent",),
    ),
    Trace("casework.CaseEvent", "at", "by", {ANY: ""}),
    Trace("casework.LookBack", "recorded_at", "recorded_by", {"case.look_back": "case_id"}, ("case.look_back",)),
    Trace(
        "casework.Concern",
        "raised_at",
        "raised_by",
        {"case.volunteer_concern": "case_id"},
        leaves=("case.volunteer_concern",),
    ),
    Trace("casework.Concern", "read_at", "read_by_id", {"concern.mark_read": "id"}, ("concern.mark_read",)),
    Trace("casework.Deconfliction", "asked_at", "", {"deconfliction.asked": "id"}),
    Trace("casework.Deconfliction", "answered_at", "answered_by", {"deconfliction.answer": "id"}),
)

INTAKE = (
    Trace(
        "casework.NoCase",
        "decided_at",
        "decided_by",
        {"disclosure.decide_no_case": "disclosure_id"},
        leaves=("disclosure.decide_no_case",),
    ),
    Trace(
        "casework.HandIn",
        "offered_at",
        "offered_by",
        {"disclosure.hand_in": "disclosure_id"},
        leaves=("disclosure.hand_in",),
    ),
    Trace(
        "casework.HandIn",
        "answered_at",
        "answered_by",
        each("case_id", "case.accept_hand_in", "case.refuse_hand_in", "case.close")
        | {"disclosure.hand_in": "disclosure_id"},
    ),
    Trace(
        "casework.HandIn",
        "ended_at",
        "ended_by",
        {"case.undo_hand_in": "case_id", "disclosure.take_back_hand_in": "disclosure_id"},
    ),
)

RISKS = (
    Trace(
        "casework.Risk",
        "judged_at",
        "judged_by",
        each("case_id", "case.add_risk", "case.escalate")
        | each("", "case.open_new", "risk.sign_kind", "risk.review_kind", "risk.propose_kind"),
        for_another=("transfer.accept",),
        or_just_after=True,
    ),
    Trace("casework.Risk", "closed_at", "", {ANY: ""}, or_just_after=True),
    Trace("casework.RiskOwnership", "lower(r.during)", "", {ANY: ""}, or_just_after=True),
    Trace("casework.RiskOwnership", "upper(r.during)", "", {ANY: ""}, or_just_after=True),
    Trace("casework.RiskJudgement", "judged_at", "judged_by", {"risk.judge": "risk_id"}, ("risk.judge",)),
    Trace("casework.RiskOffer", "offered_at", "offered_by", {"risk.offer": "risk_id"}, ("risk.offer",)),
    Trace("casework.RiskOffer", "answered_at", "answered_by", {ANY: ""}, or_just_after=True),
    Trace("casework.RiskKindChange", "proposed_at", "proposed_by", {"risk.propose_kind": "risk_id"}),
    Trace("casework.RiskKindChange", "signed_at", "signed_by", {"risk.sign_kind": "risk_id"}),
    Trace("casework.RiskKindChange", "ended_at", "ended_by", {ANY: ""}),
    Trace("casework.Escalation", "raised_at", "raised_by", {"case.escalate": "case_id"}, ("case.escalate",)),
    Trace(
        "casework.Escalation",
        "acknowledged_at",
        "acknowledged_by_id",
        {"escalation.acknowledge": "id"},
        leaves=("escalation.acknowledge",),
    ),
    Trace("casework.Escalation", "closed_at", "closed_by", {"escalation.close": "id"}, ("escalation.close",)),
    Trace("casework.EscalationStep", "told_at", "", {"case.escalate": "", "escalation.climb": "escalation_id"}),
)

PLANS = (
    Trace("casework.Objective", "written_at", "written_by", {"case.add_objective": ""}),
    Trace("casework.Objective", "ended_at", "ended_by", {"case.end_objective": "case_id"}),
    Trace(
        "casework.Need",
        "judged_at",
        "judged_by",
        {"case.add_need": ""},
    ),
    Trace("casework.Need", "ended_at", "ended_by", each("case_id", "case.close_need", "case.close")),
    Trace(
        "casework.SupportAction",
        "added_at",
        "added_by",
        {"case.plan": ""},
        ("case.plan",),
    ),
    Trace("casework.SupportAction", "done_at", "", {"support.complete": "id"}),
    Trace("casework.SupportAction", "funding_flagged_at", "", {"support.funding_lapsed": "id"}),
    Trace(
        "casework.SupportContact",
        "recorded_at",
        "recorded_by",
        {"support.record_contact": "action_id"},
        leaves=("support.record_contact",),
    ),
)

TRANSFERS = (
    Trace(
        "casework.Transfer", "written_at", "written_by", {"case.offer_transfer": "case_id"}, ("case.offer_transfer",)
    ),
    Trace("casework.Transfer", "sent_at", "signed_by", {"transfer.let_go": "id"}, ("transfer.let_go",)),
    Trace(
        "casework.Transfer",
        "answered_at",
        "answered_by",
        each("id", "transfer.accept", "transfer.refuse", "transfer.withdraw", "transfer.decline"),
    ),
)

TRACES = CASES + INTAKE + RISKS + PLANS + TRANSFERS
