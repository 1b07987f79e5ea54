"""The ledger's tables. They are written by this package's SQL only; triggers (migration 0002) hold what is said here.

Nothing can be deleted, and almost nothing changed: see the privileges of each.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q

from handrail.ledger.entry import CODE, NOBODY
from handrail.ledger.fields import CurrentTransactionId, TransactionIdField


class LedgerEpoch(models.Model):
    """One life of the database: a restore into another cluster begins the next.

    Transaction ids are comparable within an epoch only: a restored row may carry one far ahead of the new cluster's.
    """

    app_privileges = ("SELECT", "INSERT")

    number = models.BigIntegerField(primary_key=True)
    #: ``system_identifier`` of the PostgreSQL cluster: by it a restore elsewhere is noticed.
    cluster = models.TextField()
    began_at = models.DateTimeField()

    class Meta:
        db_table = "ledger_epoch"


class LedgerEntry(models.Model):
    """What anybody may see of an event: the leaf's three parts, and its place in the tree once it has one."""

    app_privileges = ("SELECT", "INSERT")
    app_update_columns = ("leaf_index", "leaf_hash")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=80)
    hour = models.DateTimeField()
    commitment = models.BinaryField()
    # Both are set by the database when the row is written, whatever the statement says.
    xid = TransactionIdField(db_default=CurrentTransactionId(), editable=False)
    epoch = models.BigIntegerField(editable=False)
    leaf_index = models.BigIntegerField(null=True, unique=True)
    leaf_hash = models.BinaryField(null=True)

    class Meta:
        db_table = "ledger_entry"
        constraints = (
            models.CheckConstraint(
                condition=Q(leaf_index__isnull=True, leaf_hash__isnull=True)
                | Q(leaf_index__gte=0, leaf_hash__isnull=False),
                name="ledger_entry_sequenced_whole",
            ),
            models.CheckConstraint(condition=Q(kind__regex=CODE), name="ledger_entry_kind_is_a_code"),
        )
        indexes = (
            models.Index(
                fields=("epoch", "xid", "id"), condition=Q(leaf_index__isnull=True), name="ledger_entry_unsequenced"
            ),
        )


class LedgerPayload(models.Model):
    """The document behind an entry's commitment, seen by its organisation and by oversight. Erasable, once and for all.

    The columns between ``at`` and ``person`` repeat what the document says, for auditors to filter by. Erasing a
    document empties them with it (a trigger does so); organisation and hour remain, as the leaf shows the hour anyway.
    """

    app_privileges = ("SELECT", "INSERT")
    app_update_columns = ("salt", "payload")

    entry = models.OneToOneField(LedgerEntry, primary_key=True, on_delete=models.PROTECT, related_name="payload")
    organisation_id = models.UUIDField()
    at = models.DateTimeField()
    action = models.CharField(max_length=80)
    actor = models.UUIDField(default=NOBODY)
    outcome = models.CharField(max_length=80)
    rules = ArrayField(models.CharField(max_length=80), default=list)
    subject_type = models.CharField(max_length=80, default="")
    subject_id = models.UUIDField(default=NOBODY)
    person = models.UUIDField(default=NOBODY)
    salt = models.BinaryField(null=True)
    payload = models.BinaryField(null=True)

    class Meta:
        db_table = "ledger_payload"
        constraints = (
            models.CheckConstraint(
                condition=Q(salt__isnull=True, payload__isnull=True) | Q(salt__isnull=False, payload__isnull=False),
                name="ledger_payload_erased_whole",
            ),
        )
        indexes = (
            models.Index(fields=("at",), name="ledger_payload_at"),
            models.Index(fields=("organisation_id", "at"), name="ledger_payload_organisation"),
            models.Index(fields=("organisation_id", "actor", "at"), name="ledger_payload_actor"),
            models.Index(fields=("organisation_id", "action", "at"), name="ledger_payload_action"),
            models.Index(fields=("person", "at"), name="ledger_payload_person", condition=~Q(person=NOBODY)),
            models.Index(fields=("subject_id", "at"), name="ledger_payload_subject", condition=~Q(subject_id=NOBODY)),
            models.Index(fields=("outcome", "at"), name="ledger_payload_outcome", condition=~Q(outcome="done")),
            # What a rule stopped is found in the index alone; a row of it has room for some hundred rules. A GIN index
            # of them would be of no use: behind row security PostgreSQL looks up nothing by an operator that isn't
            # leakproof, which "contains" isn't.
            models.Index(
                fields=("organisation_id", "at"),
                include=("entry", "rules"),
                name="ledger_payload_stopped",
                condition=~Q(outcome="done"),
            ),
        )


class LedgerCheckpoint(models.Model):
    """A signed tree head, with the subtrees' roots from which the tree grows on without rehashing what is in it."""

    app_privileges = ("SELECT", "INSERT")

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    frontier = models.BinaryField()
    note = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_checkpoint"
        constraints = (models.CheckConstraint(condition=Q(size__gt=0), name="ledger_checkpoint_not_empty"),)


class LedgerSubtree(models.Model):
    """The root over each run of 256, 65,536, … entries (256 to the power of ``level``) that the tree holds whole.

    With these a proof reads a few hundred hashes instead of every leaf. All of it follows from the leaves, and can be
    made anew from them.
    """

    app_privileges = ("SELECT", "INSERT")

    pk = models.CompositePrimaryKey("level", "index")
    level = models.SmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        db_table = "ledger_subtree"
        constraints = (
            models.CheckConstraint(condition=Q(level__gt=0, index__gte=0), name="ledger_subtree_above_leaves"),
        )


class LedgerTally(models.Model):
    """How many entries one transaction wrote of one kind: appended beside them, so that no writer waits for another.

    Folded into :class:`LedgerCount` from time to time: a trigger (migration 0006) adds there what is deleted here.
    """

    app_privileges = ("SELECT", "INSERT", "DELETE")

    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    organisation_id = models.UUIDField()
    action = models.CharField(max_length=80)
    #: The day of the entries' hour, in UTC.
    day = models.DateField()
    entries = models.BigIntegerField()

    class Meta:
        db_table = "ledger_tally"
        constraints = (models.CheckConstraint(condition=Q(entries__gt=0), name="ledger_tally_counts_up"),)


class LedgerCount(models.Model):
    """How many entries an organisation's record was given of one kind on one day, counted apart from the entries.

    It only grows, and only by folding tallies (triggers of migrations 0006 and 0008). Where it and the entries differ,
    one of the two was changed by something that is not the gate.
    """

    app_privileges = ("SELECT", "INSERT")
    app_update_columns = ("entries",)

    id = models.UUIDField(primary_key=True, db_default=RandomUUID(), editable=False)
    organisation_id = models.UUIDField()
    action = models.CharField(max_length=80)
    day = models.DateField()
    entries = models.BigIntegerField()

    class Meta:
        db_table = "ledger_count"
        constraints = (
            models.UniqueConstraint(fields=("organisation_id", "action", "day"), name="ledger_count_one_of_each"),
            models.CheckConstraint(condition=Q(entries__gt=0), name="ledger_count_counts_up"),
        )


class LedgerCosignature(models.Model):
    """One witness's dated word that the tree had only grown up to this checkpoint: the line that joins its note."""

    app_privileges = ("SELECT", "INSERT")

    checkpoint = models.ForeignKey(
        LedgerCheckpoint, on_delete=models.PROTECT, db_column="size", related_name="cosignatures"
    )
    #: The witness's key in writing: its name can be given to another key, this can't.
    witness = models.TextField()
    line = models.TextField()
    #: When the witness signed, by its own clock; and when it came, by ours.
    at = models.DateTimeField()
    received = models.DateTimeField()

    class Meta:
        db_table = "ledger_cosignature"
        constraints = (models.UniqueConstraint(fields=("witness", "checkpoint", "at"), name="ledger_cosignature_once"),)


class LedgerWitnessRefusal(models.Model):
    """What came instead of a cosignature: what the witness answered, or that it could not be reached.

    Written when it is another answer than the one before, so that a witness that is away for a week takes one row.
    """

    app_privileges = ("SELECT", "INSERT")

    witness = models.TextField()
    #: The size of the checkpoint that was not cosigned.
    size = models.BigIntegerField()
    #: The status code of the answer; 0 when none came.
    status = models.SmallIntegerField()
    what = models.TextField()
    at = models.DateTimeField()

    class Meta:
        db_table = "ledger_witness_refusal"
        indexes = (models.Index(fields=("witness", "at"), name="ledger_refusal_newest"),)
