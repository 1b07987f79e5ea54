"""Sealed fields: which text of which row is sealed under whose key.

A model's field ``<name>_sealed`` holds the text ``<name>``. The key is that of one organisation's copy of what concerns
one person; the place that the bytes are bound to is the table, the row and the name. An empty text stays empty.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet

from handrail import vault


@dataclass(frozen=True, slots=True)
class Copy:
    """Whose key: one organisation's copy of what concerns one person."""

    organisation: UUID
    person: UUID


def seal(copy: Copy, record: Model, **texts: str) -> None:
    """Put each text, sealed, into its field of ``record`` (not saved here)."""
    seal_all(copy, [(record, texts)])


def seal_all(copy: Copy, texts: Sequence[tuple[Model, Mapping[str, str]]]) -> None:
    """The same for many records, with one look-up of the key."""
    places = [(record, name, text) for record, named in texts for name, text in named.items()]
    kept = [(record, name, text) for record, name, text in places if text]
    sealed = vault.seal_many([(_place(copy, record, name), text) for record, name, text in kept])
    for record, name, _ in places:
        setattr(record, f"{name}_sealed", b"")
    for (record, name, _), data in zip(kept, sealed, strict=True):
        setattr(record, f"{name}_sealed", data)


def seal_anew(records: Sequence[Model], names: Sequence[str], before: Copy, after: Copy) -> None:
    """Put these fields of each record under another key, because the two are about one person (not saved here)."""
    texts = unseal_all(before, records, *names)
    seal_all(
        after, [(record, dict(zip(names, text, strict=True))) for record, text in zip(records, texts, strict=True)]
    )


def empty(*rows: QuerySet[Any], besides: str = "") -> None:
    """Destroy every sealed text of these rows, except the field called ``besides``, which is another's."""
    for each in rows:
        names = [field.name for field in each.model._meta.fields if field.name.endswith("_sealed")]
        each.update(**dict.fromkeys((name for name in names if name != f"{besides}_sealed"), b""))


def unseal(copy: Copy, record: Model, *names: str) -> tuple[str, ...]:
    """The texts of these fields of ``record``, in order."""
    return unseal_all(copy, [record], *names)[0]


def unseal_all(copy: Copy, records: Sequence[Model], *names: str) -> list[tuple[str, ...]]:
    """The texts of these fields of each record, in order; raises what :func:`handrail.vault.unseal_many` raises."""
    return unseal_copies([(copy, record) for record in records], *names)


def unseal_copies(records: Sequence[tuple[Copy, Model]], *names: str) -> list[tuple[str, ...]]:
    """The same for records of several people, each under its own key, with one look-up of the keys.

    What was erased reads as nothing: one person's erasure, or an organisation's lost key, leaves lists whole.
    """
    places = [(copy, record, name) for copy, record in records for name in names]
    stored = [bytes(getattr(record, f"{name}_sealed")) for _, record, name in places]
    opened = iter(
        vault.unseal_what_is_left(
            [(_place(*place), data) for place, data in zip(places, stored, strict=True) if data],
        )
    )
    texts = [(next(opened) or "") if data else "" for data in stored]
    return [tuple(texts[start : start + len(names)]) for start in range(0, len(texts), len(names))]


def _place(copy: Copy, record: Model, name: str) -> vault.Place:
    return vault.Place(copy.person, copy.organisation, record._meta.db_table, record.pk, name)
