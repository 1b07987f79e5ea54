"""Verifying one receipt, and verifying that one checkpoint continues another. Neither needs the log or an export.

A receipt is a tlog-proof (c2sp.org/tlog-proof): the document of one entry, the way from it up to the root, and the
checkpoint with that root.
"""

import hmac
import re
from pathlib import Path
from typing import Any

from handrail_verify.entries import Hours, check_document, read_canonical, write_canonical
from handrail_verify.note import LOG, WITNESS, Asked, Checkpoint, Key, Met, decode, follow, trust, witnessed
from handrail_verify.report import Report, Wrong
from handrail_verify.tree import LEAF, hashed, verify_consistency, verify_inclusion

_PROOF = b"c2sp.org/tlog-proof@v1\n"
_ARMOUR = re.compile(r"-----BEGIN HANDRAIL RECEIPT-----([^-]*)-----END HANDRAIL RECEIPT-----")
#: What printing, copying and e-mail may put between the letters: spaces, quotation marks, invisible characters.
_AROUND = re.compile("[\\s>\u00ad\u200b\ufeff]+")
_LINES = re.compile(r"extra (.*)\nindex (0|[1-9][0-9]{0,17})")
_TEXTS, _LISTS = ("document", "hour", "kind", "salt"), ("handovers", "keys", "witnesses")
_FORM: dict[str, type] = dict.fromkeys(_TEXTS, str) | dict.fromkeys(_LISTS, list) | {"version": int}


def read(path: Path) -> tuple[list[str], Checkpoint]:
    """The checkpoint in a file, and what stands before it: a receipt (bare or in armour), or that it continues."""
    data = path.read_bytes()
    armours = [] if data.startswith(_PROOF) else _ARMOUR.findall(data.decode("utf-8", "replace"))
    if len(armours) > 1:
        raise Wrong("unreadable", "There is more than one receipt in the file. Give each a file of its own.")
    try:
        data = decode(_AROUND.sub("", armours[0])) if armours else data
        before, _, note = data.partition(b"\n\n") if data.startswith((_PROOF, b"old ")) else (b"", b"", data)
        return before.decode("utf-8", "replace").split("\n"), Checkpoint.parse(note)
    except Wrong as error:
        raise Wrong("unreadable", f"{path} is neither a checkpoint nor a receipt: {error}") from None


def verify(path: Path, asked: Asked) -> Report:
    """Verify a receipt, or that a checkpoint continues what the user has kept. Raises :class:`Wrong` for neither."""
    lines, head = read(path)
    report = Report("receipt" if lines[0] == _PROOF.decode().strip() else "checkpoint")
    extra: dict[str, Any] = {"keys": [asked.key.text if asked.key else ""], "handovers": [], "witnesses": []}
    if report.subject == "checkpoint" and not (asked.key and asked.known):
        raise Wrong("unreadable", "A checkpoint is verified with --key, and against one that you have kept: --known.")
    with report.at(report.subject):
        if report.subject == "receipt":
            extra = _extra(lines)
        handovers = [(f"handover {at}", str(each).encode()) for at, each in enumerate(extra["handovers"], 1)]
        keys = [Key.parse(str(each), LOG) for each in extra["keys"]]
        own = [Key.parse(str(each), WITNESS) for each in extra["witnesses"]]
        follow(head, keys, handovers, report)
        _compare(lines, head, trust(head, keys, asked, report), report)
        if any(head.note.signed_by(key) is None for key in own):
            raise Wrong("cosignatures", "A cosignature that the receipt speaks of is missing.")
        witnessed(head, own, asked, report)
        if report.subject == "receipt":
            _open(extra, lines, head, report)
    return report


def _extra(lines: list[str]) -> dict[str, Any]:
    """What Handrail adds to a tlog-proof; raises :class:`Wrong` unless it is in form."""
    found = _LINES.fullmatch("\n".join(lines[1:3]))
    extra = read_canonical(decode(found[1])) if found else {}
    form = {name: type(each) for name, each in extra.items()} if isinstance(extra, dict) else {}
    if form != _FORM or extra["version"] != 1 or not re.fullmatch("[0-9a-f]{64}", extra["salt"]):
        raise Wrong("malformed", "This is not a receipt, or one of a version that this program does not know.")
    return dict(extra)


def _open(extra: dict[str, Any], lines: list[str], head: Checkpoint, report: Report) -> None:
    """Check that the document is that of an entry, and that the entry is in the tree."""
    index, proof = int(lines[2].split(" ")[1]), [decode(line) for line in lines[3:]]
    salt, document = bytes.fromhex(extra["salt"]), extra["document"].encode()
    committed = hmac.digest(salt, document, "sha256").hex()
    leaf = write_canonical({"commitment": committed, "hour": extra["hour"], "kind": extra["kind"]})
    Hours().check([leaf], index)
    check_document(leaf, salt, document, index)
    verify_inclusion(index=index, size=head.size, leaf=hashed([leaf], LEAF)[0], proof=proof, root=head.root)
    report.facts |= {"index": index, "document": read_canonical(document)}
    report.checked.append(f"The document is that of entry {index}, of {extra['hour']}, in the signed tree.")


def _compare(lines: list[str], head: Checkpoint, known: list[Met], report: Report) -> None:
    """Check that ``head`` continues the trees that the user has kept, by the proof that came with it, if any."""
    for each in known:
        with report.at(each.file):
            proves = lines[0] == f"old {each.size}"
            if each.size != head.size and not proves:
                what = f"Of size {each.size} there, {head.size} here: only an export or a proof can show if they agree."
                report.explain.append(Wrong("not-compared", what, file=each.file))
                continue
            proof = [decode(line) for line in lines[1:]] if proves else []
            verify_consistency(old_size=each.size, size=head.size, old_root=each.root, root=head.root, proof=proof)
            report.checked.append(f"The tree of {each.file}, of size {each.size}, is this or its beginning.")
