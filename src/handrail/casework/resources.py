"""What policy sees of a case and of what hangs on it."""

from handrail.casework.models import Case, Escalation, Risk, SupportAction
from handrail.gate import Computed, ResourceType, day, flag, many, number, text
from handrail.programme import load

CASE = ResourceType(
    name="Case",
    model=Case,
    key="case",
    see="case.see",
    attributes={
        "lead": text("organisation_id"),
        "partners": many("partners"),
        "team": many("team"),
        "programme": text("programme"),
        "state": text("state"),
        "marking": number("marking"),
        "notified": flag("told"),
        "programme_ends": day("centre__programme_ends_on"),
        "centre_ends": day("centre__ends_on"),
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
    },
    related=("case", "case__centre", "owner"),
)


def _nature(record: Risk) -> str:
    """What policy calls the kind of a risk: the rulebook's nature of it (terrorism, immediate or safeguarding)."""
    return load(record.case.programme).risk_kinds[record.kind].nature


RISK = ResourceType(
    name="Risk",
    model=Risk,
    key="risk",
    see="risk.see",
    attributes={
        "owner": text("owner_id"),
        "owner_kind": text("owner__kind"),
        "offered_to": Computed(lambda record: ""),
        "offered_to_kind": Computed(lambda record: ""),
        "lead": text("case__organisation_id"),
        "partners": many("case__partners"),
        "team": many("case__team"),
        "programme": text("case__programme"),
        "kind": Computed(_nature),
        "state": text("state"),
    },
    related=("case", "case__centre", "owner"),
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
