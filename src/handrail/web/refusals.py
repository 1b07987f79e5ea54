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
    "organisation.add": "add an organisation",
    "centre.add": "add a centre",
    "agreement.draft": "draft an agreement",
}

_VERBS = {"see": "open", "list": "see the list of", "read": "read"}


def what(action: str) -> str:
    """What an action does, to follow "You can't": "release this disclosure"."""
    if action in _PHRASES:
        return _PHRASES[action]
    thing, _, verb = action.partition(".")
    spoken = _VERBS.get(verb, verb.replace("_", " ").replace("-", " "))
    return f"{spoken} {_THINGS.get(thing, f'this {thing}')}"
