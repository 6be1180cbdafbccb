"""A crisis's journal knows whether it is a drill, and its team does: a drill does not keep people from a real crisis.

The copies of the mark refer to it together with its row, so that they are always right.
"""

from django.db import migrations, models
from django.db.models import Q

MARK_JOURNALS = """
ALTER TABLE journal_journal DISABLE TRIGGER journal_drill_mark_is_fixed;
UPDATE journal_journal SET is_drill = true FROM crisis_crisis c WHERE c.journal_id = journal_journal.id AND c.is_drill;
ALTER TABLE journal_journal ENABLE TRIGGER journal_drill_mark_is_fixed;
"""
# Before the mark, nobody could be in two teams at once: people who are leave the drills.
MARK_MEMBERS = """
UPDATE crisis_teammember SET is_drill = true FROM crisis_crisis c WHERE c.id = crisis_teammember.crisis_id AND c.is_drill;
"""
ONE_TEAM = """
UPDATE crisis_teammember SET left_at = GREATEST(now(), joined_at)
WHERE left_at IS NULL AND is_drill AND EXISTS (
    SELECT FROM crisis_teammember other WHERE other.person_id = crisis_teammember.person_id AND other.left_at IS NULL
        AND (NOT other.is_drill OR other.id < crisis_teammember.id)
);
"""
REFER = """
ALTER TABLE crisis_crisis ADD CONSTRAINT crisis_drill_mark_of_its_journal
    FOREIGN KEY (journal_id, is_drill) REFERENCES journal_journal (id, is_drill) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE crisis_teammember ADD CONSTRAINT member_drill_mark_of_its_crisis
    FOREIGN KEY (crisis_id, is_drill) REFERENCES crisis_crisis (id, is_drill) DEFERRABLE INITIALLY DEFERRED;
"""
DO_NOT_REFER = """
ALTER TABLE crisis_teammember DROP CONSTRAINT member_drill_mark_of_its_crisis;
ALTER TABLE crisis_crisis DROP CONSTRAINT crisis_drill_mark_of_its_journal;
"""


def one_at_a_time(condition):
    return models.UniqueConstraint(fields=["person"], condition=condition, name="member_of_one_crisis_at_a_time")


class Migration(migrations.Migration):
    dependencies = [("crisis", "0005_ends_of_invitations"), ("journal", "0004_drills")]

    operations = [
        migrations.RunSQL(MARK_JOURNALS, migrations.RunSQL.noop),
        migrations.AddConstraint("crisis", models.UniqueConstraint(fields=["id", "is_drill"], name="crisis_drill_mark")),
        migrations.AddField("teammember", "is_drill", models.BooleanField(db_default=False, default=False)),
        migrations.RunSQL(MARK_MEMBERS, migrations.RunSQL.noop),
        migrations.RemoveConstraint("teammember", "member_of_one_crisis_at_a_time"),
        migrations.RunSQL(migrations.RunSQL.noop, ONE_TEAM),
        migrations.AddConstraint("teammember", one_at_a_time(Q(left_at=None, is_drill=False))),
        migrations.AddConstraint(
            "teammember",
            models.UniqueConstraint(fields=["crisis", "person"], condition=Q(left_at=None), name="member_once_in_a_team"),
        ),
        migrations.RunSQL(REFER, DO_NOT_REFER),
    ]
