"""Variants of scripts by channel and language, and imports of scripts from files. Generated columns and a foreign key to three columns keep variants
to one level and in the journal of their source.
"""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models
from django.db.models import F, Q

ONE_LEVEL = """
ALTER TABLE scripts_library_script
    ADD COLUMN is_variant boolean GENERATED ALWAYS AS (variant_of_id IS NOT NULL) STORED,
    ADD COLUMN of_variant boolean GENERATED ALWAYS AS (CASE WHEN variant_of_id IS NOT NULL THEN false END) STORED,
    ADD CONSTRAINT script_journal_and_is_variant UNIQUE (id, journal_id, is_variant);
ALTER TABLE scripts_library_script ADD CONSTRAINT script_variant_of_a_source
    FOREIGN KEY (variant_of_id, journal_id, of_variant) REFERENCES scripts_library_script (id, journal_id, is_variant);
"""
ANY_LEVEL = """
ALTER TABLE scripts_library_script DROP CONSTRAINT script_variant_of_a_source;
ALTER TABLE scripts_library_script
    DROP CONSTRAINT script_journal_and_is_variant, DROP COLUMN of_variant, DROP COLUMN is_variant;
"""
CHANNELS = [
    ("phone", "Phone"),
    ("chat", "Chat"),
    ("email", "E-mail"),
    ("social", "Social media"),
    ("other", "Other"),
]


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0001_initial")]

    operations = [
        migrations.AddField("script", "channel", models.CharField(max_length=10, choices=CHANNELS, blank=True, default="")),
        migrations.AddField("script", "language", models.CharField(max_length=8, default="en")),
        migrations.AddField(
            "script",
            "variant_of",
            models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, null=True, related_name="variants", to="scripts_library.script"
            ),
        ),
        migrations.AddField("scriptversion", "follows_number", models.PositiveIntegerField(null=True)),
        migrations.AddConstraint(
            "script",
            models.CheckConstraint(
                condition=Q(channel__in=["", "phone", "chat", "email", "social", "other"]), name="script_channel_known"
            ),
        ),
        migrations.AddConstraint(
            "script",
            models.CheckConstraint(
                condition=Q(language__regex=r"^[a-z]{2,3}(-[a-z0-9]{2,4})?$"), name="script_language_is_a_code"
            ),
        ),
        migrations.AddConstraint(
            "script",
            models.UniqueConstraint(
                fields=["variant_of", "channel", "language"],
                condition=Q(variant_of__isnull=False),
                name="script_one_variant_per_channel_and_language",
            ),
        ),
        migrations.AddConstraint(
            "script",
            models.CheckConstraint(
                condition=Q(variant_of=None) | ~Q(variant_of=F("pk")), name="script_not_a_variant_of_itself"
            ),
        ),
        migrations.AddConstraint(
            "scriptversion",
            models.CheckConstraint(
                condition=Q(follows_number=None) | Q(follows_number__gte=1), name="script_version_follows_a_number_from_one"
            ),
        ),
        migrations.RunSQL(ONE_LEVEL, ANY_LEVEL),
        migrations.CreateModel(
            name="ScriptImport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_name", models.CharField(max_length=200)),
                ("scripts", models.JSONField(default=list)),
                ("rejected", models.JSONField(default=list)),
                ("counts", models.JSONField(default=dict)),
                ("uploaded_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("imported_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "ordering": ["-uploaded_at", "-pk"],
                "indexes": [models.Index(fields=["uploaded_at"], name="script_import_uploaded")],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(imported_at=None) | Q(scripts=[]), name="script_import_content_is_deleted"
                    )
                ],
            },
        ),
    ]
