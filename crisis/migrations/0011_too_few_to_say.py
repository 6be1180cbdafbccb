from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0010_progress_of_goals"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="goal", name="goal_final_standing_known"),
        migrations.AlterField(
            model_name="goal",
            name="final_standing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("unknown", "No figures yet"),
                    ("early", "Too early to say"),
                    ("on_track", "On track"),
                    ("behind", "Behind"),
                    ("reached", "Reached"),
                    ("missed", "Not reached"),
                    ("too_few", "Too few to say"),
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("final_standing__in", ["unknown", "early", "on_track", "behind", "reached", "missed", "too_few"]),
                    models.Q(("final_standing", ""), ("final_value", None)),
                    _connector="OR",
                ),
                name="goal_final_standing_known",
            ),
        ),
    ]
