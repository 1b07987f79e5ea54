"""The words of a refusal: what the user can't do, and how each kind of record is called on a page."""

#: How records are called, by the first part of an action's name.
_THINGS = {
    "decision": "this sharing decision",
    "disclosure": "this disclosure",
    "holding": "this record",
    "item": "this item",
    "case": "this case",
    "risk": "this risk",
    "agreement": "this agreement",
    "support": "this support action",
    "escalation": "this escalation",
    "ledger": "the ledger",
    "member": "this member",
    "grant": "this role",
    "unsealing": "this sealed record",
    "meeting": "this meeting",
    "question": "this question",
    "centre": "this centre",
    "organisation": "this organisation",
    "duty": "this task",
}

#: Whole phrases, where verb and noun would read badly.
_PHRASES = {
    "decision.draft": "start a nomination",
    "decision.import": "bring in a file of nominations",
    "decision.propose": "send this nomination for a decision",
    "decision.release": "release this disclosure",
    "decision.send_back": "send this nomination back",
    "case.open_new": "open a case",
    "holding.bring_to_case": "bring this record into a case",
    "holding.read": "read this record",
    "support.add": "add this support action",
    "risk.own": "give this risk to that organisation",
    "ledger.read": "read the ledger",
    "member.invite": "invite a member",
    "member.list": "see the members of this organisation",
    "member.record_training": "record training for this member",
    "member.set_cover": "say who covers for this member",
    "member.return": "mark this member as back",
    "member.leave": "record that this member is leaving",
    "role.list": "see which roles are waiting",
    "role.request": "ask for a role for this member",
    "role.approve": "agree to this role",
    "role.refuse": "refuse this role",
    "role.end": "end this role",
    "invitation.send_again": "send this invitation again",
    "organisation.add": "add an organisation",
    "centre.add": "add a centre",
    "agreement.draft": "draft an agreement",
    "agreement.ask": "ask a question about this agreement",
    "agreement.answer": "answer a question about this agreement",
    "agreement.consult": "consult on this agreement",
    "agreement.respond": "say what your organisation thinks of this agreement",
    "agreement.fund": "say who pays under this agreement",
    "agreement.revise": "begin a new version of this agreement",
}

_VERBS = {"see": "open", "list": "see the list of", "read": "read"}


def what(action: str) -> str:
    """What an action does, to follow "You can't": "release this disclosure"."""
    if action in _PHRASES:
        return _PHRASES[action]
    thing, _, verb = action.partition(".")
    spoken = _VERBS.get(verb, verb.replace("_", " ").replace("-", " "))
    return f"{spoken} {_THINGS.get(thing, f'this {thing}')}"
