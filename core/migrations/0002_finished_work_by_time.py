from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # There may be millions of rows, and workers go on meanwhile.
    atomic = False

    dependencies = [
        ("core", "0001_initial"),
    ]

    operations = [
        AddIndexConcurrently(
            "work",
            models.Index(fields=["finished_at"], condition=models.Q(("state__in", ["done", "failed"])), name="work_finished"),
        ),
    ]
