"""Invitations that ended with the crisis, and service to its end, are told apart from expired and released ones.

How people left crises that are closed is forgotten, with the counts by answer that were kept of them.
"""

from django.db import migrations, models
from django.db.models import Q

STATES = [
    ("invited", "Invited"),
    ("accepted", "Accepted"),
    ("declined", "Declined"),
    ("expired", "Not answered in time"),
    ("withdrawn", "Withdrawn"),
    ("released", "Released"),
    ("ended", "Ended with the crisis"),
    ("served", "Served to the end"),
]

TELL_APART = """
UPDATE crisis_invitation SET state = 'ended' WHERE state = 'expired' AND ended_at < deadline_at;
UPDATE crisis_invitation SET state = 'served'
FROM crisis_crisis c, crisis_teammember m
WHERE crisis_invitation.state = 'released' AND c.id = crisis_invitation.crisis_id AND m.crisis_id = c.id
    AND m.person_id = crisis_invitation.person_id AND m.left_at = crisis_invitation.ended_at AND m.left_at = c.resolved_at;
UPDATE crisis_invitation SET state = 'released', reason = '' FROM crisis_crisis c
WHERE c.id = crisis_invitation.crisis_id AND c.state IN ('closed', 'cancelled')
    AND crisis_invitation.state IN ('withdrawn', 'served', 'released');
DELETE FROM crisis_invitation USING crisis_crisis c
WHERE c.id = crisis_invitation.crisis_id AND c.state IN ('closed', 'cancelled')
    AND crisis_invitation.state IN ('declined', 'expired', 'ended');
UPDATE crisis_crisis SET closing_counts = '{}'::jsonb WHERE closing_counts <> '{}'::jsonb;
"""
AS_BEFORE = """
UPDATE crisis_invitation SET state = 'expired' WHERE state = 'ended';
UPDATE crisis_invitation SET state = 'released' WHERE state = 'served';
"""


def accepted_with_all_three(joined, not_joined):
    answers = ("solution", "training", "timing")
    yes = Q(state__in=joined, terms__isnull=False, **{f"confirms_{name}": True for name in answers})
    no = Q(state__in=not_joined, terms=None, **{f"confirms_{name}": False for name in answers})
    return models.CheckConstraint(condition=yes | no, name="invitation_accepted_with_all_three")


def times_match_state(unanswered, answered):
    return models.CheckConstraint(
        condition=Q(state="invited", answered_at=None, ended_at=None)
        | Q(**unanswered, answered_at=None, ended_at__isnull=False)
        | Q(state="accepted", answered_at__isnull=False, ended_at=None)
        | Q(state__in=answered, answered_at__isnull=False, ended_at__isnull=False),
        name="invitation_times_match_state",
    )


class Migration(migrations.Migration):
    dependencies = [("crisis", "0004_voices")]

    operations = [
        migrations.AlterField("invitation", "state", models.CharField(choices=STATES, default="invited", max_length=10)),
        migrations.RemoveConstraint("invitation", "invitation_accepted_with_all_three"),
        migrations.RemoveConstraint("invitation", "invitation_times_match_state"),
        migrations.RunSQL(TELL_APART, AS_BEFORE),
        migrations.AddConstraint(
            "invitation",
            accepted_with_all_three(
                ["accepted", "withdrawn", "released", "served"], ["invited", "declined", "expired", "ended"]
            ),
        ),
        migrations.AddConstraint(
            "invitation",
            times_match_state({"state__in": ["expired", "ended"]}, ["declined", "withdrawn", "released", "served"]),
        ),
    ]
