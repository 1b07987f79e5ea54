"""The tamper-evident ledger: entries, tree, sequencer and signed checkpoints.

An entry is appended in the transaction of what it records. The sequencer places entries in a Merkle tree and signs
its head; :func:`verify` recomputes all of it. See docs/explanation/ledger.md.
"""

from handrail.ledger.canonical import Json, NotCanonical
from handrail.ledger.checkpoint import Checkpoint
from handrail.ledger.counts import Miscount, fold, miscounts
from handrail.ledger.entry import NOBODY, Entry, EntryRefused
from handrail.ledger.export import Exported, ExportRefused, export_to
from handrail.ledger.export import Progress as ExportProgress
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
from handrail.ledger.note import NoteError, VerificationKey
from handrail.ledger.publishing import Inclusion, NotPublished, consistency, inclusion, published, published_head
from handrail.ledger.receipts import DocumentErased, Receipt, receipt
from handrail.ledger.reconciled import RECONCILED, Reconciled, last_reconciled
from handrail.ledger.rows import one_moment
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
from handrail.ledger.tree import ProofError
from handrail.ledger.verification import Problem, Verification, verify

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
