import django.db.models.deletion
from django.db import migrations, models

KEPT = """
CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_cosignature
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_witness_refusal
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
"""
NOT_KEPT = """
DROP TRIGGER ledger_kept ON ledger_witness_refusal;
DROP TRIGGER ledger_kept ON ledger_cosignature;
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0006_entries_are_counted")]

    operations = [
        migrations.CreateModel(
            name="LedgerCosignature",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "checkpoint",
                    models.ForeignKey(
                        db_column="size",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cosignatures",
                        to="ledger.ledgercheckpoint",
                    ),
                ),
                ("witness", models.TextField()),
                ("line", models.TextField()),
                ("at", models.DateTimeField()),
                ("received", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_cosignature",
                "constraints": [
                    models.UniqueConstraint(fields=("witness", "checkpoint", "at"), name="ledger_cosignature_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerWitnessRefusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("witness", models.TextField()),
                ("size", models.BigIntegerField()),
                ("status", models.SmallIntegerField()),
                ("what", models.TextField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "ledger_witness_refusal",
                "indexes": [models.Index(fields=["witness", "at"], name="ledger_refusal_newest")],
            },
        ),
        migrations.RunSQL(KEPT, NOT_KEPT),
    ]
