"""What sharing leaves behind: decisions, disclosures, copies, notices, challenges, requests to open what is sealed."""

from handrail.upkeep.reconciling.traces import ANY, Trace, each

DECISIONS = (
    Trace(
        "sharing.NominationImport", "begun_at", "begun_by", {"decision.begin_import": ""}, ("decision.begin_import",)
    ),
    Trace(
        "sharing.NominationImport",
        "ended_at",
        "",
        each("", "decision.begin_import", "decision.import", "decision.refuse_import", "decision.clear_import"),
    ),
    Trace(
        "sharing.SharingDecision",
        "created_at",
        "created_by",
        each("", "decision.draft", "question.answer", "disclosure.contribute", "item.correct", "case.offer_transfer")
        | {"decision.staged": "id"},
        leaves=("decision.draft",),
    ),
    Trace(
        "sharing.SharingDecision",
        "proposed_at",
        "proposed_by",
        {"decision.propose": "id"}
        | each("", "question.answer", "disclosure.contribute", "item.correct", "case.offer_transfer"),
        for_another=("transfer.accept",),
    ),
    Trace(
        "sharing.SharingDecision",
        "decided_at",
        "decided_by",
        each("id", "decision.release", "decision.decline", "decision.send_back")
        | each("", "question.answer", "disclosure.contribute", "item.correct", "transfer.let_go"),
        for_another=("transfer.accept",),
    ),
    Trace(
        "sharing.Judgement",
        "at",
        "by",
        each("decision_id", "decision.release", "decision.decline", "decision.send_back")
        | each("", "question.answer", "disclosure.contribute", "item.correct", "transfer.let_go"),
        leaves=("decision.release", "decision.decline", "decision.send_back"),
        for_another=("transfer.accept",),
    ),
)

DISCLOSURES = (
    Trace(
        "sharing.Disclosure",
        "released_at",
        "released_by",
        {"disclosure.received": "id"},
        for_another=("transfer.accept",),
    ),
    Trace(
        "sharing.Disclosure",
        "acknowledged_at",
        "acknowledged_by",
        {"disclosure.acknowledged": "id", "transfer.accept": ""},
        leaves=("disclosure.acknowledged",),
    ),
    Trace("sharing.RecallNotice", "sent_at", "sent_by", {"holding.ended": "holding_id"}),
    Trace("sharing.RecallNotice", "acknowledged_at", "acknowledged_by", {"notice.acknowledged": ""}),
    Trace("sharing.Challenge", "raised_at", "raised_by", {"challenge.received": "id"}, leaves=("challenge.received",)),
    Trace("sharing.Challenge", "closed_at", "", {"challenge.close": "id"}),
    Trace(
        "sharing.KnowsStatement",
        "made_at",
        "made_by",
        {"disclosure.say_known": "disclosure_id"},
        leaves=("disclosure.say_known",),
    ),
    Trace(
        "sharing.KnowsStatement",
        "approved_at",
        "approved_by",
        each("id", "statement.make", "statement.refuse") | {"disclosure.say_known": "disclosure_id"},
        leaves=("statement.make", "statement.refuse"),
    ),
)

COPIES = (
    Trace("sharing.Holding", "held_since", "", {ANY: ""}),
    Trace("sharing.Holding", "ended_at", "", {ANY: ""}),
    Trace("sharing.PersonRecord", "since", "", {ANY: ""}),
    Trace("sharing.NotificationDecision", "recorded_at", "", {ANY: ""}),
    Trace(
        "sharing.UnsealRequest",
        "requested_at",
        "requested_by",
        {"holding.unseal_request": "holding_id"},
        leaves=("holding.unseal_request",),
    ),
    Trace(
        "sharing.UnsealRequest",
        "decided_at",
        "decided_by",
        each("id", "unsealing.approve", "unsealing.refuse"),
        leaves=("unsealing.approve", "unsealing.refuse"),
    ),
)

TRACES = DECISIONS + DISCLOSURES + COPIES
