"""Imports say which cells their rows were imported without."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("intake", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="import",
            name="lost_cells",
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
