from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("crisis", "0006_invitations_in_working_hours")]

    operations = [
        migrations.AddField(
            "protocolexport", "unshown", models.CharField(blank=True, db_default="", default="", max_length=40)
        ),
    ]
