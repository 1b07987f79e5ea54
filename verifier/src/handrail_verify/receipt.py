"""Verifying one receipt, and verifying that one checkpoint continues another. Neither needs the log or an export.

A receipt is a tlog-proof (c2sp.org/tlog-proof): the document of one entry, the way from it up to the root, and the
checkpoint with that root.
"""

import re
from typing import Any

from handrail_verify import canonical
from handrail_verify.chain import Asked, follow, known_by, trust, witnessed
from handrail_verify.entries import Forms, check_document, commitment
from handrail_verify.note import LOG, WITNESS, Head, Key, decode
from handrail_verify.report import Report, Unreadable, Wrong
from handrail_verify.tree import leaf_hash, verify_consistency, verify_inclusion

_PROOF = b"c2sp.org/tlog-proof@v1\n"
_ARMOUR = re.compile(r"-----BEGIN HANDRAIL RECEIPT-----(.*?)-----END HANDRAIL RECEIPT-----", re.DOTALL)
#: What printing, copying and e-mail may put between the letters: spaces, quotation marks, invisible characters.
_AROUND = re.compile("[\\s>\u00ad\u200b\ufeff]+")
_TEXTS, _LISTS = ("document", "hour", "kind", "salt"), ("handovers", "keys", "witnesses")
_FORM: dict[str, type] = dict.fromkeys(_TEXTS, str) | dict.fromkeys(_LISTS, list) | {"version": int}


def _unwrap(data: bytes) -> bytes:
    """The receipt in armour somewhere within a text, or, where there is none, ``data`` as it is."""
    armours = [] if data.startswith(_PROOF) else _ARMOUR.findall(data.decode("utf-8", "replace"))
    if len(armours) > 1:
        raise Unreadable("There is more than one receipt in the file. Give each a file of its own.")
    return decode(_AROUND.sub("", armours[0])) if armours else data


def checkpoint_of(data: bytes) -> Head:
    """The checkpoint that ``data`` is, or that it carries after a proof. Raises :class:`Wrong`."""
    proof = _unwrap(data)
    return Head.parse(proof.partition(b"\n\n")[2] if proof.startswith((_PROOF, b"old ")) else proof)


def verify(data: bytes, head: Head, asked: Asked) -> Report:
    """Verify a receipt, or that a checkpoint continues those that the user has kept. ``head`` is of this ``data``."""
    proof = _unwrap(data)
    lines = proof.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
    report = Report("receipt" if proof.startswith(_PROOF) else "checkpoint")
    if report.subject == "checkpoint" and not (asked.key and asked.known):
        raise Unreadable("A checkpoint is verified with --key, and against one that you have kept: --known.")
    with report.at(report.subject):
        extra = _extra(lines) if report.subject == "receipt" else {}
        keys = [Key.parse(each, LOG) for each in extra["keys"]] if extra or not asked.key else [asked.key]
        handovers = enumerate(extra.get("handovers", ()), 1)
        follow(keys, [(f"handover {at}", each.encode()) for at, each in handovers], head)
        trust(keys, asked, head, report)
        own = [Key.parse(each, WITNESS) for each in extra.get("witnesses", ())]
        if not all(head.note.cosigned(key) for key in own):
            raise Wrong("cosignatures", "A cosignature that the receipt speaks of is missing.")
        witnessed(head, own, asked, report)
        for name, known in asked.known:
            with report.at(name):
                known_by(keys, known)
                _continues(name, known, head, lines, report)
        if extra:
            _opens(extra, lines, head, report)
    return report


def _continues(name: str, known: Head, head: Head, lines: list[str], report: Report) -> None:
    """Check the proof that came with a checkpoint, if there is one that begins at the ``known`` size."""
    proof = [decode(each) for each in lines[1:]] if lines[0] == f"old {known.size}" else None
    if proof is None and known.size != head.size:
        what = f"{known.size} entries there, {head.size} here: only an export or a proof can show if they agree."
        report.explain.append(Wrong("not-compared", what, file=name))
        return
    verify_consistency(old_size=known.size, size=head.size, old_root=known.root, root=head.root, proof=proof or [])
    report.checked.append(f"The tree of {head.size} entries begins with the {known.size} of {name}.")


def _extra(lines: list[str]) -> dict[str, Any]:
    """What Handrail adds to a tlog-proof; raises :class:`Wrong` unless it, and the line of the index, are in form."""
    if len(lines) > 2 and lines[1].startswith("extra ") and re.fullmatch("index (0|[1-9][0-9]{0,17})", lines[2]):
        extra = canonical.read(decode(lines[1].removeprefix("extra ")))
        form = {name: type(value) for name, value in extra.items()} if isinstance(extra, dict) else {}
        known = form == _FORM and extra["version"] == 1 and re.fullmatch(r"[0-9a-f]{64}", extra["salt"])
        if known and all(isinstance(each, str) for name in _LISTS for each in extra[name]):
            return dict(extra)
    raise Wrong("malformed", "This is not a receipt, or one of a version that this program does not know.")


def _opens(extra: dict[str, Any], lines: list[str], head: Head, report: Report) -> None:
    """Check that the document is that of an entry, and that the entry is in the tree."""
    index, salt, document = int(lines[2].split(" ")[1]), bytes.fromhex(extra["salt"]), extra["document"].encode()
    leaf = canonical.write({"commitment": commitment(salt, document), "hour": extra["hour"], "kind": extra["kind"]})
    Forms().check([leaf], index)
    check_document(leaf, salt, document, index)
    path = [decode(line) for line in lines[3:]]
    verify_inclusion(index=index, size=head.size, leaf=leaf_hash(leaf), proof=path, root=head.root)
    report.facts |= {"index": index, "document": canonical.read(document)}
    report.checked.append(f"The document below is that of entry {index}, of {extra['hour']}, in the signed tree.")
