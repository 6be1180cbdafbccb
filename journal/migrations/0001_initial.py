"""The tables of journal, and the triggers that keep its entries as they were written."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="JournalText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40)),
                ("salt", models.CharField(max_length=64, null=True)),
                ("text", models.TextField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Journal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(choices=[("house", "Organisation"), ("case", "Crisis")], max_length=10)),
                ("title", models.CharField(max_length=200)),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("closed_at", models.DateTimeField(null=True)),
                ("is_drill", models.BooleanField(db_default=False, default=False)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(condition=models.Q(("kind", "house")), fields=("kind",), name="journal_one_house"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "case"), ("closed_at", None), _connector="OR"),
                        name="journal_of_the_house_stays_open",
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["house", "case"])), name="journal_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(("kind", "case"), ("is_drill", False), _connector="OR"),
                        name="journal_of_the_house_is_no_drill",
                    ),
                    models.UniqueConstraint(fields=("id", "is_drill"), name="journal_drill_mark"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveIntegerField()),
                ("verb", models.CharField(max_length=60)),
                ("actor_id", models.BigIntegerField(null=True)),
                ("subject_type", models.CharField(max_length=60)),
                ("subject_id", models.BigIntegerField()),
                ("data", models.JSONField(default=dict)),
                ("text_digests", models.JSONField(default=dict)),
                ("occurred_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "journal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="journal.journal"
                    ),
                ),
            ],
            options={
                "ordering": ["journal", "sequence"],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journal",
            trigger=pgtrigger.compiler.Trigger(
                name="drill_mark_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."is_drill" IS DISTINCT FROM (NEW."is_drill"))',
                    func="RAISE EXCEPTION 'whether a journal is a drill never changes' USING ERRCODE = 'restrict_violation';",
                    hash="61d78a19022c6ec2dabb77bab060a77f2fd072d8",
                    operation="UPDATE",
                    pgid="pgtrigger_drill_mark_is_fixed_55fdb",
                    table="journal_journal",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddField(
            model_name="journaltext",
            name="entry",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="texts", to="journal.entry"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["subject_type", "subject_id"], name="entry_subject"),
        ),
        migrations.AddIndex(
            model_name="entry",
            index=models.Index(fields=["journal", "verb"], name="entry_verb"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("journal", "sequence"), name="entry_sequence_unique"),
        ),
        migrations.AddConstraint(
            model_name="entry",
            constraint=models.UniqueConstraint(fields=("journal", "previous_hash"), name="entry_chain_does_not_fork"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'journal entries are never changed or deleted' USING ERRCODE = 'restrict_violation';",
                    hash="3583a6b511dd25638771e163fa185e65d0ca842c",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_6d2d9",
                    table="journal_entry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="journaltext",
            constraint=models.UniqueConstraint(fields=("entry", "name"), name="journal_text_name_unique"),
        ),
        migrations.AddConstraint(
            model_name="journaltext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("salt__isnull", True), ("text__isnull", True)),
                    models.Q(("salt__isnull", False), ("text__isnull", False)),
                    _connector="OR",
                ),
                name="journal_text_erased_whole",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journaltext",
            trigger=pgtrigger.compiler.Trigger(
                name="never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a journal text can only be erased' USING ERRCODE = 'restrict_violation';",
                    hash="2a97202074c84d0570861834bee3fae764cccf0d",
                    operation="DELETE",
                    pgid="pgtrigger_never_deleted_521c5",
                    table="journal_journaltext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journaltext",
            trigger=pgtrigger.compiler.Trigger(
                name="only_erased",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (NEW."salt" IS NOT NULL OR NEW."text" IS NOT NULL OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."entry_id" IS DISTINCT FROM (NEW."entry_id") OR OLD."name" IS DISTINCT FROM (NEW."name"))',
                    func="RAISE EXCEPTION 'a journal text can only be erased' USING ERRCODE = 'restrict_violation';",
                    hash="b7cf845b1fefdb9af97cf12f6e426eb910336bac",
                    operation="UPDATE",
                    pgid="pgtrigger_only_erased_2804a",
                    table="journal_journaltext",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'journal entries are never changed or deleted' USING ERRCODE = 'restrict_violation';",
                    hash="bde57cfd1ed0652c06174b3b669641a2f4160b2f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_6517e",
                    table="journal_entry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journaltext",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a journal text can only be erased' USING ERRCODE = 'restrict_violation';",
                    hash="efb7f4c3b155a1ffae417cea441f33c9b66a57e4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_c6a81",
                    table="journal_journaltext",
                    when="BEFORE",
                ),
            ),
        ),
    ]
