from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # What each file said may be millions of rows: nobody waits for this index.
    atomic = False

    dependencies = [
        ("feedback", "0010_what_waited_has_a_place"),
    ]

    operations = [
        AddIndexConcurrently(
            "claim",
            models.Index(fields=["person"], condition=models.Q(("person__isnull", False)), name="claim_person"),
        ),
    ]
