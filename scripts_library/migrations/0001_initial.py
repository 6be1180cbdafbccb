"""The tables of scripts, and four harmful phrases to start from."""

from typing import Any

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

# The list is data: supervisors change it as they like.
PHRASES = {
    "that's our policy": "Here is what I can do for you today, and why it works this way: …",
    "calm down": "I can hear how much trouble this causes. Let us sort it out together, step by step.",
    "you should have …": "From here on, the quickest way is …",
    "I know exactly how you feel": "Thank you for telling me. Anyone would be upset about that.",
}


def add_phrases(apps: Any, _schema_editor: Any) -> None:
    phrases = apps.get_model("scripts_library", "HarmfulPhrase").objects
    phrases.bulk_create(phrases.model(phrase=phrase, better=better) for phrase, better in PHRASES.items())


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("journal", "0001_initial"),
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="HarmfulPhrase",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("phrase", models.CharField(max_length=120, verbose_name="Harmful phrase")),
                ("better", models.CharField(max_length=300, verbose_name="Better wording")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["phrase"],
                "constraints": [
                    models.UniqueConstraint(django.db.models.functions.text.Lower("phrase"), name="harmful_phrase_unique"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("phrase", ""), _negated=True), models.Q(("better", ""), _negated=True)),
                        name="harmful_phrase_has_a_better_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Script",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "journal",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="journal.journal"),
                ),
                ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person")),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ScriptVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("in_review", "In review"),
                            ("approved", "Approved"),
                            ("published", "Published"),
                            ("expired", "Expired"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("situation", models.TextField(max_length=4000, verbose_name="Situation")),
                ("what_to_say", models.TextField(blank=True, max_length=4000, verbose_name="What to say")),
                ("tone", models.TextField(blank=True, max_length=4000, verbose_name="How to say it")),
                ("what_not_to_say", models.TextField(blank=True, max_length=4000, verbose_name="What not to say")),
                ("what_to_ask", models.TextField(blank=True, max_length=4000, verbose_name="What to ask")),
                ("escalation", models.TextField(blank=True, max_length=4000, verbose_name="When and how to escalate")),
                ("plan_b", models.TextField(blank=True, max_length=4000, verbose_name="Plan B: what you can offer")),
                ("writer_ids", django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("starts_at", models.DateTimeField(null=True)),
                ("ends_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("submitted_at", models.DateTimeField(null=True)),
                ("approved_at", models.DateTimeField(null=True)),
                ("sent_back_reason", models.TextField(blank=True)),
                ("withdrawal_reason", models.TextField(blank=True)),
                (
                    "approver",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
                    ),
                ),
                (
                    "author",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "replacement",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scripts_library.script"
                    ),
                ),
                (
                    "script",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="scripts_library.script"
                    ),
                ),
            ],
            options={
                "ordering": ["script", "-number"],
            },
        ),
        migrations.CreateModel(
            name="ApprovalCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "question",
                    models.CharField(
                        choices=[
                            ("first", "First: it reaches customers before rumours do."),
                            ("right", "Right: every fact in it is confirmed."),
                            ("credible", "Credible: it says what we don't know yet and makes no promises we can't keep."),
                            ("empathetic", "Empathetic: it starts with what this means for the customer."),
                            ("asks_for_action", "Actionable: the customer knows what to do next."),
                            ("respectful", "Respectful: it doesn't blame or talk down to anyone."),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_met", models.BooleanField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="scripts_library.scriptversion"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("read", "I've read this"), ("withdrawal", "Got it, I won't use it")], max_length=10
                    ),
                ),
                ("acknowledged_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="scripts_library.scriptversion",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="script",
            constraint=models.CheckConstraint(condition=models.Q(("title", ""), _negated=True), name="script_has_a_title"),
        ),
        migrations.AddIndex(
            model_name="scriptversion",
            index=models.Index(condition=models.Q(("state", "published")), fields=["ends_at"], name="script_version_ending"),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.UniqueConstraint(fields=("script", "number"), name="script_version_number_unique"),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "published")), fields=("script",), name="script_one_published"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ["draft", "in_review"])), fields=("script",), name="script_one_in_progress"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "in_review", "approved", "published", "expired", "withdrawn"])),
                name="script_version_state_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="script_version_numbers_from_one"),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approver", None), models.Q(("approver", models.F("author")), _negated=True), _connector="OR"
                ),
                name="script_author_does_not_approve",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approver", None),
                    models.Q(("writer_ids__contains", [models.F("approver_id")]), _negated=True),
                    _connector="OR",
                ),
                name="script_writer_does_not_approve",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("writer_ids__contains", [models.F("author_id")])), name="script_author_is_a_writer"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "draft"), ("submitted_at", None)),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("submitted_at__isnull", False),
                        models.Q(("situation", ""), _negated=True),
                        models.Q(("what_to_say", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="script_version_submitted_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("approved_at", None), ("approver", None), ("state__in", ["draft", "in_review"])),
                    models.Q(
                        models.Q(("state__in", ["draft", "in_review"]), _negated=True),
                        ("approved_at__gte", models.F("submitted_at")),
                        ("approved_at__isnull", False),
                        ("approver__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="script_version_approved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ends_at__isnull", False),
                        ("starts_at__isnull", False),
                        ("state__in", ["published", "expired", "withdrawn"]),
                    ),
                    models.Q(
                        models.Q(("state__in", ["published", "expired", "withdrawn"]), _negated=True),
                        ("ends_at", None),
                        ("starts_at", None),
                    ),
                    _connector="OR",
                ),
                name="script_version_released_has_a_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("starts_at", None), ("starts_at__lt", models.F("ends_at")), _connector="OR"),
                name="script_version_period_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_at__gte", models.F("starts_at")),
                        ("ended_at__isnull", False),
                        ("state__in", ["expired", "withdrawn"]),
                    ),
                    models.Q(models.Q(("state__in", ["expired", "withdrawn"]), _negated=True), ("ended_at", None)),
                    _connector="OR",
                ),
                name="script_version_ended_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), models.Q(("withdrawal_reason", ""), _negated=True)),
                    models.Q(models.Q(("state", "withdrawn"), _negated=True), ("withdrawal_reason", "")),
                    _connector="OR",
                ),
                name="script_version_withdrawn_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replacement", None),
                    models.Q(("state", "withdrawn"), models.Q(("replacement", models.F("script")), _negated=True)),
                    _connector="OR",
                ),
                name="script_version_replaced_by_another_script",
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalcheck",
            constraint=models.UniqueConstraint(fields=("version", "question"), name="approval_check_once"),
        ),
        migrations.AddConstraint(
            model_name="approvalcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("question__in", ["first", "right", "credible", "empathetic", "asks_for_action", "respectful"])
                ),
                name="approval_check_question_known",
            ),
        ),
        migrations.AddIndex(
            model_name="acknowledgement",
            index=models.Index(fields=["person"], name="acknowledgement_person"),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.UniqueConstraint(fields=("version", "person", "what"), name="acknowledgement_once"),
        ),
        migrations.AddConstraint(
            model_name="acknowledgement",
            constraint=models.CheckConstraint(
                condition=models.Q(("what__in", ["read", "withdrawal"])), name="acknowledgement_of_something_known"
            ),
        ),
        migrations.RunPython(add_phrases, migrations.RunPython.noop),
    ]
