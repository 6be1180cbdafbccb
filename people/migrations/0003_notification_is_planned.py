"""Mark notifications whose delivery is planned. Those from before the upgrade are: nobody gets e-mails about them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_accessibility_contact"),
    ]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="is_planned",
            field=models.BooleanField(db_default=True, default=False),
        ),
        migrations.AlterField(
            model_name="notification",
            name="is_planned",
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(condition=models.Q(("is_planned", False)), fields=["created_at"], name="notification_unplanned"),
        ),
    ]
