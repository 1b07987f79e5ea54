"""The keys of a log, from the oldest to the one that signs today, and the witnesses beside it.

A handover is a note signed by two keys: the old one says who comes next, the new one that it knows the tree it takes
over. Whoever trusts one key of the chain can trust those after it, unless the old key was stolen.
"""

from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple

from handrail_verify.note import Head, Key, Note, size_and_root
from handrail_verify.report import Report, Wrong


class Asked(NamedTuple):
    """What the user brings along: nothing of it comes from whoever is being verified."""

    key: Key | None
    witnesses: list[Key]
    #: How many of them must have cosigned; None for all.
    need: int | None
    #: Checkpoints that the user has kept, with the names of their files.
    known: list[tuple[str, Head]]
    all_payloads: bool


class Met(NamedTuple):
    """A tree that the log's must have been when it had ``size`` entries: ``file`` says so, signed."""

    size: int
    root: bytes
    file: str
    #: When a trusted witness saw it (POSIX seconds): what was added to it, was added later. 0 if unknown.
    seen: int = 0


def read_keys(data: bytes, kind: int) -> list[Key]:
    """The written keys in ``data``, one a line; raises :class:`Wrong`."""
    *lines, end = data.decode("utf-8", "replace").split("\n")
    if end:
        raise Wrong("malformed", "The last line is cut off.")
    return [Key.parse(line, kind) for line in lines]


def follow(keys: Sequence[Key], handovers: Sequence[tuple[str, bytes]], head: Head) -> list[Met]:
    """Check that each key was handed over to the next (name of the file, note), and that the last signed ``head``.

    Gives the trees at which the keys changed. Raises :class:`Wrong`.
    """
    if len(set(keys)) != len(handovers) + 1 or len(keys) != len(handovers) + 1:
        raise Wrong("handover", f"There are {len(keys)} keys and {len(handovers)} handovers between them.")
    met, file = [Met(1, b"", "")], "checkpoint"
    try:
        if {key.signer[0] for key in keys} != {head.origin}:
            raise Wrong("wrong-key", "The checkpoint is of a log of another name than its keys.")
        for (file, data), old, new in zip(handovers, keys, keys[1:], strict=False):
            note = Note.parse(data)
            lines = note.text.split("\n")
            if len(lines) != 7 or lines[:4] != ["handrail key handover v1", head.origin, old.text, new.text]:
                raise Wrong("handover", f"It does not hand over from {old.text} to {new.text}.")
            note.signed(old)
            note.signed(new)
            met.append(Met(*size_and_root(lines[4], lines[5]), file))
            if not met[-2].size <= met[-1].size <= head.size:
                raise Wrong("handover", "It is over fewer entries than the one before, or over more than the tree has.")
        file = "checkpoint"
        head.note.signed(keys[-1])
    except Wrong as error:
        raise Wrong(error.code, error.what, file=file) from None
    return met[1:]


def trust(keys: Sequence[Key], asked: Asked, head: Head, report: Report) -> None:
    """Hold the chain against the key that the user trusts; say which key all rests on. Raises :class:`Wrong`."""
    first = asked.key or keys[0]
    report.facts |= {"origin": head.origin, "size": head.size, "root": head.root.hex(), "key": first.text}
    # For people who compare: the first 32 digits of the hash of the written key, in fours.
    report.facts["fingerprint"] = sha256(first.text.encode()).digest()[:16].hex(" ", 2)
    report.facts["key_given"] = asked.key is not None
    if first not in keys:
        raise Wrong("wrong-key", "The key that you trust is no key of this log: somebody else may have signed.")
    steps = len(keys) - 1 - keys.index(first)
    report.checked.append(f"From that key, {steps} handovers lead to the one that signed the checkpoint.")


def known_by(keys: Sequence[Key], known: Head) -> None:
    """Raises :class:`Wrong` unless one of the log's keys signed a checkpoint that the user has kept."""
    signers = [key for key in keys if known.note.of(key)]
    if not signers or known.origin != keys[0].signer[0]:
        raise Wrong("wrong-key", "It is signed by no key of this log.")
    known.note.signed(signers[0])


def witnessed(head: Head, own: Sequence[Key], asked: Asked, report: Report) -> int:
    """Check the cosignatures of the witnesses that the user trusts or, if none, of the operator's ``own``.

    Gives when the first of them saw this tree (POSIX seconds; 0 if none did). Raises :class:`Wrong` if one is forged.
    """
    witnesses = asked.witnesses or own
    seen = {key.text: seconds for key in witnesses if (seconds := head.note.cosigned(key))}
    report.facts |= {"cosigned": seen, "witnesses_given": bool(asked.witnesses)}
    whose = "that you trust" if asked.witnesses else "that the operator names"
    report.checked.append(f"Of {len(witnesses)} witnesses {whose}, {len(seen)} cosigned the checkpoint.")
    if len(seen) < (need := len(asked.witnesses) if asked.need is None else asked.need):
        what = f"{len(seen)} of the witnesses cosigned it; {need} were asked for."
        report.explain.append(Wrong("cosignatures", what, file="checkpoint"))
    return min(seen.values(), default=0)
