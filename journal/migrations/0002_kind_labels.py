"""Labels of the kinds of journals. The stored values don't change."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [
        migrations.AlterField(
            "journal", "kind", models.CharField(choices=[("house", "Organisation"), ("case", "Crisis")], max_length=10)
        ),
    ]
