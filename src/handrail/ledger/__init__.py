"""The tamper-evident ledger: entries, tree, sequencer and signed checkpoints.

An entry is appended in the transaction of what it records. The sequencer places entries in a Merkle tree and signs
its head; :func:`verify` recomputes all of it. See docs/explanation/ledger.md.

What needs the database is imported when it is first asked for: a witness and a partner work without either, with the
notes, trees and keys alone.
"""

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from handrail.ledger.canonical import Json, NotCanonical
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.entry import NOBODY, Entry, EntryRefused
from handrail.ledger.key_file import (
    NEXT_SIGNING_KEY,
    SIGNING_KEY,
    VERIFICATION_KEY,
    KeyFileError,
    create_signing_key,
    finish_handover,
    hand_over,
    load_chain,
    load_next_key,
    load_signing_key,
    load_verification_key,
    prepare_next_key,
)
from handrail.ledger.note import NoteError, VerificationKey
from handrail.ledger.tree import ProofError

if TYPE_CHECKING:
    from handrail.ledger.counts import Miscount, fold, miscounts
    from handrail.ledger.export import Exported, ExportRefused, export_to
    from handrail.ledger.export import Progress as ExportProgress
    from handrail.ledger.log import (
        LATE_SECONDS,
        STUCK_SECONDS,
        Lag,
        Leaf,
        across_organisations,
        head,
        lag,
        leaves,
        newest_at,
    )
    from handrail.ledger.publishing import Inclusion, NotPublished, consistency, inclusion, published, published_head
    from handrail.ledger.receipts import DocumentErased, Receipt, receipt
    from handrail.ledger.reconciled import RECONCILED, Reconciled, last_reconciled
    from handrail.ledger.rows import one_moment
    from handrail.ledger.said import last_said
    from handrail.ledger.sequencer import (
        Sequenced,
        SequencingRefused,
        new_epoch,
        nothing_signed,
        sequence_all,
        sequence_once,
    )
    from handrail.ledger.store import append, append_many, erase
    from handrail.ledger.tiles import HashesMissing
    from handrail.ledger.verification import Problem, Verification, verify

#: Which names are in which of the modules that need the database.
_IN: Final = MappingProxyType(
    {
        "counts": ["Miscount", "fold", "miscounts"],
        "export": ["ExportRefused", "Exported", "export_to"],
        "log": [
            "LATE_SECONDS",
            "STUCK_SECONDS",
            "Lag",
            "Leaf",
            "across_organisations",
            "head",
            "lag",
            "leaves",
            "newest_at",
        ],
        "publishing": ["Inclusion", "NotPublished", "consistency", "inclusion", "published", "published_head"],
        "receipts": ["DocumentErased", "Receipt", "receipt"],
        "reconciled": ["RECONCILED", "Reconciled", "last_reconciled"],
        "rows": ["one_moment"],
        "said": ["last_said"],
        "sequencer": [
            "Sequenced",
            "SequencingRefused",
            "new_epoch",
            "nothing_signed",
            "sequence_all",
            "sequence_once",
        ],
        "store": ["append", "append_many", "erase"],
        "tiles": ["HashesMissing"],
        "verification": ["Problem", "Verification", "verify"],
    }
)
_LATER: Final = MappingProxyType(
    {name: (module, name) for module, names in _IN.items() for name in names}
    | {"ExportProgress": ("export", "Progress")}
)


def __getattr__(name: str) -> Any:
    """Import the module that a name is in, and keep what was found."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, called = _LATER[name]
    found = getattr(import_module(f"{__name__}.{module}"), called)
    globals()[name] = found
    return found


__all__ = [
    "LATE_SECONDS",
    "NEXT_SIGNING_KEY",
    "NOBODY",
    "RECONCILED",
    "SIGNING_KEY",
    "STUCK_SECONDS",
    "VERIFICATION_KEY",
    "Checkpoint",
    "DocumentErased",
    "Entry",
    "EntryRefused",
    "ExportProgress",
    "ExportRefused",
    "Exported",
    "HashesMissing",
    "Inclusion",
    "Json",
    "KeyFileError",
    "Lag",
    "Leaf",
    "Miscount",
    "NotCanonical",
    "NotPublished",
    "NoteError",
    "Problem",
    "ProofError",
    "Receipt",
    "Reconciled",
    "Sequenced",
    "SequencingRefused",
    "Verification",
    "VerificationKey",
    "across_organisations",
    "append",
    "append_many",
    "consistency",
    "create_signing_key",
    "erase",
    "export_to",
    "finish_handover",
    "fold",
    "hand_over",
    "head",
    "inclusion",
    "lag",
    "last_reconciled",
    "last_said",
    "leaves",
    "load_chain",
    "load_next_key",
    "load_signing_key",
    "load_verification_key",
    "miscounts",
    "new_epoch",
    "newest_at",
    "nothing_signed",
    "one_moment",
    "prepare_next_key",
    "published",
    "published_head",
    "receipt",
    "sequence_all",
    "sequence_once",
    "verify",
]
