"""Kinds of imports, such as feedback and evaluations."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("intake", "0002_lost_cells")]

    operations = [
        migrations.AddField(
            "import",
            "kind",
            models.CharField(
                choices=[("feedback", "Feedback"), ("evaluations", "Evaluations")], default="feedback", max_length=12
            ),
        ),
        migrations.AddConstraint(
            "import", models.CheckConstraint(condition=Q(kind__in=["feedback", "evaluations"]), name="import_kind_known")
        ),
    ]
