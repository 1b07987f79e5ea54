"""A receipt: one entry with its document and the proof that it is in the signed tree, to be kept by whoever is in it.

It is a tlog-proof (c2sp.org/tlog-proof) that carries all that checking it takes: the log's keys and handovers, and the
keys of the witnesses that cosigned. In armour it survives a printer, an e-mail and a clipboard. See "The receipt" in
docs/reference/ledger-export.md.
"""

import base64
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.db import connection

from handrail.ledger import key_file, witnesses
from handrail.ledger.canonical import canonical
from handrail.ledger.checkpoint import hash_line
from handrail.ledger.cosignature import cosignatures
from handrail.ledger.entry import hour_text
from handrail.ledger.handover import Chain
from handrail.ledger.publishing import Inclusion, inclusion

PROOF = "c2sp.org/tlog-proof@v1"
BEGIN, END = "-----BEGIN HANDRAIL RECEIPT-----", "-----END HANDRAIL RECEIPT-----"
#: Characters in one line of the armour: short enough for every printer and every mail program.
LINE = 64


class DocumentErased(Exception):
    """The document of this entry was erased, or never readable for who asks: a receipt can't say what it said."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The receipt of the entry that is number ``index`` of the ``size`` that the checkpoint covers.

    ``witnesses`` are the names of those that cosigned it. ``fingerprint`` is that of the key which signed it, as the
    verifier shows it. ``text`` is the receipt in armour, a line at a time.
    """

    index: int
    size: int
    witnesses: tuple[str, ...]
    fingerprint: str
    text: str


def receipt(entry: UUID) -> Receipt:
    """The receipt of an entry whose document row security shows.

    Raises :class:`DocumentErased`, and what :func:`handrail.ledger.inclusion` raises: NotPublished above all, while the
    entry is not under a checkpoint that enough witnesses cosigned.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.kind, e.hour, p.salt, p.payload FROM ledger_entry e JOIN ledger_payload p ON p.entry_id = e.id"
            " WHERE e.id = %s AND p.payload IS NOT NULL",
            [entry],
        )
        row = cursor.fetchone()
    if row is None:
        raise DocumentErased
    kind, hour, salt, document = row
    proven = inclusion(entry)
    chain = _up_to(key_file.load_chain(settings.HANDRAIL_KEY_DIR), proven.size)
    listed = witnesses.load(settings.HANDRAIL_KEY_DIR).witnesses
    cosigned = {each.key: None for each in cosignatures(proven.note, *(witness.key for witness in listed))}
    extra = canonical(
        {
            "document": bytes(document).decode(),
            "handovers": [each.note for each in chain.handovers],
            "hour": hour_text(hour).decode(),
            "keys": [str(key) for key in chain.keys],
            "kind": kind,
            "salt": bytes(salt).hex(),
            "version": 1,
            "witnesses": [str(key) for key in cosigned],
        }
    )
    return Receipt(
        index=proven.index,
        size=proven.size,
        witnesses=tuple(key.name for key in cosigned),
        fingerprint=chain.current.fingerprint,
        text=armoured(_proof(extra, proven)),
    )


def armoured(proof: str) -> str:
    """``proof`` between the two lines by which it is found again, whatever stands around it."""
    body = base64.b64encode(proof.encode()).decode()
    lines = (body[at : at + LINE] for at in range(0, len(body), LINE))
    return "\n".join([BEGIN, *lines, END, ""])


def _proof(extra: bytes, proven: Inclusion) -> str:
    hashes = map(hash_line, proven.proof)
    head = [PROOF, f"extra {base64.b64encode(extra).decode()}", f"index {proven.index}", *hashes]
    return "\n".join([*head, "", proven.note])


def _up_to(chain: Chain, size: int) -> Chain:
    """The chain up to the key that signed the checkpoint of this size: what came later has no part in it."""
    last = chain.keys.index(chain.key_for(size))
    return Chain(chain.keys[: last + 1], chain.handovers[:last])
