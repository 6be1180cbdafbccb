"""Extensions of PostgreSQL, the cache's table, and the tables of core."""

import uuid

import django.db.models.functions.datetime
import django.db.models.functions.text
from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations, models

# The table of `createcachetable`, here so that `migrate` is all an installation needs.
CACHE = """
CREATE TABLE core_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX core_cache_expires ON core_cache (expires);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(CACHE, "DROP TABLE core_cache"),
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("name", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("beat_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("kind", models.CharField(max_length=60)),
                ("recipient", models.EmailField(max_length=320)),
                ("data", models.JSONField(default=dict)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="outgoing_mail_due"),
                    models.Index(
                        condition=models.Q(("state", "waiting"), _negated=True),
                        fields=["finished_at"],
                        name="outgoing_mail_finished",
                    ),
                    models.Index(django.db.models.functions.text.Upper("recipient"), name="outgoing_mail_recipient"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("uuid",), name="outgoing_mail_uuid_unique"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "waiting")),
                            models.Q(("finished_at__isnull", False), ("state__in", ["sent", "failed"])),
                            _connector="OR",
                        ),
                        name="outgoing_mail_finished_at_matches_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "waiting"), ("data", {}), _connector="OR"),
                        name="outgoing_mail_data_gone_when_finished",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SentForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("location", models.TextField(blank=True)),
                ("said", models.JSONField(default=list)),
                ("sent_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "indexes": [models.Index(fields=["sent_at"], name="sent_form_time")],
                "constraints": [models.UniqueConstraint(fields=("digest",), name="sent_form_once")],
            },
        ),
        migrations.CreateModel(
            name="Work",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=200)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("running", "Running"), ("done", "Done"), ("failed", "Failed")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("cursor", models.JSONField(default=dict)),
                ("done_units", models.BigIntegerField(default=0)),
                ("total_units", models.BigIntegerField(null=True)),
                ("token", models.UUIDField(null=True)),
                ("lease_until_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("error", models.TextField(blank=True)),
                ("waits_for", models.TextField(blank=True, db_default="", default="")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state__in", ["waiting", "running"])), fields=["id"], name="work_open"),
                    models.Index(fields=["kind", "subject_id"], name="work_subject"),
                    models.Index(
                        condition=models.Q(("state__in", ["done", "failed"])), fields=["finished_at"], name="work_finished"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("key",), name="work_key_unique"),
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "running", "done", "failed"])), name="work_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", False), ("state__in", ["done", "failed"])),
                            models.Q(("finished_at__isnull", True), ("state__in", ["waiting", "running"])),
                            _connector="OR",
                        ),
                        name="work_finished_at_matches_state",
                    ),
                ],
            },
        ),
    ]
