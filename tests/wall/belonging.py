"""Whose each row is, said again in Python: an oracle that knows nothing of the database's policies.

Rows are read by a superuser, past row security, and their parties worked out from their columns by :data:`BELONGS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Everything:
    """Every row of every table behind row security, by table and key; all ids as text."""

    rows: Mapping[str, Mapping[str, Row]]
    organisations: frozenset[str]

    def parties(self, table: str, row: Row) -> frozenset[str]:
        """The organisations that this row belongs to."""
        return BELONGS[table](self, row)

    def of(self, organisation: str, table: str, rule: "Parties") -> set[str]:
        """The keys of the table's rows that the rule gives to the organisation."""
        return {key for key, row in self.rows[table].items() if organisation in rule(self, row)}

    def shown_to(self, organisation: str, table: str) -> set[str]:
        """The keys of the table's rows that the organisation may be shown."""
        return self.of(organisation, table, BELONGS[table])

    def changed_by(self, organisation: str, table: str) -> set[str]:
        """The keys of the table's rows that the organisation may change: of those that it is shown."""
        changed = self.of(organisation, table, CHANGED_BY.get(table, BELONGS[table]))
        return changed & self.shown_to(organisation, table)

    def taken_away_by(self, organisation: str, table: str) -> set[str]:
        """The keys of the table's rows that the organisation may delete."""
        rule = TAKEN_AWAY_BY.get(table)
        return self.of(organisation, table, rule) if rule else self.changed_by(organisation, table)


Parties = Callable[[Everything, Row], frozenset[str]]


def _named(*columns: str) -> Parties:
    """The organisations that the columns name, one by one or in an array."""

    def parties(_: Everything, row: Row) -> frozenset[str]:
        found: set[str] = set()
        for column in columns:
            found |= set(row[column]) if isinstance(row[column], list) else {row[column]}
        return frozenset(found) - {None}

    return parties


def _within(table: str, column: str, *of_them: str) -> Parties:
    """Everybody whom the row that ``column`` refers to belongs to; of them, if given, those alone that it names."""

    def parties(everything: Everything, row: Row) -> frozenset[str]:
        if row[column] is None:
            return frozenset()
        parent = everything.rows[table][row[column]]
        whole = everything.parties(table, parent)
        return whole & _named(*of_them)(everything, parent) if of_them else whole

    return parties


def _any(*rules: Parties) -> Parties:
    return lambda everything, row: frozenset().union(*(rule(everything, row) for rule in rules))


def _once(column: str, rule: Parties) -> Parties:
    """What the rule says, once the column is true or filled."""
    return lambda everything, row: rule(everything, row) if row[column] else frozenset()


def _everybody(everything: Everything, _: Row) -> frozenset[str]:
    return everything.organisations


def _agreement(everything: Everything, row: Row) -> frozenset[str]:
    return frozenset({row["organisation_id"]}) if row["state"] == "draft" else everything.organisations


def _arrived(everything: Everything, row: Row) -> frozenset[str]:
    """Their organisation's, once the import that brought them is finished."""
    brought = everything.rows["sharing_nominationimport"].get(row["brought_by"])
    unfinished = brought is not None and brought["state"] == "staging"
    return frozenset() if unfinished else frozenset({row["organisation_id"]})


_OWN = _named("organisation_id")
_TEAM = _within("casework_case", "case_id")
_LEAD = _within("casework_case", "case_id", "organisation_id")
_NAMED = _named("organisation_id", "partners")

#: Every table behind row security, parents first, and whose its rows are.
BELONGS: Mapping[str, Parties] = {
    # The directory: who works where is read by all.
    "directory_organisation": _everybody,
    "directory_member": _everybody,
    "directory_rolegrant": _everybody,
    "directory_training": _OWN,
    "directory_invitation": _OWN,
    "directory_calendaraddress": _OWN,
    "directory_agreement": _agreement,
    "directory_party": _within("directory_agreement", "agreement_id"),
    "directory_consultation": _within("directory_agreement", "agreement_id"),
    "directory_registerquestion": _within("directory_agreement", "agreement_id"),
    "directory_agreementreview": _within("directory_agreement", "agreement_id"),
    "directory_fundingline": _within("directory_agreement", "agreement_id"),
    "directory_installedprogramme": _everybody,
    "services_servicefeed": _everybody,
    "services_localservice": _everybody,
    # Each organisation's own copies, keys, tasks and record.
    "vault_datakey": _OWN,
    "ledger_payload": _OWN,
    "ledger_tally": _OWN,
    "ledger_count": _OWN,
    "duties_duty": _OWN,
    "provenance_drawson": _OWN,
    "sharing_personrecord": _arrived,
    "sharing_sharingdecision": _arrived,
    "sharing_holding": _arrived,
    "sharing_nominationimport": _OWN,
    "sharing_nomination": _OWN,
    "sharing_proposedrecipient": _OWN,
    "sharing_judgement": _OWN,
    "sharing_notificationdecision": _OWN,
    "sharing_unsealrequest": _OWN,
    "casework_case": _NAMED,
    # Between two.
    "sharing_disclosure": _named("originator_id", "recipient_id"),
    "sharing_recallnotice": _named("originator_id", "holder_id"),
    "sharing_knowsstatement": _named("organisation_id", "originator_id"),
    "sharing_challenge": _named("raised_by_organisation_id", "answered_by_organisation_id"),
    "assessments_wording": _named("organisation_id", "originator_id"),
    "questions_question": _any(_OWN, _once("put", _named("asked_of_id"))),
    "questions_reply": _OWN,
    # A register that was offered is known to whoever may ask it; what is searched for is the originator's alone.
    "matching_register": _any(_OWN, _once("open_to_others", _everybody)),
    "matching_quotatoken": _OWN,
    "matching_search": _OWN,
    "matching_result": _OWN,
    "matching_candidate": _OWN,
    "matching_check": _any(_OWN, _once("before_them", _named("asked_of_id"))),
    "matching_checkelement": _OWN,
    "matching_shownelement": _OWN,
    "matching_checkreply": _OWN,
    "matching_checktally": _OWN,
    "casework_concern": _named("organisation_id", "police_id"),
    "casework_transfer": _any(_OWN, _once("sent_at", _named("to_organisation_id"))),
    "casework_deconfliction": _OWN,
    "casework_nocase": _OWN,
    "casework_handin": _any(_OWN, _LEAD),
    # What hangs on a case.
    "casework_casepartner": _TEAM,
    "casework_casemember": _TEAM,
    "casework_consent": _TEAM,
    "casework_caseevent": _TEAM,
    "casework_need": _TEAM,
    "casework_objective": _TEAM,
    "casework_confirmation": _TEAM,
    "casework_lookback": _TEAM,
    "casework_supportaction": _TEAM,
    "casework_supportcontact": _any(_OWN, _LEAD, _within("casework_supportaction", "action_id", "owner_id")),
    "casework_risk": _TEAM,
    "casework_riskownership": _TEAM,
    "casework_riskoffer": _TEAM,
    "casework_riskkindchange": _TEAM,
    "casework_riskjudgement": _TEAM,
    "casework_escalation": _TEAM,
    "casework_escalationstep": _within("casework_escalation", "escalation_id"),
    "assessments_assessment": _TEAM,
    "assessments_judgement": _within("assessments_assessment", "assessment_id"),
    "costs_costentry": _any(_OWN, _TEAM),
    "oversight_secondlook": _OWN,
    # Meetings, and each case at one.
    "meetings_meeting": _NAMED,
    "meetings_attendee": _within("meetings_meeting", "meeting_id"),
    "meetings_agendacase": _NAMED,
    "meetings_invited": _within("meetings_agendacase", "agenda_case_id"),
    "meetings_agendapoint": _within("meetings_agendacase", "agenda_case_id"),
    "meetings_meetingdecision": _within("meetings_agendacase", "agenda_case_id"),
    "meetings_plannedsupport": _within("meetings_agendacase", "agenda_case_id"),
    "meetings_note": _within("meetings_agendapoint", "point_id"),
    "meetings_dissent": _within("meetings_meetingdecision", "decision_id"),
    "meetings_meetingaction": _NAMED,
    "meetings_meetingpaper": _NAMED,
    "meetings_paperpart": _within("meetings_meetingpaper", "paper_id"),
    "meetings_paperrelease": _within("meetings_meetingpaper", "paper_id"),
}  # fmt: skip

_DRAFTER = _within("directory_agreement", "agreement_id", "organisation_id")


def _nobody(_: Everything, __: Row) -> frozenset[str]:
    return frozenset()


#: Who may change the rows of a table, and take them away, where that isn't everybody to whom they belong.
CHANGED_BY: Mapping[str, Parties] = {
    "directory_organisation": _named("id"),
    "directory_member": _OWN,
    "directory_rolegrant": _OWN,
    "directory_installedprogramme": _nobody,
    "directory_agreement": _OWN,
    "directory_party": _any(_OWN, _DRAFTER),
    "directory_consultation": _any(_OWN, _DRAFTER),
    "directory_registerquestion": _any(_OWN, _DRAFTER),
    "directory_agreementreview": _DRAFTER,
    "directory_fundingline": _DRAFTER,
    "services_servicefeed": _OWN,
    "services_localservice": _OWN,
    "costs_costentry": _OWN,
    "matching_register": _OWN,
    "matching_check": _OWN,
}

#: And who may take them away, where it isn't who may change them.
TAKEN_AWAY_BY: Mapping[str, Parties] = dict.fromkeys(
    ("costs_costentry", "services_servicefeed", "services_localservice"), _nobody
)

#: Tables whose key isn't their ``id``.
KEYS = {"sharing_nomination": "decision_id", "ledger_payload": "entry_id"}


def key_of(table: str) -> str:
    """The column that is the table's key."""
    return KEYS.get(table, "id")


def read_everything(superuser: psycopg.Connection[Any]) -> Everything:
    """Every row behind row security, as somebody reads it who stands above it."""
    rows = {}
    for table in BELONGS:
        found = superuser.execute(sql.SQL("SELECT to_jsonb(t) FROM {} AS t").format(sql.Identifier(table)))
        rows[table] = {row[key_of(table)]: row for (row,) in found}
    return Everything(rows, frozenset(rows["directory_organisation"]))
