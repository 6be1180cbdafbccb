"""Truncating the journal is refused, as changing its entries is."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("journal", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="entry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'journal entries are never changed or deleted' USING ERRCODE = 'restrict_violation';",
                    hash="bde57cfd1ed0652c06174b3b669641a2f4160b2f",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_6517e",
                    table="journal_entry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="journaltext",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a journal text can only be erased' USING ERRCODE = 'restrict_violation';",
                    hash="efb7f4c3b155a1ffae417cea441f33c9b66a57e4",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_c6a81",
                    table="journal_journaltext",
                    when="BEFORE",
                ),
            ),
        ),
    ]
