from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    # There may be millions of rows, and people go on being notified meanwhile.
    atomic = False

    dependencies = [
        ("people", "0003_tokens"),
    ]

    operations = [
        AddIndexConcurrently(
            "notification",
            models.Index(fields=["read_at"], condition=models.Q(("read_at__isnull", False)), name="notification_read_time"),
        ),
        AddIndexConcurrently(
            "notification",
            models.Index(fields=["created_at"], condition=models.Q(("read_at", None)), name="notification_unread_time"),
        ),
    ]
