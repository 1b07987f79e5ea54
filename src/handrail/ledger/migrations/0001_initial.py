import uuid

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

import handrail.ledger.fields

NOBODY = uuid.UUID(int=0)

# For whom the transaction acts. The gate says so with SET LOCAL; every table's row security asks here. After a commit
# the setting is an empty text and not NULL. These functions serve all packages, so reversing leaves them in place.
ACTING = """
CREATE OR REPLACE FUNCTION handrail_organisation() RETURNS uuid
LANGUAGE plpgsql STABLE PARALLEL SAFE AS $$
DECLARE
    acting text := nullif(current_setting('handrail.organisation', true), '');
BEGIN
    IF acting IS NULL THEN
        RAISE EXCEPTION 'No acting organisation is set in this transaction.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN acting::uuid;
END $$;

CREATE OR REPLACE FUNCTION handrail_oversight() RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
    SELECT coalesce(current_setting('handrail.oversight', true), '') = 'on'
$$;
"""

# CASE, because OR promises no order: with oversight there may be no acting organisation, and asking for it raises.
# Oversight reads across organisations; it never writes for them.
ROW_SECURITY = """
ALTER TABLE ledger_payload ENABLE ROW LEVEL SECURITY;
ALTER TABLE ledger_payload FORCE ROW LEVEL SECURITY;
CREATE POLICY by_organisation ON ledger_payload
    USING (CASE WHEN (SELECT handrail_oversight()) THEN true
                ELSE organisation_id = (SELECT handrail_organisation()) END)
    WITH CHECK (organisation_id = (SELECT handrail_organisation()));
"""
NO_ROW_SECURITY = """
DROP POLICY by_organisation ON ledger_payload;
ALTER TABLE ledger_payload NO FORCE ROW LEVEL SECURITY;
ALTER TABLE ledger_payload DISABLE ROW LEVEL SECURITY;
"""

FIRST_EPOCH = """
INSERT INTO ledger_epoch (number, cluster, began_at)
SELECT 1, system_identifier::text, now() FROM pg_control_system();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.RunSQL(ACTING, migrations.RunSQL.noop),
        migrations.CreateModel(
            name="LedgerEpoch",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("cluster", models.TextField()),
                ("began_at", models.DateTimeField()),
            ],
            options={"db_table": "ledger_epoch"},
        ),
        migrations.CreateModel(
            name="LedgerEntry",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=80)),
                ("hour", models.DateTimeField()),
                ("commitment", models.BinaryField()),
                (
                    "xid",
                    handrail.ledger.fields.TransactionIdField(
                        db_default=handrail.ledger.fields.CurrentTransactionId(), editable=False
                    ),
                ),
                ("epoch", models.BigIntegerField(editable=False)),
                ("leaf_index", models.BigIntegerField(null=True, unique=True)),
                ("leaf_hash", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "ledger_entry",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(leaf_index__isnull=True, leaf_hash__isnull=True)
                        | models.Q(leaf_index__gte=0, leaf_hash__isnull=False),
                        name="ledger_entry_sequenced_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(kind__regex="^[A-Za-z0-9][A-Za-z0-9._:/-]{0,79}$"),
                        name="ledger_entry_kind_is_a_code",
                    ),
                ],
                "indexes": [
                    models.Index(
                        fields=["epoch", "xid", "id"],
                        condition=models.Q(leaf_index__isnull=True),
                        name="ledger_entry_unsequenced",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerPayload",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="payload",
                        serialize=False,
                        to="ledger.ledgerentry",
                    ),
                ),
                ("organisation_id", models.UUIDField()),
                ("at", models.DateTimeField()),
                ("action", models.CharField(max_length=80)),
                ("actor", models.UUIDField(default=NOBODY)),
                ("outcome", models.CharField(max_length=80)),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=80), default=list, size=None
                    ),
                ),
                ("subject_type", models.CharField(default="", max_length=80)),
                ("subject_id", models.UUIDField(default=NOBODY)),
                ("person", models.UUIDField(default=NOBODY)),
                ("salt", models.BinaryField(null=True)),
                ("payload", models.BinaryField(null=True)),
            ],
            options={
                "db_table": "ledger_payload",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(salt__isnull=True, payload__isnull=True)
                        | models.Q(salt__isnull=False, payload__isnull=False),
                        name="ledger_payload_erased_whole",
                    )
                ],
                "indexes": [
                    models.Index(fields=["at"], name="ledger_payload_at"),
                    models.Index(fields=["organisation_id", "at"], name="ledger_payload_organisation"),
                    models.Index(fields=["organisation_id", "actor", "at"], name="ledger_payload_actor"),
                    models.Index(fields=["organisation_id", "action", "at"], name="ledger_payload_action"),
                    models.Index(
                        fields=["person", "at"], condition=~models.Q(person=NOBODY), name="ledger_payload_person"
                    ),
                    models.Index(
                        fields=["subject_id", "at"],
                        condition=~models.Q(subject_id=NOBODY),
                        name="ledger_payload_subject",
                    ),
                    models.Index(
                        fields=["outcome", "at"], condition=~models.Q(outcome="done"), name="ledger_payload_outcome"
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["rules"], condition=~models.Q(rules=[]), name="ledger_payload_rules"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerCheckpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False)),
                ("root", models.BinaryField()),
                ("frontier", models.BinaryField()),
                ("note", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_checkpoint",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(size__gt=0), name="ledger_checkpoint_not_empty")
                ],
            },
        ),
        migrations.RunSQL(ROW_SECURITY, NO_ROW_SECURITY),
        migrations.RunSQL(FIRST_EPOCH, migrations.RunSQL.noop),
    ]
