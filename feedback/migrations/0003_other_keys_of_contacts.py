"""Other keys of contacts: those of rows that a person took for a known contact."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0002_claims_that_keep_agents"),
        ("intake", "0001_initial"),
        ("people", "0004_notification_is_about_drill"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="other_key",
            field=models.CharField(blank=True, db_default="", max_length=120),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(
                condition=models.Q(("other_key", ""), _negated=True), fields=["other_key"], name="claim_other_key"
            ),
        ),
    ]
