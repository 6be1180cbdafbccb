"""The tables of protocols."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("crisis", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Protocol",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(choices=[("draft", "Draft"), ("reviewed", "Reviewed")], default="draft", max_length=10),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                ("compiled", models.JSONField(default=dict)),
                ("compiled_at", models.DateTimeField()),
                ("journal_sequence", models.PositiveIntegerField()),
                ("texts", models.JSONField(default=dict)),
                ("review_by_on", models.DateField(null=True)),
                ("review_requested_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                (
                    "crisis",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="protocol", to="crisis.crisis"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "review_requested_from",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImprovementAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("action", models.CharField(max_length=300)),
                ("due_on", models.DateField(null=True)),
                ("verification", models.CharField(blank=True, max_length=300)),
                ("changes", models.CharField(blank=True, max_length=40)),
                (
                    "owner",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="improvements", to="protocol.protocol"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="GoalRating",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rating",
                    models.CharField(
                        choices=[("reached", "Reached"), ("partly", "Partly reached"), ("missed", "Missed")], max_length=10
                    ),
                ),
                (
                    "goal",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="rating", to="crisis.goal"),
                ),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ratings", to="protocol.protocol"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ProtocolExport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField()),
                ("state", models.CharField(choices=[("draft", "Draft"), ("reviewed", "Reviewed")], max_length=10)),
                ("format", models.CharField(choices=[("pdf", "PDF"), ("md", "Markdown"), ("json", "JSON")], max_length=4)),
                ("content", models.BinaryField(null=True)),
                ("unshown", models.CharField(blank=True, db_default="", default="", max_length=40)),
                ("requested_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "protocol",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="exports", to="protocol.protocol"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewed_at", None), ("reviewed_by", None), ("state", "draft")),
                    models.Q(("reviewed_at__isnull", False), ("reviewed_by__isnull", False), ("state", "reviewed")),
                    _connector="OR",
                ),
                name="protocol_reviewed_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("review_requested_at", None), ("review_requested_from", None)),
                    models.Q(("review_requested_at__isnull", False), ("review_requested_from__isnull", False)),
                    _connector="OR",
                ),
                name="protocol_review_request_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="protocol",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewed_by", None),
                    ("written_by", None),
                    models.Q(("reviewed_by", models.F("written_by")), _negated=True),
                    _connector="OR",
                ),
                name="protocol_not_reviewed_by_its_writer",
            ),
        ),
        migrations.AddConstraint(
            model_name="improvementaction",
            constraint=models.CheckConstraint(condition=models.Q(("action", ""), _negated=True), name="improvement_says_what"),
        ),
        migrations.AddConstraint(
            model_name="goalrating",
            constraint=models.CheckConstraint(
                condition=models.Q(("rating__in", ["reached", "partly", "missed"])), name="goal_rating_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="protocolexport",
            constraint=models.UniqueConstraint(fields=("protocol", "version", "state", "format"), name="protocol_export_once"),
        ),
        migrations.AddConstraint(
            model_name="protocolexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("format__in", ["pdf", "md", "json"])), name="protocol_export_format_known"
            ),
        ),
    ]
