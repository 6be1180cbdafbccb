"""Versions of imported evaluations, and which of them the source retracted."""

from django.db import migrations, models
from django.db.models import F, Q


def begin_contexts(apps, _schema_editor):
    """Until now each evaluation was known by its id alone."""
    apps.get_model("quality", "ImportedEvaluation").objects.update(context_id=F("external_id"))


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial")]

    operations = [
        migrations.AlterField("evaluationfile", "source", models.CharField(blank=True, max_length=60)),
        migrations.AddField(
            "importedevaluation", "context_id", models.CharField(default="", max_length=120), preserve_default=False
        ),
        migrations.AddField("importedevaluation", "version", models.PositiveIntegerField(default=0)),
        migrations.AddField("importedevaluation", "retracts", models.CharField(blank=True, default="", max_length=120)),
        migrations.AlterField("importedevaluation", "retracts", models.CharField(blank=True, max_length=120)),
        migrations.AddField("importedevaluation", "is_retracted", models.BooleanField(default=False)),
        migrations.AddField("importedevaluation", "is_disputed", models.BooleanField(default=False)),
        migrations.RunPython(begin_contexts, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            "importedevaluation",
            models.UniqueConstraint(
                fields=("source", "context_id"), condition=Q(is_current=True), name="imported_evaluation_one_version_current"
            ),
        ),
        migrations.AddConstraint(
            "importedevaluation", models.CheckConstraint(condition=~Q(context_id=""), name="imported_evaluation_has_a_context")
        ),
        migrations.AddConstraint(
            "importedevaluation",
            models.CheckConstraint(
                condition=Q(is_retracted=False) | Q(is_withheld=True, is_current=False),
                name="imported_evaluation_retracted_never_current",
            ),
        ),
        migrations.AddIndex(
            "importedevaluation", models.Index(fields=["source", "context_id"], name="imported_evaluation_contexts")
        ),
        migrations.AddIndex(
            "importedevaluation",
            models.Index(fields=["source", "retracts"], condition=~Q(retracts=""), name="imported_evaluation_retracts"),
        ),
    ]
