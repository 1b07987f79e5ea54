"""Which key a log may sign with: given once by hand, and afterwards only by the key before it."""

from handrail.folders import put_whole
from handrail.ledger import handover
from handrail.ledger.note import NoteError, VerificationKey
from handrail.witness.folder import CHECKPOINT, TRUSTED, Witness


class NotTrusted(Exception):
    """The key is not taken. The text says why and what would be needed."""


def trust(witness: Witness, vkey: str) -> VerificationKey:
    """Watch the log with this verification key from now on; again with the same key changes nothing.

    Raises :class:`NotTrusted` for what is no log's key, and for a log that is watched under another key.
    """
    try:
        key = VerificationKey.parse(vkey.strip())
    except NoteError as error:
        raise NotTrusted(f"{error} A log's key is the file `ledger-verification-key` in its key folder.") from None
    log = witness.log(key.name)
    if log.is_known:
        if key == log.key:
            return key
        raise NotTrusted(
            f"{key.name} is watched already, with another key. A log's new key is taken from the note by which the old "
            "key hands over to it: `handrail witness trust DIR --handover NOTE`."
        )
    log.path.mkdir(mode=0o700, exist_ok=True)
    # Without this file, nothing is cosigned any more.
    if not (log.path / CHECKPOINT).exists():
        log.begin()
    # Last: a log with a key is watched, and has all that watching it takes.
    put_whole(log.path / TRUSTED, f"{key}\n")
    return key


def hand_over(witness: Witness, note: str) -> VerificationKey:
    """Take a log's new key from the note by which the old one hands over. What the old one signs counts no more.

    Raises :class:`NotTrusted` unless both keys signed the note, the old one is trusted here, and the note's tree is not
    in contradiction to what was cosigned.
    """
    try:
        found = handover.read(note)
    except NoteError as error:
        raise NotTrusted(f"The note is not taken: {error}") from None
    log = witness.log(found.new.name)
    if not log.is_known or found.old not in log.keys:
        raise NotTrusted(f"The key that hands over, {found.old.id.hex()}, is not trusted here.")
    with log.alone():
        keys = log.keys
        if found.new in keys:
            return keys[-1]
        if found.old != keys[-1]:
            raise NotTrusted(
                f"{found.old.id.hex()} has handed over already, to another key: the log's keys have forked."
            )
        seen = log.newest()
        if seen and seen.checkpoint.size == found.size and seen.checkpoint.root != found.root:
            raise NotTrusted("The note is over a tree that is not the one cosigned here: the log has forked.")
        put_whole(log.path / TRUSTED, "".join(f"{key}\n" for key in (*keys, found.new)))
    return found.new
