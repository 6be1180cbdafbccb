"""The tables of crises. The copies of the mark of a drill refer to it together with its row, so that they are always right."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

REFER = """
ALTER TABLE crisis_crisis ADD CONSTRAINT crisis_drill_mark_of_its_journal
    FOREIGN KEY (journal_id, is_drill) REFERENCES journal_journal (id, is_drill) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE crisis_teammember ADD CONSTRAINT member_drill_mark_of_its_crisis
    FOREIGN KEY (crisis_id, is_drill) REFERENCES crisis_crisis (id, is_drill) DEFERRABLE INITIALLY DEFERRED;
"""
DO_NOT_REFER = """
ALTER TABLE crisis_teammember DROP CONSTRAINT member_drill_mark_of_its_crisis;
ALTER TABLE crisis_crisis DROP CONSTRAINT crisis_drill_mark_of_its_journal;
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journal", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Crisis",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("active", "Active"),
                            ("resolved", "Resolved"),
                            ("in_review", "In review"),
                            ("closed", "Closed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("title", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[("external", "External event"), ("internal", "Internal cause"), ("good_news", "Good news")],
                        max_length=10,
                    ),
                ),
                (
                    "scope",
                    models.CharField(
                        blank=True,
                        choices=[("global", "Global"), ("national", "National"), ("regional", "Regional"), ("local", "Local")],
                        max_length=10,
                    ),
                ),
                ("cause", models.TextField(blank=True)),
                (
                    "severity",
                    models.CharField(
                        choices=[("critical", "Critical"), ("serious", "Serious"), ("moderate", "Moderate")],
                        default="critical",
                        max_length=10,
                    ),
                ),
                ("is_drill", models.BooleanField(default=False)),
                ("solution", models.TextField(blank=True)),
                ("expectations", models.TextField(blank=True)),
                ("team_size", models.PositiveSmallIntegerField(default=10)),
                ("review_factor", models.PositiveSmallIntegerField(default=3)),
                ("answer_hours", models.PositiveSmallIntegerField(default=8)),
                ("rest_days", models.PositiveSmallIntegerField(default=14)),
                ("round", models.PositiveSmallIntegerField(default=1)),
                ("next_update_at", models.DateTimeField(null=True)),
                ("opened_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("activated_at", models.DateTimeField(null=True)),
                ("resolved_at", models.DateTimeField(null=True)),
                ("review_began_at", models.DateTimeField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("cancelled_at", models.DateTimeField(null=True)),
                ("closing_counts", models.JSONField(default=dict)),
                (
                    "deputy",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "journal",
                    models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.journal"),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "crises",
                "ordering": ["-opened_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measure", models.CharField(max_length=160)),
                ("target", models.CharField(max_length=80)),
                ("due_on", models.DateField()),
                (
                    "crisis",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="goals", to="crisis.crisis"),
                ),
            ],
            options={
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SupportContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(blank=True, max_length=120)),
                ("reach", models.CharField(max_length=160)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="support_contacts", to="crisis.crisis"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("joined_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("left_at", models.DateTimeField(null=True)),
                ("is_drill", models.BooleanField(db_default=False, default=False)),
                (
                    "crisis",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="members", to="crisis.crisis"),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "ordering": ["joined_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Terms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("solution", models.TextField()),
                ("expectations", models.TextField(blank=True)),
                ("scripts", models.JSONField(default=list)),
                ("review_factor", models.PositiveSmallIntegerField()),
                ("stated_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "crisis",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="crisis.crisis"),
                ),
            ],
            options={
                "verbose_name_plural": "terms",
                "ordering": ["crisis", "version"],
            },
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField(default=1)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("invited", "Invited"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("expired", "No reply in time"),
                            ("withdrawn", "Withdrawn"),
                            ("released", "Released"),
                            ("ended", "Ended with the crisis"),
                            ("served", "Served until the end"),
                        ],
                        default="invited",
                        max_length=10,
                    ),
                ),
                ("confirms_solution", models.BooleanField(default=False)),
                ("confirms_training", models.BooleanField(default=False)),
                ("confirms_timing", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("invited_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("deadline_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("reminders_sent", models.PositiveSmallIntegerField(default=0)),
                ("answered_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invitations", to="crisis.crisis"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "terms",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="crisis.terms"
                    ),
                ),
            ],
            options={
                "ordering": ["invited_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="UpdateSeen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("seen_at", models.DateTimeField()),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="updates_seen", to="crisis.crisis"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "updates seen",
            },
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="crisis_has_a_title"),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.UniqueConstraint(fields=("id", "is_drill"), name="crisis_drill_mark"),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "active", "resolved", "in_review", "closed", "cancelled"])),
                name="crisis_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__in", ["critical", "serious", "moderate"])), name="crisis_severity_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "external"), ("scope__in", ["global", "national", "regional", "local"])),
                    models.Q(("kind__in", ["internal", "good_news"]), ("scope", "")),
                    _connector="OR",
                ),
                name="crisis_scope_of_external_events_only",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("lead", models.F("deputy")), _negated=True), name="crisis_deputy_is_not_the_lead"
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "cancelled"]),
                    models.Q(("lead__isnull", False), models.Q(("solution", ""), _negated=True)),
                    _connector="OR",
                ),
                name="crisis_runs_with_a_lead_and_a_solution",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("team_size__gte", 1), ("team_size__lte", 500)), name="crisis_team_size_possible"
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_factor__gte", 1), ("review_factor__lte", 20)), name="crisis_review_factor_possible"
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer_hours__gte", 1), ("answer_hours__lte", 336)), name="crisis_answer_hours_possible"
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(condition=models.Q(("rest_days__lte", 365)), name="crisis_rest_possible"),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", "draft"),
                        ("activated_at__isnull", True),
                        ("resolved_at__isnull", True),
                        ("review_began_at__isnull", True),
                        ("closed_at__isnull", True),
                        ("cancelled_at__isnull", True),
                    ),
                    models.Q(
                        ("state", "active"),
                        ("activated_at__isnull", False),
                        ("resolved_at__isnull", True),
                        ("review_began_at__isnull", True),
                        ("closed_at__isnull", True),
                        ("cancelled_at__isnull", True),
                    ),
                    models.Q(
                        ("state", "resolved"),
                        ("activated_at__isnull", False),
                        ("resolved_at__isnull", False),
                        ("review_began_at__isnull", True),
                        ("closed_at__isnull", True),
                        ("cancelled_at__isnull", True),
                    ),
                    models.Q(
                        ("state", "in_review"),
                        ("activated_at__isnull", False),
                        ("resolved_at__isnull", False),
                        ("review_began_at__isnull", False),
                        ("closed_at__isnull", True),
                        ("cancelled_at__isnull", True),
                    ),
                    models.Q(
                        ("state", "closed"),
                        ("activated_at__isnull", False),
                        ("resolved_at__isnull", False),
                        ("review_began_at__isnull", False),
                        ("closed_at__isnull", False),
                        ("cancelled_at__isnull", True),
                    ),
                    models.Q(
                        ("state", "cancelled"),
                        ("activated_at__isnull", True),
                        ("resolved_at__isnull", True),
                        ("review_began_at__isnull", True),
                        ("closed_at__isnull", True),
                        ("cancelled_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="crisis_times_match_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="crisis",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("activated_at", None), ("activated_at__gte", models.F("opened_at")), _connector="OR"),
                    models.Q(("resolved_at", None), ("resolved_at__gte", models.F("activated_at")), _connector="OR"),
                    models.Q(("review_began_at", None), ("review_began_at__gte", models.F("resolved_at")), _connector="OR"),
                    models.Q(("closed_at", None), ("closed_at__gte", models.F("review_began_at")), _connector="OR"),
                    models.Q(("cancelled_at", None), ("cancelled_at__gte", models.F("opened_at")), _connector="OR"),
                ),
                name="crisis_times_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("measure", ""), _negated=True), models.Q(("target", ""), _negated=True)),
                name="goal_says_what_and_how_much",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("person__isnull", False), ("name", "")),
                    models.Q(("person", None), models.Q(("name", ""), _negated=True)),
                    _connector="OR",
                ),
                name="support_contact_is_a_colleague_or_named",
            ),
        ),
        migrations.AddConstraint(
            model_name="supportcontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("reach", ""), _negated=True), name="support_contact_can_be_reached"
            ),
        ),
        migrations.AddConstraint(
            model_name="supportcontact",
            constraint=models.UniqueConstraint(fields=("crisis", "person"), name="support_contact_once"),
        ),
        migrations.AddIndex(
            model_name="teammember",
            index=models.Index(fields=["crisis", "person"], name="member_of_crisis"),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_drill", False), ("left_at", None)),
                fields=("person",),
                name="member_of_one_crisis_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_at", None)), fields=("crisis", "person"), name="member_once_in_a_team"
            ),
        ),
        migrations.AddConstraint(
            model_name="teammember",
            constraint=models.CheckConstraint(
                condition=models.Q(("left_at", None), ("left_at__gte", models.F("joined_at")), _connector="OR"),
                name="member_joined_before_leaving",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.UniqueConstraint(fields=("crisis", "version"), name="terms_version_unique"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("solution", ""), _negated=True), name="terms_state_a_solution"
            ),
        ),
        migrations.AddIndex(
            model_name="invitation",
            index=models.Index(condition=models.Q(("state", "invited")), fields=["deadline_at"], name="invitation_open"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["invited", "accepted"])),
                fields=("crisis", "person"),
                name="invitation_one_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.UniqueConstraint(fields=("crisis", "person", "round"), name="invitation_once_in_a_round"),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("confirms_solution", True),
                        ("confirms_timing", True),
                        ("confirms_training", True),
                        ("state__in", ["accepted", "withdrawn", "released", "served"]),
                        ("terms__isnull", False),
                    ),
                    models.Q(
                        ("confirms_solution", False),
                        ("confirms_timing", False),
                        ("confirms_training", False),
                        ("state__in", ["invited", "declined", "expired", "ended"]),
                        ("terms", None),
                    ),
                    _connector="OR",
                ),
                name="invitation_accepted_with_all_three",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("ended_at", None), ("state", "invited")),
                    models.Q(("answered_at", None), ("ended_at__isnull", False), ("state__in", ["expired", "ended"])),
                    models.Q(("answered_at__isnull", False), ("ended_at", None), ("state", "accepted")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("ended_at__isnull", False),
                        ("state__in", ["declined", "withdrawn", "released", "served"]),
                    ),
                    _connector="OR",
                ),
                name="invitation_times_match_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="invitation",
            constraint=models.CheckConstraint(
                condition=models.Q(("deadline_at__gt", models.F("invited_at"))), name="invitation_deadline_after_sending"
            ),
        ),
        migrations.AddConstraint(
            model_name="updateseen",
            constraint=models.UniqueConstraint(fields=("crisis", "sequence", "person"), name="update_seen_once"),
        ),
        migrations.AddConstraint(
            model_name="updateseen",
            constraint=models.CheckConstraint(condition=models.Q(("sequence__gte", 1)), name="update_seen_is_an_entry"),
        ),
        migrations.RunSQL(REFER, DO_NOT_REFER),
    ]
