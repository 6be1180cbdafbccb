"""A trigger that refuses to change or delete what the ledger says. Tests may truncate."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION recognition_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ledger entries are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER recognition_ledger_append_only BEFORE UPDATE OR DELETE ON recognition_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION recognition_refuse_change();
"""

ALLOW = """
DROP TRIGGER recognition_ledger_append_only ON recognition_ledgerentry;
DROP FUNCTION recognition_refuse_change();
"""


class Migration(migrations.Migration):
    dependencies = [("recognition", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
