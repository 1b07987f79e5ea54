"""Which roles may do what, worked out by asking policy. The page in docs is what people have agreed to.

After a change of the rules that was meant: `python -m tests.unit.policy.who_may > docs/reference/who-may-do-what.md`
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handrail.policy import Entity, Value, engine
from handrail.programme import load
from tests.unit.policy import requests
from tests.unit.policy.requests import COUNCIL, CTU, FORCE, KINDS, NHS, Request, because, member

#: Heading, record, and the organisation whose member asks.
PLACES: tuple[tuple[str, Entity, str], ...] = (
    ("Before there is a record", requests.HOUSE, COUNCIL),
    ("Their organisation’s record of a person", requests.PERSON, COUNCIL),
    ("Their organisation’s nomination", requests.DECISION, CTU),
    ("Their organisation’s contribution", replace(requests.DECISION, attributes={
        **requests.DECISION.attributes, "organisation": COUNCIL, "kind": "contribution",
    }), COUNCIL),
    ("A recipient proposed by their organisation", requests.PROPOSAL, CTU),
    ("A disclosure that their organisation gave", requests.DISCLOSURE, CTU),
    ("A disclosure that their organisation received", requests.DISCLOSURE, COUNCIL),
    ("Their organisation’s copy of an item", requests.HOLDING, COUNCIL),
    ("An item that came from their organisation", requests.ITEM, CTU),
    ("A recall that their organisation sent", requests.NOTICE, CTU),
    ("A recall that their organisation received", requests.NOTICE, COUNCIL),
    ("A challenge that their organisation raised", requests.CHALLENGE, COUNCIL),
    ("A health organisation’s statement that it knows the person", requests.STATEMENT, NHS),
    ("Opening of their organisation’s sealed text", requests.UNSEALING, COUNCIL),
    ("Their organisation’s decision on telling the person", requests.NOTIFICATION, COUNCIL),
    ("A case that their organisation leads", requests.CASE, COUNCIL),
    ("A case that their organisation is a partner in", requests.CASE, FORCE),
    ("Support owned by the organisation that leads", requests.SUPPORT_ACTION, COUNCIL),
    ("Somebody else’s support, as a partner", requests.SUPPORT_ACTION, FORCE),
    ("A risk that their police force owns", replace(requests.RISK, attributes={
        **requests.RISK.attributes, "offered_to": FORCE, "offered_to_kind": "police_force",
    }), FORCE),
    ("An escalation, at the police force that owns it", requests.ESCALATION, FORCE),
    ("An escalation, at the organisation that leads the case", requests.ESCALATION, COUNCIL),
    ("What their unit was asked before support goes ahead", requests.DECONFLICTION, CTU),
    ("An assessment in a case that their organisation leads", requests.ASSESSMENT, COUNCIL),
    ("An assessment in a case that their organisation is a partner in", requests.ASSESSMENT, FORCE),
    ("Wording drawn from their organisation’s information", requests.WORDING, CTU),
    ("Wording that their organisation asked about", requests.WORDING, COUNCIL),
    ("A meeting that their organisation called", requests.MEETING, COUNCIL),
    ("A meeting that they are asked to, as a partner", replace(requests.MEETING, attributes={
        **requests.MEETING.attributes, "invited": frozenset({requests.ME}),
    }), NHS),
    ("A case at a meeting, in the organisation that leads", requests.AGENDA_CASE, COUNCIL),
    ("A case at a meeting that they are asked to, as a partner", replace(requests.AGENDA_CASE, attributes={
        **requests.AGENDA_CASE.attributes, "invited": frozenset({requests.ME}),
    }), NHS),
    ("What a meeting left their organisation to do", requests.MEETING_ACTION, NHS),
    ("Minutes, in the organisation that leads", requests.MEETING_PAPER, COUNCIL),
    ("Minutes that were released to their organisation", replace(requests.MEETING_PAPER, attributes={
        **requests.MEETING_PAPER.attributes, "state": "released", "chair": requests.COLLEAGUE,
    }), NHS),
    ("Their own organisation in the directory", requests.ORGANISATION, COUNCIL),
    ("A centre", requests.CENTRE, COUNCIL),
    ("A colleague’s member record", requests.MEMBER, COUNCIL),
    ("A role asked for a colleague", requests.ROLE, COUNCIL),
    ("An invitation", requests.INVITATION, COUNCIL),
    ("An agreement that their organisation drafted", requests.AGREEMENT, COUNCIL),
    ("A duty of the single point of contact", requests.DUTY, COUNCIL),
    ("A record in their organisation’s ledger", requests.RECORD, COUNCIL),
)  # fmt: skip

PURPOSES: tuple[Mapping[str, Value], ...] = (
    requests.SUPPORT, requests.RIGHTS, requests.ADMINISTRATION, requests.ORIGINATING, because("oversight"),
    because("deconfliction", "law_enforcement"),
)  # fmt: skip


_INTRODUCTION = """# Who may do what

What each role of the Multi-Agency Centres' rulebook may do, on a record that stands as it should: trained, cleared, in
date, agreed to. Worked out by asking the installed policy, one role at a time. The rules that refuse even these people,
at the wrong moment or about the wrong record, are in [the rules](policy-rules.md).
"""


def render() -> str:
    """The whole page, in Markdown."""
    return _INTRODUCTION + "".join(_sections())


def _sections() -> Iterator[str]:
    for heading, record, organisation in PLACES:
        yield f"\n## {heading}\n\n| | |\n|---|---|\n"
        for action in sorted(engine().schema.actions.values(), key=lambda each: each.name):
            if record.type in action.resources and "Member" in action.principals:
                yield f"| `{action.name}` | {_who(action.name, record, organisation)} |\n"


def _who(action: str, record: Entity, organisation: str) -> str:
    roles = load("mac").roles
    able = [role.title for role in roles if _may(role.code, action, record, organisation)]
    return "Every role" if len(able) == len(roles) else ", ".join(able) or "Nobody"


def _may(role: str, action: str, record: Entity, organisation: str) -> bool:
    principal = member(organisation, role, organisation_kind=KINDS[organisation])
    return any(Request(principal, action, record, purpose).decide().allowed for purpose in PURPOSES)


if __name__ == "__main__":
    print(render(), end="")  # noqa: T201
