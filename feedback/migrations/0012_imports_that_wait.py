from django.db import migrations, models
from django.db.models.functions import Now


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0011_statements_of_a_person"),
    ]

    operations = [
        # What waits already is taken for touched now: nothing goes on the day of the upgrade.
        migrations.AddField("import", "touched_at", models.DateTimeField(db_default=Now())),
        migrations.AddField("import", "expired_at", models.DateTimeField(null=True)),
        migrations.AddConstraint(
            "import",
            models.CheckConstraint(
                condition=models.Q(("expired_at", None), ("state", "abandoned"), _connector="OR"),
                name="import_expired_is_abandoned",
            ),
        ),
        migrations.AddIndex(
            "import",
            models.Index(
                fields=["touched_at"],
                condition=models.Q(("state__in", ["uploaded", "staging", "needs_people", "checked"])),
                name="import_untouched",
            ),
        ),
    ]
