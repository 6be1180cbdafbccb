"""The script that agents use instead of a withdrawn one."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [
        ("scripts_library", "0002_first_harmful_phrases"),
    ]

    operations = [
        migrations.AddField(
            model_name="scriptversion",
            name="replacement",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="scripts_library.script"
            ),
        ),
        AddConstraintNotValid(
            "scriptversion",
            models.CheckConstraint(
                condition=Q(replacement=None) | (Q(state="withdrawn") & ~Q(replacement=F("script"))),
                name="script_version_replaced_by_another_script",
            ),
        ),
    ]
