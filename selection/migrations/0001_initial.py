"""The tables of selection."""

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
            name="Selection",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveSmallIntegerField()),
                ("criteria", models.JSONField()),
                ("rule_version", models.CharField(max_length=20)),
                ("inputs", models.JSONField()),
                ("inputs_digest", models.CharField(max_length=64)),
                ("result", models.JSONField()),
                ("band_reason", models.TextField(blank=True)),
                ("stored_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="selections", to="crisis.crisis"
                    ),
                ),
                (
                    "stored_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "ordering": ["crisis", "number"],
            },
        ),
        migrations.CreateModel(
            name="Candidate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "standing",
                    models.CharField(
                        choices=[("in", "Selected"), ("reserve", "Reserve list"), ("out", "Not selected")], max_length=8
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(null=True)),
                ("rank", models.PositiveSmallIntegerField(null=True)),
                ("in_band", models.BooleanField(default=False)),
                ("reasons", models.JSONField(default=list)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "selection",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="candidates", to="selection.selection"
                    ),
                ),
            ],
            options={
                "ordering": ["selection", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="CardReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=2000)),
                ("given_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("updated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="card_replies", to="crisis.crisis"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "replies to cards",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("crisis", "person"), name="card_reply_once"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="card_reply_says_something"),
                    models.CheckConstraint(
                        condition=models.Q(("updated_at__gte", models.F("given_at"))), name="card_reply_times_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaderAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leaders_asked", to="crisis.crisis"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "leaders asked",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("crisis", "leader"), name="leader_asked_once"),
                    models.CheckConstraint(
                        condition=models.Q(("answered_at", None), ("answered_at__gte", models.F("asked_at")), _connector="OR"),
                        name="leader_asked_before_answering",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeaderInput",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("nomination", "Nomination"), ("objection", "Objection")], max_length=10)),
                ("reason", models.CharField(max_length=1000)),
                ("given_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("withdrawn_at", models.DateTimeField(null=True)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="leader_input", to="crisis.crisis"
                    ),
                ),
                (
                    "leader",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "nominations and objections",
                "ordering": ["given_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("crisis", "person", "leader"),
                        name="leader_input_one_open",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("leader")), _negated=True), name="leader_input_not_about_oneself"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["nomination", "objection"])), name="leader_input_kind_known"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="leader_input_has_a_reason"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_at", None), ("withdrawn_at__gte", models.F("given_at")), _connector="OR"
                        ),
                        name="leader_input_given_before_withdrawn",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="selection",
            constraint=models.UniqueConstraint(fields=("crisis", "number"), name="selection_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("selection", "person"), name="candidate_once"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.UniqueConstraint(fields=("selection", "position"), name="candidate_position_unique"),
        ),
        migrations.AddConstraint(
            model_name="candidate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("position__isnull", False), ("rank__isnull", False), ("standing__in", ["in", "reserve"])),
                    models.Q(("position", None), ("standing", "out")),
                    _connector="OR",
                ),
                name="candidate_position_unless_out",
            ),
        ),
    ]
