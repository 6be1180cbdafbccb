"""The tables of the pulse and of coaching."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("care", "0001_suggestion_box"),
        ("journal", "0001_initial"),
        ("people", "0006_rosters_and_updates_from_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="CoachOf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("proposed_at", models.DateTimeField()),
                ("agreed_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("shares_earlier", models.BooleanField(default=False)),
                ("last_read_on", models.DateField(null=True)),
                ("coach", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "coaches",
                "ordering": ["-proposed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="CoachingSession",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("planned_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("planned", "Planned"), ("held", "Held"), ("cancelled", "Cancelled")],
                        default="planned",
                        max_length=10,
                    ),
                ),
                ("held_at", models.DateTimeField(null=True)),
                ("shared_notes", models.TextField(blank=True, max_length=8000)),
                ("notes_version", models.PositiveIntegerField(default=0)),
                (
                    "coaching",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="sessions", to="care.coachof"),
                ),
            ],
            options={
                "ordering": ["-planned_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PrivateNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=8000)),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="private_notes", to="care.coachingsession"
                    ),
                ),
                (
                    "writer",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PulseRound",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("opens_at", models.DateTimeField()),
                ("closes_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
                ("change", models.TextField(blank=True, max_length=2000)),
                ("change_at", models.DateTimeField(null=True)),
                (
                    "change_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "journal",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.journal"),
                ),
            ],
            options={
                "ordering": ["-opens_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PulseFigure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.CharField(
                        blank=True,
                        choices=[("", "Everyone"), ("team", "Team"), ("shift", "Shift"), ("channel", "Channel")],
                        max_length=10,
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=400)),
                ("at_least", models.PositiveIntegerField()),
                ("strained_percent", models.PositiveSmallIntegerField()),
                ("lacking_percent", models.PositiveSmallIntegerField()),
                (
                    "people",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="figures", to="care.pulseround"
                    ),
                ),
            ],
            options={
                "ordering": ["by", "name"],
            },
        ),
        migrations.CreateModel(
            name="PulseAsked",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("team", models.CharField(blank=True, max_length=400)),
                ("shift", models.CharField(blank=True, max_length=60)),
                ("channel", models.CharField(blank=True, max_length=120)),
                ("is_waiting", models.BooleanField(default=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
                (
                    "round",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="asked", to="care.pulseround"),
                ),
            ],
            options={
                "verbose_name_plural": "pulse questions",
            },
        ),
        migrations.CreateModel(
            name="PulseAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "strain",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "Not at all"), (2, "A little"), (3, "Somewhat"), (4, "Very"), (5, "Extremely")], null=True
                    ),
                ),
                (
                    "support",
                    models.PositiveSmallIntegerField(
                        choices=[(1, "No"), (2, "Mostly not"), (3, "Partly"), (4, "Mostly"), (5, "Yes")], null=True
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="care.pulseround"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "pulse answers",
            },
        ),
        migrations.CreateModel(
            name="AboutMe",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("feedback", models.TextField(blank=True, max_length=8000)),
                ("helps", models.TextField(blank=True, max_length=8000)),
                ("strengths", models.TextField(blank=True, max_length=8000)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "texts about oneself",
                "constraints": [
                    models.UniqueConstraint(fields=("person",), name="about_me_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("feedback", ""), _negated=True),
                            models.Q(("helps", ""), _negated=True),
                            models.Q(("strengths", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="about_me_not_empty",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BreakRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("asked_at", models.DateTimeField()),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person"),
                ),
                ("to", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
            ],
            options={
                "ordering": ["-asked_at"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("settled_at", None)), fields=("person", "to"), name="break_request_open_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("person", models.F("to")), _negated=True), name="break_request_to_somebody_else"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("settled_at", None), ("settled_at__gte", models.F("asked_at")), _connector="OR"),
                        name="break_request_settled_later",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgreedAction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=300)),
                ("due_on", models.DateField()),
                ("agreed_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="people.person")),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="actions", to="care.coachingsession"
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="agreed_action_says_what"),
                    models.CheckConstraint(
                        condition=models.Q(("done_at", None), ("done_at__gte", models.F("agreed_at")), _connector="OR"),
                        name="agreed_action_done_later",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="coachof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed_at__isnull", False), ("ended_at", None)),
                fields=("person",),
                name="one_coach_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachof",
            constraint=models.UniqueConstraint(
                condition=models.Q(("agreed_at", None), ("ended_at", None)),
                fields=("person",),
                name="one_proposed_coach_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachof",
            constraint=models.CheckConstraint(
                condition=models.Q(("person", models.F("coach")), _negated=True), name="coach_is_somebody_else"
            ),
        ),
        migrations.AddConstraint(
            model_name="coachof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("agreed_at", None), ("agreed_at__gte", models.F("proposed_at")), _connector="OR"),
                    models.Q(("ended_at", None), ("ended_at__gte", models.F("proposed_at")), _connector="OR"),
                    models.Q(
                        ("agreed_at", None), ("ended_at", None), ("ended_at__gte", models.F("agreed_at")), _connector="OR"
                    ),
                ),
                name="coach_times_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="coachingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "cancelled"])), name="session_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="coachingsession",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("held_at__isnull", False), ("state", "held")),
                    models.Q(models.Q(("state", "held"), _negated=True), ("held_at", None)),
                    _connector="OR",
                ),
                name="session_time_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="privatenote",
            constraint=models.UniqueConstraint(fields=("session", "writer"), name="private_note_once"),
        ),
        migrations.AddConstraint(
            model_name="privatenote",
            constraint=models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="private_note_not_empty"),
        ),
        migrations.AddIndex(
            model_name="pulseround",
            index=models.Index(condition=models.Q(("ended_at", None)), fields=["closes_at"], name="pulse_round_not_ended"),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=models.UniqueConstraint(fields=("journal", "number"), name="pulse_round_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=models.CheckConstraint(
                condition=models.Q(("opens_at__lt", models.F("closes_at"))), name="pulse_round_times_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=models.CheckConstraint(
                condition=models.Q(("ended_at", None), ("ended_at__gte", models.F("closes_at")), _connector="OR"),
                name="pulse_round_ends_after_closing",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change", ""), ("change_at", None), ("change_by", None)),
                    models.Q(
                        models.Q(("change", ""), _negated=True),
                        ("change_at__isnull", False),
                        ("change_by__isnull", False),
                        ("ended_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="pulse_change_said_after_the_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseround",
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(
                expressions=[
                    ("journal", "="),
                    (models.Func("opens_at", "closes_at", models.Value("[)"), function="TSTZRANGE"), "&&"),
                ],
                name="pulse_round_one_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulsefigure",
            constraint=models.UniqueConstraint(fields=("round", "by", "name"), name="pulse_figure_once"),
        ),
        migrations.AddConstraint(
            model_name="pulsefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("by__in", ["", "team", "shift", "channel"])), name="pulse_figure_filter_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="pulsefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(("at_least__gte", 5)), name="pulse_figure_from_five_people_on"
            ),
        ),
        migrations.AddConstraint(
            model_name="pulsefigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("lacking_percent__gte", 10),
                    ("strained_percent__gte", 10),
                    ("strained_percent__lte", 90),
                    ("lacking_percent__lte", 90),
                ),
                name="pulse_figure_never_all_or_none",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseasked",
            constraint=models.UniqueConstraint(fields=("round", "person"), name="pulse_asked_once"),
        ),
        migrations.AddConstraint(
            model_name="pulseanswer",
            constraint=models.UniqueConstraint(fields=("round", "person"), name="pulse_answered_once"),
        ),
        migrations.AddConstraint(
            model_name="pulseanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("strain", None), models.Q(("strain__gte", 1), ("strain__lte", 5)), _connector="OR"),
                    models.Q(("support", None), models.Q(("support__gte", 1), ("support__lte", 5)), _connector="OR"),
                ),
                name="pulse_answer_on_the_scale",
            ),
        ),
        migrations.AddConstraint(
            model_name="pulseanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("strain__isnull", False), ("support__isnull", False), _connector="OR"),
                name="pulse_answer_not_empty",
            ),
        ),
    ]
