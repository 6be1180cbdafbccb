"""Add chat channels and the posts to them."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("notices", "0002_letter_templates"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChatChannel",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("sealed_address", models.TextField()),
                ("shown_as", models.CharField(max_length=300)),
                ("topics", django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), size=None)),
                ("is_paused", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="chat_channel_name_unique"),
                    models.CheckConstraint(condition=models.Q(("topics__len__gte", 1)), name="chat_channel_has_topics"),
                    models.CheckConstraint(
                        condition=models.Q(("sealed_address__startswith", "gAAAAA")), name="chat_channel_address_is_sealed"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChatPost",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=200)),
                ("topic", models.CharField(blank=True, max_length=60)),
                ("message", models.TextField(blank=True)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "Waiting"), ("sent", "Sent"), ("failed", "Failed"), ("dropped", "Not sent")],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("error", models.CharField(blank=True, max_length=300)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("finished_at", models.DateTimeField(null=True)),
                (
                    "channel",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="posts", to="notices.chatchannel"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "waiting")), fields=["next_try_at"], name="chat_post_due"),
                    models.Index(
                        condition=models.Q(("finished_at__isnull", False)), fields=["finished_at"], name="chat_post_finished"
                    ),
                    models.Index(fields=["channel", "-created_at"], name="chat_post_newest"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("channel", "key"), name="chat_post_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state", "waiting")),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="chat_post_finished_at_matches_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), models.Q(("message", ""), _negated=True)),
                            models.Q(models.Q(("state", "waiting"), _negated=True), ("message", "")),
                            _connector="OR",
                        ),
                        name="chat_post_message_while_waiting",
                    ),
                ],
            },
        ),
    ]
