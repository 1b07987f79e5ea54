"""A case is offered to another centre, and goes on there. And what the database promises of its risks.

A transfer moves no risk: a risk of the new case that goes on from one of the old case begins at the instant at which
that one ended there, is of the same kind, and has the owner that it had. The check is made at once, by whoever sees
both cases, which its owner does; for anybody else it fails.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from typing import Any

from django.db import migrations, models

from handrail.gate.row_security import ACTING, RowSecurity

GOES_ON = """
CREATE FUNCTION casework_goes_on_with_its_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM casework_risk AS risk
        WHERE risk.id = NEW.risk_id AND risk.continues_id IS NOT NULL AND risk.judged_at = lower(NEW.during)
          AND NOT EXISTS (
              SELECT 1 FROM casework_risk AS before
              JOIN casework_riskownership AS last ON last.risk_id = before.id
              WHERE before.id = risk.continues_id AND before.state = 'moved' AND before.kind = risk.kind
                AND before.closed_at = risk.judged_at AND upper(last.during) = risk.judged_at
                AND last.organisation_id = NEW.organisation_id AND last.member_id = NEW.member_id))
    THEN
        RAISE EXCEPTION 'a risk goes on in another case with the owner that it has';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER goes_on_with_its_owner AFTER INSERT OR UPDATE OF organisation_id, member_id ON casework_riskownership
    FOR EACH ROW EXECUTE FUNCTION casework_goes_on_with_its_owner();
"""

UNDO = """
DROP TRIGGER goes_on_with_its_owner ON casework_riskownership;
DROP FUNCTION casework_goes_on_with_its_owner();
"""


def _to(model: str, name: str = "+", *, null: bool = False) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name=name, to=model, null=null)


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0012_no_case_and_hand_ins"),
        ("directory", "0002_row_security"),
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.AddField("case", "came_from", _to("directory.organisation", null=True)),
        migrations.AddField("case", "went_to", _to("directory.organisation", null=True)),
        migrations.AddField(
            "risk",
            "continues",
            models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.risk"
            ),
        ),
        migrations.CreateModel(
            name="Transfer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("marking", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("written", "Waiting for a second person"),
                            ("offered", "Waiting for the other centre"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("declined", "Not sent"),
                            ("dropped", "Taken back before it was sent"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="written",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=60)),
                ("power", models.CharField(max_length=60)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("words_sealed", models.BinaryField()),
                ("summary_sealed", models.BinaryField()),
                (
                    "received_sealed",
                    models.BinaryField(default=b"", help_text="The receiver’s copy of the summary."),
                ),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField()),
                ("signed_by", models.UUIDField(null=True)),
                (
                    "least_sealed",
                    models.BinaryField(
                        default=b"", help_text="Why this is the least, by whoever let it go or did not."
                    ),
                ),
                ("sent_at", models.DateTimeField(null=True)),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("refusal", models.CharField(default="", max_length=60)),
                ("answer_sealed", models.BinaryField(default=b"")),
                ("left", models.BooleanField(default=False)),
                ("agreement", _to("directory.agreement")),
                ("case", _to("casework.case", "transfers")),
                ("centre", _to("directory.centre")),
                (
                    "new_case",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="casework.case"
                    ),
                ),
                ("organisation", _to("directory.organisation")),
                ("to_organisation", _to("directory.organisation")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("written", "offered"))),
                        fields=("case",),
                        name="one_transfer_at_a_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "accepted")), fields=("case",), name="a_case_moves_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at__isnull", True),
                            models.Q(
                                ("signed_by__isnull", False),
                                models.Q(("signed_by", models.F("written_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_people_let_a_case_go",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(("new_case__isnull", False), ("sent_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="accepted_after_it_was_sent",
                    ),
                ]
            },
        ),
        RowSecurity(
            "casework_transfer",
            using=f"organisation_id = {ACTING} OR (to_organisation_id = {ACTING} AND sent_at IS NOT NULL)",
        ),
        migrations.RunSQL(GOES_ON, UNDO),
    ]
