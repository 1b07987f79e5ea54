"""What policy sees of a case and of what hangs on it."""

from handrail.casework.deconfliction import may_start
from handrail.casework.escalated import police_lead
from handrail.casework.models import (
    Case,
    Concern,
    Deconfliction,
    Escalation,
    Risk,
    RiskKindChange,
    RiskOffer,
    SupportAction,
    Transfer,
)
from handrail.directory.resources import ends
from handrail.gate import Computed, ResourceType, flag, many, number, text
from handrail.programme import load

CASE = ResourceType(
    name="Case",
    model=Case,
    key="case",
    see="case.see",
    attributes={
        "lead": text("organisation_id"),
        "police": text("police_id"),
        "partners": many("partners"),
        "team": many("team"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
        "notified": flag("told"),
        **ends("centre"),
    },
    related=("centre", "organisation"),
)


SUPPORT_ACTION = ResourceType(
    name="SupportAction",
    model=SupportAction,
    key="support_action",
    see="support.see",
    attributes={
        "owner": text("owner_id"),
        "lead": text("case__organisation_id"),
        "partners": many("case__partners"),
        "team": many("case__team"),
        "programme": text("case__programme"),
        "state": text("state"),
        "in_catalogue": Computed(lambda record: record.action in load(record.case.programme).support_actions),
        "programme_contact": flag("programme_contact"),
        "notified": flag("case__told"),
        "consented": Computed(lambda record: record.consent == "given"),
        "deconflicted": Computed(may_start),
        "police_lead": Computed(lambda record: record.programme_contact and police_lead(record.case)),
    },
    related=("case", "case__centre", "owner"),
)


def _nature(record: Risk) -> str:
    """What policy calls the kind of a risk: the rulebook's nature of it (terrorism, immediate or safeguarding)."""
    return load(record.case.programme).risk_kinds[record.kind].nature


def _id(record: RiskOffer | RiskKindChange | None, name: str) -> str:
    """An id that the open offer or change holds, as policy reads it: "" where there is none."""
    return str(getattr(record, name, None) or "")


RISK = ResourceType(
    name="Risk",
    model=Risk,
    key="risk",
    see="risk.see",
    attributes={
        "owner": text("owner_id"),
        "owner_kind": text("owner__kind"),
        "offered_to": Computed(lambda record: _id(record.open_offer, "to_organisation_id")),
        "offered_to_kind": Computed(lambda record: record.open_offer.to_organisation.kind if record.open_offer else ""),
        "offered_to_member": Computed(lambda record: _id(record.open_offer, "to_member_id")),
        "offered_by": Computed(lambda record: _id(record.open_offer, "offered_by")),
        "kind_proposed_by": Computed(lambda record: _id(record.open_change, "proposed_by")),
        "kind_signed_by": Computed(lambda record: _id(record.open_change, "signed_by")),
        "kind_signed_for": Computed(lambda record: _id(record.open_change, "signed_for_id")),
        "lead": text("case__organisation_id"),
        "partners": many("case__partners"),
        "team": many("case__team"),
        "programme": text("case__programme"),
        "kind": Computed(_nature),
        "state": text("state"),
        "marking": number("case__marking"),
    },
    # Not the owner: of two who come to a risk at once, the second must be judged by whom the first made its owner, and
    # what is joined to a row that is waited for is not read again.
    related=("case", "case__centre"),
)

CONCERN = ResourceType(
    name="Concern",
    model=Concern,
    key="concern",
    see="concern.see",
    attributes={
        "sender": text("organisation_id"),
        "owner": text("police_id"),
        "programme": text("programme"),
        "state": text("state"),
    },
    related=("case", "case__centre", "police", "organisation"),
)

ESCALATION = ResourceType(
    name="Escalation",
    model=Escalation,
    key="escalation",
    see="escalation.see",
    attributes={
        "raised_by": text("raised_by"),
        "owner": text("police_id"),
        "lead": text("case__organisation_id"),
        "partners": many("case__partners"),
        "team": many("case__team"),
        "programme": text("programme"),
        "state": text("state"),
    },
    related=("case", "case__centre", "police", "organisation"),
)

#: What the police were asked. Row security shows it to nobody but the unit that answers.
DECONFLICTION = ResourceType(
    name="Deconfliction",
    model=Deconfliction,
    key="deconfliction",
    see="deconfliction.see",
    attributes={"organisation": text("organisation_id"), "programme": text("programme"), "state": text("state")},
)

#: An offer of a case to another centre. Its receiver cannot see the case, so nothing here is read from that.
TRANSFER = ResourceType(
    name="Transfer",
    model=Transfer,
    key="transfer",
    see="transfer.see",
    attributes={
        "lead": text("organisation_id"),
        "receiver": text("to_organisation_id"),
        "written_by": text("written_by"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
        **ends("centre"),
    },
    related=("centre", "organisation", "to_organisation", "agreement"),
)
