from django.db import migrations, models

# Widening a varchar changes the catalogue only. Going back, what is too long becomes shorter in the same way everywhere, and
# two that differ stay two, so that rollups go on to say what their rows do: by chance, two in a million might not.
TOPICS = ("interaction", "claim", "monthlyscore", "dailyscore", "dailytimes")
LANGUAGES = ("interaction", "claim", "monthlyscore")
SHORTEN = (
    "UPDATE feedback_{table} SET {column} = left({column}, {kept}) || left(md5({column}), {most} - {kept}) "
    "WHERE length({column}) > {most}"
)
BACK = [
    *(SHORTEN.format(table=table, column="topic", kept=68, most=80) for table in TOPICS),
    *(SHORTEN.format(table=table, column="language", kept=2, most=8) for table in LANGUAGES),
]


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0007_audit_of_responses"),
    ]

    operations = [
        *(migrations.AlterField(table, "topic", models.CharField(blank=True, max_length=200)) for table in TOPICS),
        *(migrations.AlterField(table, "language", models.CharField(blank=True, max_length=40)) for table in LANGUAGES),
        migrations.RunSQL(migrations.RunSQL.noop, BACK),
    ]
