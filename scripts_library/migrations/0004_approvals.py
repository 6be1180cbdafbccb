"""Kinds of scripts, approvals with their checks, comments on passages, and the plan of a version's release."""

from typing import Any

import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

# The answers belonged to a version and now belong to an approval. Answers of a version that was sent back belong to the person
# whom the journal names. The checks of foreign keys that wait for the commit are done before tables change.
TO_APPROVALS = """
INSERT INTO scripts_library_approval (version_id, person_id, approved_at, is_afterwards)
    SELECT id, approver_id, approved_at, false FROM scripts_library_scriptversion WHERE approver_id IS NOT NULL;
INSERT INTO scripts_library_approval (version_id, person_id, approved_at, is_afterwards)
    SELECT DISTINCT ON (version.id) version.id, entry.actor_id, NULL::timestamptz, false
    FROM scripts_library_scriptversion AS version
    JOIN journal_entry AS entry ON entry.subject_type = 'scripts_library.ScriptVersion' AND entry.subject_id = version.id
    JOIN people_person AS person ON person.id = entry.actor_id
    WHERE version.approver_id IS NULL AND entry.verb = 'scripts.sent_back'
        AND EXISTS (SELECT FROM scripts_library_approvalcheck AS answer WHERE answer.version_id = version.id)
    ORDER BY version.id, entry.id DESC;
UPDATE scripts_library_approvalcheck AS answer SET approval_id = approval.id
    FROM scripts_library_approval AS approval WHERE approval.version_id = answer.version_id;
UPDATE scripts_library_scriptversion SET review_by_on = LEAST(
        GREATEST((starts_at + interval '90 days')::date, current_date + 14), (ends_at - interval '1 second')::date)
    WHERE state = 'published';
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""
# Only the newest answers of a version fit into the earlier tables.
TO_VERSIONS = """
DELETE FROM scripts_library_approvalcheck AS answer USING scripts_library_approval AS approval, scripts_library_approval AS newer
    WHERE approval.id = answer.approval_id AND newer.version_id = approval.version_id AND newer.id > approval.id;
UPDATE scripts_library_approvalcheck AS answer SET version_id = approval.version_id, approval_id = NULL
    FROM scripts_library_approval AS approval WHERE approval.id = answer.approval_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
"""


def add_default_kind(apps: Any, _schema_editor: Any) -> None:
    """The kind of all scripts for which nobody chooses another."""
    apps.get_model("scripts_library", "ScriptKind").objects.create(
        name="Standard", approvals_needed=1, review_every_days=90, is_default=True
    )


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_privacy_statement"),
        ("scripts_library", "0003_steps_and_uses"),
        ("journal", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Approval",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("approved_at", models.DateTimeField(null=True)),
                ("is_afterwards", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CommentReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(max_length=1000, verbose_name="Reply")),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="PassageComment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("field", models.CharField(max_length=20, verbose_name="Part of the script")),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("quote", models.TextField(max_length=500, verbose_name="Passage")),
                ("text", models.TextField(max_length=1000, verbose_name="Comment")),
                ("created_at", models.DateTimeField()),
                ("resolved_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ScriptKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="Name")),
                ("approvals_needed", models.PositiveSmallIntegerField(default=1)),
                ("review_every_days", models.PositiveSmallIntegerField(default=90)),
                ("is_default", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["name"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="approvalcheck",
            name="approval_check_once",
        ),
        migrations.RemoveConstraint(
            model_name="scriptversion",
            name="script_version_released_has_a_period",
        ),
        migrations.AddField(
            model_name="script",
            name="archived_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="afterwards_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="afterwards_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="afterwards_due_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="afterwards_problem",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="approvals_needed",
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="emergency_reason",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="first_approver",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="is_emergency",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="publish_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="publisher",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="review_by_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="review_reminder",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="scriptversion",
            name="say_instead",
            field=models.TextField(blank=True, default=""),
        ),
        migrations.AddIndex(
            model_name="scriptversion",
            index=models.Index(
                condition=models.Q(("publish_at__isnull", False)), fields=["publish_at"], name="script_version_scheduled"
            ),
        ),
        migrations.AddIndex(
            model_name="scriptversion",
            index=models.Index(
                condition=models.Q(("afterwards_at", None), ("afterwards_due_at__isnull", False)),
                fields=["afterwards_due_at"],
                name="script_version_afterwards",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("approvals_needed__in", [1, 2])), name="script_version_one_or_two_approvals"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("first_approver", None),
                    models.Q(
                        models.Q(("writer_ids__contains", [models.F("first_approver_id")]), _negated=True),
                        models.Q(
                            ("approver", None),
                            models.Q(("approver", models.F("first_approver")), _negated=True),
                            _connector="OR",
                        ),
                        ("approvals_needed", 2),
                        models.Q(("state", "draft"), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="script_first_approver_is_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["draft", "in_review"]),
                    ("approvals_needed", 1),
                    ("first_approver__isnull", False),
                    _connector="OR",
                ),
                name="script_version_approved_by_enough",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state__in", ["published", "expired", "withdrawn"]),
                        ("ends_at__isnull", False),
                        ("publish_at", None),
                        ("starts_at__isnull", False),
                    ),
                    models.Q(
                        ("starts_at", None),
                        ("state", "approved"),
                        ("ends_at__isnull", False),
                        ("publish_at__isnull", False),
                        ("publish_at__lt", models.F("ends_at")),
                    ),
                    models.Q(
                        models.Q(("state__in", ["published", "expired", "withdrawn"]), _negated=True),
                        ("ends_at", None),
                        ("publish_at", None),
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
                condition=models.Q(
                    models.Q(("publish_at", None), ("publisher", None)),
                    models.Q(("publish_at__isnull", False), ("publisher__isnull", False)),
                    _connector="OR",
                ),
                name="script_version_scheduled_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("review_by_on", None), ("publish_at__isnull", False), ("starts_at__isnull", False), _connector="OR"
                ),
                name="script_version_reviewed_when_released",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_reminder__in", [0, 1, 2])), name="script_version_reminder_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("afterwards_due_at", None), ("emergency_reason", ""), ("is_emergency", False)),
                    models.Q(
                        ("approvals_needed", 1),
                        ("is_emergency", True),
                        models.Q(("emergency_reason", ""), _negated=True),
                        models.Q(("state__in", ["draft", "approved"]), _negated=True),
                        models.Q(
                            models.Q(("afterwards_due_at", None), ("state", "in_review")),
                            models.Q(
                                ("state__in", ["published", "expired", "withdrawn"]), ("afterwards_due_at__isnull", False)
                            ),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="script_version_emergency_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("afterwards_at", None), ("afterwards_by", None), ("afterwards_problem", "")),
                    models.Q(
                        ("afterwards_at__isnull", False),
                        ("afterwards_by__isnull", False),
                        ("afterwards_due_at__isnull", False),
                        models.Q(("afterwards_by", models.F("approver")), _negated=True),
                        models.Q(("writer_ids__contains", [models.F("afterwards_by_id")]), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="script_version_reviewed_afterwards_by_a_third",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("say_instead", ""), ("state", "withdrawn"), _connector="OR"),
                name="script_version_say_instead_if_withdrawn",
            ),
        ),
        migrations.AddField(
            model_name="approval",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="approval",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="approvals", to="scripts_library.scriptversion"
            ),
        ),
        migrations.AddField(
            model_name="approvalcheck",
            name="approval",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="scripts_library.approval"
            ),
        ),
        migrations.AlterField(
            model_name="approvalcheck",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="checks",
                to="scripts_library.scriptversion",
            ),
        ),
        migrations.RunSQL(TO_APPROVALS, TO_VERSIONS),
        migrations.RemoveField(model_name="approvalcheck", name="version"),
        migrations.AlterField(
            model_name="approvalcheck",
            name="approval",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="checks", to="scripts_library.approval"
            ),
        ),
        migrations.AddConstraint(
            model_name="approvalcheck",
            constraint=models.UniqueConstraint(fields=("approval", "question"), name="approval_check_once"),
        ),
        migrations.AddField(
            model_name="commentreply",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="passagecomment",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="passagecomment",
            name="resolved_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="passagecomment",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="scripts_library.scriptversion"
            ),
        ),
        migrations.AddField(
            model_name="commentreply",
            name="comment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="replies", to="scripts_library.passagecomment"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptkind",
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower("name"), name="script_kind_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="scriptkind",
            constraint=models.CheckConstraint(condition=models.Q(("name", ""), _negated=True), name="script_kind_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="scriptkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("approvals_needed__in", [1, 2])), name="script_kind_one_or_two_approvals"
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptkind",
            constraint=models.CheckConstraint(
                condition=models.Q(("review_every_days__gte", 1), ("review_every_days__lte", 730)),
                name="script_kind_review_in_range",
            ),
        ),
        migrations.AddConstraint(
            model_name="scriptkind",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_default", True)), fields=("is_default",), name="script_kind_one_default"
            ),
        ),
        migrations.AddField(
            model_name="script",
            name="kind",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="scripts", to="scripts_library.scriptkind"
            ),
        ),
        migrations.AddConstraint(
            model_name="approval",
            constraint=models.UniqueConstraint(fields=("version", "person"), name="approval_once_per_person"),
        ),
        migrations.AddConstraint(
            model_name="passagecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "field__in",
                        ["situation", "what_to_say", "tone", "what_not_to_say", "what_to_ask", "escalation", "plan_b"],
                    )
                ),
                name="passage_comment_on_a_known_text",
            ),
        ),
        migrations.AddConstraint(
            model_name="passagecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("start__lt", models.F("end")), models.Q(("quote", ""), _negated=True)),
                name="passage_comment_has_a_passage",
            ),
        ),
        migrations.AddConstraint(
            model_name="passagecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="passage_comment_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="passagecomment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("resolved_at", None), ("resolved_by", None)),
                    models.Q(("resolved_at__isnull", False), ("resolved_by__isnull", False)),
                    _connector="OR",
                ),
                name="passage_comment_resolved_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="commentreply",
            constraint=models.CheckConstraint(
                condition=models.Q(("text", ""), _negated=True), name="comment_reply_says_something"
            ),
        ),
        migrations.RunPython(add_default_kind, migrations.RunPython.noop),
    ]
