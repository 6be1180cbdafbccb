import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0002_support_contact_phone"),
    ]

    operations = [
        migrations.CreateModel(
            name="UpdateEscalation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                (
                    "level",
                    models.CharField(
                        choices=[("lead", "Lead"), ("deputy", "Deputy"), ("supervisors", "Supervisors")], max_length=11
                    ),
                ),
                ("told_at", models.DateTimeField()),
                (
                    "crisis",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="escalations", to="crisis.crisis"
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "escalations of late updates",
                "ordering": ["told_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("crisis", "due_at", "level"), name="escalation_once_per_level"),
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["lead", "deputy", "supervisors"])), name="escalation_level_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("told_at__gte", models.F("due_at"))), name="escalation_of_a_late_update_only"
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="crisis",
            index=models.Index(condition=models.Q(("state", "active")), fields=["next_update_at"], name="crisis_next_update"),
        ),
    ]
