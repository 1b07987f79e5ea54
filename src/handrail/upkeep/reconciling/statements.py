"""The SQL of the comparison, one statement for each thing compared; made of names in this package's tables alone.

Row security gives each statement the rows of the organisation that is set; entries (``p``) it sees of all of them.
Of no statement more than :data:`MOST` differences are named: what is wrong a thousand times is wrong in one way. Rows
are cut off here; entries only after it is known which of them have no row in any house (:mod:`.comparing`): most of
those that one house has none for, another has.
"""

from collections.abc import Iterable

from django.apps import apps

from handrail.gate import FAR_FUTURE_MOMENT, NEVER_MOMENT
from handrail.upkeep.reconciling.subjects import REMOVED_BY, SUBJECTS
from handrail.upkeep.reconciling.traces import ANY, Trace

#: The differences of one statement and one organisation that are named at most.
MOST = 1_000

#: The entries that are looked at: those in the record of the organisation whose rows are seen.
OWN_ENTRIES = "p.organisation_id = (SELECT handrail_organisation())"


def rows_without_entry(trace: Trace) -> str:
    """The rows at whose moment none of the actions has an entry. One whose document was erased may be that one."""
    when, table = _when(trace), table_of(trace.model)
    told = [_told(_tells(trace, about, actions)) for about, actions in _by_about(trace, trace.actions).items()]
    if trace.for_another:
        told.append(_told(f"{_at(trace)} AND p.outcome = 'done'{_of(trace.for_another)}"))
    erased = f"p.at = date_trunc('hour', {when}, 'UTC') AND p.payload IS NULL"
    told.append(_told(f"{erased}{_of((*trace.actions, *trace.for_another))}"))
    return (
        f"SELECT r.{_key(trace.model)} FROM {table} r"  # noqa: S608
        f" WHERE {when} > '{NEVER_MOMENT}' AND {when} < '{FAR_FUTURE_MOMENT}'"
        f" AND NOT {' AND NOT '.join(told)} LIMIT {MOST}"
    )


def entries_without_row(trace: Trace) -> str:
    """The organisation's entries of actions that always leave a row, where there is none."""
    left = [
        f"(true{_of(actions)} AND EXISTS (SELECT FROM {table_of(trace.model)} r WHERE {_tells(trace, about, actions)}))"
        for about, actions in _by_about(trace, trace.leaves).items()
    ]
    return (
        f"SELECT p.entry_id, p.action FROM ledger_payload p WHERE {OWN_ENTRIES} AND p.outcome = 'done'"  # noqa: S608
        f"{_of(trace.leaves)} AND NOT {' AND NOT '.join(left)}"
    )


def subjects_gone(kind: str) -> str:
    """The newest entry about each record of the kind that isn't seen, unless the ledger says that it was removed."""
    model = SUBJECTS[kind]
    removed = ""
    if kind in REMOVED_BY:
        removed = (
            " AND NOT EXISTS (SELECT FROM ledger_payload q WHERE q.organisation_id = p.organisation_id"
            f" AND q.action IN ({_list(REMOVED_BY[kind])}) AND q.at >= p.at AND q.outcome = 'done')"
        )
    return (
        "SELECT DISTINCT ON (p.subject_id) p.entry_id, p.action FROM ledger_payload p"  # noqa: S608
        f" WHERE {OWN_ENTRIES} AND p.outcome = 'done' AND p.subject_type = '{kind}'"
        f" AND NOT EXISTS (SELECT FROM {table_of(model)} r WHERE r.{_key(model)} = p.subject_id){removed}"
        f" ORDER BY p.subject_id, p.at DESC, p.entry_id"
    )


def table_of(model: str) -> str:
    """The table of a model that is named ``app.Model``."""
    return str(apps.get_model(model)._meta.db_table)


def _told(condition: str) -> str:
    return f"EXISTS (SELECT FROM ledger_payload p WHERE {condition})"


def _tells(trace: Trace, about: str, actions: Iterable[str]) -> str:
    """When an entry ``p`` tells of the row ``r``."""
    who = f" AND p.actor = r.{trace.who}" if trace.who else ""
    subject = f" AND p.subject_id = r.{about}" if about else ""
    return f"{_at(trace)} AND p.outcome = 'done'{_of(actions)}{who}{subject}"


def _at(trace: Trace) -> str:
    """When the moments of the entry ``p`` and of the row ``r`` are one."""
    when = _when(trace)
    return f"p.at BETWEEN {when} - interval '1 millisecond' AND {when}" if trace.or_just_after else f"p.at = {when}"


def _by_about(trace: Trace, actions: Iterable[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for action in actions:
        found.setdefault(trace.actions[action], []).append(action)
    return found


def _of(actions: Iterable[str]) -> str:
    return "" if ANY in actions else f" AND p.action IN ({_list(actions)})"


def _when(trace: Trace) -> str:
    return trace.when if "r." in trace.when else f"r.{trace.when}"


def _key(model: str) -> str:
    return str(apps.get_model(model)._meta.pk.column)


def _list(codes: Iterable[str]) -> str:
    return ", ".join(f"'{code}'" for code in codes)
