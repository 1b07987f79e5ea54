import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SharingDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nomination", "Nomination"),
                            ("contribution", "Contribution"),
                            ("correction", "Correction"),
                        ],
                        max_length=20,
                    ),
                ),
                ("programme", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Being written"),
                            ("proposed", "Waiting for an authoriser"),
                            ("sent_back", "Sent back"),
                            ("released", "Released"),
                            ("declined", "Declined"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("marking", models.PositiveSmallIntegerField(default=1)),
                ("power", models.CharField(default="", max_length=60)),
                ("necessity_sealed", models.BinaryField(default=b"")),
                ("proportionality_sealed", models.BinaryField(default=b"")),
                ("alternatives_sealed", models.BinaryField(default=b"")),
                ("notification", models.CharField(default="undecided", max_length=10)),
                ("notification_ground", models.CharField(default="", max_length=60)),
                ("notification_on", models.DateField(help_text="Told on, or to be looked at again on.", null=True)),
                (
                    "authors",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        default=list,
                        help_text="Everyone who wrote a part of it.",
                        size=None,
                    ),
                ),
                ("created_by", models.UUIDField()),
                ("created_at", models.DateTimeField()),
                (
                    "proposed_by",
                    models.UUIDField(help_text="Who wrote it, until it is proposed; then who proposed it."),
                ),
                ("proposed_at", models.DateTimeField(null=True)),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("centre", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.centre")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Challenge",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("subject_kind", models.CharField(max_length=20)),
                ("subject_id", models.UUIDField()),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("state", models.CharField(default="open", max_length=12)),
                ("outcome", models.CharField(default="", max_length=60)),
                ("words_sealed", models.BinaryField(default=b"", help_text="The challenger’s copy.")),
                ("words_for_other_sealed", models.BinaryField(default=b"", help_text="The other organisation’s copy.")),
                ("raised_by", models.UUIDField()),
                ("raised_at", models.DateTimeField()),
                ("closed_by_raiser", models.UUIDField(null=True)),
                ("closed_by_other", models.UUIDField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                (
                    "answered_by_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "raised_by_organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("decision_id", models.UUIDField(help_text="The originator’s sharing decision.")),
                ("programme", models.CharField(max_length=40)),
                ("kind", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("released", "Waiting to be acknowledged"),
                            ("acknowledged", "Acknowledged"),
                            ("challenged", "Stopped: flagged as asking to watch someone"),
                            ("withdrawn", "Withdrawn"),
                            ("expired", "Ran out"),
                        ],
                        default="released",
                        max_length=20,
                    ),
                ),
                ("reason", models.CharField(default="", max_length=60)),
                (
                    "criteria",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list, size=None
                    ),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("requested_action", models.CharField(max_length=60)),
                ("until", models.DateField()),
                ("power", models.CharField(max_length=60)),
                ("necessity_sealed", models.BinaryField(default=b"")),
                ("proportionality_sealed", models.BinaryField(default=b"")),
                ("alternatives_sealed", models.BinaryField(default=b"")),
                ("notification", models.CharField(max_length=10)),
                ("notification_decided_on", models.DateField(null=True)),
                ("notification_on", models.DateField(null=True)),
                ("marking", models.PositiveSmallIntegerField(default=1)),
                ("proposed_by", models.UUIDField()),
                ("released_by", models.UUIDField()),
                ("released_at", models.DateTimeField()),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "cannot_do_reason",
                    models.CharField(default="", help_text="Why the recipient can’t do what is asked.", max_length=60),
                ),
                ("agreement", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.agreement")),
                ("centre", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.centre")),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures_given",
                        to="directory.organisation",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="disclosures_received",
                        to="directory.organisation",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KnowsStatement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("programme", models.CharField(max_length=40)),
                (
                    "answer",
                    models.CharField(
                        choices=[
                            ("cannot_say", "We cannot say"),
                            ("known", "We know this person"),
                            ("not_known", "We do not know this person"),
                        ],
                        default="cannot_say",
                        max_length=12,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        default="made", help_text="waiting (for the guardian), made or refused", max_length=12
                    ),
                ),
                ("made_by", models.UUIDField()),
                ("made_at", models.DateTimeField()),
                ("approved_by", models.UUIDField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                (
                    "disclosure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="statements", to="sharing.disclosure"
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "decision",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        serialize=False,
                        to="sharing.sharingdecision",
                    ),
                ),
                ("reason", models.CharField(default="", max_length=60)),
                (
                    "criteria",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        help_text="The criteria said to be met.",
                        size=None,
                    ),
                ),
                ("external_reference", models.CharField(default="", max_length=80)),
                ("content_digest", models.BinaryField(default=b"", max_length=32)),
            ],
        ),
        migrations.CreateModel(
            name="Judgement",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("outcome", models.CharField(max_length=20)),
                ("reason", models.CharField(default="", max_length=60)),
                ("necessary_sealed", models.BinaryField(default=b"")),
                ("least_sealed", models.BinaryField(default=b"")),
                ("proportionate_sealed", models.BinaryField(default=b"")),
                ("alternative_sealed", models.BinaryField(default=b"")),
                ("telling_sealed", models.BinaryField(default=b"")),
                ("by", models.UUIDField()),
                ("at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="judgements",
                        to="sharing.sharingdecision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("item", models.UUIDField()),
                ("programme", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("held", "Held"),
                            ("recalled", "Recalled"),
                            ("superseded", "Corrected"),
                            ("expired", "Ran out"),
                            ("discarded", "Not shared"),
                            ("destroyed", "Destroyed"),
                        ],
                        default="draft",
                        max_length=12,
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("category", models.CharField(max_length=40)),
                ("marking", models.PositiveSmallIntegerField(choices=[(1, "OFFICIAL"), (2, "OFFICIAL – SENSITIVE")])),
                ("grading_scheme", models.CharField(default="3x5x2", max_length=10)),
                ("source_grade", models.CharField(max_length=2)),
                ("information_grade", models.CharField(max_length=2)),
                ("handling", models.CharField(default="P", max_length=2)),
                ("handling_action", models.CharField(default="none", max_length=4)),
                ("sanitisation", models.CharField(default="none", max_length=4)),
                ("purpose", models.CharField(max_length=40)),
                ("contributed_for", models.CharField(default="support", max_length=20)),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "team",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("text_sealed", models.BinaryField()),
                (
                    "parts_sealed",
                    models.BinaryField(default=b"", help_text="A name or date of birth in its parts, as JSON."),
                ),
                ("conditions_sealed", models.BinaryField(default=b"")),
                ("original_sealed", models.BinaryField(default=b"")),
                ("superseded_by", models.UUIDField(help_text="The item that corrects this one.", null=True)),
                ("held_since", models.DateTimeField()),
                ("expires_on", models.DateField(default=datetime.date(9999, 12, 31))),
                ("ended_at", models.DateTimeField(null=True)),
                ("written_by", models.UUIDField()),
                ("centre", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.centre")),
                (
                    "disclosure",
                    models.ForeignKey(
                        help_text="Recipient’s copy only.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="sharing.disclosure",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="holdings",
                        to="directory.organisation",
                    ),
                ),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        help_text="Originator’s copy only.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="sharing.sharingdecision",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NotificationDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("programme", models.CharField(max_length=40)),
                (
                    "state",
                    models.CharField(
                        choices=[("undecided", "Not decided yet"), ("deferred", "Not yet"), ("told", "Yes")],
                        max_length=10,
                    ),
                ),
                ("ground", models.CharField(default="", max_length=60)),
                ("proposed_by", models.UUIDField()),
                ("approved_by", models.UUIDField(null=True)),
                ("decided_on", models.DateField()),
                ("look_again_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PersonRecord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("initials_sealed", models.BinaryField()),
                ("since", models.DateTimeField()),
                ("centre", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.centre")),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProposedRecipient",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                (
                    "items",
                    django.contrib.postgres.fields.ArrayField(base_field=models.UUIDField(), default=list, size=None),
                ),
                ("purpose", models.CharField(max_length=40)),
                ("requested_action", models.CharField(max_length=60)),
                ("until", models.DateField()),
                (
                    "audience",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        default=list,
                        help_text="Roles at the recipient that may read it; empty for all.",
                        size=None,
                    ),
                ),
                (
                    "taken_out",
                    models.BooleanField(default=False, help_text="The authoriser released to the others only."),
                ),
                (
                    "agreement",
                    models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, to="directory.agreement"),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="sharing.sharingdecision",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecallNotice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("holding_id", models.UUIDField()),
                ("item", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("how", models.CharField(max_length=12)),
                ("reason", models.CharField(max_length=60)),
                ("sent_at", models.DateTimeField()),
                ("sent_by", models.UUIDField()),
                ("state", models.CharField(default="sent", max_length=12)),
                (
                    "judgements",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="How many of the holder’s judgements drew on it."
                    ),
                ),
                ("acknowledged_by", models.UUIDField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
                (
                    "originator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="directory.organisation"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnsealRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("reference", models.CharField(max_length=12)),
                ("programme", models.CharField(max_length=40)),
                ("ground", models.CharField(max_length=60)),
                ("reason_sealed", models.BinaryField()),
                ("state", models.CharField(default="asked", max_length=12)),
                ("requested_by", models.UUIDField()),
                (
                    "requested_by_officer",
                    models.BooleanField(help_text="Whether the one who asked is the data protection officer."),
                ),
                ("requested_at", models.DateTimeField()),
                ("decided_by", models.UUIDField(null=True)),
                ("decided_at", models.DateTimeField(null=True)),
                ("open_until", models.DateTimeField(null=True)),
                (
                    "holding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="unseal_requests",
                        to="sharing.holding",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["recipient", "state", "-released_at"], name="sharing_dis_recipie_8f4e88_idx"),
        ),
        migrations.AddIndex(
            model_name="disclosure",
            index=models.Index(fields=["originator", "person_id"], name="sharing_dis_origina_1928c5_idx"),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("proposed_by", models.F("released_by")), _negated=True),
                name="released_by_another_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="disclosure",
            constraint=models.CheckConstraint(
                condition=models.Q(("originator", models.F("recipient")), _negated=True),
                name="given_to_another_organisation",
            ),
        ),
        migrations.AddField(
            model_name="nomination",
            name="organisation",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="directory.organisation"),
        ),
        migrations.AddIndex(
            model_name="sharingdecision",
            index=models.Index(fields=["organisation", "state", "-created_at"], name="sharing_sha_organis_7dd9c9_idx"),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(fields=["organisation", "person_id", "number"], name="sharing_hol_organis_40af25_idx"),
        ),
        migrations.AddIndex(
            model_name="holding",
            index=models.Index(fields=["organisation", "state", "expires_on"], name="sharing_hol_organis_aa45e3_idx"),
        ),
        migrations.AddConstraint(
            model_name="holding",
            constraint=models.UniqueConstraint(fields=("organisation", "item"), name="one_copy_of_an_item"),
        ),
        migrations.AddIndex(
            model_name="notificationdecision",
            index=models.Index(
                fields=["organisation", "person_id", "-recorded_at"], name="sharing_not_organis_71db61_idx"
            ),
        ),
        migrations.AddConstraint(
            model_name="personrecord",
            constraint=models.UniqueConstraint(fields=("organisation", "person_id"), name="one_record_of_a_person"),
        ),
        migrations.AddConstraint(
            model_name="personrecord",
            constraint=models.UniqueConstraint(fields=("organisation", "reference"), name="one_person_by_a_reference"),
        ),
        migrations.AddConstraint(
            model_name="proposedrecipient",
            constraint=models.UniqueConstraint(fields=("decision", "recipient"), name="a_recipient_once"),
        ),
        migrations.AddIndex(
            model_name="recallnotice",
            index=models.Index(fields=["originator", "item"], name="sharing_rec_origina_4b2eee_idx"),
        ),
        migrations.AddConstraint(
            model_name="recallnotice",
            constraint=models.UniqueConstraint(fields=("holder", "holding_id"), name="one_notice_for_a_holding"),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                condition=models.Q(("external_reference", ""), _negated=True),
                fields=("organisation", "external_reference"),
                name="one_nomination_by_a_reference",
            ),
        ),
    ]
