from django.db import migrations, models

KEPT = """
CREATE TRIGGER ledger_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_subtree
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_kept();
"""


class Migration(migrations.Migration):
    # The table begins empty: the sequencer fills it, a little in each step, so that no upgrade waits for it.
    dependencies = [("ledger", "0004_keys_to_what_is_seen")]

    operations = [
        migrations.CreateModel(
            name="LedgerSubtree",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "level", "index", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("level", models.SmallIntegerField()),
                ("index", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "db_table": "ledger_subtree",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(index__gte=0, level__gt=0), name="ledger_subtree_above_leaves"
                    )
                ],
            },
        ),
        migrations.RunSQL(KEPT, "DROP TRIGGER ledger_kept ON ledger_subtree"),
    ]
