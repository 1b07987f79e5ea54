"""A partner's register as the centre has it: the signed table, and the key that the partner was introduced with."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from handrail.ledger.note import VerificationKey
from handrail.matching.asking.canaries import canaries_in
from handrail.matching.keys import KeySchema, SchemaFault, at_size, load
from handrail.matching.messages import Refusal, Refused
from handrail.matching.table import MOST_RECORDS, DamagedTable, Header, TagTable

#: Entries of a table for each record that the partner declares, at the most. A person has seven keys or so; records
#: with several names and addresses have more.
ENTRIES_EACH: Final = 16


@dataclass(frozen=True, slots=True)
class Register:
    """An opened register. Close it, or use it in a ``with`` statement."""

    table: TagTable
    key: VerificationKey  # of the partner
    schema: KeySchema  # as it is used with a register of this size

    @property
    def header(self) -> Header:
        """What the partner signed of its table."""
        return self.table.header

    @classmethod
    def open(
        cls, path: Path, key: VerificationKey, *, refused_services: Collection[str] = (), read_through: bool = True
    ) -> "Register":
        """Open the table at ``path``, which the partner with this key signed.

        ``refused_services`` are the kinds of service that are never asked, by their codes, from the rulebook. Leave out
        ``read_through`` only for a file that was read through when it was taken in, and that nobody could change since.
        Raises Refused: table-damaged, kind-refused, register-too-large or wrong-schema.
        """
        try:
            table = TagTable(path, key, read_through=read_through)
        except (DamagedTable, OSError):
            raise Refused(Refusal.TABLE_DAMAGED) from None
        try:
            return cls(table, key, _schema_of(table.header, refused_services))
        except Refused:
            table.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self.table.close()

    def __enter__(self) -> Self:
        """The register itself."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close it."""
        self.close()


def _schema_of(header: Header, refused_services: Collection[str]) -> KeySchema:
    """The match keys to ask by. Raises Refused where a register like this is not asked."""
    if header.service in refused_services:
        raise Refused(Refusal.KIND_REFUSED)
    if header.size > MOST_RECORDS or header.entries > (header.size + canaries_in(header.size)) * ENTRIES_EACH:
        raise Refused(Refusal.REGISTER_TOO_LARGE)
    try:
        return at_size(load(header.schema), header.size)
    except SchemaFault:
        raise Refused(Refusal.WRONG_SCHEMA) from None
