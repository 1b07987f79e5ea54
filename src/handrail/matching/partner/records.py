"""What the partner remembers of each record between two tables, so that only what changed is worked out again.

A file of SQLite in the key folder. It holds no name, date or address: of a record's id and of its row only what a
secret key makes of them, of its tokens only their secrets, and its id once more, sealed. Every step is a transaction:
whoever is killed goes on from there.
"""

import os
import secrets
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from handrail.folders import ReadByOthers
from handrail.matching.partner.folder import NotAKeyFolder

RECORDS = "records.sqlite"

_TABLES: Final = """
CREATE TABLE IF NOT EXISTS record (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again
    id BLOB NOT NULL UNIQUE,                  -- of the register's id, under a secret key
    row BLOB NOT NULL,                        -- of all that the row says, of the schema and the function's key
    secrets BLOB NOT NULL,                    -- of its tokens, 16 bytes each
    sealed BLOB NOT NULL,                     -- the register's id
    run INTEGER NOT NULL                      -- the last one that it was in
);
CREATE TABLE IF NOT EXISTS run (number INTEGER PRIMARY KEY AUTOINCREMENT);
CREATE TEMPORARY TABLE met (id BLOB PRIMARY KEY) WITHOUT ROWID; -- were in the register, and are not to be remembered
"""


#: Numbers begin anywhere: were the file lost, a reference of an earlier table must not lead to somebody else.
_FIRST: Final = (
    "INSERT INTO sqlite_sequence (name, seq) SELECT 'record', ? "
    "WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'record')"
)


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered of a record: its row as it was, and the last run that it was in."""

    row: bytes
    run: int


@dataclass(frozen=True, slots=True)
class Worked:
    """A record that was worked out."""

    id: bytes
    row: bytes
    secrets: bytes
    sealed: bytes


class Records:
    """The file, opened. Close it, or use it in a ``with`` statement."""

    def __init__(self, folder: Path) -> None:
        """Open or begin the file in this folder. Raises :class:`NotAKeyFolder` for one that is damaged or that others
        can read, and OSError or sqlite3.OperationalError where the machine stands in the way: a full disk, most often.
        """
        path = folder / RECORDS
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if path.stat().st_mode & 0o077:
            raise NotAKeyFolder(str(ReadByOthers(path)))
        self._database = sqlite3.connect(path, isolation_level=None)
        try:
            for setting in ("journal_mode = WAL", "synchronous = NORMAL", "secure_delete = ON", "cache_size = -8000"):
                self._database.execute(f"PRAGMA {setting}")
            self._database.executescript(_TABLES)
            self._database.execute(_FIRST, [secrets.randbelow(1 << 62)])
        except sqlite3.OperationalError:
            # Nothing is damaged: whoever was told to remove the file would lose what references lead back to.
            self._database.close()
            raise
        except sqlite3.DatabaseError as error:
            self._database.close()
            raise NotAKeyFolder(
                f"{path} can’t be read: {error}. Restore the folder from its backup; or remove this file and publish "
                "again: then all is worked out anew, and references of earlier tables lead nowhere."
            ) from None

    def begin_run(self) -> int:
        """The number of a run that begins."""
        return int(self._database.execute("INSERT INTO run DEFAULT VALUES RETURNING number").fetchone()[0])

    def known(self, ids: Sequence[bytes]) -> dict[bytes, Known]:
        """What is remembered of those of these records that are known."""
        marks = ",".join("?" * len(ids))
        rows = self._database.execute(f"SELECT id, row, run FROM record WHERE id IN ({marks})", ids)  # noqa: S608
        return {id_: Known(row, run) for id_, row, run in rows}

    def take(self, run: int, unchanged: Iterable[bytes], worked: Iterable[Worked]) -> None:
        """Remember that these are in this run: both or, where the process ends meanwhile, neither."""
        with self._database as database:
            database.execute("BEGIN IMMEDIATE")
            database.executemany("UPDATE record SET run = ? WHERE id = ?", ((run, id_) for id_ in unchanged))
            database.executemany(
                "INSERT INTO record (id, row, secrets, sealed, run) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
                "SET row = excluded.row, secrets = excluded.secrets, sealed = excluded.sealed, run = excluded.run",
                ((each.id, each.row, each.secrets, each.sealed, run) for each in worked),
            )

    def meet(self, ids: Iterable[bytes]) -> None:
        """Note that these were met, although they are not remembered. It holds while the file is open."""
        self._database.executemany("INSERT OR IGNORE INTO met (id) VALUES (?)", ((id_,) for id_ in ids))

    def met(self, ids: Sequence[bytes]) -> set[bytes]:
        """Which of these were met so."""
        marks = ",".join("?" * len(ids))
        rows = self._database.execute(f"SELECT id FROM met WHERE id IN ({marks})", ids)  # noqa: S608
        return {id_ for (id_,) in rows}

    def forget_others(self, run: int) -> int:
        """Destroy what is remembered of records that were not in this run; say how many they were."""
        return self._database.execute("DELETE FROM record WHERE run <> ?", [run]).rowcount

    def flush(self) -> None:
        """Have all of it on disk, as it is before any table that references lead back from: after a loss of power a
        number would else be given again, to somebody else.
        """
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def tokens(self) -> int:
        """How many tokens all records have, together."""
        return int(self._database.execute("SELECT coalesce(sum(length(secrets)), 0) / 16 FROM record").fetchone()[0])

    def secrets(self) -> Iterator[tuple[int, bytes]]:
        """Each record's number, and the secrets of its tokens, one behind the other."""
        with closing(self._database.execute("SELECT number, secrets FROM record ORDER BY number")) as rows:
            yield from rows

    def numbers(self) -> Iterator[int]:
        """Each record's number."""
        with closing(self._database.execute("SELECT number FROM record ORDER BY number")) as rows:
            yield from (number for (number,) in rows)

    def sealed_id(self, number: int) -> bytes:
        """The sealed id of the record with this number. Raises KeyError."""
        found = self._database.execute("SELECT sealed FROM record WHERE number = ?", [number]).fetchone()
        if found is None:
            raise KeyError(number)
        return bytes(found[0])

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def __enter__(self) -> Self:
        """The records themselves."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Close them."""
        self.close()
