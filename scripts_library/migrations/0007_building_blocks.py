"""Building blocks, their versions, and the versions that scripts contain."""

import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("scripts_library", "0006_phrase_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(unique=True, verbose_name="Key")),
                ("title", models.CharField(max_length=120, verbose_name="Title")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("de_escalation", "De-escalation"),
                            ("recovery", "Recovery"),
                            ("problem_solving", "Problem solving"),
                            ("difficult_behaviour", "Difficult behaviour"),
                            ("teaching", "Teaching conversations"),
                            ("telephone", "Telephone basics"),
                        ],
                        max_length=20,
                        verbose_name="Kind",
                    ),
                ),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "ordering": ["kind", "title", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("key", ""), _negated=True), models.Q(("title", ""), _negated=True)),
                        name="block_has_a_key_and_a_title",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "de_escalation",
                                    "recovery",
                                    "problem_solving",
                                    "difficult_behaviour",
                                    "teaching",
                                    "telephone",
                                ],
                            )
                        ),
                        name="block_kind_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BlockVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveIntegerField()),
                ("text", models.TextField(max_length=4000, verbose_name="Text")),
                ("created_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                (
                    "author",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="scripts_library.block"
                    ),
                ),
            ],
            options={
                "ordering": ["block", "-number"],
                "constraints": [
                    models.UniqueConstraint(fields=("block", "number"), name="block_version_number_unique"),
                    models.CheckConstraint(condition=models.Q(("number__gte", 1)), name="block_version_numbers_from_one"),
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="block_version_has_a_text"),
                    models.CheckConstraint(
                        condition=models.Q(("text__contains", "{{"), _negated=True), name="block_version_contains_no_block"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="VersionBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "block",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pins", to="scripts_library.block"
                    ),
                ),
                (
                    "block_version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pins", to="scripts_library.blockversion"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="block_pins",
                        to="scripts_library.scriptversion",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "block"), name="version_block_once")],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="blockversion",
            trigger=pgtrigger.compiler.Trigger(
                name="block_version_is_fixed",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition=(
                        'WHEN (OLD."block_id" IS DISTINCT FROM (NEW."block_id") OR OLD."number" IS DISTINCT FROM '
                        '(NEW."number") OR OLD."text" IS DISTINCT FROM (NEW."text"))'
                    ),
                    func=(
                        "RAISE EXCEPTION 'the text of a building block never changes; a change is a new version' "
                        "USING ERRCODE = 'restrict_violation';"
                    ),
                    hash="189b7c9798d3099c65383c8df3ff65f370f2103d",
                    operation="UPDATE",
                    pgid="pgtrigger_block_version_is_fixed_ff235",
                    table="scripts_library_blockversion",
                    when="BEFORE",
                ),
            ),
        ),
    ]
