"""The tables of quality."""

import datetime

import django.contrib.postgres.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("feedback", "0001_initial"),
        ("journal", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                ("hint", models.CharField(blank=True, max_length=300)),
                (
                    "scale",
                    models.PositiveSmallIntegerField(
                        choices=[(2, "No / Yes"), (3, "1 to 3"), (4, "1 to 4"), (5, "1 to 5")], default=2
                    ),
                ),
                ("weight", models.DecimalField(decimal_places=2, default=1, max_digits=5)),
                ("allows_na", models.BooleanField(default=False)),
                ("fails_section", models.BooleanField(default=False)),
                ("is_red_flag", models.BooleanField(default=False)),
                ("is_bonus", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "ordering": ["section__position", "section", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="EvaluationFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("reading", "Being read"),
                            ("taken", "Imported"),
                            ("refused", "Not imported"),
                            ("undone", "Undone"),
                        ],
                        default="reading",
                        max_length=10,
                    ),
                ),
                ("source", models.CharField(max_length=60)),
                ("file_name", models.CharField(max_length=200)),
                ("path", models.CharField(max_length=300)),
                ("size_bytes", models.BigIntegerField()),
                ("counts", models.JSONField(default=dict)),
                ("trouble", models.CharField(blank=True, max_length=40)),
                ("about", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("taken_at", models.DateTimeField(null=True)),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EvaluationRejection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.BigIntegerField()),
                ("external_id", models.CharField(blank=True, max_length=120)),
                ("field", models.CharField(blank=True, max_length=60)),
                ("value", models.CharField(blank=True, max_length=300)),
                ("reason", models.CharField(max_length=60)),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rejections",
                        to="quality.evaluationfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ImportedEvaluation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("line", models.BigIntegerField()),
                ("source", models.CharField(max_length=60)),
                ("external_id", models.CharField(max_length=120)),
                ("digest", models.CharField(max_length=32)),
                ("is_current", models.BooleanField(default=False)),
                ("is_withheld", models.BooleanField(default=False)),
                ("identity", models.CharField(blank=True, max_length=200)),
                ("agent", models.CharField(blank=True, max_length=200)),
                ("evaluator", models.CharField(blank=True, max_length=200)),
                ("form", models.CharField(blank=True, max_length=200)),
                ("conversation_id", models.CharField(blank=True, max_length=120)),
                ("total_score", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("critical_score", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("is_red_flagged", models.BooleanField(default=False)),
                ("comment", models.TextField(blank=True)),
                ("groups", models.JSONField(default=list)),
                ("conversation_at", models.DateTimeField(null=True)),
                ("released_at", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "file",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="quality.evaluationfile",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.person",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("baseline", "Baseline"), ("extra", "Extra")], max_length=10)),
                ("cadence", models.PositiveSmallIntegerField()),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("planned_on", models.DateField(null=True)),
                (
                    "journal",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.journal"),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField()),
                ("left_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="quality.programme"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(choices=[("draft", "Draft"), ("completed", "Completed")], default="draft", max_length=10),
                ),
                ("comment", models.TextField(blank=True)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5, null=True)),
                ("bonus", models.DecimalField(decimal_places=2, default=0, max_digits=6)),
                ("is_red_flagged", models.BooleanField(default=False)),
                ("started_at", models.DateTimeField()),
                ("completed_at", models.DateTimeField(null=True)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "interaction",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.interaction"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "reviewer",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RedFlagSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="red_flags_seen", to="quality.review"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "red flags seen",
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("value", models.PositiveSmallIntegerField(null=True)),
                (
                    "question",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="quality.question"),
                ),
                (
                    "review",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="quality.review"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ReviewerCapacity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reviews_per_week", models.PositiveSmallIntegerField()),
                (
                    "person",
                    models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "reviewer capacities",
            },
        ),
        migrations.CreateModel(
            name="Scorecard",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("name",), name="scorecard_name_unique"),
                    models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="scorecard_has_a_name"),
                ],
            },
        ),
        migrations.AddField(
            model_name="programme",
            name="scorecard",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="programmes", to="quality.scorecard"
            ),
        ),
        migrations.CreateModel(
            name="ScorecardVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("published", "Published"), ("archived", "Archived")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "mode",
                    models.CharField(
                        choices=[
                            ("percentage", "Percentage: sections count by their weight"),
                            ("points", "Points: sections with more questions count more"),
                        ],
                        default="percentage",
                        max_length=10,
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("published_at", models.DateTimeField(null=True)),
                ("archived_at", models.DateTimeField(null=True)),
                (
                    "scorecard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="quality.scorecard"
                    ),
                ),
            ],
            options={
                "ordering": ["scorecard", "-number"],
            },
        ),
        migrations.AddField(
            model_name="review",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="quality.scorecardversion"
            ),
        ),
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "aspect",
                    models.CharField(
                        choices=[
                            ("empathy", "Empathy"),
                            ("adherence", "Script adherence"),
                            ("resolution", "Resolution"),
                            ("red_flags", "Red flags"),
                            ("other", "Other"),
                        ],
                        default="other",
                        max_length=12,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                ("weight", models.DecimalField(decimal_places=2, max_digits=5)),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="quality.scorecardversion"
                    ),
                ),
            ],
            options={
                "ordering": ["version", "position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="question",
            name="section",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="questions", to="quality.section"
            ),
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("iso_year", models.PositiveSmallIntegerField()),
                ("iso_week", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("due_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("assigned", "Assigned"),
                            ("started", "Started"),
                            ("done", "Done"),
                            ("cancelled", "Cancelled"),
                            ("lapsed", "Lapsed"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("assigned_at", models.DateTimeField(null=True)),
                (
                    "lapse_reason",
                    models.CharField(
                        blank=True,
                        choices=[("no_contact", "No Contact"), ("no_reviewer", "No Reviewer")],
                        db_default="",
                        max_length=12,
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.interaction"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="slots", to="quality.programme"
                    ),
                ),
                (
                    "reviewer",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="review",
            name="slot",
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="review", to="quality.slot"),
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(max_length=300)),
                ("replaced_at", models.DateTimeField()),
                (
                    "interaction",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.interaction"),
                ),
                (
                    "replaced_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="replacements", to="quality.slot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SupersededReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("answers", models.JSONField()),
                ("comment", models.TextField(blank=True)),
                ("score", models.DecimalField(decimal_places=2, max_digits=5)),
                ("bonus", models.DecimalField(decimal_places=2, max_digits=6)),
                ("is_red_flagged", models.BooleanField()),
                ("written_at", models.DateTimeField()),
                ("acknowledged_at", models.DateTimeField(null=True)),
                ("superseded_at", models.DateTimeField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="superseded", to="quality.review"
                    ),
                ),
            ],
            options={
                "ordering": ["review", "-number"],
            },
        ),
        migrations.AddConstraint(
            model_name="evaluationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["reading", "taken", "refused", "undone"])), name="evaluation_file_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["taken", "undone"]), ("taken_at__isnull", False)),
                    models.Q(models.Q(("state__in", ["taken", "undone"]), _negated=True), ("taken_at", None)),
                    _connector="OR",
                ),
                name="evaluation_file_taken_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_at__isnull", False), ("undone_by__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at", None), ("undone_by", None)),
                    _connector="OR",
                ),
                name="evaluation_file_undone_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "refused"), models.Q(("trouble", ""), _negated=True)),
                    models.Q(models.Q(("state", "refused"), _negated=True), ("trouble", "")),
                    _connector="OR",
                ),
                name="evaluation_file_refused_with_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluationrejection",
            constraint=models.UniqueConstraint(fields=("file", "line"), name="evaluation_rejection_once_per_line"),
        ),
        migrations.AddIndex(
            model_name="importedevaluation",
            index=models.Index(fields=["source", "external_id"], name="imported_evaluation_versions"),
        ),
        migrations.AddIndex(
            model_name="importedevaluation",
            index=models.Index(fields=["person", "changed_at"], name="imported_evaluation_of_person"),
        ),
        migrations.AddIndex(
            model_name="importedevaluation",
            index=models.Index(
                condition=models.Q(("person", None)), fields=["source", "identity"], name="imported_evaluation_waiting"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.UniqueConstraint(fields=("file", "line"), name="imported_evaluation_once_per_line"),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_current", True)),
                fields=("source", "external_id"),
                name="imported_evaluation_one_current",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_withheld", True),
                    models.Q(models.Q(("identity", ""), _negated=True), models.Q(("agent", ""), _negated=True)),
                    _connector="OR",
                ),
                name="imported_evaluation_of_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(("external_id", ""), _negated=True), name="imported_evaluation_called_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("is_withheld", False), ("total_score__isnull", False)),
                    models.Q(
                        ("comment", ""),
                        ("critical_score", None),
                        ("is_withheld", True),
                        ("person", None),
                        ("total_score", None),
                    ),
                    _connector="OR",
                ),
                name="imported_evaluation_withheld_says_nothing",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("total_score", None), models.Q(("total_score__gte", 0), ("total_score__lte", 100)), _connector="OR"
                ),
                name="imported_evaluation_score_on_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="importedevaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("critical_score", None),
                    models.Q(("critical_score__gte", 0), ("critical_score__lte", 100)),
                    _connector="OR",
                ),
                name="imported_evaluation_critical_score_on_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmemember",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_at", None), ("left_at__gte", models.F("joined_at")), _connector="OR"),
                name="member_leaves_after_joining",
            ),
        ),
        migrations.AddConstraint(
            model_name="programmemember",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("programme", "="),
                    ("person", "="),
                    (models.Func("joined_at", "left_at", models.Value("[)"), function="TSTZRANGE"), "&&"),
                ],
                name="member_once_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="redflagseen",
            constraint=models.UniqueConstraint(fields=("review", "person"), name="red_flag_seen_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.UniqueConstraint(fields=("review", "question"), name="review_answer_once"),
        ),
        migrations.AddConstraint(
            model_name="reviewanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("value", None), ("value__lte", 5), _connector="OR"), name="review_answer_on_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewercapacity",
            constraint=models.CheckConstraint(condition=models.Q(("reviews_per_week__lte", 500)), name="capacity_possible"),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["baseline", "extra"])), name="programme_kind_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("cadence__gte", 1), ("cadence__lte", 50)), name="programme_cadence_possible"
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at", None), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                name="programme_ends_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="programme",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ends_at", None), ("kind", "baseline")), fields=("kind",), name="programme_one_baseline"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecardversion",
            constraint=models.UniqueConstraint(fields=("scorecard", "number"), name="scorecard_version_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="scorecardversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")), fields=("scorecard",), name="scorecard_one_draft"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecardversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("scorecard",), name="scorecard_one_published"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("mode__in", ["percentage", "points"])), name="scorecard_mode_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scorecardversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("archived_at", None), ("published_at", None), ("state", "draft")),
                    models.Q(("archived_at", None), ("published_at__isnull", False), ("state", "published")),
                    models.Q(("archived_at__isnull", False), ("published_at__isnull", False), ("state", "archived")),
                    _connector="OR",
                ),
                name="scorecard_version_times_match_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(condition=models.Q(("weight__gte", 0)), name="section_weight_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="section_has_a_title"),
        ),
        migrations.AddConstraint(
            model_name="section",
            constraint=models.CheckConstraint(
                condition=models.Q(("aspect__in", ["empathy", "adherence", "resolution", "red_flags", "other"])),
                name="section_aspect_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(condition=models.Q(("scale__in", [2, 3, 4, 5])), name="question_scale_known"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(condition=models.Q(("weight__gt", 0)), name="question_weight_positive"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="question_has_a_text"),
        ),
        migrations.AddConstraint(
            model_name="question",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_bonus", False), models.Q(("fails_section", False), ("is_red_flag", False)), _connector="OR"
                ),
                name="question_bonus_fails_nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(fields=["programme", "person", "opens_at"], name="slot_of_person"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "assigned", "started"])), fields=["due_at"], name="slot_open"
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("state__in", ["assigned", "started"])), fields=["reviewer", "due_at"], name="slot_queue"
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(
                condition=models.Q(("state__in", ["waiting", "assigned", "started"])),
                fields=["person"],
                name="slot_open_of_person",
            ),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(condition=models.Q(("state", "waiting")), fields=["person"], name="slot_waiting"),
        ),
        migrations.AddIndex(
            model_name="slot",
            index=models.Index(condition=models.Q(("state", "lapsed")), fields=["opens_at"], name="slot_lapsed"),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("programme", "person", "iso_year", "iso_week", "number"), name="slot_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.UniqueConstraint(
                fields=("programme", "interaction"), name="slot_interaction_once_in_a_programme"
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reviewer", None), ("state", "waiting")),
                    models.Q(
                        ("interaction__isnull", False),
                        ("reviewer__isnull", False),
                        ("state__in", ["assigned", "started", "done"]),
                    ),
                    models.Q(("interaction", None), ("reviewer", None), ("state__in", ["cancelled", "lapsed"])),
                    _connector="OR",
                ),
                name="slot_reviewer_and_interaction_match_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lapse_reason__in", ["no_contact", "no_reviewer"]), ("state", "lapsed")),
                    models.Q(models.Q(("state", "lapsed"), _negated=True), ("lapse_reason", "")),
                    _connector="OR",
                ),
                name="slot_lapse_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assigned_at", None), ("reviewer", None)),
                    models.Q(("assigned_at__isnull", False), ("reviewer__isnull", False)),
                    _connector="OR",
                ),
                name="slot_assigned_at_with_reviewer",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reviewer", None), models.Q(("reviewer", models.F("person")), _negated=True), _connector="OR"
                ),
                name="slot_not_reviewed_by_oneself",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "due_at",
                        django.db.models.expressions.CombinedExpression(
                            models.F("opens_at"), "+", models.Value(datetime.timedelta(days=2))
                        ),
                    )
                ),
                name="slot_due_after_48_hours",
            ),
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(("iso_week__gte", 1), ("iso_week__lte", 53), ("number__gte", 1)),
                name="slot_week_and_number_possible",
            ),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["person", "completed_at"], name="review_of_person"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(fields=["reviewer", "completed_at"], name="review_by_reviewer"),
        ),
        migrations.AddIndex(
            model_name="review",
            index=models.Index(
                condition=models.Q(("is_red_flagged", True)), fields=["completed_at"], name="review_red_flagged"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("completed_at", None), ("score", None), ("state", "draft")),
                    models.Q(("completed_at__isnull", False), ("score__isnull", False), ("state", "completed")),
                    _connector="OR",
                ),
                name="review_score_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("score", None), models.Q(("score__gte", 0), ("score__lte", 100)), _connector="OR"),
                name="review_score_on_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(condition=models.Q(("bonus__gte", 0)), name="review_bonus_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("is_red_flagged", False), models.Q(("bonus", 0), ("score", 0), ("score__isnull", False)), _connector="OR"
                ),
                name="review_red_flag_scores_zero",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("acknowledged_at", None),
                    models.Q(("acknowledged_at__gte", models.F("completed_at")), ("state", "completed")),
                    _connector="OR",
                ),
                name="review_acknowledged_after_completion",
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("reviewer", models.F("person")), _negated=True), name="review_not_of_oneself"
            ),
        ),
        migrations.AddIndex(
            model_name="replacement",
            index=models.Index(fields=["replaced_at"], name="replacement_time"),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.UniqueConstraint(fields=("slot", "interaction"), name="replacement_once"),
        ),
        migrations.AddConstraint(
            model_name="replacement",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="replacement_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="supersededreview",
            constraint=models.UniqueConstraint(fields=("review", "number"), name="superseded_review_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="supersededreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="superseded_review_numbers_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="supersededreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("score__gte", 0), ("score__lte", 100)), name="superseded_review_score_on_scale"
            ),
        ),
        migrations.AddConstraint(
            model_name="supersededreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="superseded_review_has_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="supersededreview",
            constraint=models.CheckConstraint(
                condition=models.Q(("superseded_at__gte", models.F("written_at"))), name="superseded_review_times_in_order"
            ),
        ),
    ]
