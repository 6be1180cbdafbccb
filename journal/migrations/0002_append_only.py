"""A trigger that refuses to change or delete entries, and lets a text only be erased. Tests may truncate."""

from django.db import migrations

REFUSE = """
CREATE FUNCTION journal_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'journal entries are never changed or deleted' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_entry_append_only BEFORE UPDATE OR DELETE ON journal_entry
    FOR EACH ROW EXECUTE FUNCTION journal_refuse_change();

CREATE FUNCTION journal_only_erase_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND NEW.text IS NULL AND NEW.salt IS NULL
        AND (NEW.id, NEW.entry_id, NEW.name) = (OLD.id, OLD.entry_id, OLD.name) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a journal text can only be erased' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER journal_text_append_only BEFORE UPDATE OR DELETE ON journal_journaltext
    FOR EACH ROW EXECUTE FUNCTION journal_only_erase_text();
"""

ALLOW = """
DROP TRIGGER journal_entry_append_only ON journal_entry;
DROP TRIGGER journal_text_append_only ON journal_journaltext;
DROP FUNCTION journal_refuse_change();
DROP FUNCTION journal_only_erase_text();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]

    operations = [migrations.RunSQL(REFUSE, ALLOW)]
