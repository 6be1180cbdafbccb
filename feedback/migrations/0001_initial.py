"""The tables of feedback, and the triggers that give the scores a new version with every statement that writes them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

FIRST_VERSION = "INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())"


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("intake", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n0", models.PositiveIntegerField(default=0)),
                ("n1", models.PositiveIntegerField(default=0)),
                ("n2", models.PositiveIntegerField(default=0)),
                ("n3", models.PositiveIntegerField(default=0)),
                ("n4", models.PositiveIntegerField(default=0)),
                ("n5", models.PositiveIntegerField(default=0)),
                ("n6", models.PositiveIntegerField(default=0)),
                ("n7", models.PositiveIntegerField(default=0)),
                ("n8", models.PositiveIntegerField(default=0)),
                ("n9", models.PositiveIntegerField(default=0)),
                ("n10", models.PositiveIntegerField(default=0)),
                ("month_on", models.DateField()),
                ("channel", models.CharField(max_length=10)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=40)),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
            ],
        ),
        migrations.CreateModel(
            name="Purge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("begun_at", models.DateTimeField()),
                ("finished_at", models.DateTimeField(null=True)),
                ("counts", models.JSONField(default=dict)),
            ],
        ),
        migrations.CreateModel(
            name="RollupBasis",
            fields=[
                ("table", models.CharField(max_length=63, primary_key=True, serialize=False)),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "verbose_name_plural": "rollup bases",
            },
        ),
        migrations.CreateModel(
            name="ScoresVersion",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("token", models.UUIDField()),
            ],
        ),
        migrations.CreateModel(
            name="SurveyResponse",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
                ("value", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("counted", "Counted"),
                            ("superseded", "Replaced by a newer answer"),
                            ("suspected", "Likely answered by an email scanner"),
                            ("duplicate", "Duplicate from another source"),
                            ("excluded", "Not counted by decision"),
                        ],
                        default="counted",
                        max_length=10,
                    ),
                ),
                ("responded_at", models.DateTimeField()),
                ("comment", models.TextField(blank=True)),
                ("precision", models.PositiveSmallIntegerField(db_default=0)),
                ("is_out_of_window", models.BooleanField(db_default=False)),
            ],
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("external_id", models.CharField(max_length=120)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CountedSpan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person_id", models.BigIntegerField()),
                ("team_id", models.BigIntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person_id", "team_id", "starts_on"), name="counted_span_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="CountingDecision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("external_id", models.CharField(max_length=120)),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
                ("responded_at", models.DateTimeField()),
                ("value", models.PositiveSmallIntegerField()),
                ("counts", models.BooleanField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DailyScore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("n0", models.PositiveIntegerField(default=0)),
                ("n1", models.PositiveIntegerField(default=0)),
                ("n2", models.PositiveIntegerField(default=0)),
                ("n3", models.PositiveIntegerField(default=0)),
                ("n4", models.PositiveIntegerField(default=0)),
                ("n5", models.PositiveIntegerField(default=0)),
                ("n6", models.PositiveIntegerField(default=0)),
                ("n7", models.PositiveIntegerField(default=0)),
                ("n8", models.PositiveIntegerField(default=0)),
                ("n9", models.PositiveIntegerField(default=0)),
                ("n10", models.PositiveIntegerField(default=0)),
                ("day_on", models.DateField()),
                ("channel", models.CharField(max_length=10)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DailyTimes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day_on", models.DateField()),
                ("channel", models.CharField(max_length=10)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("interactions", models.PositiveIntegerField(default=0)),
                ("answered", models.PositiveIntegerField(default=0)),
                ("response_seconds", models.PositiveBigIntegerField(default=0)),
                ("handled", models.PositiveIntegerField(default=0)),
                ("handle_seconds", models.PositiveBigIntegerField(default=0)),
                (
                    "team",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.team"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Horizon",
            fields=[
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("contacts", "Contacts and responses"),
                            ("comments", "Customer comments"),
                            ("transcripts", "Transcripts"),
                            ("recordings", "Links to recordings"),
                        ],
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("from_on", models.DateField()),
                ("from_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("from_on__day", 1)), name="horizon_first_of_month"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["contacts", "comments", "transcripts", "recordings"])),
                        name="horizon_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Interaction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("source", models.CharField(max_length=60)),
                ("external_id", models.CharField(max_length=120)),
                ("channel", models.CharField(max_length=10)),
                ("topic", models.CharField(blank=True, max_length=200)),
                ("language", models.CharField(blank=True, max_length=40)),
                ("started_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("hour_band", models.PositiveSmallIntegerField()),
                ("response_seconds", models.PositiveIntegerField(null=True)),
                ("handle_seconds", models.PositiveIntegerField(null=True)),
                ("is_resolved", models.BooleanField(null=True)),
                ("resolved_on_first_contact", models.BooleanField(null=True)),
                ("is_drill", models.BooleanField(default=False)),
                ("recording_url", models.CharField(blank=True, max_length=300)),
                ("transcript", models.TextField(blank=True)),
                ("survey_sent_at", models.DateTimeField(null=True)),
                ("started_precision", models.PositiveSmallIntegerField(db_default=0)),
                ("survey_sent_precision", models.PositiveSmallIntegerField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.import"
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
            name="ClaimedAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
                ("value", models.PositiveSmallIntegerField()),
                ("responded_at", models.DateTimeField()),
                ("comment", models.TextField(blank=True)),
                ("precision", models.PositiveSmallIntegerField(db_default=0)),
                ("place", models.BigIntegerField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.import"
                    ),
                ),
                (
                    "interaction",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.interaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                ("started_precision", models.PositiveSmallIntegerField(db_default=0)),
                ("survey_sent_precision", models.PositiveSmallIntegerField(null=True)),
                ("place", models.BigIntegerField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.import"
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
                (
                    "interaction",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="feedback.interaction"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LeftOut",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month_on", models.DateField()),
                ("instrument", models.CharField(choices=[("csat", "CSAT"), ("nps", "NPS"), ("ces", "CES")], max_length=4)),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("unassigned", "No agent"),
                            ("superseded", "Replaced by a newer answer"),
                            ("suspected", "Likely answered by an email scanner"),
                            ("duplicate", "Duplicate from another source"),
                            ("excluded", "Not counted by decision"),
                            ("drill", "Part of a drill"),
                        ],
                        max_length=12,
                    ),
                ),
                ("responses", models.PositiveIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("month_on", "instrument", "reason"), name="left_out_unique"),
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="left_out_first_of_month"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="leftout",
            trigger=pgtrigger.compiler.Trigger(
                name="new_scores_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())\n            ON CONFLICT (id) DO UPDATE SET token = excluded.token;\n        RETURN NULL;\n    ",
                    hash="bc7182b01711e2e54154c4b636910bc6ea19dad7",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_new_scores_version_9a43f",
                    table="feedback_leftout",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="monthlyscore",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddConstraint(
            model_name="purge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("finished_at", None)),
                fields=("finished_at",),
                name="purge_one_at_a_time",
                nulls_distinct=False,
            ),
        ),
        migrations.AddConstraint(
            model_name="scoresversion",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="scores_version_one"),
        ),
        migrations.AddField(
            model_name="surveyresponse",
            name="file",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="intake.import"
            ),
        ),
        migrations.AddField(
            model_name="surveyresponse",
            name="interaction",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="responses", to="feedback.interaction"
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(fields=("source", "external_id"), name="assignment_once"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("source", ""), _negated=True), models.Q(("external_id", ""), _negated=True)),
                name="assignment_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="countingdecision",
            constraint=models.UniqueConstraint(
                fields=("source", "external_id", "instrument", "responded_at", "value"), name="counting_decision_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="countingdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("source", ""), _negated=True), models.Q(("external_id", ""), _negated=True)),
                name="counting_decision_about_something",
            ),
        ),
        migrations.AddConstraint(
            model_name="dailyscore",
            constraint=models.UniqueConstraint(
                fields=("day_on", "team", "channel", "topic", "instrument"), name="daily_score_unique", nulls_distinct=False
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="dailyscore",
            trigger=pgtrigger.compiler.Trigger(
                name="new_scores_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())\n            ON CONFLICT (id) DO UPDATE SET token = excluded.token;\n        RETURN NULL;\n    ",
                    hash="9624c3b6be0ded2d6cee3e7040ee685be8a9b454",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_new_scores_version_891f6",
                    table="feedback_dailyscore",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="dailytimes",
            constraint=models.UniqueConstraint(
                fields=("day_on", "team", "channel", "topic"), name="daily_times_unique", nulls_distinct=False
            ),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(fields=["person", "started_at"], name="interaction_person_time"),
        ),
        migrations.AddIndex(
            model_name="interaction",
            index=models.Index(fields=["started_at"], name="interaction_time"),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.UniqueConstraint(fields=("source", "external_id"), name="interaction_external_id_unique"),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("started_precision__lte", 3),
                    models.Q(
                        ("survey_sent_precision", None),
                        models.Q(("survey_sent_at__isnull", False), ("survey_sent_precision__lte", 3)),
                        _connector="OR",
                    ),
                ),
                name="interaction_precision_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="interaction",
            constraint=models.CheckConstraint(condition=models.Q(("hour_band__lte", 23)), name="interaction_hour_possible"),
        ),
        migrations.AddConstraint(
            model_name="claimedanswer",
            constraint=models.UniqueConstraint(
                fields=("interaction", "file", "instrument", "responded_at", "value"),
                name="claimed_answer_once",
                nulls_distinct=False,
            ),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("person__isnull", False)), fields=["person"], name="claim_person"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.UniqueConstraint(fields=("interaction", "file"), name="claim_once", nulls_distinct=False),
        ),
        migrations.AddIndex(
            model_name="monthlyscore",
            index=models.Index(fields=["month_on", "instrument"], name="monthly_score_month"),
        ),
        migrations.AddConstraint(
            model_name="monthlyscore",
            constraint=models.UniqueConstraint(
                fields=("person", "month_on", "channel", "topic", "language", "instrument"), name="monthly_score_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="monthlyscore",
            constraint=models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="monthly_score_first_of_month"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="monthlyscore",
            trigger=pgtrigger.compiler.Trigger(
                name="new_scores_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())\n            ON CONFLICT (id) DO UPDATE SET token = excluded.token;\n        RETURN NULL;\n    ",
                    hash="a8e52a2dd37bae5cf72771f4efa0bb94b9b52a9a",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_new_scores_version_76125",
                    table="feedback_monthlyscore",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="surveyresponse",
            index=models.Index(fields=["responded_at"], name="response_time"),
        ),
        migrations.AddIndex(
            model_name="surveyresponse",
            index=models.Index(
                condition=models.Q(("state", "counted"), _negated=True),
                fields=["state", "responded_at"],
                name="response_left_out",
            ),
        ),
        migrations.AddIndex(
            model_name="surveyresponse",
            index=models.Index(
                condition=models.Q(("is_out_of_window", True)), fields=["responded_at"], name="response_out_of_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyresponse",
            constraint=models.UniqueConstraint(
                fields=("interaction", "instrument", "responded_at", "value"), name="response_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyresponse",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "counted")), fields=("interaction", "instrument"), name="response_one_counted"
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("instrument", "csat"), ("value__gte", 1), ("value__lte", 5)),
                    models.Q(("instrument", "nps"), ("value__lte", 10)),
                    models.Q(("instrument", "ces"), ("value__gte", 1), ("value__lte", 7)),
                    _connector="OR",
                ),
                name="response_value_on_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyresponse",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["counted", "superseded", "suspected", "duplicate", "excluded"])),
                name="response_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="surveyresponse",
            constraint=models.CheckConstraint(condition=models.Q(("precision__lte", 3)), name="response_precision_known"),
        ),
        migrations.RunSQL(FIRST_VERSION, migrations.RunSQL.noop),
    ]
