"""The keys of a log, from the oldest to the one that signs today, and the witnesses beside it.

A handover is a note signed by two keys: the old one says who comes next, the new one that it knows the tree it takes
over. Whoever trusts one key of the chain can trust those after it, unless the old key was stolen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from handrail_verify.note import Head, Key, Note, size_and_root
from handrail_verify.report import Report, Wrong


@dataclass(frozen=True)
class Met:
    """A tree that the log's must have been when it had ``size`` entries: ``file`` says so, signed."""

    size: int
    root: bytes
    file: str
    #: When a trusted witness saw it (POSIX seconds): what was added to it, was added later. 0 if unknown.
    seen: int = 0


def read_keys(data: bytes, kind: int) -> list[Key]:
    """The written keys in ``data``, one a line; raises :class:`Wrong`."""
    lines = data.decode("utf-8", "replace").split("\n")
    if lines.pop() != "":
        raise Wrong("malformed", "The last line is cut off.")
    return [Key.parse(line, kind) for line in lines]


def follow(keys: Sequence[Key], handovers: Sequence[tuple[str, bytes]], head: Head) -> list[Met]:
    """Check that each key was handed over to the next (name and note), and that the last signed ``head``.

    Gives the trees at which the keys changed. Raises :class:`Wrong`.
    """
    if not keys or len(set(keys)) < len(keys):
        raise Wrong("wrong-key", "A log has at least one key, and none of them twice.")
    if {key.name for key in keys} != {head.origin}:
        raise Wrong("wrong-key", "The checkpoint is of a log of another name than its keys.", file="checkpoint")
    if len(handovers) != len(keys) - 1:
        raise Wrong("handover", f"There are {len(keys)} keys and {len(handovers)} handovers between them.")
    met = [Met(1, b"", "")]
    for (name, data), old, new in zip(handovers, keys, keys[1:], strict=False):
        try:
            note = Note.parse(data)
            lines = note.text.split("\n")
            if len(lines) != 7 or lines[:4] != ["handrail key handover v1", head.origin, str(old), str(new)]:
                raise Wrong("handover", f"It does not hand over from key {old.id.hex()} to key {new.id.hex()}.")
            note.signed(old)
            note.signed(new)
            met.append(Met(*size_and_root(lines[4], lines[5]), name))
            if not met[-2].size <= met[-1].size <= head.size:
                raise Wrong("handover", "It is over fewer entries than the one before, or over more than the tree has.")
        except Wrong as error:
            raise Wrong(error.code, error.what, file=name) from None
    try:
        head.note.signed(keys[-1])
    except Wrong as error:
        raise Wrong(error.code, error.what, file="checkpoint") from None
    return met[1:]


def trust(keys: Sequence[Key], trusted: Key | None, head: Head, report: Report) -> None:
    """Hold the chain against the key that the user trusts, and say plainly which key everything rests on."""
    first = trusted or keys[0]
    report.facts |= {"origin": head.origin, "size": head.size, "root": head.root.hex()}
    report.facts |= {"key": str(first), "fingerprint": first.fingerprint, "key_given": trusted is not None}
    if first not in keys:
        raise Wrong("wrong-key", "The key that you trust is no key of this log: somebody else may have signed.")
    report.checked.append(
        f"From that key, {len(keys) - 1 - keys.index(first)} handovers lead to the one that signed the checkpoint."
    )


def known_by(keys: Sequence[Key], known: Head) -> None:
    """Raises :class:`Wrong` unless one of the log's keys signed a checkpoint that the user has kept."""
    signers = [key for key in keys if known.note.of(key)]
    if not signers or known.origin != keys[0].name:
        raise Wrong("wrong-key", "It is signed by no key of this log.")
    known.note.signed(signers[0])


def witnessed(head: Head, trusted: Sequence[Key], own: Sequence[Key], need: int | None, report: Report) -> int:
    """Check the cosignatures of the witnesses that the user trusts or, if none, of those that the operator names.

    Gives when the first of them saw this tree (POSIX seconds; 0 if none did). Raises :class:`Wrong` if one is forged.
    """
    witnesses = trusted or own
    seen = {str(key): seconds for key in witnesses if (seconds := head.note.cosigned(key))}
    report.facts |= {"cosigned": seen, "witnesses_given": bool(trusted)}
    whose = "that you trust" if trusted else "that the operator names"
    report.checked.append(f"Of {len(witnesses)} witnesses {whose}, {len(seen)} cosigned the checkpoint.")
    if len(seen) < (asked := len(trusted) if need is None else need):
        what = f"{len(seen)} of the witnesses cosigned it; {asked} were asked for."
        report.explain.append(Wrong("cosignatures", what, file="checkpoint"))
    return min(seen.values(), default=0)
