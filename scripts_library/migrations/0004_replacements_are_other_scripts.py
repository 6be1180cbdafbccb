"""The check of replacements holds for all rows."""

from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("scripts_library", "0003_replacements"),
    ]

    operations = [
        ValidateConstraint("scriptversion", "script_version_replaced_by_another_script"),
    ]
