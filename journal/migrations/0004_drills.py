"""Whether a journal is a drill's. A trigger keeps it as it was when the journal was made."""

from django.db import migrations, models

FIX = """
CREATE FUNCTION journal_keep_drill_mark() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.is_drill <> OLD.is_drill THEN
        RAISE EXCEPTION 'whether a journal is a drill never changes' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER journal_drill_mark_is_fixed BEFORE UPDATE ON journal_journal
    FOR EACH ROW EXECUTE FUNCTION journal_keep_drill_mark();
"""

FREE = """
DROP TRIGGER journal_drill_mark_is_fixed ON journal_journal;
DROP FUNCTION journal_keep_drill_mark();
"""


class Migration(migrations.Migration):
    dependencies = [("journal", "0003_closed_at")]

    operations = [
        migrations.AddField("journal", "is_drill", models.BooleanField(db_default=False, default=False)),
        migrations.AddConstraint(
            "journal",
            models.CheckConstraint(
                condition=models.Q(("kind", "case"), ("is_drill", False), _connector="OR"),
                name="journal_of_the_house_is_no_drill",
            ),
        ),
        migrations.AddConstraint("journal", models.UniqueConstraint(fields=("id", "is_drill"), name="journal_drill_mark")),
        migrations.RunSQL(FIX, FREE),
    ]
