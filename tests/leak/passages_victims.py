"""What each organisation and each member is to each record that is tried at the gate's passages."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests.worlds import ACCEPTED, ASKED, World

CONTACT, COORDINATOR, CHAIR = "single_point_of_contact@council", "case_coordinator@council", "panel_chair@council"
OFFICER, AUTHORISER = "originating_officer@ctu", "authoriser@ctu"
POLICE, SECOND_POLICE = "police_risk_owner@force", "second_risk_owner@force"
CARER, LANDLORD = "practitioner@housing", "single_point_of_contact@housing"


@dataclass(frozen=True)
class Victim:
    """One record, and who is what to it.

    ``houses`` says what each organisation is to the record, ``people`` what a member is besides, by their post; several
    things stand with commas between. Whoever isn't named is a stranger. ``having`` are columns that are put in place of
    the record's own when policy is asked.
    """

    name: str
    kind: str
    record: UUID
    houses: Mapping[str, str]
    people: Mapping[str, str] = field(default_factory=dict)
    having: Mapping[str, Any] = field(default_factory=dict)

    def standing(self, who: str) -> frozenset[str]:
        """All that the member in this post, or the service working for this organisation, is to the record."""
        house = self.houses.get(who.partition("@")[2], "stranger")
        return frozenset(", ".join((house, self.people.get(who, house))).split(", "))


#: Who is what to the case of the story. The charity was in its team and has left it; health was given something about
#: the same person and has no part in the case.
OF_CASE = {
    "council": "lead", "force": "police", "housing": "partner", "voluntary": "former partner", "ctu": "originator",
    "nhs": "co-recipient",
}  # fmt: skip
TEAM = {COORDINATOR: "team", POLICE: "team", CARER: "team", CONTACT: "team"}


def victims(pilot: World, known: Mapping[str, UUID], more: Mapping[str, UUID]) -> Iterator[Victim]:
    """Everything that is tried, with what each organisation and member is to it."""
    yield from _of_sharing(pilot, known, more)
    yield from _of_cases(pilot, known, more)
    yield from _of_matching(pilot, known)
    yield from _of_meetings(known, more)
    yield from _of_the_house(pilot, known, more)


def _of_sharing(pilot: World, known: Mapping[str, UUID], more: Mapping[str, UUID]) -> Iterator[Victim]:
    given = {"ctu": "originator", "council": "recipient", "nhs": "co-recipient"}
    to_health = {"ctu": "originator", "council": "co-recipient", "nhs": "recipient, health"}
    author = {OFFICER: "author"}
    yield Victim("record of the person", "Person", known["Person"], given | {"council": "holder"})
    yield Victim("nomination", "Decision", known["Decision"], given, author)
    yield Victim(
        "contribution", "Decision", more["contribution"], {"council": "contributor", "nhs": "recipient"},
        {CONTACT: "author"},
    )  # fmt: skip
    yield Victim("disclosure", "Disclosure", known["Disclosure"], given)
    yield Victim("disclosure to health", "Disclosure", more["disclosure to health"], to_health)
    yield Victim("record known to some", "Person", more["person known to some"], given | {"council": "holder"})
    yield Victim("disclosure for some", "Disclosure", more["disclosure for some"], given)
    answered = {"ctu": "originator", "nhs": "recipient, health"}
    yield Victim("disclosure answered", "Disclosure", more["disclosure answered"], answered)
    held = given | {"council": "holder"}
    yield Victim("copy", "Holding", known["Holding"], held)
    yield Victim(
        "copy for some roles", "Holding", known["Holding"], {"council": "holder, for contacts"},
        having={"audience": ["single_point_of_contact"]},
    )  # fmt: skip
    yield Victim(
        "copy for one member", "Holding", known["Holding"], {"council": "holder, for one"},
        {"practitioner@council": "named"}, {"team": [pilot.member("practitioner@council")]},
    )  # fmt: skip
    yield Victim("copy of health", "Holding", more["copy of health"], to_health | {"nhs": "holder"})
    yield Victim(
        "copy of the council's", "Holding", more["copy of the council's"], {"council": "originator", "nhs": "holder"}
    )
    yield Victim("item", "Item", known["Item"], given)
    yield Victim("item of the council", "Item", more["item of the council"], {"council": "originator", "nhs": "holder"})
    yield Victim("copy as an item", "Item", known["Holding"], {"ctu": "originator of a copy", "council": "holder"})
    yield Victim("notice", "Notice", known["Notice"], {"ctu": "originator", "council": "holder", "nhs": "co-recipient"})
    yield Victim("telling", "Notification", known["Notification"], {"ctu": "decider", "council": "recipient"}, author)
    yield Victim("challenge", "Challenge", known["Challenge"], {"council": "raised by", "ctu": "answered by"})
    yield Victim("statement", "Statement", known["Statement"], {"nhs": "knows", "ctu": "originator"})
    officer = "data_protection_officer@council"
    yield Victim(
        "opening", "Unsealing", known["Unsealing"], {"council": "holder", "ctu": "originator"},
        {CONTACT: "asked", officer: "approved"},
    )  # fmt: skip


def _of_cases(pilot: World, known: Mapping[str, UUID], more: Mapping[str, UUID]) -> Iterator[Victim]:
    yield Victim("case", "Case", known["Case"], OF_CASE, TEAM)
    on_its_way = {"council": "lead", "force": "police", "ctu": "originator", "nhs": "co-recipient"}
    helped = {COORDINATOR: "team", POLICE: "team", "practitioner@council": "team"}
    yield Victim("case that is to move", "Case", more["case that is to move"], on_its_way, helped)
    yield Victim("support", "SupportAction", known["SupportAction"], OF_CASE | {"council": "lead, owner"}, TEAM)
    yield Victim(
        "support of housing", "SupportAction", more["support of housing"], OF_CASE | {"housing": "partner, owner"}, TEAM
    )
    yield Victim("risk", "Risk", known["Risk"], OF_CASE | {"force": "police, owner"}, TEAM)
    offers = OF_CASE | {"council": "lead, owner", "housing": "partner, offered to"}
    yield Victim("risk on offer", "Risk", more["risk on offer"], offers, TEAM | {CONTACT: "team, offered it"})
    signed = TEAM | {POLICE: "team, proposed it", SECOND_POLICE: "signed it"}
    to_review = OF_CASE | {"council": "lead, reviewer", "force": "police, owner", "housing": "partner, reviewer"}
    yield Victim("risk called something else", "Risk", more["risk called something else"], to_review, signed)
    yield Victim("escalation", "Escalation", known["Escalation"], OF_CASE, TEAM)
    yield Victim("concern", "Concern", known["Concern"], OF_CASE | {"council": "sender"}, {COORDINATOR: "sent it"})
    unit = {"ctu": "asked", "council": "lead", "force": "police"}
    yield Victim("what the police were asked", "Deconfliction", known["Deconfliction"], unit)
    yield Victim("assessment", "Assessment", known["Assessment"], OF_CASE, TEAM | {COORDINATOR: "team, started it"})
    yield Victim(
        "wording", "Wording", known["Wording"], OF_CASE | {"council": "asker", "ctu": "originator"},
        {CHAIR: "asked", AUTHORISER: "answered"},
    )  # fmt: skip
    moving = {"council": "lead", "second_council": "receiver", "ctu": "originator", "force": "police"}
    yield Victim("transfer", "Transfer", more["transfer sent"], moving, {COORDINATOR: "wrote it"})
    asked = OF_CASE | {"council": "asker", "housing": "asked of"}
    yield Victim("question", "Question", known["Question"], asked, {COORDINATOR: "wrote it"})
    unput = asked | {"housing": "to be asked"}
    yield Victim("question not put", "Question", more["question not put"], unput, {CONTACT: "wrote it"})


def _of_matching(pilot: World, known: Mapping[str, UUID]) -> Iterator[Victim]:
    everybody = dict.fromkeys(pilot.organisations, "anybody") | {"council": "keeper"}
    yield Victim("register", "Register", known["Register"], everybody, {CONTACT: "brought it"})
    own, brought = {"council": "keeper"}, {CONTACT: "brought it"}
    yield Victim("register not offered", "Register", known["Register"], own, brought, {"open_to_others": False})
    # The council is not known to be asked, until it is.
    yield Victim("search", "Search", known["Search"], {"ctu": "originator"}, {OFFICER: "proposed it"})
    yield Victim("candidate", "Candidate", known["Candidate"], {"ctu": "originator"}, {OFFICER: "wants to ask"})
    # In the house of the one who is asked: there alone it is seen who wrote the answer.
    asked_of = {"council": "asked of", "ctu": "asker"}
    yield Victim("identity check", "Check", known["Check"], asked_of, {CONTACT: "wrote it"})


def _of_meetings(known: Mapping[str, UUID], more: Mapping[str, UUID]) -> Iterator[Victim]:
    here = OF_CASE | {"housing": "guest"}
    invited = {COORDINATOR: "invited", CHAIR: "invited, chair", POLICE: "invited"}
    guests = invited | {CONTACT: "invited", LANDLORD: "invited", CARER: "invited"}
    yield Victim("meeting", "Meeting", known["Meeting"], OF_CASE | {"housing": "not asked"}, invited)
    yield Victim("meeting with guests", "Meeting", more["meeting with guests"], here, guests)
    conflicted = guests | {CARER: "invited, conflicted"}
    yield Victim("case at a meeting", "AgendaCase", more["agenda with guests"], here, conflicted)
    yield Victim(
        "case at a meeting without guests", "AgendaCase", known["AgendaCase"], OF_CASE | {"housing": "not asked"},
        invited,
    )  # fmt: skip
    yield Victim("left to do", "MeetingAction", known["MeetingAction"], OF_CASE | {"council": "lead, owner"})
    owner = OF_CASE | {"housing": "owner"}
    yield Victim("left to housing", "MeetingAction", more["left to housing"], owner, {CARER: "conflicted"})
    readers = {COORDINATOR: "author, reader", CHAIR: "chair, reader", POLICE: "reader"}
    yield Victim("minutes", "MeetingPaper", known["MeetingPaper"], OF_CASE, readers)
    sent = readers | {CONTACT: "reader", LANDLORD: "reader", CARER: "reader, conflicted"}
    yield Victim("minutes sent", "MeetingPaper", more["paper sent"], OF_CASE | {"housing": "given"}, sent)


def _of_the_house(pilot: World, known: Mapping[str, UUID], more: Mapping[str, UUID]) -> Iterator[Victim]:
    own = {"council": "own"}
    body = {"oversight": "oversight body"}
    yield Victim("entry of the ledger", "Record", known["Record"], own | body)
    yield Victim("entry of a case", "Record", more["entry of a case"], own | body)
    yield Victim("duty", "Duty", more["duty of contacts"], own)
    yield Victim("duty of one", "Duty", more["duty of the chair"], {"council": "own, of a colleague"}, {CHAIR: "owner"})
    yield Victim("member", "MemberRecord", known["MemberRecord"], own, {CONTACT: "self"})
    asked_for = {"practitioner@council": "beneficiary", "administrator@council": "asked for it"}
    yield Victim("role asked for", "RoleGrant", known["RoleGrant"], own, asked_for)
    yield Victim("role held", "RoleGrant", more["role held"], own, asked_for)
    yield Victim("invitation", "Invitation", known["Invitation"], own)
    asked = {"ctu": "party, consulted", "school": "party, consulted"}
    drafted = {"council": "drafter", "representative": "consulted"}
    yield Victim("draft agreement", "Agreement", known["Agreement"], asked | drafted)
    parties = dict.fromkeys((*ACCEPTED, ASKED), "party")
    yield Victim("agreement in force", "Agreement", pilot.agreement, parties | drafted)
    yield Victim("cost", "CostEntry", known["CostEntry"], OF_CASE | {"council": "own"}, {COORDINATOR: "recorded it"})
    everybody = dict.fromkeys(pilot.organisations, "anybody") | {"council": "anybody, own"}
    yield Victim("organisation", "Organisation", known["Organisation"], everybody)
    yield Victim("centre", "Centre", known["Centre"], dict.fromkeys(pilot.organisations, "anybody"))
    yield Victim("service", "LocalService", known["LocalService"], everybody)
