"""Mark notifications about drills. Those from before the upgrade are planned already, so nothing reads it for them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_notification_is_planned"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="is_about_drill",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]
