"""Truncating the ledger is refused, as changing its entries is."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("recognition", "0001_initial"),
    ]

    operations = [
        pgtrigger.migrations.AddTrigger(
            model_name="ledgerentry",
            trigger=pgtrigger.compiler.Trigger(
                name="never_truncated",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'ledger entries are never changed or deleted' USING ERRCODE = 'restrict_violation';",
                    hash="9ad36b56a74fcacafa52ba4cfd75fe9e68bc22dc",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_truncated_85525",
                    table="recognition_ledgerentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
