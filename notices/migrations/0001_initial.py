"""The tables of notices."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_dropped_mail"),
        ("people", "0003_notification_is_planned"),
    ]

    operations = [
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("held", "Held"),
                            ("posted", "In the outbox"),
                            ("sent", "Sent"),
                            ("failed", "Failed"),
                            ("dropped", "Not sent"),
                        ],
                        default="held",
                        max_length=10,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("quiet", "quiet hours"),
                            ("budget", "you've reached your daily limit"),
                            ("off", "you turned these e-mails off"),
                            ("no_account", "no account with an e-mail address"),
                            ("read", "you read it here first"),
                            ("elsewhere", "a separate e-mail was sent"),
                            ("no_topic", "this kind is only shown here"),
                        ],
                        max_length=12,
                    ),
                ),
                ("release_at", models.DateTimeField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("is_in_quiet_hours", models.BooleanField(default=False)),
                ("planned_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "mail",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.outgoingmail"
                    ),
                ),
                (
                    "notification",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.notification"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("state", "held")), fields=["release_at"], name="delivery_release"),
                    models.Index(
                        condition=models.Q(("posted_at__isnull", False)), fields=["posted_at"], name="delivery_posted"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("release_at__isnull", False), ("state", "held")),
                            models.Q(models.Q(("state", "held"), _negated=True), ("release_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_held_until_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("posted_at__isnull", True), ("state", "held")),
                            ("state", "dropped"),
                            models.Q(("posted_at__isnull", False), ("state__in", ["posted", "sent", "failed"])),
                            _connector="OR",
                        ),
                        name="delivery_posted_at_matches_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("finished_at__isnull", True), ("state__in", ["held", "posted"])),
                            models.Q(("finished_at__isnull", False), ("state__in", ["sent", "failed", "dropped"])),
                            _connector="OR",
                        ),
                        name="delivery_finished_at_matches_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["held", "dropped"]), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="delivery_says_why_it_was_not_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("topic", models.CharField(max_length=60)),
                ("is_by_email", models.BooleanField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "choices about e-mails",
                "constraints": [models.UniqueConstraint(fields=("person", "topic"), name="preference_once_per_topic")],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("starts_at", models.TimeField()),
                ("ends_at", models.TimeField()),
                ("with_weekends", models.BooleanField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "quiet hours",
                "constraints": [
                    models.UniqueConstraint(fields=("person",), name="quiet_hours_once"),
                    models.CheckConstraint(
                        condition=models.Q(("starts_at", models.F("ends_at")), _negated=True), name="quiet_hours_leave_time"
                    ),
                ],
            },
        ),
    ]
