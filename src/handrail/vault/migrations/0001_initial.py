import uuid
from datetime import UTC, datetime

from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    # The ledger's first migration makes handrail_organisation(), by which row security knows who is acting.
    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="DataKey",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("organisation_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("organisation_key_version", models.PositiveIntegerField()),
                ("wrapped", models.BinaryField()),
                ("destroyed_at", models.DateTimeField(default=datetime(9999, 12, 31, 12, 0, tzinfo=UTC))),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation_id", "person_id", "version"), name="vault_one_key_a_version"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("destroyed_at", datetime(9999, 12, 31, 12, 0, tzinfo=UTC)),
                                models.Q(("wrapped", b""), _negated=True),
                            ),
                            models.Q(("destroyed_at__lt", datetime(9999, 12, 31, 12, 0, tzinfo=UTC)), ("wrapped", b"")),
                            _connector="OR",
                        ),
                        name="vault_destroyed_means_empty",
                    ),
                ]
            },
        ),
        migrations.RunSQL(
            """
            ALTER TABLE vault_datakey ENABLE ROW LEVEL SECURITY;
            ALTER TABLE vault_datakey FORCE ROW LEVEL SECURITY;
            CREATE POLICY by_organisation ON vault_datakey
                USING (organisation_id = (SELECT handrail_organisation()))
                WITH CHECK (organisation_id = (SELECT handrail_organisation()));
            """,
            """
            DROP POLICY by_organisation ON vault_datakey;
            ALTER TABLE vault_datakey NO FORCE ROW LEVEL SECURITY;
            ALTER TABLE vault_datakey DISABLE ROW LEVEL SECURITY;
            """,
        ),
    ]
