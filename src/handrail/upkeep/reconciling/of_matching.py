"""What is left behind where it is found out who knows a person: registers, searches, candidates, identity checks."""

from handrail.upkeep.reconciling.traces import ANY, Trace, each

REGISTERS = (
    Trace("matching.Register", "offered_at", "offered_by", {"register.offer": ""}, leaves=("register.offer",)),
    Trace("matching.Register", "decided_at", "decided_by", each("id", "register.accept", "register.decline")),
    # Taken back, replaced by a newer table, or suspended by what somebody else's search showed.
    Trace("matching.Register", "ended_at", "", {ANY: ""}),
)

SEARCHES = (
    Trace(
        "matching.Search", "proposed_at", "proposed_by", {"search.propose": "decision_id"}, leaves=("search.propose",)
    ),
    Trace("matching.Search", "decided_at", "decided_by", each("id", "search.authorise", "search.decline")),
    Trace("matching.Search", "ended_at", "", {ANY: ""}),
    Trace("matching.Result", "asked_at", "", each("search_id", "search.ask_register", "search.take_out")),
    Trace("matching.Result", "ended_at", "", {ANY: ""}),
)

CANDIDATES = (
    Trace("matching.Candidate", "found_at", "", each("", "search.take_answer", "search.bring_in")),
    Trace("matching.Candidate", "asked_at", "", each("id", "candidate.ask", "candidate.second")),
    Trace("matching.Candidate", "ended_at", "", {ANY: ""}),
)

CHECKS = (
    Trace("matching.Check", "asked_at", "", {"check.received": "id"}),
    Trace("matching.Check", "ended_at", "", {ANY: ""}),
    Trace("matching.ShownElement", "shown_at", "", each("check_of_id", "check.received", "check.step")),
    Trace("matching.CheckReply", "made_at", "made_by", {"check.answer": "check_of_id"}),
)

TRACES = REGISTERS + SEARCHES + CANDIDATES + CHECKS
