"""Since when a review is with its reviewer. Of those handed out before, as long as they have been open."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0001_initial"),
        ("people", "0001_initial"),
        ("quality", "0002_red_flag_has_a_score"),
    ]

    operations = [
        migrations.AddField(model_name="slot", name="assigned_at", field=models.DateTimeField(null=True)),
        migrations.RunSQL(
            "UPDATE quality_slot SET assigned_at = opens_at WHERE reviewer_id IS NOT NULL", migrations.RunSQL.noop
        ),
        migrations.AddConstraint(
            model_name="slot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("assigned_at", None), ("reviewer", None)),
                    models.Q(("assigned_at__isnull", False), ("reviewer__isnull", False)),
                    _connector="OR",
                ),
                name="slot_assigned_at_with_reviewer",
            ),
        ),
    ]
