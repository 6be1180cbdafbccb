from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crisis", "0008_updates_seen")]

    operations = [
        migrations.AddField(
            "protocolexport", "unshown", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
    ]
