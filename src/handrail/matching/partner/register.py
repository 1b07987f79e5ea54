"""A register, read row by row: a CSV file, or a table or query of a PostgreSQL database. Never all of it at once."""

import csv
import re
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol

from handrail.matching.identity.columns import COLUMNS, LONGEST, unknown_columns

if TYPE_CHECKING:
    import psycopg

_NEEDED: Final = "record_id"
_SCHEMES: Final = ("postgresql://", "postgres://")
#: A password in such an address: after the user's name, or as a parameter.
_PASSWORD: Final = re.compile(r"//[^/?@]*:[^/?]*@|[?&](ssl)?password=")
#: Rows that are fetched from a database at a time.
_FETCHED: Final = 2_000
#: Bytes of a file that are looked through at a time for what is no text.
_DECODED: Final = 1 << 16


class Fault(NamedTuple):
    """What is wrong with a row, and where: 0 for the register as a whole, no column for the row as a whole."""

    row: int
    column: str
    says: str

    def __str__(self) -> str:
        """As in "row 17, date_of_birth: 31 February is not a date"."""
        place = ", ".join(([f"row {self.row}"] if self.row else []) + ([self.column] if self.column else []))
        return f"{place}: {self.says}" if place else self.says


class UnreadableRegister(Exception):
    """The register cannot be read at all. The text says why."""


class Row(NamedTuple):
    """A row: its number as its keeper counts, the values of `COLUMNS`, and what is wrong with its form."""

    number: int
    values: tuple[str, ...]
    fault: str = ""


class Register(Protocol):
    """A register that can be read from its beginning, more than once."""

    def count(self) -> int:
        """How many rows it has."""
        ...

    def rows(self) -> Iterator[Row]:
        """Each row, in the register's order. Raises :class:`UnreadableRegister`."""
        ...


def open_register(written: str, query: str = "") -> Register:
    """The register of this name: the address of a PostgreSQL database, else a file.

    Raises :class:`UnreadableRegister`.
    """
    if written.startswith(_SCHEMES):
        if _PASSWORD.search(written):
            raise UnreadableRegister(
                "There is a password in the address, and everybody on this machine can read what a command was given. "
                "Keep it in ~/.pgpass or in PGPASSWORD, and leave it out here."
            )
        return PostgresRegister(written, query or "register")
    if query:
        raise UnreadableRegister("A query is for a register in a database: give its address, postgresql://…")
    return CsvRegister(Path(written))


@dataclass(frozen=True, slots=True)
class CsvRegister:
    """A CSV file in UTF-8. Its first row names the columns, and is row 1, as a spreadsheet counts."""

    path: Path

    def count(self) -> int:
        """How many rows it has."""
        return sum(1 for _, cells in self._cells() if cells) - 1

    def rows(self) -> Iterator[Row]:
        """Each row. Raises :class:`UnreadableRegister`."""
        every = self._cells()
        header = [column.strip() for column in next(every)[1]]
        if not any(column.casefold() in COLUMNS for column in header):
            # It may be the first record: nothing of it is repeated.
            raise UnreadableRegister(
                f"The first row does not name the columns, with commas between them. They can be {', '.join(COLUMNS)}."
            )
        places = _places(header)
        for number, cells in every:
            if not cells:
                continue
            if len(cells) != len(header):
                yield Row(number, _EMPTY, f"it has {len(cells)} fields, and the header {len(header)}")
                continue
            yield Row(number, tuple([cells[at] if at is not None else "" for at in places]))

    def _cells(self) -> Iterator[tuple[int, list[str]]]:
        """The header, then each row, as they stand there. Raises :class:`UnreadableRegister`."""
        number = 0
        try:
            with self.path.open(encoding="utf-8-sig", newline="") as file:
                for number, cells in enumerate(csv.reader(file, strict=True), start=1):
                    yield number, cells
        except OSError as error:
            raise UnreadableRegister(f"{self.path} cannot be read: {error.strerror}.") from None
        except UnicodeDecodeError:
            raise UnreadableRegister(
                f"{self.path} is not in UTF-8: see its line {_first_that_is_no_text(self.path)}. "
                "Save it so and try again."
            ) from None
        except csv.Error as error:
            raise UnreadableRegister(f"{self.path} is no CSV file: after row {number}, {error}.") from None
        if number == 0:
            raise UnreadableRegister(f"{self.path} is empty.")


def _first_that_is_no_text(path: Path) -> int:
    """The line of a file in which the first byte stands that is not UTF-8. Rows are read ahead of, and can't say it."""
    decoder, line = getincrementaldecoder("utf-8")(), 1
    with path.open("rb") as file:
        while part := file.read(_DECODED):
            try:
                decoder.decode(part)
            except UnicodeDecodeError as error:
                return line + error.object[: error.start].count(b"\n")
            line += part.count(b"\n")
    return line


@dataclass(frozen=True, slots=True, repr=False)
class PostgresRegister:
    """A table, or the result of a query, in a PostgreSQL database. It is read in one snapshot, and never written to."""

    address: str
    query: str

    def count(self) -> int:
        """How many rows it has."""
        with closing(self._connect()) as connection:
            found = self._run(connection.cursor(), "count(*)").fetchone()
            return int(found[0]) if found else 0

    def rows(self) -> Iterator[Row]:
        """Each row; the first is row 1. Raises :class:`UnreadableRegister`."""
        import psycopg

        with closing(self._connect()) as connection:
            header = [column.name for column in self._run(connection.cursor(), "*", limit=0).description or ()]
            chosen = ", ".join(
                f'"{column}"::text' if at is not None else "''"
                for column, at in zip(COLUMNS, _places(header), strict=True)
            )
            with connection.cursor(name="register") as cursor:
                cursor.itersize = _FETCHED
                number = 0
                try:
                    for number, values in enumerate(self._run(cursor, chosen), start=1):
                        yield Row(number, tuple([value or "" for value in values]))
                except psycopg.Error as error:
                    raise _unreadable(error, f" after row {number}") from None

    def _connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        try:
            import psycopg
        except ImportError:
            raise UnreadableRegister(
                "To read a database this needs one more package: pip install 'handrail[register]'"
            ) from None
        try:
            connection = psycopg.connect(self.address, options="-c datestyle=ISO -c client_encoding=UTF8")
            connection.read_only = True
            connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        except psycopg.Error as error:
            raise UnreadableRegister(f"The database cannot be reached: {error}") from None
        return connection

    def _run(self, cursor: Any, chosen: str, limit: int | None = None) -> Any:
        import psycopg

        query = self.query.strip().removesuffix(";")
        of = f"({query})" if len(query.split()) > 1 else query
        ending = f" LIMIT {limit}" if limit is not None else ""
        try:
            # Whoever runs this has the database's password: the query is theirs to write.
            return cursor.execute(f"SELECT {chosen} FROM {of} AS register{ending}")  # noqa: S608
        except psycopg.Error as error:
            raise _unreadable(error) from None


def _unreadable(error: "psycopg.Error", where: str = "") -> UnreadableRegister:
    import psycopg

    # What is wrong with a value is said with the value: it could be a name.
    says = f"{type(error).__name__} ({error.sqlstate})" if isinstance(error, psycopg.DataError) else str(error).strip()
    return UnreadableRegister(f"The register cannot be read{where}: {says}")


_EMPTY: Final = ("",) * len(COLUMNS)


def _places(header: Sequence[str]) -> list[int | None]:
    """Where each column stands in a header. Raises :class:`UnreadableRegister`, saying everything that is wrong."""
    wrong = [f'there is no column "{column[:LONGEST]}" in a register' for column in unknown_columns(header)]
    wrong += [f'the column "{column}" is there twice' for column in COLUMNS if header.count(column) > 1]
    if _NEEDED not in header:
        wrong.append(f'the column "{_NEEDED}" is missing')
    if wrong:
        raise UnreadableRegister(f"The header is wrong: {'; '.join(wrong)}. Its columns can be {', '.join(COLUMNS)}.")
    return [header.index(column) if column in header else None for column in COLUMNS]
