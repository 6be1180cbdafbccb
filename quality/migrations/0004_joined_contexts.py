"""Which evaluations got their context from another file."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("quality", "0003_evaluation_files_become_imports")]

    operations = [
        migrations.AddField("importedevaluation", "is_joined", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "importedevaluation",
            models.CheckConstraint(
                condition=Q(is_joined=False) | ~Q(context_id=F("external_id")), name="imported_evaluation_joined_to_another"
            ),
        ),
    ]
