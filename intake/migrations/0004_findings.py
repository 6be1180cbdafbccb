"""Findings of checks, the state in which an import waits for decisions about them, and an index on the digests of files."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0003_import_kinds"),
        ("people", "0004_notification_is_about_drill"),
    ]

    operations = [
        migrations.CreateModel(
            name="Finding",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("nothing_read", "No row can be imported"),
                            ("ratings_rejected", "Most ratings can't be read"),
                            ("no_agent", "No row has an agent"),
                            ("no_rating", "No row has a rating"),
                            ("in_future", "Dates in the future"),
                            ("long_ago", "Very old dates"),
                            ("published_before", "File published under another source"),
                            ("same_contacts", "Contacts known from another source"),
                            ("reassigned", "Contacts with a different agent"),
                            ("other_contacts", "Known contact IDs with other dates"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("note", "Note"), ("question", "Question"), ("obstacle", "Obstacle")], max_length=8
                    ),
                ),
                ("count", models.PositiveBigIntegerField()),
                ("token", models.CharField(blank=True, max_length=40)),
                ("about", models.JSONField(default=dict)),
                (
                    "decision",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("publish", "Publish anyway"),
                            ("keep", "Keep the agents as they are"),
                            ("move", "Use the new agents"),
                        ],
                        max_length=7,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="import",
            name="import_state_known",
        ),
        migrations.RemoveIndex(
            model_name="import",
            name="import_untouched",
        ),
        migrations.AlterField(
            model_name="import",
            name="state",
            field=models.CharField(
                choices=[
                    ("gathering", "Collecting"),
                    ("uploaded", "Columns to match"),
                    ("staging", "Reading"),
                    ("needs_people", "Names to match"),
                    ("needs_look", "Needs a look"),
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
        migrations.AddIndex(
            model_name="import",
            index=models.Index(
                condition=models.Q(("state__in", ["uploaded", "staging", "needs_people", "needs_look", "checked"])),
                fields=["touched_at"],
                name="import_untouched",
            ),
        ),
        migrations.AddIndex(
            model_name="import",
            index=models.Index(condition=models.Q(("digest", ""), _negated=True), fields=["digest"], name="import_digest"),
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
                            "needs_look",
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
        migrations.AddField(
            model_name="finding",
            name="decided_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="finding",
            name="file",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="findings", to="intake.import"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("file", "kind"), name="finding_once_per_kind"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["note", "question", "obstacle"])), name="finding_level_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind__in", ["nothing_read", "ratings_rejected"]), ("level", "obstacle")),
                    ("kind", "no_agent"),
                    models.Q(("kind", "no_rating"), ("level__in", ["note", "question"])),
                    models.Q(
                        (
                            "kind__in",
                            ["in_future", "long_ago", "published_before", "same_contacts", "reassigned", "other_contacts"],
                        ),
                        ("level", "question"),
                    ),
                    _connector="OR",
                ),
                name="finding_level_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decision", ""),
                    models.Q(("decision__in", ["keep", "move"]), ("kind", "reassigned"), ("level", "question")),
                    models.Q(("decision", "publish"), ("level", "question"), models.Q(("kind", "reassigned"), _negated=True)),
                    _connector="OR",
                ),
                name="finding_decision_fits_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at", None), ("decided_by", None), ("decision", "")),
                    models.Q(models.Q(("decision", ""), _negated=True), ("decided_at__isnull", False)),
                    _connector="OR",
                ),
                name="finding_decided_at_a_time",
            ),
        ),
    ]
