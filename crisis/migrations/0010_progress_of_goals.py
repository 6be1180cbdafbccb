import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0009_support_hours_and_help_requests"),
    ]

    operations = [
        migrations.CreateModel(
            name="GoalEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("measured_on", models.DateField()),
                ("measured_value", models.DecimalField(decimal_places=2, max_digits=12)),
                ("note", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name_plural": "goal entries",
                "ordering": ["-measured_on"],
            },
        ),
        migrations.AddField(
            model_name="goal",
            name="achievable",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="goal",
            name="direction",
            field=models.CharField(
                choices=[("at_least", "at least"), ("at_most", "at most")],
                db_default="at_least",
                default="at_least",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="figure",
            field=models.CharField(
                choices=[
                    ("own", "Another figure, which you enter yourself"),
                    ("csat", "CSAT of the organisation since activation (%)"),
                    ("team_csat", "CSAT of the team since activation (%)"),
                    ("reviews", "Extra reviews done, of those planned (%)"),
                    ("team", "People on the team"),
                    ("quality", "Mean quality score of the team (%)"),
                    ("help", "Time to an answer when someone needs help (minutes)"),
                ],
                db_default="own",
                default="own",
                max_length=10,
            ),
        ),
        migrations.AddField(
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
                ],
                db_default="",
                default="",
                max_length=8,
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="final_value",
            field=models.DecimalField(decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="relevant",
            field=models.CharField(blank=True, db_default="", default="", max_length=300),
        ),
        migrations.AddField(
            model_name="goal",
            name="set_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="start_value",
            field=models.DecimalField(decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="target_value",
            field=models.DecimalField(decimal_places=2, max_digits=12, null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="unit",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("figure", "own"),
                    models.Q(
                        ("figure__in", ["csat", "team_csat", "reviews", "team", "quality", "help"]),
                        ("target_value__isnull", False),
                        ("unit", ""),
                    ),
                    _connector="OR",
                ),
                name="goal_figure_has_a_target",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("direction__in", ["at_least", "at_most"])), name="goal_direction_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("final_standing__in", ["unknown", "early", "on_track", "behind", "reached", "missed"]),
                    models.Q(("final_standing", ""), ("final_value", None)),
                    _connector="OR",
                ),
                name="goal_final_standing_known",
            ),
        ),
        migrations.AddField(
            model_name="goalentry",
            name="goal",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="entries", to="crisis.goal"),
        ),
        migrations.AddConstraint(
            model_name="goalentry",
            constraint=models.UniqueConstraint(fields=("goal", "measured_on"), name="goal_entry_once_a_day"),
        ),
    ]
