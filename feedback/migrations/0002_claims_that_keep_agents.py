"""Claims whose agent only applies if no other claim names one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_initial"),
        ("intake", "0001_initial"),
        ("people", "0004_notification_is_about_drill"),
    ]

    operations = [
        migrations.AddField(
            model_name="claim",
            name="keeps_agent",
            field=models.BooleanField(db_default=False),
        ),
        migrations.AddIndex(
            model_name="claim",
            index=models.Index(condition=models.Q(("keeps_agent", True)), fields=["interaction"], name="claim_keeps_agent"),
        ),
        migrations.AddConstraint(
            model_name="claim",
            constraint=models.CheckConstraint(
                condition=models.Q(("keeps_agent", False), ("person__isnull", False), _connector="OR"),
                name="claim_that_keeps_an_agent_names_one",
            ),
        ),
    ]
