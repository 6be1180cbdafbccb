"""The journals of crises that were closed or cancelled before journals could be."""

from django.db import migrations

CLOSE = """
UPDATE journal_journal SET closed_at = COALESCE(crisis_crisis.closed_at, crisis_crisis.cancelled_at)
FROM crisis_crisis WHERE crisis_crisis.journal_id = journal_journal.id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("crisis", "0002_protocols"),
        ("journal", "0003_closed_at"),
    ]

    operations = [migrations.RunSQL(CLOSE, migrations.RunSQL.noop)]
