"""Checks of what was there before, and indexes by which the tick finds what is open, however much is not."""

from django.contrib.postgres.operations import AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models

OPEN = models.Q(state__in=["waiting", "assigned", "started"])


class Migration(migrations.Migration):
    # Reviews go on meanwhile.
    atomic = False

    dependencies = [
        ("quality", "0005_slots_lapse"),
    ]

    operations = [
        ValidateConstraint("slot", "slot_reviewer_and_interaction_match_state"),
        ValidateConstraint("slot", "slot_lapse_has_a_reason"),
        AddIndexConcurrently("slot", models.Index(fields=["person"], condition=OPEN, name="slot_open_of_person")),
        AddIndexConcurrently("slot", models.Index(fields=["opens_at"], condition=models.Q(state="lapsed"), name="slot_lapsed")),
        AddIndexConcurrently("slot", models.Index(fields=["person"], condition=models.Q(state="waiting"), name="slot_waiting")),
        AddIndexConcurrently("replacement", models.Index(fields=["replaced_at"], name="replacement_time")),
    ]
