"""Which roles may do what, worked out by asking policy. The page in docs is what people have agreed to.

After a change of the rules that was meant: `python -m tests.unit.policy.who_may > docs/reference/who-may-do-what.md`
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from handrail.policy import Entity, Value
from handrail.programme import load
from tests.unit.policy import parts, requests
from tests.unit.policy.requests import COUNCIL, CTU, FORCE, NHS, member
from tests.unit.policy.rows import Row, actions_on, for_any_purpose

SOME_ROLES = frozenset({"practitioner", "case_coordinator", "single_point_of_contact"})
OF_ONE, OF_ANOTHER = frozenset({requests.ME}), frozenset({requests.COLLEAGUE})


def changed(record: Entity, **attributes: Value) -> Entity:
    """The record, other in these respects."""
    return replace(record, attributes={**record.attributes, **attributes})


#: Heading, record, and the organisation whose member asks.
PLACES: tuple[tuple[str, Entity, str], ...] = (
    ("Before there is a record", requests.HOUSE, COUNCIL),
    ("Their organisation’s record of a person", requests.PERSON, COUNCIL),
    ("Their organisation’s nomination", requests.DECISION, CTU),
    ("Their organisation’s contribution", changed(
        requests.DECISION, organisation=COUNCIL, kind="contribution",
    ), COUNCIL),
    ("A recipient proposed by their organisation", requests.PROPOSAL, CTU),
    ("A disclosure that their organisation gave", requests.DISCLOSURE, CTU),
    ("A disclosure that their organisation received", requests.DISCLOSURE, COUNCIL),
    ("A contribution that their organisation gave", changed(
        requests.DISCLOSURE, kind="contribution", originator=COUNCIL, recipient=NHS,
    ), COUNCIL),
    ("A disclosure that their health organisation received", changed(requests.DISCLOSURE, recipient=NHS), NHS),
    ("Their organisation’s copy of an item", requests.HOLDING, COUNCIL),
    ("A copy that is for some roles only", changed(requests.HOLDING, audience=SOME_ROLES), COUNCIL),
    ("A copy that is for a team only, for somebody in it", changed(requests.HOLDING, team=OF_ONE), COUNCIL),
    ("A copy that is for a team only, for somebody else", changed(requests.HOLDING, team=OF_ANOTHER), COUNCIL),
    ("A copy that is for some roles of a team only, for somebody else", changed(
        requests.HOLDING, team=OF_ANOTHER, audience=SOME_ROLES,
    ), COUNCIL),
    ("An item that came from their organisation", requests.ITEM, CTU),
    ("A recall that their organisation sent", requests.NOTICE, CTU),
    ("A recall that their organisation received", requests.NOTICE, COUNCIL),
    ("A challenge that their organisation raised", requests.CHALLENGE, COUNCIL),
    ("A health organisation’s statement that it knows the person", requests.STATEMENT, NHS),
    ("What a health organisation said to the unit that asked", changed(requests.STATEMENT, state="made"), CTU),
    ("Opening of their organisation’s sealed text", requests.UNSEALING, COUNCIL),
    ("Their organisation’s decision on telling the person", requests.NOTIFICATION, COUNCIL),
    ("A case that their organisation leads", requests.CASE, COUNCIL),
    ("A case that their organisation is a partner in", requests.CASE, FORCE),
    ("Support owned by the organisation that leads", requests.SUPPORT_ACTION, COUNCIL),
    ("Somebody else’s support, as a partner", requests.SUPPORT_ACTION, FORCE),
    ("A risk that their police force owns", changed(
        requests.RISK, offered_to=FORCE, offered_to_kind="police_force",
    ), FORCE),
    ("A risk that their council is offered", changed(
        requests.RISK, kind="safeguarding", offered_to=COUNCIL, offered_to_kind="council",
    ), COUNCIL),
    ("An escalation, at the police force that owns it", requests.ESCALATION, FORCE),
    ("An escalation, at the organisation that leads the case", requests.ESCALATION, COUNCIL),
    ("What their unit was asked before support goes ahead", requests.DECONFLICTION, CTU),
    ("An assessment in a case that their organisation leads", requests.ASSESSMENT, COUNCIL),
    ("An assessment in a case that their organisation is a partner in", requests.ASSESSMENT, FORCE),
    ("Wording drawn from their organisation’s information", requests.WORDING, CTU),
    ("Wording that their organisation asked about", requests.WORDING, COUNCIL),
    ("A meeting that their organisation called", requests.MEETING, COUNCIL),
    ("A meeting that they are asked to, as a partner", changed(requests.MEETING, invited=OF_ONE), NHS),
    ("A case at a meeting, in the organisation that leads", requests.AGENDA_CASE, COUNCIL),
    ("A case at a meeting that they are asked to, as a partner", changed(requests.AGENDA_CASE, invited=OF_ONE), NHS),
    ("What a meeting left their organisation to do", requests.MEETING_ACTION, NHS),
    ("Minutes, in the organisation that leads", requests.MEETING_PAPER, COUNCIL),
    ("Minutes that were released to their organisation", changed(
        requests.MEETING_PAPER, state="released", chair=requests.COLLEAGUE,
    ), NHS),
    ("A question that their organisation asks", requests.QUESTION, COUNCIL),
    ("A question that their organisation is asked", requests.QUESTION, NHS),
    ("A question that their council is asked, and that needs no guardian", changed(
        requests.QUESTION, asker=CTU, asked_of=COUNCIL, asked_of_kind="council", needs_guardian=False,
    ), COUNCIL),
    ("A register of their organisation that waits for a second person", requests.REGISTER, COUNCIL),
    ("A register of another organisation that may be asked", changed(
        requests.REGISTER, state="accepted", open_to_others=True,
    ), CTU),
    ("A search of their organisation that waits for an authoriser", changed(
        requests.SEARCH, state="proposed",
    ), CTU),
    ("A search of their organisation that was authorised", requests.SEARCH, CTU),
    ("What a search of their organisation found", requests.CANDIDATE, CTU),
    ("What a search found that little points to", changed(
        requests.CANDIDATE, state="wanted", evidence="weak",
    ), CTU),
    ("An identity check that their organisation is asked", requests.CHECK, COUNCIL),
    ("An identity check that their health organisation is asked", changed(
        requests.CHECK, asked_of=NHS, asked_of_kind="nhs",
    ), NHS),
    ("What a meeting in their organisation left another to do", requests.MEETING_ACTION, COUNCIL),
    ("A concern that was told to their police force", requests.CONCERN, FORCE),
    ("A case that their organisation offers to another", requests.TRANSFER, COUNCIL),
    ("A case that their organisation is offered", requests.TRANSFER, NHS),
    ("Minutes that a colleague will approve, in the organisation that leads", changed(
        requests.MEETING_PAPER, chair=requests.COLLEAGUE,
    ), COUNCIL),
    ("Minutes that were released to their organisation, and to them by name", changed(
        requests.MEETING_PAPER, state="released", chair=requests.COLLEAGUE, readers=OF_ONE,
    ), NHS),
    ("Minutes that were not released yet, in an organisation that will have them", changed(
        requests.MEETING_PAPER, chair=requests.COLLEAGUE, readers=OF_ONE,
    ), NHS),
    ("Their own organisation in the directory", requests.ORGANISATION, COUNCIL),
    ("A centre", requests.CENTRE, COUNCIL),
    ("A colleague’s member record", requests.MEMBER, COUNCIL),
    ("A role asked for a colleague", requests.ROLE, COUNCIL),
    ("A role that was given to a colleague", changed(requests.ROLE, state="active"), COUNCIL),
    ("An invitation", requests.INVITATION, COUNCIL),
    ("An agreement that their organisation drafted", requests.AGREEMENT, COUNCIL),
    ("A draft of an agreement, in the organisation that drafts it", changed(
        requests.AGREEMENT, state="draft",
    ), COUNCIL),
    ("A draft of an agreement, in another that it names", changed(requests.AGREEMENT, state="draft"), CTU),
    ("A duty of the single point of contact", requests.DUTY, COUNCIL),
    ("Time or money that a colleague recorded", requests.COST, COUNCIL),
    ("A service near by", requests.LOCAL_SERVICE, COUNCIL),
    ("A record in their organisation’s ledger", requests.RECORD, COUNCIL),
)  # fmt: skip

#: The sections that name actions, and not roles: what isn't there isn't allowed.
SAID = {
    parts.PEOPLE: "Each part by itself, for somebody with no role that counts. What isn't listed lets them do nothing.",
    parts.ORGANISATIONS: "Each part by itself. What isn't listed lets them do nothing.",
    parts.STRANGERS: "What isn't listed is closed to them.",
    parts.ITSELF: "Its services, by name. They can do nothing else.",
}

_INTRODUCTION = """# Who may do what

What each role of the Multi-Agency Centres' rulebook may do, on a record that stands as it should: trained, cleared, in
date, agreed to. Worked out by asking the installed policy, one role at a time. The rules that refuse even these people,
at the wrong moment or about the wrong record, are in [the rules](policy-rules.md).
"""


def render() -> str:
    """The whole page, in Markdown."""
    return _INTRODUCTION + "".join(_sections())


def rows() -> Iterator[Row]:
    """Every line of the page."""
    for heading, record, organisation in PLACES:
        for action in actions_on(record):
            yield Row(heading, f"`{action}`", {
                role.title: for_any_purpose(member(organisation, role.code), action, record)
                for role in load("mac").roles
            })  # fmt: skip
    yield from parts.rows()


def _sections() -> Iterator[str]:
    for heading, group in groupby(rows(), key=lambda row: row.heading):
        about = f"{SAID[heading]}\n\n" if heading in SAID else ""
        yield f"\n## {heading}\n\n{about}| | |\n|---|---|\n"
        yield from (f"| {row.about} | {who} |\n" for row in group if (who := _who(row)))


def _who(row: Row) -> str:
    """Whom or what a line names, "" for a line that is left out."""
    able = row.named()
    if row.heading in SAID:
        return ", ".join(able)
    return "Every role" if len(able) == len(row.names) else ", ".join(able) or "Nobody"


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201
