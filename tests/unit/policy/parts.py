"""What somebody's own part in a record lets them do, what their organisation's does, and what Handrail does itself.

A part is an attribute that names a person or an organisation: the team of a case, its lead, its partners. Each is tried
by itself: whoever asks has no other part.
"""

from collections.abc import Iterator
from dataclasses import replace

from handrail.policy import Entity, Value
from tests.unit.policy.requests import COLLEAGUE, KINDS, ME, RECORDS, member, service
from tests.unit.policy.rows import Row, actions_on, for_any_purpose

PEOPLE = "By one’s own part in it, whatever one’s role"
ORGANISATIONS = "By their organisation’s part in it, with all the roles that go together"
STRANGERS = "With no part in it at all, with all the roles that go together"
ITSELF = "Handrail itself"

#: An organisation that is in no record.
STRANGER = "eeeeeeee-0000-4000-8000-000000000000"
#: Roles that one person may hold together: those of the work, and those of whoever looks after members.
TOGETHER: tuple[tuple[str, ...], ...] = (
    ("originating_officer", "authoriser", "deconfliction_officer", "single_point_of_contact", "practitioner",
     "case_coordinator", "panel_chair", "police_risk_owner", "duty_officer", "centre_lead", "caldicott_guardian",
     "data_protection_officer", "auditor", "programme_owner", "evaluator"),
    ("administrator", "role_approver", "agreement_signatory", "consultee"),
)  # fmt: skip
KINDS_ASKED = ("council", "police_force")
SERVICES = (
    "sweep",
    "digest",
    "installer",
    "reception",
    "public_reader",
    "sequencer",
    "reconciler",
    "worker",
    "matcher",
)


def rows() -> Iterator[Row]:
    """Every line that could name an action."""
    for record in RECORDS.values():
        for part in (each for each in record.attributes if each == "team" or _names(record, each, {ME, COLLEAGUE})):
            yield _row(PEOPLE, record, part, ME, (member(_own(record), "practitioner"),))
    for record in RECORDS.values():
        for part in (each for each in record.attributes if each == "offered_to" or _names(record, each, set(KINDS))):
            yield _row(ORGANISATIONS, record, part, STRANGER, _strangers())
    for record in RECORDS.values():
        yield _row(STRANGERS, record, "", STRANGER, _strangers())
    for name in SERVICES:
        for record in RECORDS.values():
            yield Row(ITSELF, f"`{name}`, on {record.type}", {
                f"`{action}`": for_any_purpose(service(name, _own(record)), action, record)
                for action in actions_on(record, "Service")
            })  # fmt: skip


def _row(heading: str, record: Entity, part: str, value: str, asking: tuple[Entity, ...]) -> Row:
    """What may be done by those who ask, with ``value`` in that part of the record."""
    changed = _with(record, part, value) if part else record
    return Row(heading, f"{record.type}{f', `{part}`' if part else ''}", {
        f"`{action}`": tuple(request for who in asking for request in for_any_purpose(who, action, changed))
        for action in actions_on(record)
    })  # fmt: skip


def _names(record: Entity, attribute: str, those: set[str]) -> bool:
    value = record.attributes[attribute]
    return not those.isdisjoint(value if isinstance(value, frozenset) else {str(value)})


def _with(record: Entity, attribute: str, value: str) -> Entity:
    was: Value = record.attributes[attribute]
    put: Value = frozenset({value}) if isinstance(was, frozenset) else value
    return replace(record, attributes={**record.attributes, attribute: put})


def _own(record: Entity) -> str:
    """The organisation that a record is most of all with."""
    whose = ("organisation", "keeper", "lead", "recipient", "asker", "owner", "raised_by", "originator")
    return next((str(record.attributes[each]) for each in whose if each in record.attributes), next(iter(KINDS)))


def _strangers() -> tuple[Entity, ...]:
    return tuple(member(STRANGER, *roles, organisation_kind=kind) for roles in TOGETHER for kind in KINDS_ASKED)
