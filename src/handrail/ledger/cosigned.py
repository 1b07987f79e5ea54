"""What the witnesses have cosigned: the newest checkpoint that may be published, and how each witness stands."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from django.conf import settings
from django.db import connection

from handrail.ledger import witnesses
from handrail.ledger.cosignature import cosignatures, is_word_on
from handrail.ledger.note import NoteError
from handrail.ledger.witnesses import Witness, Witnesses

#: Trouble with a witness that is nothing but trouble on the line is worth a word after this long.
PATIENCE = timedelta(minutes=15)
#: Stand where a status code would: no answer came; one came that says yes, and holds nothing that can be used.
NO_ANSWER, UNUSABLE = 0, 200
#: Status codes that mean more than that: the witness has seen something else of this log than is here now.
ALARMING = frozenset({int(HTTPStatus.CONFLICT), int(HTTPStatus.UNPROCESSABLE_ENTITY)})

_WORDS = {
    NO_ANSWER: "It can’t be reached.",
    403: "It doesn’t know the key that signs this record now. Send it the handover note of the new key.",
    404: "It wasn’t told to watch this record. Send it the record’s key.",
    409: "It says that it countersigned entries which are not in this record any more.",
    422: "It says that what it countersigned before is not part of this record any more.",
}


@dataclass(frozen=True)
class Refusal:
    """What a witness answered instead of a cosignature, since when: the status code of its answer, and its words."""

    status: int
    what: str
    size: int
    at: datetime

    @property
    def alarming(self) -> bool:
        """Whether it can mean that entries were rewritten or removed here."""
        return self.status in ALARMING

    @property
    def words(self) -> str:
        """What it means, in a sentence for whoever looks after the log or reads its record."""
        return _WORDS.get(self.status, "It gave no countersignature that can be used.")


@dataclass(frozen=True)
class WitnessStanding:
    """One witness: how far it has cosigned and when (by our clock), and its last refusal if nothing came since."""

    name: str
    url: str
    size: int
    at: datetime | None
    refusal: Refusal | None


@dataclass(frozen=True)
class Cosigned:
    """How the log stands with all its witnesses. ``published`` is the size of the checkpoint that is given out."""

    size: int
    published: int
    needed: int
    witnesses: tuple[WitnessStanding, ...]
    #: How long the oldest checkpoint has waited that is not published yet.
    waiting: timedelta

    @property
    def alarms(self) -> tuple[WitnessStanding, ...]:
        """The witnesses that have seen something else than is here now."""
        return tuple(each for each in self.witnesses if each.refusal and each.refusal.alarming)


def newest_published() -> str | None:
    """The note of the newest checkpoint with as many cosignatures as are needed, and with those; None for none.

    Nothing is given out either where what is stored is not what the witnesses signed: see :func:`cosigned`.
    Raises :class:`KeyFileError` when the list of witnesses can't be read.
    """
    return _published(witnesses.load(settings.HANDRAIL_KEY_DIR))[1]


def cosigned(at: datetime) -> Cosigned:
    """How the log stands with its witnesses at this time. Raises :class:`KeyFileError`."""
    listed = witnesses.load(settings.HANDRAIL_KEY_DIR)
    published, _ = _published(listed)
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(size), 0) FROM ledger_checkpoint")
        size = cursor.fetchone()[0]
        cursor.execute("SELECT at FROM ledger_checkpoint WHERE size > %s ORDER BY size LIMIT 1", [published])
        oldest = cursor.fetchone()
    return Cosigned(
        size=size,
        published=published,
        needed=listed.needed,
        witnesses=tuple(_standing(each) for each in listed.witnesses),
        waiting=max(at - oldest[0], timedelta()) if oldest else timedelta(),
    )


def _standing(witness: Witness) -> WitnessStanding:
    name = str(witness.key)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT size, received, line, note FROM ledger_cosignature AS given"
            " LEFT JOIN ledger_checkpoint USING (size) WHERE witness = %s ORDER BY size DESC, given.at DESC LIMIT 1",
            [name],
        )
        size, received, line, note = cursor.fetchone() or (0, None, "", None)
        cursor.execute(
            "SELECT status, what, size, at FROM ledger_witness_refusal WHERE witness = %s ORDER BY at DESC, id DESC"
            " LIMIT 1",
            [name],
        )
        row = cursor.fetchone()
    refusal = Refusal(*row) if row else None
    if refusal and received and received > refusal.at:
        refusal = None
    if received and not is_word_on(note, line, witness.key) and not (refusal and refusal.alarming):
        what = f"What it signed over {size} entries is not the checkpoint that is here now."
        refusal = Refusal(int(HTTPStatus.UNPROCESSABLE_ENTITY), what, size, received)
    return WitnessStanding(witness.key.name, witness.url, size, received, refusal)


def _published(listed: Witnesses) -> tuple[int, str | None]:
    """The size and the note of the newest checkpoint that enough of them cosigned; 0 and None for none."""
    names = _names(listed)
    with connection.cursor() as cursor:
        if listed.needed:
            cursor.execute(
                "SELECT size FROM ledger_cosignature WHERE witness = ANY(%s) GROUP BY size"
                " HAVING count(DISTINCT witness) >= %s ORDER BY size DESC LIMIT 1",
                [names, listed.needed],
            )
        else:
            cursor.execute("SELECT size FROM ledger_checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
        size = row[0] if row else 0
        cursor.execute("SELECT note FROM ledger_checkpoint WHERE size = %s", [size])
        row = cursor.fetchone()
        cursor.execute(_LINES, [size, names])
        lines = dict(cursor.fetchall())
    if row is None:
        return 0, None
    note = str(row[0]) + "".join(lines[name] for name in names if name in lines)
    try:
        list(cosignatures(note, *(each.key for each in listed.witnesses)))
    except NoteError:
        return 0, None
    return size, note


def _names(listed: Witnesses) -> list[str]:
    return [str(each.key) for each in listed.witnesses]


_LINES = """
SELECT DISTINCT ON (witness) witness, line FROM ledger_cosignature WHERE size = %s AND witness = ANY(%s)
ORDER BY witness, at DESC
"""
