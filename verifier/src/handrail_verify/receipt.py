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

PROOF = "c2sp.org/tlog-proof@v1"
_ARMOUR = re.compile(r"-----BEGIN HANDRAIL RECEIPT-----(.*?)-----END HANDRAIL RECEIPT-----", re.DOTALL)
#: What printing, copying and e-mail may put between the letters: spaces, quotation marks, invisible characters.
_AROUND = re.compile("[\\s>\u00ad\u200b\ufeff]+")

_TEXTS, _LISTS = ("document", "hour", "kind", "salt"), ("handovers", "keys", "witnesses")
_FORM: dict[str, type] = dict.fromkeys(_TEXTS, str) | dict.fromkeys(_LISTS, list) | {"version": int}


def unwrap(data: bytes) -> bytes | None:
    """The tlog-proof in ``data``, as it is or in armour somewhere within a text; None if there is none."""
    if data.startswith(PROOF.encode()):
        return data
    armours = _ARMOUR.findall(data.decode("utf-8", "replace"))
    if len(armours) > 1:
        raise Unreadable("There is more than one receipt in the file. Give each a file of its own.")
    return decode(_AROUND.sub("", armours[0])) if armours else None


def checkpoint_of(data: bytes) -> Head:
    """The checkpoint that ``data`` is, or that it carries after a proof. Raises :class:`Wrong`."""
    proof = unwrap(data) or data
    carries = proof.startswith((PROOF.encode(), b"old "))
    return Head.parse(proof.partition(b"\n\n")[2] if carries else proof)


def verify(proof: bytes, asked: Asked) -> Report:
    """Verify a receipt."""
    report = Report("receipt")
    with report.at("receipt"):
        head, extra, index, path = checkpoint_of(proof), *_take_apart(proof)
        keys = [Key.parse(each, LOG) for each in extra["keys"]]
        follow(keys, [(f"handover {at}", each.encode()) for at, each in enumerate(extra["handovers"], 1)], head)
        trust(keys, asked, head, report)
        own = [Key.parse(each, WITNESS) for each in extra["witnesses"]]
        if not all(head.note.cosigned(key) for key in own):
            raise Wrong("cosignatures", "A cosignature that the receipt speaks of is missing.")
        witnessed(head, own, asked, report)
        for name, known in asked.known:
            with report.at(name):
                known_by(keys, known)
                _continues(name, known, head, None, report)
        salt, document = bytes.fromhex(extra["salt"]), extra["document"].encode()
        opened = {"commitment": commitment(salt, document), "hour": extra["hour"], "kind": extra["kind"]}
        leaf = canonical.write(opened)
        Forms().check([leaf], index)
        check_document(leaf, salt, document, index)
        verify_inclusion(index=index, size=head.size, leaf=leaf_hash(leaf), proof=path, root=head.root)
        report.facts |= {"index": index, "document": canonical.read(document)}
        report.checked.append(f"The document below is that of entry {index}, of {extra['hour']}, in the signed tree.")
    return report


def verify_checkpoint(data: bytes, asked: Asked) -> Report:
    """Verify that a checkpoint, alone or with the proof that a witness got, continues those that the user has kept."""
    report = Report("checkpoint")
    if asked.key is None or not asked.known:
        raise Unreadable("A checkpoint is verified with --key, and against one that you have kept: --known.")
    with report.at("checkpoint"):
        head, lines = checkpoint_of(data), data.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
        follow([asked.key], [], head)
        trust([asked.key], asked, head, report)
        witnessed(head, (), asked, report)
        for name, known in asked.known:
            with report.at(name):
                known_by([asked.key], known)
                proof = [decode(each) for each in lines[1:]] if lines[0] == f"old {known.size}" else None
                _continues(name, known, head, proof, report)
    return report


def _continues(name: str, known: Head, head: Head, proof: list[bytes] | None, report: Report) -> None:
    if proof is None and known.size != head.size:
        what = f"{known.size} entries there, {head.size} here: only an export or a proof can show if they agree."
        report.explain.append(Wrong("not-compared", what, file=name))
        return
    verify_consistency(old_size=known.size, size=head.size, old_root=known.root, root=head.root, proof=proof or [])
    report.checked.append(f"The tree of {head.size} entries begins with the {known.size} of {name}.")


def _take_apart(proof: bytes) -> tuple[dict[str, Any], int, list[bytes]]:
    """The extra data of a tlog-proof, the entry's index, and the hashes up to the root; raises :class:`Wrong`."""
    lines = proof.partition(b"\n\n")[0].decode("utf-8", "replace").split("\n")
    index = re.fullmatch(r"index (0|[1-9][0-9]{0,17})", lines[2], re.ASCII) if len(lines) > 2 else None
    if index and lines[0] == PROOF and lines[1].startswith("extra "):
        extra = canonical.read(decode(lines[1].removeprefix("extra ")))
        form = {name: type(value) for name, value in extra.items()} if isinstance(extra, dict) else {}
        if form != _FORM or extra["version"] != 1 or not re.fullmatch(r"[0-9a-f]{64}", extra["salt"]):
            raise Wrong("malformed", "This is a receipt of a version that this program does not know.")
        if all(isinstance(each, str) for each in [*extra["handovers"], *extra["keys"], *extra["witnesses"]]):
            return extra, int(index[1]), [decode(line) for line in lines[3:]]
    raise Wrong("malformed", "This is not a receipt, or one of a version that this program does not know.")
