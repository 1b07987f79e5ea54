"""What entries of the record say was done, in words: of one entry, and of all to choose from."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from handrail.gate import passages
from handrail.web.fields import Option
from handrail.web.refusals import THINGS, what

#: What is recorded with an organisation because another one, or Handrail itself, acted. It passes no gate of its own.
BROUGHT_ABOUT: Mapping[str, str] = {
    "agreement.consulted": "Your view of an agreement was asked for",
    "agreement.offered": "An agreement was offered to you",
    "case.transferred": "A case moved to another centre",
    "challenge.received": "Somebody said that this asks them to watch someone",
    "decision.staged": "A nomination was brought in from a file",
    "deconfliction.asked": "The police were asked whether support may go ahead",
    "disclosure.acknowledged": "The recipient acknowledged a disclosure",
    "disclosure.decided_on": "The recipient decided on a nomination",
    "disclosure.expired": "A disclosure ran out",
    "disclosure.received": "A disclosure arrived",
    "disclosure.request_declined": "The recipient declined what it was asked",
    "holding.ended": "What was held ended: recalled, corrected or run out",
    "notice.acknowledged": "A holder acknowledged a notice",
    "paper.released": "Minutes arrived",
    "question.answered": "A question was answered",
    "question.closed": "A question came to an end",
    "question.lapsed": "A question ran out of time",
    "question.received": "A question arrived",
    "question.withdrawn": "A question was withdrawn",
    "risk.followed": "A risk passed on from somebody who left",
    "risk.went_on": "A risk went on in another case",
    "statement.received": "An organisation said whether it knows the person",
    "transfer.received": "A case was offered to you",
    "transfer.refused": "An offered case was refused",
}

#: What kinds of record are called in entries, where the name alone doesn't say.
_KINDS: Mapping[str, str] = {
    "AgendaCase": "A case at a meeting",
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
    "RoleGrant": "A role",
    "SupportAction": "Support",
    "Unsealing": "Opening what is sealed",
    "Wording": "A form of words",
}


def said(action: str) -> str:
    """What was done: "Release this disclosure"."""
    if action in BROUGHT_ABOUT:
        return BROUGHT_ABOUT[action]
    words = what(action)
    return words[:1].upper() + words[1:]


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
