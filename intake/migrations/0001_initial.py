"""The tables of intake."""

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Import",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("gathering", "Collecting"),
                            ("uploaded", "Columns to match"),
                            ("staging", "Reading"),
                            ("needs_people", "Names to match"),
                            ("checked", "Ready to publish"),
                            ("publishing", "Publishing"),
                            ("published", "Published"),
                            ("undoing", "Undoing"),
                            ("undone", "Undone"),
                            ("abandoned", "Discarded"),
                        ],
                        default="uploaded",
                        max_length=12,
                    ),
                ),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("path", models.CharField(blank=True, max_length=300)),
                ("size_bytes", models.BigIntegerField()),
                ("digest", models.CharField(blank=True, max_length=64)),
                ("source", models.CharField(blank=True, max_length=60)),
                ("layout", models.JSONField(default=dict)),
                ("profile", models.JSONField(default=dict)),
                ("counts", models.JSONField(default=dict)),
                ("round", models.PositiveIntegerField(default=0)),
                ("goes_on", models.BooleanField(default=False, help_text="Publish automatically once the file is read.")),
                (
                    "creates_people",
                    models.BooleanField(default=False, help_text="Add unknown names as agents automatically."),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("published_at", models.DateTimeField(null=True)),
                ("can_be_undone", models.BooleanField(default=False)),
                ("first_contact_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                ("touched_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("expired_at", models.DateTimeField(null=True)),
                (
                    "token",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.apitoken",
                    ),
                ),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="WebhookEndpoint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("address", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("name", models.CharField(max_length=80)),
                ("source", models.CharField(max_length=60)),
                ("creates_people", models.BooleanField(default=False)),
                ("salt", models.CharField(max_length=64)),
                ("salt_before", models.CharField(blank=True, max_length=64)),
                ("before_until_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="KeptAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=255)),
                ("digest", models.CharField(max_length=64)),
                ("answer", models.JSONField()),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("file", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="intake.import")),
                (
                    "token",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="people.apitoken",
                    ),
                ),
                (
                    "endpoint",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="intake.webhookendpoint",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="import",
            name="endpoint",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="intake.webhookendpoint",
            ),
        ),
        migrations.CreateModel(
            name="OwnProfile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60)),
                ("definition", models.JSONField()),
                ("saved_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "saved_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="own_profile_name_unique"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="own_profile_has_a_name"),
                    models.CheckConstraint(
                        condition=models.Q(("definition__has_key", "columns")), name="own_profile_maps_columns"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rejection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.BigIntegerField()),
                ("column", models.CharField(blank=True, max_length=300)),
                ("value", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=60)),
                ("cells", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="rejections", to="intake.import"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("file", "line"), name="rejection_once_per_line")],
            },
        ),
        migrations.CreateModel(
            name="StagedRow",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("file", "line", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                ("line", models.BigIntegerField()),
                ("external_id", models.CharField(blank=True, max_length=120)),
                ("digest", models.CharField(blank=True, max_length=32)),
                ("agent", models.CharField(blank=True, max_length=200)),
                ("channel", models.CharField(max_length=10)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=40)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("response_seconds", models.PositiveIntegerField(null=True)),
                ("handle_seconds", models.PositiveIntegerField(null=True)),
                ("is_resolved", models.BooleanField(null=True)),
                ("resolved_on_first_contact", models.BooleanField(null=True)),
                ("recording_url", models.CharField(blank=True, max_length=300)),
                ("transcript", models.TextField(blank=True)),
                ("survey_sent_at", models.DateTimeField(null=True)),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
                ("value", models.PositiveSmallIntegerField(null=True)),
                ("responded_at", models.DateTimeField(null=True)),
                ("comment", models.TextField(blank=True)),
                ("started_precision", models.PositiveSmallIntegerField(db_default=0)),
                ("survey_sent_precision", models.PositiveSmallIntegerField(null=True)),
                ("precision", models.PositiveSmallIntegerField(db_default=0)),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="staged", to="intake.import"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("external_id", ""), models.Q(("digest", ""), _negated=True)),
                            models.Q(models.Q(("external_id", ""), _negated=True), ("digest", "")),
                            _connector="OR",
                        ),
                        name="staged_row_identified_one_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("responded_at", None), ("value", None)),
                            models.Q(("responded_at__isnull", False), ("value__isnull", False)),
                            _connector="OR",
                        ),
                        name="staged_row_answer_has_a_time",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.UniqueConstraint(fields=("address",), name="webhook_address_unique"),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(condition=models.Q(("salt", ""), _negated=True), name="webhook_has_a_salt"),
        ),
        migrations.AddConstraint(
            model_name="webhookendpoint",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("before_until_at", None), ("salt_before", "")),
                    models.Q(models.Q(("salt_before", ""), _negated=True), ("before_until_at__isnull", False)),
                    _connector="OR",
                ),
                name="webhook_secret_before_ends",
            ),
        ),
        migrations.AddIndex(
            model_name="keptanswer",
            index=models.Index(fields=["created_at"], name="kept_answer_time"),
        ),
        migrations.AddConstraint(
            model_name="keptanswer",
            constraint=models.UniqueConstraint(fields=("token", "key"), name="kept_answer_once_for_a_token"),
        ),
        migrations.AddConstraint(
            model_name="keptanswer",
            constraint=models.UniqueConstraint(fields=("endpoint", "key"), name="kept_answer_once_for_an_endpoint"),
        ),
        migrations.AddConstraint(
            model_name="keptanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("endpoint__isnull", False), ("token", None)),
                    models.Q(("endpoint", None), ("token__isnull", False)),
                    _connector="OR",
                ),
                name="kept_answer_to_one_asker",
            ),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(
                condition=models.Q(("state__in", ["gathering", "needs_people", "publishing"])),
                fields=["source", "id"],
                name="import_waiting",
            ),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(
                condition=models.Q(("state__in", ["uploaded", "staging", "needs_people", "checked"])),
                fields=["touched_at"],
                name="import_untouched",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "gathering",
                            "uploaded",
                            "staging",
                            "needs_people",
                            "checked",
                            "publishing",
                            "published",
                            "undoing",
                            "undone",
                            "abandoned",
                        ],
                    )
                ),
                name="import_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("published_at__isnull", False), ("state__in", ["published", "undoing", "undone"])),
                    models.Q(
                        models.Q(("state__in", ["published", "undoing", "undone"]), _negated=True), ("published_at", None)
                    ),
                    _connector="OR",
                ),
                name="import_published_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_at__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at", None)),
                    _connector="OR",
                ),
                name="import_undone_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["uploaded", "abandoned"]), models.Q(("source", ""), _negated=True), _connector="OR"
                ),
                name="import_read_with_a_source",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("endpoint", None),
                        ("token", None),
                        models.Q(("path", ""), _negated=True),
                        models.Q(("file_name", ""), _negated=True),
                    ),
                    models.Q(("endpoint", None), ("file_name", ""), ("path", ""), ("token__isnull", False)),
                    models.Q(("endpoint__isnull", False), ("file_name", ""), ("path", ""), ("token", None)),
                    _connector="OR",
                ),
                name="import_came_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "gathering"), _negated=True), ("endpoint__isnull", False), _connector="OR"
                ),
                name="import_gathers_for_an_endpoint",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.CheckConstraint(
                condition=models.Q(("expired_at", None), ("state", "abandoned"), _connector="OR"),
                name="import_expired_is_abandoned",
            ),
        ),
        migrations.AddConstraint(
            model_name="import",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "gathering")), fields=("endpoint",), name="import_one_gathering_for_an_endpoint"
            ),
        ),
    ]
