"""Requests that policy permits, to be changed in one thing at a time.

The cast: ``CTU`` shared with ``COUNCIL`` (and so did ``NHS``); ``FORCE`` owns risk. Everything happens on ``TODAY``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from handrail.policy import Decision, Entity, Value, engine
from handrail.policy.tree import Attribute, belonging

TODAY = 20_000
LATER = 30_000

CTU, COUNCIL, NHS, FORCE = (f"{letter * 8}-0000-4000-8000-000000000000" for letter in "abcd")
ME = "00000000-0000-4000-8000-000000000001"
COLLEAGUE = "00000000-0000-4000-8000-000000000002"

KINDS = {CTU: "counter_terrorism_unit", COUNCIL: "council", NHS: "nhs", FORCE: "police_force"}


@dataclass(frozen=True)
class Request:
    """A question to policy: who does what to what, and why."""

    principal: Entity
    action: str
    resource: Entity
    context: Mapping[str, Value]

    def who(self, **attributes: Value) -> "Request":
        """The same by somebody else in these respects."""
        return replace(self, principal=_changed(self.principal, attributes))

    def what(self, **attributes: Value) -> "Request":
        """The same about something else in these respects."""
        return replace(self, resource=_changed(self.resource, attributes))

    def why(self, **circumstances: Value) -> "Request":
        """The same in other circumstances."""
        return replace(self, context={**self.context, **circumstances})

    def doing(self, action: str) -> "Request":
        """Another action by the same on the same."""
        return replace(self, action=action)

    def world(self) -> dict[Attribute, Value]:
        """Every attribute that rules can read, with its value."""
        who = {"id": self.principal.id, **self.principal.attributes}
        return (
            belonging("principal", who)
            | belonging("resource", self.resource.attributes)
            | belonging("context", self.context)
        )

    def decide(self) -> Decision:
        """What the installed policy says."""
        return engine().decide(
            principal=self.principal, action=self.action, resource=self.resource, context=self.context
        )


def _changed(entity: Entity, attributes: Mapping[str, Value]) -> Entity:
    unknown = attributes.keys() - entity.attributes.keys()
    assert not unknown, f"{entity.type} has no {unknown}"
    return Entity(entity.type, entity.id, {**entity.attributes, **attributes})


def _set(*values: str) -> frozenset[str]:
    return frozenset(values)


def member(organisation: str, *roles: str, **attributes: Value) -> Entity:
    """``ME``, at work in ``organisation``, cleared and trained to the last possible day."""
    standing: dict[str, Value] = {
        "id": ME,
        "organisation": organisation,
        "organisation_kind": KINDS.get(organisation, "council"),
        "roles": frozenset(roles),
        "clearance": 2,
        "training_until": TODAY,
        "active": True,
    }
    return Entity("Member", ME, {**standing, **attributes})


def service(name: str, organisation: str) -> Entity:
    """A service of Handrail, working for ``organisation``."""
    return Entity("Service", name, {"id": name, "name": name, "organisation": organisation})


def because(purpose: str, regime: str = "general") -> Mapping[str, Value]:
    """The circumstances of ``TODAY``."""
    return {"purpose": purpose, "regime": regime, "today": TODAY}


SUPPORT = because("safeguarding_support")
ORIGINATING = because("originating", "law_enforcement")
ADMINISTRATION = because("administration")
RIGHTS = because("individual_rights")

_ENDS: dict[str, Value] = {"programme_ends": TODAY, "centre_ends": TODAY}
_CASE: dict[str, Value] = {
    "lead": COUNCIL, "partners": _set(CTU, NHS, FORCE), "team": _set(), "programme": "mac", "state": "open",
}  # fmt: skip

HOUSE = Entity("House", "handrail", {"organisation": COUNCIL})
PERSON = Entity("Person", "person", {"organisation": COUNCIL, "programme": "mac"})
DECISION = Entity("Decision", "decision", {
    "organisation": CTU, "programme": "mac", "kind": "nomination", "state": "proposed", "proposed_by": COLLEAGUE,
    "authors": _set(COLLEAGUE), "marking": 2, **_ENDS,
})  # fmt: skip
PROPOSAL = Entity("Proposal", "proposal", {
    "organisation": CTU, "proposed_by": COLLEAGUE, "programme": "mac", "recipient": COUNCIL,
    "recipient_kind": "council", "recipient_regime": "general", "recipient_ceiling": 2, "abroad": False,
    "purpose": "safeguarding_support", "in_catalogue": True, "agreement_accepted": True,
    "agreement_purposes": _set("safeguarding_support"), "agreement_ends": TODAY, "categories": _set("name", "concern"),
    "permitted_categories": _set("name", "concern", "housing"), "marking": 2, "handling_actions": _set("none"),
    "contributed_for": _set("law_enforcement"), "other_originators": _set(), "originators_who_agreed": _set(),
    "names_used": 59, "name_ceiling": 60, "until": TODAY, **_ENDS,
})  # fmt: skip
DISCLOSURE = Entity("Disclosure", "disclosure", {
    "originator": CTU, "recipient": COUNCIL, "programme": "mac", "kind": "nomination", "state": "released",
    "purpose": "safeguarding_support", "marking": 2, "until": TODAY, **_ENDS,
})  # fmt: skip
HOLDING = Entity("Holding", "holding", {
    "organisation": COUNCIL, "originator": CTU, "programme": "mac", "state": "held", "purpose": "safeguarding_support",
    "contributed_for": "law_enforcement", "marking": 2, "handling_action": "A3", "audience": _set(), "team": _set(),
    "expires_on": TODAY, **_ENDS,
})  # fmt: skip
ITEM = Entity("Item", "item", {
    "organisation": CTU, "originator": CTU, "programme": "mac", "state": "held", "marking": 2,
})  # fmt: skip
NOTICE = Entity("Notice", "notice", {"originator": CTU, "holder": COUNCIL, "programme": "mac", "state": "sent"})
CHALLENGE = Entity("Challenge", "challenge", {
    "raised_by": COUNCIL, "answered_by": CTU, "programme": "mac", "state": "open",
})  # fmt: skip
STATEMENT = Entity("Statement", "statement", {
    "organisation": NHS, "organisation_kind": "nhs", "originator": CTU, "programme": "mac", "state": "waiting",
})  # fmt: skip
UNSEALING = Entity("Unsealing", "unsealing", {
    "organisation": COUNCIL, "programme": "mac", "state": "approved", "requested_by": COLLEAGUE,
    "requested_by_officer": True, "decided_by": ME, "marking": 2,
})  # fmt: skip
NOTIFICATION = Entity("Notification", "notification", {
    "organisation": COUNCIL, "programme": "mac", "state": "deferred", "proposed_by": COLLEAGUE,
})  # fmt: skip
CASE = Entity("Case", "case", {**_CASE, "police": FORCE, "marking": 2, "notified": True, **_ENDS})
SUPPORT_ACTION = Entity("SupportAction", "support", {
    **_CASE, "owner": COUNCIL, "in_catalogue": True, "programme_contact": True, "notified": True, "consented": True,
    "deconflicted": True,
    "police_lead": False,
})  # fmt: skip
RISK = Entity("Risk", "risk", {
    **_CASE, "owner": FORCE, "owner_kind": "police_force", "offered_to": "", "offered_to_kind": "",
    "offered_to_member": "", "offered_by": "", "kind_proposed_by": "", "kind_signed_by": "", "kind_signed_for": "",
    "kind": "terrorism", "marking": 2,
})  # fmt: skip
ESCALATION = Entity("Escalation", "escalation", {**_CASE, "raised_by": COLLEAGUE, "owner": FORCE})
CONCERN = Entity("Concern", "concern", {"sender": COUNCIL, "owner": FORCE, "programme": "mac", "state": "sent"})
TRANSFER = Entity("Transfer", "transfer", {
    "lead": COUNCIL, "receiver": NHS, "written_by": COLLEAGUE, "programme": "mac", "state": "offered", "marking": 2,
    **_ENDS,
})  # fmt: skip
DECONFLICTION = Entity("Deconfliction", "deconfliction", {"organisation": CTU, "programme": "mac", "state": "asked"})
ASSESSMENT = Entity("Assessment", "assessment", {
    **_CASE, "state": "draft", "author": COLLEAGUE, "starter": COLLEAGUE, "marking": 2, **_ENDS,
})  # fmt: skip
WORDING = Entity("Wording", "wording", {
    "organisation": COUNCIL, "originator": CTU, "programme": "mac", "state": "asked", "marking": 2,
    "asked_by": COLLEAGUE,
})  # fmt: skip
QUESTION = Entity("Question", "question", {
    "asker": COUNCIL, "asker_kind": "council", "asked_of": NHS, "asked_of_kind": "nhs", "asked_by": COLLEAGUE,
    "programme": "mac", "state": "asked", "put": True, "marking": 2, "in_catalogue": True, "needs_second": False,
    "approved": False, "needs_guardian": True, **_ENDS,
})  # fmt: skip
REGISTER = Entity("Register", "register", {
    "keeper": COUNCIL, "keeper_kind": "council", "programme": "mac", "state": "offered", "offered_by": COLLEAGUE,
    "kind_refused": False, "open_to_others": False, **_ENDS,
})  # fmt: skip
SEARCH = Entity("Search", "search", {
    "organisation": CTU, "programme": "mac", "state": "authorised", "nomination": "draft", "proposed_by": COLLEAGUE,
    "marking": 2, **_ENDS,
})  # fmt: skip
CANDIDATE = Entity("Candidate", "candidate", {
    "organisation": CTU, "programme": "mac", "state": "found", "nomination": "draft", "evidence": "strong",
    "asked_by": COLLEAGUE, "seconded": False, "marking": 2, **_ENDS,
})  # fmt: skip
CHECK = Entity("Check", "check", {
    "asker": CTU, "asked_of": COUNCIL, "asked_of_kind": "council", "programme": "mac", "state": "asked",
    "before_them": True, "writers": _set(COLLEAGUE), "marking": 2, **_ENDS,
})  # fmt: skip
MEETING = Entity("Meeting", "meeting", {
    "lead": COUNCIL, "partners": _set(COUNCIL, CTU, NHS, FORCE), "invited": _set(COLLEAGUE), "chair": COLLEAGUE,
    "programme": "mac", "state": "scheduled",
})  # fmt: skip
AGENDA_CASE = Entity("AgendaCase", "agenda", {
    **MEETING.attributes, "conflicted": _set(), "state": "under_way", "marking": 2, **_ENDS,
})  # fmt: skip
MEETING_ACTION = Entity("MeetingAction", "meeting action", {
    "lead": COUNCIL, "owner": NHS, "partners": _set(NHS), "conflicted": _set(), "programme": "mac", "state": "open",
    "marking": 2,
})  # fmt: skip
MEETING_PAPER = Entity("MeetingPaper", "paper", {
    "lead": COUNCIL, "partners": _set(NHS), "readers": _set(COLLEAGUE), "conflicted": _set(), "chair": ME,
    "authors": _set(COLLEAGUE), "programme": "mac", "state": "drafted", "marking": 2, **_ENDS,
})  # fmt: skip
ORGANISATION = Entity("Organisation", COUNCIL, {"organisation": COUNCIL, "kind": "council"})
CENTRE = Entity("Centre", "centre", {"programme": "mac"})
MEMBER = Entity("MemberRecord", "member", {"organisation": COUNCIL, "member": COLLEAGUE})
ROLE = Entity("RoleGrant", "grant", {
    "organisation": COUNCIL, "state": "requested", "role": "practitioner", "requested_by": COLLEAGUE,
    "beneficiary": COLLEAGUE, "beneficiary_roles": _set("single_point_of_contact"),
})  # fmt: skip
INVITATION = Entity("Invitation", "invitation", {"organisation": COUNCIL})
AGREEMENT = Entity("Agreement", "agreement", {
    "organisation": COUNCIL, "programme": "mac", "state": "offered", "parties": _set(COUNCIL, CTU),
    "consulted": _set(COUNCIL),
})  # fmt: skip
DUTY = Entity("Duty", "duty", {
    "organisation": COUNCIL, "owner": COLLEAGUE, "role": "single_point_of_contact", "state": "open",
    "not_for": _set(),
})  # fmt: skip
COST = Entity("CostEntry", "cost", {"organisation": COUNCIL, "programme": "mac", "recorded_by": COLLEAGUE})
LOCAL_SERVICE = Entity("LocalService", "service", {"organisation": COUNCIL, "state": "active"})
RECORD = Entity("Record", "record", {"organisation": COUNCIL})

#: A record of each kind as it should be.
RECORDS: Mapping[str, Entity] = {
    each.type: each for each in tuple(globals().values()) if isinstance(each, Entity)
}  # fmt: skip

CONTACT = member(COUNCIL, "single_point_of_contact")
DECONFLICTION_OFFICER = member(CTU, "deconfliction_officer")
COORDINATOR = member(COUNCIL, "case_coordinator")
OFFICER = member(CTU, "originating_officer")
AUTHORISER = member(CTU, "authoriser")
GUARDIAN = member(NHS, "caldicott_guardian")
DATA_PROTECTION = member(COUNCIL, "data_protection_officer")
PANEL_CHAIR = member(COUNCIL, "panel_chair")
RISK_OWNER = member(FORCE, "police_risk_owner")
ADMINISTRATOR = member(COUNCIL, "administrator")
APPROVER = member(COUNCIL, "role_approver")
SIGNATORY = member(COUNCIL, "agreement_signatory")

ANSWER_POLICE = Request(
    DECONFLICTION_OFFICER, "deconfliction.answer", DECONFLICTION, because("deconfliction", "law_enforcement")
)
READ = Request(CONTACT, "holding.read", HOLDING, SUPPORT)
RELEASE = Request(AUTHORISER, "disclosure.release", PROPOSAL, ORIGINATING)
DECIDE = Request(AUTHORISER, "decision.release", DECISION, ORIGINATING)
ACKNOWLEDGE = Request(CONTACT, "disclosure.acknowledge", DISCLOSURE, SUPPORT)
OPEN_DISCLOSURE = Request(CONTACT, "disclosure.open", DISCLOSURE, SUPPORT)
RECALL = Request(OFFICER, "item.recall", ITEM, ORIGINATING)
OPEN_CASE = Request(COORDINATOR, "case.open", CASE, SUPPORT)
PLAN = Request(COORDINATOR, "case.plan", CASE, SUPPORT)
START_SUPPORT = Request(CONTACT, "support.start", SUPPORT_ACTION, SUPPORT)
ADD_SUPPORT = Request(COORDINATOR, "support.add", SUPPORT_ACTION, SUPPORT)
NEW_RISK = Request(COORDINATOR, "risk.own", RISK, SUPPORT)
OFFER_RISK = Request(RISK_OWNER, "risk.offer", RISK, SUPPORT).what(offered_to=CTU, offered_to_kind=KINDS[CTU])
HEAR_CASE = Request(COORDINATOR, "agenda.open", AGENDA_CASE, SUPPORT)
APPROVE_MINUTES = Request(PANEL_CHAIR, "paper.approve", MEETING_PAPER, SUPPORT)
APPROVE_ROLE = Request(APPROVER, "role.approve", ROLE, ADMINISTRATION)
