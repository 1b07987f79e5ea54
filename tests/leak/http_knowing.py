"""Who may know of the victim, and which of their words each may read: said without the policy.

This is the promise in our own terms (M2, M4, M6, M8, M10, M13, and what the rulebook says each role is for), a line for
each kind of record and each group of words. Policy isn't asked. Where the two disagree one of them is wrong: either
the site tells somebody too much, or this page promises too little.
"""

import os
from collections.abc import Iterable, Mapping

from handrail.web.originate.forms.person import PARTS
from tests.leak.http_readers import Reader
from tests.leak.http_routes import Route

#: Whoever may: the roles in each of these organisations; and members besides, by their post.
Known = Mapping[str, frozenset[str]]

# --- organisations, by what they are to the victim --------------------------------------------------------------------

ORIGINATOR, LEAD, POLICE = ("ctu",), ("council",), ("force",)
#: Whoever works on the case together while it is live.
TEAM = (*LEAD, *POLICE, "nhs", "voluntary")
#: Whoever was given the name and the second item; the council was given everything.
RECIPIENTS = (*LEAD, "nhs", "probation", "housing")

# --- roles, by what they are there for --------------------------------------------------------------------------------

#: Write what may leave an originator, decide on it, and answer for it.
SHARE = frozenset({"originating_officer", "authoriser", "data_protection_officer"})
#: Receive what is shared with an organisation, and answer for what it holds. (The council has no Caldicott guardian.)
RECEIVE = frozenset(
    {"single_point_of_contact", "case_coordinator", "panel_chair", "centre_lead", "data_protection_officer"}
)
#: Work on a case for an organisation in its team, or answer for it there.
WORK = RECEIVE | {"police_risk_owner", "duty_officer"}
#: Run a meeting and write its minutes. Whoever else hears a case there was asked by name.
RUN_MEETINGS = frozenset({"case_coordinator", "panel_chair"})
#: Everybody who works there, at whatever.
COLLEAGUES = WORK | {
    "practitioner", "agreement_signatory", "auditor", "administrator", "role_approver", "consultee", "evaluator",
    "programme_owner",
}  # fmt: skip


def _in(houses: tuple[str, ...], roles: frozenset[str] | set[str]) -> dict[str, frozenset[str]]:
    return dict.fromkeys(houses, frozenset(roles))


# --- which record is known to whom ------------------------------------------------------------------------------------

#: Each record that an address can name. Of what every organisation has its own of, it is the council's.
KNOWN: Mapping[str, Known] = {
    # Everybody who was given something, works on the case or is asked about them has pages about the person.
    "person": _in((*RECIPIENTS, *TEAM), WORK | {"caldicott_guardian"})
    | _in(POLICE, WORK | {"authoriser"})
    | _in(ORIGINATOR, WORK | SHARE),
    # The originator's house: what it nominates, and how it decides, is nobody else's to know of.
    **dict.fromkeys(("decision", "into", "item", *(f"{word} of it" for word in PARTS)), _in(ORIGINATOR, SHARE)),
    "notification": _in(ORIGINATOR, SHARE | {"police_risk_owner"}),
    "deconfliction": _in(ORIGINATOR, {"deconfliction_officer"}),
    # What the council holds.
    **dict.fromkeys(("record", "holding"), _in(LEAD, RECEIVE)),
    "unsealing": _in(LEAD, {"single_point_of_contact", "centre_lead", "data_protection_officer"}),
    # Between the two: what was given and taken back, and what was said about it.
    "disclosure": _in(ORIGINATOR, SHARE) | _in(LEAD, RECEIVE),
    "statement": _in(ORIGINATOR, SHARE) | _in(LEAD, {"single_point_of_contact", "data_protection_officer"}),
    "notice": _in(ORIGINATOR, SHARE) | _in(LEAD, RECEIVE - {"panel_chair"}),
    "challenge": _in(ORIGINATOR, SHARE) | _in(LEAD, RECEIVE - {"panel_chair", "centre_lead"}),
    # The case, and what is in it: the team's.
    **dict.fromkeys(
        ("case", "hand_in", "need", "objective", "support_action", "risk", "escalation"), _in(TEAM, WORK)
    ),
    **dict.fromkeys(("assessment", "earlier", "judgement"), _in(TEAM, WORK - {"duty_officer"})),
    "wording": _in(ORIGINATOR, SHARE - {"originating_officer"}) | _in(LEAD, RECEIVE),
    "entry": _in(LEAD, {"single_point_of_contact", "case_coordinator", "centre_lead"}),
    "duty": _in(LEAD, {"panel_chair"}),
    # Between the council and whoever it turns to: what it volunteers to the police is then theirs.
    "concern": _in(POLICE, {"police_risk_owner"}),
    "asked": _in((*LEAD, *POLICE), RECEIVE | {"authoriser"}),
    "transfer": _in(LEAD, RECEIVE) | _in(("second_council",), RUN_MEETINGS | {"data_protection_officer"}),
    # The meeting: who runs it and who was asked to it. The officer declared a conflict, and is out of this case there.
    "meeting": _in(LEAD, RUN_MEETINGS) | _in(POLICE, {"police_risk_owner"}),
    **dict.fromkeys(("agenda_case", "point", "decided", "dissent"), _in(LEAD, RUN_MEETINGS)),
    "paper": _in(LEAD, RUN_MEETINGS | {"data_protection_officer"}),
    "meeting_action": _in(LEAD, RUN_MEETINGS | {"single_point_of_contact", "practitioner"}),
    # The council's own house.
    "entry_of_ledger": _in(LEAD, {"auditor", "data_protection_officer"}) | _in(("oversight",), {"auditor"}),
    **dict.fromkeys(("agreement", "member"), _in(LEAD, COLLEAGUES)),
    "invited": _in(LEAD, {"administrator"}),
    "register": _in(LEAD, {"single_point_of_contact", "centre_lead", "data_protection_officer"}),
    # What was looked for, and what was found, before anything is shared. Of what was found only what was asked about is
    # known where it was found.
    **dict.fromkeys(("search", "result", "candidate"), _in(ORIGINATOR, SHARE - {"data_protection_officer"})),
    "check": _in(LEAD, {"single_point_of_contact", "centre_lead"}),
    "grant": _in(LEAD, {"administrator", "role_approver", "data_protection_officer", "auditor", "practitioner"}),
}  # fmt: skip

#: Named in an address beside the record that it is about.
BESIDE = {"organisation", "guest", "line", "question", "offer"}


def may_know(reader: Reader, route: Route, state: str) -> bool:
    """Whether the record that an address is about is this reader's to know of, in this state."""
    about = next(each for each in reversed(route.records) if each not in BESIDE)
    ended = about in ENDED and state != "nominated"
    return not ended and reader.role in KNOWN[about].get(reader.house, ())


def knows_of(reader: Reader, state: str) -> frozenset[str]:
    """The victim's records that are this reader's to know of, of those that there are in the state."""
    here = _NOMINATED | ({"person"} if reader.house in ORIGINATOR else set())
    there = {"nominated": here, "live": KNOWN.keys() - _OF_THE_PILOT - _LATER - ENDED}
    found = there.get(state, KNOWN.keys() - _OF_THE_PILOT - ENDED)
    return frozenset(record for record in found if reader.role in KNOWN[record].get(reader.house, ()))


_NOMINATED = {"decision", "into", "item", "search", "result", "candidate", "check"}
#: With the nomination: a partner that was asked keeps a count, and nothing else.
ENDED = {"check"}
_LATER = {"transfer", "notice", "challenge", "unsealing"}
_OF_THE_PILOT = {"agreement", "member", "invited", "grant", "register"}


# --- which words are for whom -----------------------------------------------------------------------------------------

#: What was said, by field: it may be read by these, and by nobody else.
READ: Mapping[str, Known] = {
    **dict.fromkeys(("given name", "family name", "second item"), _in(ORIGINATOR, SHARE) | _in(RECIPIENTS, RECEIVE)),
    **dict.fromkeys(
        ("address", "identifier", "conditions", "form of words", "corrected wording"),
        _in(ORIGINATOR, SHARE) | _in(LEAD, RECEIVE),
    ),
    # M8: each recipient reads why it was given what it was.
    **dict.fromkeys(
        tuple(f"nominator's {each}" for each in ("necessity", "proportionality", "alternatives")),
        _in(ORIGINATOR, SHARE) | _in(RECIPIENTS, RECEIVE),
    ),
    **dict.fromkeys(
        (*(f"answer to {each}" for each in ("necessary", "least", "proportionate", "alternative", "telling")),
         *(f"corrector's {each}" for each in ("necessity", "proportionality", "alternatives")), "original reference"),
        _in(ORIGINATOR, SHARE),
    ),
    **dict.fromkeys(
        ("why it is necessary to search", "why these registers", "judgement on a search", "why a partner is asked"),
        KNOWN["search"],
    ),
    # Between the one who is asked and the one who asks.
    "what an answer rests on": {**KNOWN["candidate"], **KNOWN["check"]},
    "words of a flag": KNOWN["challenge"],
    "reason for opening": KNOWN["unsealing"],
    "why no case is opened": _in(LEAD, RECEIVE),
    # The case, as everybody in its team has it.
    **dict.fromkeys(
        ("risk when opening", "need", "how a need ended", "risk", "risk to hand over", "why a risk is offered",
         "why a risk is refused", "why a risk is judged anew", "why it is of another kind",
         "why it is of no other kind", "objective", "what they would like", "provider of support", "outcome",
         "who decided", "who asked", "note of consent", "summary judgement", "what the team may know",
         "note of closing", "what is seen on looking back"),
        _in(TEAM, WORK),
    ),
    # Not the team's: what leans on words that an originator hasn't let go further, and a worker's own notes.
    **dict.fromkeys(("judgement", "why wording was refused"), KNOWN["wording"]),
    "note of a contact": _in(LEAD, RECEIVE),
    "a concern": KNOWN["concern"],
    "what is happening": _in((*LEAD, *POLICE), WORK),
    # The meeting, as those who heard this case have it; minutes that are a draft.
    **dict.fromkeys(
        ("a point of the agenda", "a note of the discussion", "a note kept aside", "a decision", "reason of a decision",
         "why somebody dissents", "a way forward", "a conflict of interest", "a summary of a meeting"),
        KNOWN["paper"],
    ),
    **dict.fromkeys(
        ("an action of a meeting", "outcome of an action"),
        _in(LEAD, RUN_MEETINGS | {"single_point_of_contact", "practitioner", "data_protection_officer"}),
    ),
    # Between the one who asks and the one who is asked.
    **dict.fromkeys(("a question in own words", "why a question is asked"), KNOWN["asked"]),
    **dict.fromkeys(
        (f"{which} {what}" for which in ("first", "second")
         for what in ("reason to move", "handover summary", "reason why it is the least")),
        KNOWN["transfer"],
    ),
}  # fmt: skip


def may_read(reader: Reader, said: str) -> bool:
    """Whether what was said in this field is this reader's to read; what was typed and refused is nobody's."""
    field = "why a question is asked" if said.startswith("why a question is asked") else said
    return reader.role in READ.get(field, {}).get(reader.house, ())


def one_of_each(readers: Iterable[Reader], state: str) -> list[Reader]:
    """One of those who have the same role, and may know of and read the same: what a page shows depends on no more.

    That the others may know of the same is asked of each, kind by kind. Unless ``HANDRAIL_LEAK=whole`` is set, it is
    one of each role, whoever knows most: with every difference in what they know it takes twice as long.
    """
    found: dict[tuple[object, ...], Reader] = {}
    for reader in sorted(readers, key=lambda each: -len(knows_of(each, state))):
        role = reader.who if reader.lapsed else reader.role
        words = frozenset(said for said in READ if may_read(reader, said))
        whole = os.environ.get("HANDRAIL_LEAK") == "whole"
        found.setdefault((role, knows_of(reader, state), words) if whole else (role,), reader)
    return list(found.values())
