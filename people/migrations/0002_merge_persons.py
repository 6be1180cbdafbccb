import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.datetime
import django.db.models.functions.text
from django.db import migrations, models

# A foreign key to the pair of a record and “not merged”: so nothing can be merged into what is merged, nor the other way
# round, however many do it at once.
NO_CHAIN = """
ALTER TABLE people_person
    ADD COLUMN is_merged boolean GENERATED ALWAYS AS (merged_into_id IS NOT NULL) STORED,
    ADD COLUMN into_merged boolean GENERATED ALWAYS AS (CASE WHEN merged_into_id IS NOT NULL THEN false END) STORED,
    ADD CONSTRAINT person_id_and_is_merged UNIQUE (id, is_merged);
ALTER TABLE people_person ADD CONSTRAINT person_merged_into_no_chain
    FOREIGN KEY (merged_into_id, into_merged) REFERENCES people_person (id, is_merged);
"""
CHAIN = """
ALTER TABLE people_person DROP CONSTRAINT person_merged_into_no_chain;
ALTER TABLE people_person DROP CONSTRAINT person_id_and_is_merged, DROP COLUMN into_merged, DROP COLUMN is_merged;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
    ]

    operations = [
        migrations.AlterModelOptions(name="user", options={"verbose_name_plural": "sign-ins"}),
        migrations.AlterModelOptions(name="membership", options={"verbose_name_plural": "team memberships"}),
        migrations.AlterModelOptions(name="leave", options={"verbose_name_plural": "times of leave"}),
        migrations.AlterModelOptions(name="sourceidentity", options={"verbose_name_plural": "names in sources"}),
        migrations.AlterModelOptions(name="rolegrant", options={"verbose_name_plural": "roles"}),
        migrations.CreateModel(
            name="MovedRows",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table", models.CharField(max_length=63)),
                ("column", models.CharField(max_length=63)),
                (
                    "ids",
                    django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None),
                ),
                ("stayed", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "verbose_name_plural": "moved rows",
            },
        ),
        migrations.CreateModel(
            name="PersonMerge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("merging", "Being merged"),
                            ("merged", "Merged"),
                            ("undoing", "Being undone"),
                            ("undone", "Undone"),
                        ],
                        default="merging",
                        max_length=8,
                    ),
                ),
                ("round", models.PositiveIntegerField(default=0)),
                ("kept_email", models.EmailField(blank=True, max_length=254)),
                ("merged_email", models.EmailField(blank=True, max_length=254)),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("undone_at", models.DateTimeField(null=True)),
                ("stayed_rows", models.PositiveBigIntegerField(default=0)),
                ("lost_rows", models.PositiveBigIntegerField(default=0)),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="merged_into",
            field=models.ForeignKey(
                blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GistIndex(
                django.contrib.postgres.indexes.OpClass(models.F("display_name"), name="gist_trgm_ops(siglen=64)"),
                name="person_name_alike",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("merged_into", None), models.Q(("merged_into", models.F("pk")), _negated=True), _connector="OR"
                ),
                name="person_not_merged_into_itself",
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="kept",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="merges", to="people.person"),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="merged",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="merged_by", to="people.person"),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="started_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="personmerge",
            name="undone_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="movedrows",
            name="merge",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="moved", to="people.personmerge"),
        ),
        migrations.AddIndex(
            model_name="personmerge",
            index=models.Index(
                django.db.models.functions.text.Lower("merged_email"),
                condition=models.Q(("state", "merged"), models.Q(("merged_email", ""), _negated=True)),
                name="merge_address",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("kept", models.F("merged")), _negated=True), name="merge_of_two"
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["merging", "merged", "undoing", "undone"])), name="merge_state_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "undone"), ("undone_at__isnull", False)),
                    models.Q(models.Q(("state", "undone"), _negated=True), ("undone_at", None)),
                    _connector="OR",
                ),
                name="merge_undone_at_matches_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="personmerge",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "undone"), _negated=True), fields=("merged",), name="merge_once_at_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="movedrows",
            constraint=models.UniqueConstraint(fields=("merge", "table", "column"), name="moved_rows_once"),
        ),
        migrations.RunSQL(NO_CHAIN, CHAIN),
    ]
