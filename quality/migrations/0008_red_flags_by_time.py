"""An index by which homes find the latest red flags among all reviews."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # Reviews go on meanwhile.
    atomic = False

    dependencies = [
        ("quality", "0007_corrections_and_red_flags"),
    ]

    operations = [
        AddIndexConcurrently(
            "review",
            models.Index(fields=["completed_at"], condition=models.Q(is_red_flagged=True), name="review_red_flagged"),
        ),
    ]
