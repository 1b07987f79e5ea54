"""The columns of moments that no entry is asked about, and the models without any, each with the reason.

A test holds that every column of every model is either here or in a trace: whoever adds one decides.
"""

#: Model and column → why no entry tells of that moment.
UNTRACED_COLUMNS: dict[tuple[str, str], str] = {
    ("casework.Escalation", "acknowledge_by"): "a time limit, worked out from when the escalation was raised",
    ("directory.Account", "last_login"): "signing in is Django's; what is done afterwards is recorded",
    ("directory.CalendarAddress", "fetched_at"): "fetching what was given before has no entry of its own",
    ("directory.Invitation", "expires_at"): "a time limit, worked out from when the invitation was sent",
    ("directory.Member", "mail_claimed_until"): "until when one worker has their message: a mark for the next one",
    ("directory.Member", "told_until"): "up to when a digest has told of what waits: a mark for the next one",
    ("duties.Duty", "due_at"): "a time limit, worked out from when the duty was raised",
    ("duties.Duty", "fell_at"): "the event that the duty counts from; its own entry is compared where it is kept",
    ("matching.Check", "answer_by"): "a time limit, worked out from when the check was put",
    ("matching.Check", "closes_at"): "a time limit, worked out from when the check was put",
    ("matching.Result", "claimed_until"): "until when one worker has it for itself: a mark for the next one",
    ("meetings.Meeting", "starts_at"): "when the meeting is to be",
    ("meetings.MeetingPaper", "held_at"): "when the meeting of the paper began, copied",
    ("oversight.SecondLook", "until"): "the moment of the last access that was looked at",
    ("questions.Question", "answer_by"): "a time limit, worked out from when the question was put",
    ("questions.Question", "closes_at"): "a time limit, worked out from when the question was put",
    ("sharing.SharingDecision", "changed_at"): "the last change alone: each has an entry of its own",
    ("sharing.UnsealRequest", "open_until"): "a time limit, worked out from when the request was approved",
}

#: Model → why it has nothing to compare.
UNTRACED_MODELS: dict[str, str] = {
    "casework.Confirmation": "a day that is copied from the case; consent and deconfliction have moments",
    "directory.Centre": "no moment; entries about it are looked for",
    "directory.FundingLine": "part of an agreement, whose moments are compared",
    "directory.Organisation": "no moment; entries about it are looked for",
    "ledger.LedgerCheckpoint": "the ledger's own, held by its signatures",
    "ledger.LedgerCosignature": "the ledger's own, held by its signatures",
    "ledger.LedgerCount": "the counts themselves",
    "ledger.LedgerEntry": "the entries themselves, held by counts and tree",
    "ledger.LedgerEpoch": "written by a restore",
    "ledger.LedgerPayload": "the entries themselves, held by counts and commitments",
    "ledger.LedgerSubtree": "hashes, worked out from the entries",
    "ledger.LedgerTally": "the counts themselves",
    "ledger.LedgerWitnessRefusal": "what a witness answered; no act of ours",
    "matching.CheckElement": "part of an identity check, whose moments are compared",
    "matching.CheckTally": "how many identity checks ended how, this year",
    "matching.QuotaToken": "how often a register may be asked; bringing them in and using them are entries",
    "meetings.AgendaCase": "part of a meeting; entries about it are looked for",
    "meetings.PaperPart": "part of a paper, whose moments are compared",
    "meetings.PlannedSupport": "ties a decision to support, both of which are compared",
    "sharing.CentreYear": "how many names a centre has given out this year",
    "sharing.Nomination": "part of a decision, whose moments are compared",
    "sharing.ProposedRecipient": "part of a decision, whose moments are compared",
}
