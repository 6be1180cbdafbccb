"""Files of evaluations become imports, as files of feedback are."""

import django.db.models.deletion
from django.db import migrations, models

# A file that was being read can be uploaded again: its layout isn't known yet.
STATES = {"reading": "abandoned", "taken": "published", "refused": "abandoned", "undone": "undone"}


def move_files(apps, schema_editor):
    """Make an import of each file, and let its evaluations, rejections and notifications refer to that."""
    models_of = {
        name: apps.get_model(name)
        for name in (
            "core.Work",
            "intake.Import",
            "intake.Rejection",
            "people.Notification",
            "quality.EvaluationFile",
            "quality.EvaluationRejection",
            "quality.ImportedEvaluation",
        )
    }
    evaluations, rejections = models_of["quality.ImportedEvaluation"], models_of["quality.EvaluationRejection"]
    evaluations.objects.filter(file__state="reading").delete()
    rejections.objects.filter(file__state="reading").delete()
    models_of["core.Work"].objects.filter(kind="quality.evaluations").delete()
    for file in models_of["quality.EvaluationFile"].objects.order_by("pk"):
        imported = models_of["intake.Import"].objects.create(
            kind="evaluations",
            state=STATES[file.state],
            file_name=file.file_name,
            path=file.path,
            size_bytes=file.size_bytes,
            source=file.source,
            layout={"header": ["evaluation"], "rows": file.counts.get("rows", 0)},
            counts=file.counts,
            uploaded_by_id=file.uploaded_by_id,
            created_at=file.created_at,
            published_at=file.taken_at,
            can_be_undone=file.state == "taken",
            undone_by_id=file.undone_by_id,
            undone_at=file.undone_at,
            touched_at=file.created_at,
        )
        evaluations.objects.filter(file=file).update(imported=imported)
        models_of["intake.Rejection"].objects.bulk_create(
            models_of["intake.Rejection"](
                file=imported,
                line=bad.line,
                column=bad.field,
                value=bad.value,
                reason=bad.reason,
                cells=[bad.external_id],
            )
            for bad in rejections.objects.filter(file=file).order_by("line").iterator(1000)
        )
        models_of["people.Notification"].objects.filter(key=f"evaluations:{file.pk}").update(
            key=f"import:{imported.pk}", url=f"/feedback/imports/{imported.pk}/"
        )
    # Foreign keys are checked at the end, and until then the tables can't be changed.
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_mail_claims"),
        ("intake", "0003_import_kinds"),
        ("people", "0001_initial"),
        ("quality", "0002_evaluation_versions"),
    ]

    operations = [
        migrations.AddField(
            "importedevaluation",
            "imported",
            models.ForeignKey(
                "intake.Import",
                on_delete=django.db.models.deletion.CASCADE,
                null=True,
                related_name="evaluations",
                db_index=False,
            ),
        ),
        migrations.RunPython(move_files),
        migrations.RemoveConstraint("importedevaluation", "imported_evaluation_once_per_line"),
        migrations.RemoveField("importedevaluation", "file"),
        migrations.RenameField("importedevaluation", "imported", "file"),
        migrations.AlterField(
            "importedevaluation",
            "file",
            models.ForeignKey(
                "intake.Import", on_delete=django.db.models.deletion.CASCADE, related_name="evaluations", db_index=False
            ),
        ),
        migrations.AddConstraint(
            "importedevaluation",
            models.UniqueConstraint(fields=("file", "line"), name="imported_evaluation_once_per_line"),
        ),
        migrations.DeleteModel("EvaluationRejection"),
        migrations.DeleteModel("EvaluationFile"),
    ]
