"""What agents see who are using the previous version. MERGE: delete this file, 0003_steps_and_uses adds the column."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("scripts_library", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="scriptversion",
            name="takes_effect",
            field=models.CharField(
                choices=[("after_contact", "After the contact"), ("at_once", "At once")],
                db_default="after_contact",
                default="after_contact",
                max_length=13,
            ),
        ),
    ]
