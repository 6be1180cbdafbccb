"""Another label of a state; nothing changes in the database."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="evaluationfile",
            name="state",
            field=models.CharField(
                choices=[
                    ("reading", "Being read"),
                    ("taken", "Imported"),
                    ("refused", "Refused"),
                    ("undone", "Undone"),
                ],
                default="reading",
                max_length=10,
            ),
        ),
    ]
