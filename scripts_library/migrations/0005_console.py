"""Search index, stages of holding statements, pinned scripts, and searches without a result."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
        ("people", "0007_privacy_statement"),
        ("scripts_library", "0004_approvals"),
    ]

    operations = [
        migrations.CreateModel(
            name="PinnedScript",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
            ],
            options={
                "verbose_name_plural": "pinned scripts",
                "ordering": ["person", "position"],
            },
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="search_entry",
                        serialize=False,
                        to="scripts_library.scriptversion",
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=8)),
                ("title_words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("situation_words", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("squashed_title", models.TextField()),
                ("title_vector", django.contrib.postgres.search.SearchVectorField()),
                ("vector", django.contrib.postgres.search.SearchVectorField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                ("word", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("signatures", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
        ),
        migrations.CreateModel(
            name="StaleSearchEntry",
            fields=[
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stale_search_entry",
                        serialize=False,
                        to="scripts_library.scriptversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="UnfoundSearch",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("words", models.CharField(blank=True, max_length=100)),
                ("searches", models.PositiveIntegerField(default=1)),
                ("last_on", models.DateField()),
            ],
        ),
        migrations.AddField(
            model_name="script",
            name="stage",
            field=models.CharField(
                blank=True,
                choices=[("first_hours", "First hours"), ("under_way", "Under way"), ("recovery", "Recovery")],
                db_default="",
                default="",
                max_length=12,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="script",
            trigger=pgtrigger.compiler.Trigger(
                name="list_renamed_for_search",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO scripts_library_stalesearchentry (version_id) SELECT id FROM scripts_library_scriptversion WHERE script_id = NEW.id ON CONFLICT DO NOTHING; RETURN NULL;",
                    hash="91168119dcf60e60fe7105299f84c6378098ae47",
                    operation='UPDATE OF "title"',
                    pgid="pgtrigger_list_renamed_for_search_c4b13",
                    table="scripts_library_script",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scriptversion",
            trigger=pgtrigger.compiler.Trigger(
                name="list_new_for_search",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO scripts_library_stalesearchentry (version_id) VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NULL;",
                    hash="9905c76bf65eba3150b57f437233e79748ad2057",
                    operation="INSERT",
                    pgid="pgtrigger_list_new_for_search_a3af2",
                    table="scripts_library_scriptversion",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="scriptversion",
            trigger=pgtrigger.compiler.Trigger(
                name="list_changed_for_search",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="INSERT INTO scripts_library_stalesearchentry (version_id) VALUES (NEW.id) ON CONFLICT DO NOTHING; RETURN NULL;",
                    hash="52e7309bbf5122156ff2a66697a58b791b45efd1",
                    operation='UPDATE OF "situation", "what_to_say", "what_to_ask", "escalation", "plan_b"',
                    pgid="pgtrigger_list_changed_for_search_8c07f",
                    table="scripts_library_scriptversion",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddConstraint(
            model_name="script",
            constraint=models.CheckConstraint(
                condition=models.Q(("stage__in", ["", "first_hours", "under_way", "recovery"])), name="script_stage_known"
            ),
        ),
        migrations.AddField(
            model_name="pinnedscript",
            name="person",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
        ),
        migrations.AddField(
            model_name="pinnedscript",
            name="script",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="scripts_library.script"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["title_vector"], name="search_entry_title"
            ),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(fastupdate=False, fields=["vector"], name="search_entry_vector"),
        ),
        migrations.AddIndex(
            model_name="searchentry",
            index=django.contrib.postgres.indexes.GinIndex(
                django.contrib.postgres.indexes.OpClass(models.F("squashed_title"), name="gin_trgm_ops"),
                fastupdate=False,
                name="search_entry_squashed",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=django.contrib.postgres.indexes.GinIndex(
                fastupdate=False, fields=["signatures"], name="search_word_signatures"
            ),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.CheckConstraint(condition=models.Q(("word", ""), _negated=True), name="search_word_is_not_empty"),
        ),
        migrations.AddIndex(
            model_name="unfoundsearch",
            index=models.Index(fields=["last_on"], name="unfound_search_last_on"),
        ),
        migrations.AddConstraint(
            model_name="unfoundsearch",
            constraint=models.UniqueConstraint(fields=("digest",), name="unfound_search_digest_unique"),
        ),
        migrations.AddConstraint(
            model_name="unfoundsearch",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), ("searches__gte", 3), _connector="OR"),
                name="unfound_search_is_shown_when_repeated",
            ),
        ),
        migrations.AddConstraint(
            model_name="unfoundsearch",
            constraint=models.CheckConstraint(condition=models.Q(("searches__gte", 1)), name="unfound_search_was_made"),
        ),
        migrations.AddConstraint(
            model_name="pinnedscript",
            constraint=models.UniqueConstraint(fields=("person", "script"), name="script_pinned_once"),
        ),
        migrations.AddConstraint(
            model_name="pinnedscript",
            constraint=models.UniqueConstraint(fields=("person", "position"), name="script_pins_have_positions"),
        ),
        migrations.AddConstraint(
            model_name="pinnedscript",
            constraint=models.CheckConstraint(
                condition=models.Q(("position__gte", 1), ("position__lte", 12)), name="script_pins_are_few"
            ),
        ),
        # The tick indexes what is there already.
        migrations.RunSQL(
            "INSERT INTO scripts_library_stalesearchentry (version_id) SELECT id FROM scripts_library_scriptversion",
            migrations.RunSQL.noop,
        ),
    ]
