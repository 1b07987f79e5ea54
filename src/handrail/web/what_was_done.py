"""What entries of the record say was done, in words: of one entry, and of all to choose from."""

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

# What passes the gate by a command alone has entries too, and no page imports it.
from handrail.directory.actions import keys, programmes  # noqa: F401
from handrail.exchange import holdings  # noqa: F401
from handrail.gate import passages
from handrail.oversight import exporting  # noqa: F401
from handrail.oversight.actions import keys as ledger_keys  # noqa: F401
from handrail.services.actions import bringing_in  # noqa: F401
from handrail.web.fields import Option
from handrail.web.refusals import THINGS, what

#: What is recorded with an organisation because another one acted, and what Handrail does by itself, in words that no
#: refusal has: nobody asked for it.
BROUGHT_ABOUT: Mapping[str, str] = {
    "access.fall_due": "Handrail looked for what waits too long for a second look",
    "agreement.consulted": "Your view of an agreement was asked for",
    "agreement.fall_due": "An agreement fell due for review",
    "agreement.list_due": "Handrail looked for agreements to review",
    "agreement.list_over": "Handrail looked for agreements that are over",
    "agreement.offered": "An agreement was offered to you",
    "agreement.run_out": "An agreement ran out",
    "case.list_over": "Handrail looked for cases whose time is over",
    "case.transferred": "A case moved to another centre",
    "challenge.received": "Somebody said that this asks them to watch someone",
    "check.answered": "An identity check was answered",
    "check.closed": "An identity check came to an end",
    "check.let_go": "What was left of an identity check was destroyed",
    "check.lapsed": "An identity check ran out of time",
    "check.list_over": "Handrail looked for identity checks out of time",
    "check.refused": "A partner had made up the record that it was asked about",
    "check.received": "An identity check arrived",
    "check.taken_back": "An identity check was taken back",
    "decision.list_over": "Handrail looked for drafts that nobody goes on with",
    "decision.staged": "A nomination was brought in from a file",
    "deconfliction.asked": "The police were asked whether support may go ahead",
    "disclosure.acknowledged": "The recipient acknowledged a disclosure",
    "disclosure.decided_on": "The recipient decided on a nomination",
    "disclosure.expired": "A disclosure ran out at its recipient",
    "disclosure.hand_in_accepted": "A panel took what was handed in into its case",
    "disclosure.hand_in_refused": "A panel refused what was handed in",
    "disclosure.hand_in_undone": "A panel took what was handed in out of its case again",
    "disclosure.list_over": "Handrail looked for disclosures that are over",
    "disclosure.list_without_case": "Handrail looked for disclosures that led to no case",
    "disclosure.received": "A disclosure arrived",
    "disclosure.request_declined": "The recipient declined what it was asked",
    "duty.lapse": "A task ran out of time",
    "duty.list_late": "Handrail looked for what is late",
    "duty.look_after": "Handrail looked after what is late",
    "duty.remind": "Handrail reminded somebody of a task",
    "escalation.climb": "Handrail told the next person of an escalation",
    "escalation.list_unanswered": "Handrail looked for escalations without an answer",
    "holding.ended": "What was held ended: recalled, corrected or run out",
    "holding.list_over": "Handrail looked for items whose time is over",
    "ledger.reconciled": "Handrail compared what happened with what was recorded",
    "ledger.witnesses_changed": "Others countersign the record from now on, or another number of them is needed",
    "member.list_to_tell": "Handrail looked for members to send e-mail to",
    "member.not_told": "An e-mail to a member could not be sent",
    "member.tell": "Handrail was about to send a member an e-mail",
    "member.told": "Handrail sent a member an e-mail",
    "notice.acknowledged": "A holder acknowledged a notice",
    "paper.released": "Minutes arrived",
    "person.list_over": "Handrail looked for people of whom nothing is held",
    "question.answered": "A question was answered",
    "question.closed": "A question came to an end",
    "question.lapsed": "A question ran out of time",
    "question.list_over": "Handrail looked for questions out of time",
    "question.received": "A question arrived",
    "question.withdrawn": "A question was withdrawn",
    "register.suspended": "A register was suspended: its answer could not be true",
    "risk.followed": "A risk passed on from somebody who left",
    "risk.handed_over": "A risk was handed over: it was offered and accepted",
    "risk.went_on": "A risk went on in another case",
    "search.list_to_run": "Handrail looked for registers to ask",
    "search.refused": "Asking a register came to nothing: the protocol refused it by name",
    "statement.received": "An organisation said whether it knows the person",
    "support.funding_lapsed": "The funding of support lapsed",
    "support.list_stalled": "Handrail looked for support that is not happening",
    "support.list_unfunded": "Handrail looked for support that nobody pays for",
    "support.not_happening": "Handrail told somebody that support is not happening",
    "transfer.received": "A case was offered to you",
    "transfer.refused": "An offered case was refused",
}

#: What kinds of record are called in entries, where the name alone doesn't say.
_KINDS: Mapping[str, str] = {
    "AgendaCase": "A case at a meeting",
    "Candidate": "What a search found",
    "Check": "An identity check",
    "CostEntry": "Time and cost",
    "Deconfliction": "A question to the police",
    "Holding": "An item that is held",
    "Item": "An item of its originator",
    "LocalService": "A local service",
    "MeetingAction": "An action of a meeting",
    "MeetingPaper": "Minutes",
    "MemberRecord": "A member of staff",
    "Notification": "Telling the person",
    "Record": "An entry of this record",
    "Register": "A register that may be asked",
    "RoleGrant": "A role",
    "Search": "A search for who knows a person",
    "SupportAction": "Support",
    "Unsealing": "Opening what is sealed",
    "Wording": "A form of words",
}


#: The past of verbs that don't take "ed" alone; a refusal says "you can't", an entry that somebody did.
PAST: Mapping[str, str] = {
    "begin": "began", "bring": "brought", "cancel": "cancelled", "choose": "chose", "give": "gave", "keep": "kept",
    "leave": "left", "let": "let", "make": "made", "plan": "planned", "put": "put", "read": "read", "say": "said",
    "see": "saw", "send": "sent", "set": "set", "stop": "stopped", "sum": "summed", "take": "took", "tell": "told",
    "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip


_YOU = re.compile(r"\byou\b")


def said(action: str) -> str:
    """What was done: "Released this disclosure"."""
    if action in BROUGHT_ABOUT:
        return BROUGHT_ABOUT[action]
    verb, _, rest = what(action).partition(" ")
    words = f"{_past(verb)} {_YOU.sub('they', rest.replace(' asks you ', ' asks them '))}"
    return words[:1].upper() + words[1:]


def _past(verb: str) -> str:
    if verb in PAST:
        return PAST[verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}d" if verb.endswith("e") else f"{verb}ed"


def kind_said(kind: str) -> str:
    """A kind of record as entries name it, in words: "A case"."""
    if kind in _KINDS or not kind:
        return _KINDS.get(kind, "")
    return f"{'An' if kind[0] in 'AEIOU' else 'A'} {kind.lower()}"


def actions() -> Iterator[Option]:
    """Everything that an entry can be about, grouped by what it is done to."""
    every = sorted({*passages, *BROUGHT_ABOUT}, key=lambda action: (_group(action), said(action)))
    for group, some in groupby(every, key=_group):
        # Two actions can be the same thing to whoever did them: reading a file in is a dozen. The first stands for none
        # of the others, so each keeps its code beside the words.
        listed = list(some)
        words = [said(action) for action in listed]
        for action, text in zip(listed, words, strict=True):
            yield Option(action, text if words.count(text) == 1 else f"{text} ({action})", group=group)


def kinds() -> tuple[Option, ...]:
    """Every kind of record that an entry can be about."""
    found = {passage.resource.name for passage in passages.values() if passage.resource}
    return tuple(sorted((Option(kind, kind_said(kind)) for kind in found), key=lambda option: option.title))


def _group(action: str) -> str:
    thing = action.partition(".")[0]
    many = THINGS[thing][1] if thing in THINGS else f"{thing}s"
    return many[:1].upper() + many[1:]
