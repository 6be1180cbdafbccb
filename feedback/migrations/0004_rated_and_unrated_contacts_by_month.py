"""Rated and unrated contacts by person, month, source and channel: the base of response rates."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0003_other_keys_of_contacts"),
        ("people", "0006_rosters_and_updates_from_files"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthlyContacts",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month_on", models.DateField()),
                ("source", models.CharField(max_length=60)),
                ("channel", models.CharField(max_length=10)),
                ("rated", models.PositiveIntegerField(default=0)),
                ("unrated", models.PositiveIntegerField(default=0)),
                (
                    "person",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.person"),
                ),
            ],
            options={
                "verbose_name_plural": "monthly contacts",
                "indexes": [models.Index(fields=["month_on"], name="monthly_contacts_month")],
                "constraints": [
                    models.UniqueConstraint(fields=("person", "month_on", "source", "channel"), name="monthly_contacts_unique"),
                    models.CheckConstraint(condition=models.Q(("month_on__day", 1)), name="monthly_contacts_first_of_month"),
                ],
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="monthlycontacts",
            trigger=pgtrigger.compiler.Trigger(
                name="new_scores_version",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="\n        INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())\n            ON CONFLICT (id) DO UPDATE SET token = excluded.token;\n        RETURN NULL;\n    ",
                    hash="a2e70d03b1b9b0774d933af9d31a5ba460ebb503",
                    level="STATEMENT",
                    operation="INSERT OR UPDATE OR DELETE OR TRUNCATE",
                    pgid="pgtrigger_new_scores_version_e057c",
                    table="feedback_monthlycontacts",
                    when="AFTER",
                ),
            ),
        ),
    ]
