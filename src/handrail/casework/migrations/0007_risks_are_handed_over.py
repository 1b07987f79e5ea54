"""A risk is offered, accepted or refused; called by another kind; judged anew. And what the database promises of it.

A risk passes to another organisation only with an offer that the one made and somebody of the other accepted at that
moment, and is called by another kind only by a change that was made of it. Both are checked when the transaction
commits. That the two who sign are two people, and that a change which lets others own it is signed by three, are
constraints of their tables.
"""

import django.db.models.deletion
import uuid
from django.db import migrations, models

from handrail.gate.row_security import RowSecurity

TABLES = ("casework_riskoffer", "casework_riskkindchange", "casework_riskjudgement")

SIGNED = """
CREATE FUNCTION casework_passes_with_both_signatures() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM casework_riskownership AS earlier
        WHERE earlier.risk_id = NEW.risk_id AND upper(earlier.during) = lower(NEW.during)
          AND earlier.organisation_id <> NEW.organisation_id
          AND NOT EXISTS (
              SELECT 1 FROM casework_riskoffer AS offer
              WHERE offer.risk_id = NEW.risk_id AND offer.state = 'accepted'
                AND offer.from_organisation_id = earlier.organisation_id
                AND offer.to_organisation_id = NEW.organisation_id
                AND offer.answered_at = lower(NEW.during)))
    THEN
        RAISE EXCEPTION 'a risk passes to another organisation only with both signatures';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER both_signatures AFTER INSERT OR UPDATE OF organisation_id ON casework_riskownership
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION casework_passes_with_both_signatures();
CREATE FUNCTION casework_kind_changes_on_record() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NOT EXISTS (
        SELECT 1 FROM casework_riskkindchange AS change
        WHERE change.risk_id = NEW.id AND change.state = 'made' AND change.was = OLD.kind AND change.becomes = NEW.kind)
    THEN
        RAISE EXCEPTION 'a risk is called by another kind only by a change that was made of it';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER kind_changes_on_record AFTER UPDATE OF kind ON casework_risk
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.kind IS DISTINCT FROM NEW.kind)
    EXECUTE FUNCTION casework_kind_changes_on_record();
"""

UNDO = """
DROP TRIGGER kind_changes_on_record ON casework_risk;
DROP FUNCTION casework_kind_changes_on_record();
DROP TRIGGER both_signatures ON casework_riskownership;
DROP FUNCTION casework_passes_with_both_signatures();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("casework", "0006_concerns"),
        ("directory", "0002_row_security"),
        ("ledger", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="RiskJudgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("was", models.CharField(max_length=40)),
                ("severity", models.CharField(max_length=40)),
                ("words_sealed", models.BinaryField()),
                ("judged_by", models.UUIDField()),
                ("judged_at", models.DateTimeField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="judgements", to="casework.risk"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RiskKindChange",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Waiting for the police’s signature"),
                            ("signed", "Waiting for an independent review"),
                            ("made", "Made"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                            ("overtaken", "Overtaken"),
                        ],
                        default="proposed",
                        max_length=10,
                    ),
                ),
                ("was", models.CharField(max_length=60)),
                ("becomes", models.CharField(max_length=60)),
                ("both", models.BooleanField()),
                ("words_sealed", models.BinaryField()),
                ("proposed_by", models.UUIDField()),
                ("proposed_at", models.DateTimeField()),
                ("signed_by", models.UUIDField(null=True)),
                ("signed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.UUIDField(null=True)),
                ("answer_sealed", models.BinaryField(default=b"")),
                ("ended_by", models.UUIDField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "ended_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "reviewed_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="kind_changes", to="casework.risk"
                    ),
                ),
                (
                    "signed_for",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("proposed", "signed"))),
                        fields=("risk",),
                        name="one_change_of_kind_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("both", True), ("state", "made"), _negated=True),
                            models.Q(
                                ("reviewed_by__isnull", False),
                                ("reviewed_for__isnull", False),
                                ("signed_by__isnull", False),
                                ("signed_for__isnull", False),
                                models.Q(("signed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("reviewed_by", models.F("proposed_by")), _negated=True),
                                models.Q(("reviewed_by", models.F("signed_by")), _negated=True),
                                models.Q(("reviewed_for", models.F("organisation")), _negated=True),
                                models.Q(("reviewed_for", models.F("signed_for")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="kind_changed_by_three_people",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RiskOffer",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Waiting for an answer"),
                            ("accepted", "Accepted"),
                            ("refused", "Refused"),
                            ("withdrawn", "Withdrawn"),
                            ("overtaken", "Overtaken"),
                        ],
                        default="offered",
                        max_length=10,
                    ),
                ),
                ("reason", models.CharField(max_length=60)),
                ("words_sealed", models.BinaryField()),
                ("offered_by", models.UUIDField()),
                ("offered_at", models.DateTimeField()),
                ("refusal", models.CharField(default="", max_length=60)),
                ("answer_sealed", models.BinaryField(default=b"")),
                ("answered_by", models.UUIDField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="casework.case"
                    ),
                ),
                (
                    "from_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "risk",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="offers", to="casework.risk"
                    ),
                ),
                (
                    "to_member",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.member"
                    ),
                ),
                (
                    "to_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "offered")), fields=("risk",), name="one_offer_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "accepted"), _negated=True),
                            models.Q(
                                ("answered_by__isnull", False),
                                models.Q(("answered_by", models.F("offered_by")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="two_people_sign_a_handover",
                    ),
                ],
            },
        ),
        *(
            RowSecurity(table, using=f"EXISTS (SELECT 1 FROM casework_case WHERE casework_case.id = {table}.case_id)")
            for table in TABLES
        ),
        migrations.RunSQL(SIGNED, UNDO),
    ]
