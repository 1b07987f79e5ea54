"""What a reader may come across in what the gate gives them: which records' ids, and whose words.

The answers are policy's own. That policy says what it should is shown apart, by test_passages.py; here it is shown that
what is read keeps to it, whatever body of a query the value came from.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import ForeignKey, Model

from handrail.casework.models import HandIn
from handrail.policy import Entity
from handrail.sharing.models import Disclosure, Holding, RecallNotice
from tests.leak.passages_cells import KINDS, Reader, may
from tests.leak.passages_kept import KEPT_INITIALS, KEPT_NAME
from tests.leak.passages_reads import said
from tests.leak.passages_words import words
from tests.nominating import acting_for
from tests.worlds import World

#: What opens the words of a record; of those that aren't here, whatever lets one know of it.
OPENS = {"Holding": "holding.read", "Item": "item.open"}

#: Shorter texts are found by chance.
LEAST = 6

#: Members of one team know who their colleagues in other organisations are.
COLLEAGUES = {"MemberRecord"}

#: Reads that name records by their ids to somebody who can't open those, and why that tells them nothing new. Opening
#: one of them asks again who they are.
NAMES: Mapping[str, set[str]] = {
    # A register and a directory for everybody.
    "agreement.register": {"Agreement", "Centre", "Organisation"},
    # Whoever may open a case reads what it took, line by line; only those who recorded a line can take it back.
    "case.open_costs": {"CostEntry"},
    # An agenda says that an earlier meeting left something to do, and by when; in whose words it was left, not.
    "agenda.open": {"MeetingAction"},
    # What was left to do, and minutes, say of which case at which meeting they are.
    "meeting_action.open": {"AgendaCase", "Case"},
    "paper.open": {"AgendaCase"},
    "paper.print": {"AgendaCase"},
    # The ledger says what was done to what, without a word of it: that is what auditors read.
    "record.list": set(KINDS) - {"Record"},
    "record.open": set(KINDS),
    "record.see_who": set(KINDS),
    # A receipt is of an entry, which it holds whole; looking at that in the record asks again who they are.
    "disclosure.see_receipt": {"Record"},
    "notice.see_receipt": {"Record"},
    "record.see_receipt": {"Record"},
}

#: Reads that give words of a record to somebody who can't open that by itself: minutes say what a meeting left to do.
TELLS: Mapping[str, set[str]] = {"paper.open": {"MeetingAction"}, "paper.print": {"MeetingAction"}}


@dataclass
class Known:
    """Every record and every text of a world, and for each reader whether they may come across it."""

    records: dict[UUID, dict[str, Entity]]
    said_in: dict[str, set[UUID]]
    parents: dict[UUID, set[UUID]]
    copies: dict[UUID, set[UUID]]
    short: dict[str, set[UUID]]
    """The initials that lists show, and the rows of the names that they stand for."""
    _answers: dict[tuple[str, str, UUID], bool] = field(default_factory=dict)

    def within(self, value: Any) -> Iterator[UUID | str]:
        """The ids of records in what a read gave, and every text about somebody that is in any of its texts."""
        for each in said(value):
            if isinstance(each, UUID):
                yield from (each,) if each in self.records else ()
            else:
                yield from (text for text in (*self.said_in, *self.short) if text in each)

    def too_much(self, name: str, reader: Reader, value: Any, *asked: UUID | str) -> list[UUID | str]:
        """What the read ``name`` gave that its reader may not know of, but for what they themselves asked about.

        Whoever searches for words that they can't read may find nothing by them: or they would learn whose they are.
        """
        guessed = any(each in self.said_in and not self.lets(reader, each) for each in asked)
        return [
            each
            for each in self.within(value)
            if each not in asked and (guessed or not (self._is_named(name, each) or self.lets(reader, each)))
        ]

    def _is_named(self, name: str, come_across: UUID | str) -> bool:
        """Whether this read may say this, whoever the reader is."""
        if isinstance(come_across, UUID):
            return bool(self.records[come_across].keys() & (NAMES.get(name, set()) | COLLEAGUES))
        rows = self.said_in.get(come_across, set())
        return any(self.records.get(row, {}).keys() & TELLS.get(name, set()) for row in rows)

    def lets(self, reader: Reader, come_across: UUID | str) -> bool:
        """Whether the reader may come across this."""
        return self.record(reader, come_across) if isinstance(come_across, UUID) else self.text(reader, come_across)

    def record(self, reader: Reader, record: UUID) -> bool:
        """Whether they may know that this record exists. What is no record of a kind says nothing by itself.

        An item has one id everywhere, that of its originator's own copy: whoever may know of a copy knows that. And a
        notice names the copy that it is about, which only the organisation that holds it can open.
        """
        same = {record} | self.copies.get(record, set())
        return record not in self.records or any(
            self._may(reader, KINDS[kind].see, one, each)
            for one in same
            for kind, each in self.records.get(one, {}).items()
        )

    def text(self, reader: Reader, text: str) -> bool:
        """Whether they may read this text in one of the rows that it stands in: a row of a record that they may open,
        or one that belongs to such a record."""
        if text in self.short:
            return any(self._opens(reader, row) or self._names(reader, row) for row in self.short[text])
        return any(self._opens(reader, row) for row in self.said_in[text])

    def _opens(self, reader: Reader, row: UUID) -> bool:
        entities = self.records.get(row)
        if entities is None:
            return any(self.record(reader, parent) for parent in self.parents[row])
        return any(self._may(reader, OPENS.get(kind, KINDS[kind].see), row, each) for kind, each in entities.items())

    def _names(self, reader: Reader, row: UUID) -> bool:
        """Whether they may read its initials alone."""
        return self._may(reader, "holding.initials", row, self.records[row]["Holding"])

    def _may(self, reader: Reader, action: str, record: UUID, entity: Entity) -> bool:
        place = (reader.who, action, record)
        if place not in self._answers:
            self._answers[place] = may(reader, action, entity)
        return self._answers[place]


def known(pilot: World) -> Known:
    """All that there is to be known, past the gate."""
    records: dict[UUID, dict[str, Entity]] = defaultdict(dict)
    parents: dict[UUID, set[UUID]] = defaultdict(set)
    copies: dict[UUID, set[UUID]] = defaultdict(set)
    for organisation in pilot.organisations.values():
        with acting_for(organisation):
            for name, kind in KINDS.items():
                for row in kind.rows():
                    records[row.pk][name] = kind.entity(row)
            for model in apps.get_models():
                for row, parent in _belongs(model):
                    parents[row].add(parent)
            for copy, item in Holding.objects.values_list("pk", "item"):
                copies[item].add(copy)
            for notice, copy, item in RecallNotice.objects.values_list("pk", "holding_id", "item"):
                copies[copy].add(notice)
                copies[item].add(notice)
            for hand_in, disclosure in HandIn.objects.values_list("pk", "disclosure"):
                if told := Disclosure.objects.filter(pk=disclosure).first():
                    records[hand_in]["Disclosure"] = KINDS["Disclosure"].entity(told)
    said_in: dict[str, set[UUID]] = defaultdict(set)
    short: dict[str, set[UUID]] = defaultdict(set)
    for word in words(pilot):
        if len(word.text) >= LEAST:
            said_in[word.text].add(word.row)
        if word.text == KEPT_NAME:
            short[KEPT_INITIALS].add(word.row)
    _grandparents(records, parents)
    return Known(dict(records), dict(said_in), parents, copies, dict(short))


def _belongs(model: type[Model]) -> Iterator[tuple[UUID, UUID]]:
    """Each row of a model with sealed words, and each row that it belongs to."""
    if any(each.name.endswith("_sealed") for each in model._meta.fields) or model._meta.app_label in SHARED:
        for key in (each for each in model._meta.fields if isinstance(each, ForeignKey)):
            for row, parent in model._default_manager.values_list("pk", key.attname):
                if isinstance(row, UUID) and isinstance(parent, UUID):
                    yield row, parent


#: Packages whose rows without words stand between rows with words and the record that these belong to.
SHARED = {"casework", "meetings", "sharing", "assessments", "questions", "matching"}


def _grandparents(records: dict[UUID, Any], parents: dict[UUID, set[UUID]]) -> None:
    """Where a row belongs to no record of a kind, let it belong to what its parents belong to."""

    @cache
    def above(row: UUID) -> frozenset[UUID]:
        direct = parents.get(row, set())
        return frozenset(each for each in direct if each in records).union(
            *(above(each) for each in direct if each not in records and each != row)
        )

    for row in list(parents):
        parents[row] = set(above(row))
