"""Slots lapse with a reason, and programmes know up to which day they are planned."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

MATCH = "slot_reviewer_and_interaction_match_state"

# The day of the last slot, from its week and number: whatever the organisation's zone is or was.
PLANNED = """
UPDATE quality_programme programme SET planned_on = last.day FROM (
    SELECT slot.programme_id, max(
        to_date(slot.iso_year || '-' || slot.iso_week, 'IYYY-IW') + 7 * (slot.number - 1) / programme.cadence
    ) AS day
    FROM quality_slot slot JOIN quality_programme programme ON programme.id = slot.programme_id
    GROUP BY slot.programme_id
) last WHERE last.programme_id = programme.id
"""

# Before slots could lapse, the nearest to it was to be cancelled.
UNLAPSE = "UPDATE quality_slot SET state = 'cancelled', lapse_reason = '' WHERE state = 'lapsed'"


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0011_claims_of_a_person"),
        ("people", "0001_initial"),
        ("quality", "0004_imported_evaluations"),
    ]

    operations = [
        migrations.AddField(model_name="programme", name="planned_on", field=models.DateField(null=True)),
        migrations.RunSQL(PLANNED, migrations.RunSQL.noop),
        migrations.AddField(
            model_name="slot",
            name="lapse_reason",
            field=models.CharField(
                blank=True,
                choices=[("no_contact", "No Contact"), ("no_reviewer", "No Reviewer")],
                db_default="",
                max_length=12,
            ),
        ),
        migrations.AlterField(
            model_name="slot",
            name="state",
            field=models.CharField(
                choices=[
                    ("waiting", "Waiting"),
                    ("assigned", "Assigned"),
                    ("started", "Started"),
                    ("done", "Done"),
                    ("cancelled", "Cancelled"),
                    ("lapsed", "Lapsed"),
                ],
                default="waiting",
                max_length=10,
            ),
        ),
        migrations.RemoveConstraint(model_name="slot", name=MATCH),
        AddConstraintNotValid(
            "slot",
            models.CheckConstraint(
                name=MATCH,
                condition=models.Q(state="waiting", reviewer=None)
                | models.Q(state__in=["assigned", "started", "done"], reviewer__isnull=False, interaction__isnull=False)
                | models.Q(state__in=["cancelled", "lapsed"], reviewer=None, interaction=None),
            ),
        ),
        AddConstraintNotValid(
            "slot",
            models.CheckConstraint(
                name="slot_lapse_has_a_reason",
                condition=models.Q(state="lapsed", lapse_reason__in=["no_contact", "no_reviewer"])
                | (~models.Q(state="lapsed") & models.Q(lapse_reason="")),
            ),
        ),
        migrations.RunSQL(migrations.RunSQL.noop, UNLAPSE),
    ]
