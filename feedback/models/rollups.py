"""Rollups of contacts and responses, updated by the transaction that publishes an import. Rankings read nothing else."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from intake.instruments import Instrument

# Statement-level, so that publishing a large import does not pay per row.
NEW_SCORES_VERSION = pgtrigger.Trigger(
    name="new_scores_version",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
    func="""
        INSERT INTO feedback_scoresversion (id, token) VALUES (1, gen_random_uuid())
            ON CONFLICT (id) DO UPDATE SET token = excluded.token;
        RETURN NULL;
    """,
)


class Counts(models.Model):
    """One count for each point of the longest scale: `n4` is how many answered 4."""

    n0 = models.PositiveIntegerField(default=0)
    n1 = models.PositiveIntegerField(default=0)
    n2 = models.PositiveIntegerField(default=0)
    n3 = models.PositiveIntegerField(default=0)
    n4 = models.PositiveIntegerField(default=0)
    n5 = models.PositiveIntegerField(default=0)
    n6 = models.PositiveIntegerField(default=0)
    n7 = models.PositiveIntegerField(default=0)
    n8 = models.PositiveIntegerField(default=0)
    n9 = models.PositiveIntegerField(default=0)
    n10 = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True


class MonthlyScore(Counts):
    """Counted responses of a person in a month of the organisation's zone, by the date of the interaction."""

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField()
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=40, blank=True)
    instrument = models.CharField(max_length=4, choices=Instrument)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["person", "month_on", "channel", "topic", "language", "instrument"], name="monthly_score_unique"
            ),
            models.CheckConstraint(condition=Q(month_on__day=1), name="monthly_score_first_of_month"),
        ]
        indexes: ClassVar = [models.Index(fields=["month_on", "instrument"], name="monthly_score_month")]
        triggers: ClassVar = [NEW_SCORES_VERSION]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month_on:%Y-%m}"


class LeftOut(models.Model):
    """Responses of a month that do not count, by reason, so that rankings can show them."""

    class Reason(models.TextChoices):
        UNASSIGNED = "unassigned", _("No agent")
        SUPERSEDED = "superseded", _("Replaced by a newer answer")
        SUSPECTED = "suspected", _("Likely answered by an email scanner")
        DUPLICATE = "duplicate", _("Duplicate from another source")
        EXCLUDED = "excluded", _("Not counted by decision")
        DRILL = "drill", _("Part of a drill")

    month_on = models.DateField()
    instrument = models.CharField(max_length=4, choices=Instrument)
    reason = models.CharField(max_length=12, choices=Reason)
    responses = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["month_on", "instrument", "reason"], name="left_out_unique"),
            models.CheckConstraint(condition=Q(month_on__day=1), name="left_out_first_of_month"),
        ]
        triggers: ClassVar = [NEW_SCORES_VERSION]

    def __str__(self) -> str:
        return f"{self.responses} {self.reason} in {self.month_on:%Y-%m}"


class DailyScore(Counts):
    """Counted responses of a day and team, for pages and alarms.

    `team_id` is null for people in no team; it is the team on that day (of several, the one joined first).
    """

    day_on = models.DateField()
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=200, blank=True)
    instrument = models.CharField(max_length=4, choices=Instrument)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day_on", "team", "channel", "topic", "instrument"],
                nulls_distinct=False,
                name="daily_score_unique",
            ),
        ]
        triggers: ClassVar = [NEW_SCORES_VERSION]

    def __str__(self) -> str:
        return f"{self.day_on} {self.channel}"


class DailyTimes(models.Model):
    """Interactions of a day and team, the numbers with known times, and the sums of these times."""

    day_on = models.DateField()
    team = models.ForeignKey("people.Team", on_delete=models.PROTECT, null=True, related_name="+")
    channel = models.CharField(max_length=10)
    topic = models.CharField(max_length=200, blank=True)
    interactions = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)
    response_seconds = models.PositiveBigIntegerField(default=0)
    handled = models.PositiveIntegerField(default=0)
    handle_seconds = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["day_on", "team", "channel", "topic"], nulls_distinct=False, name="daily_times_unique"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day_on} {self.channel}"


class MonthlyContacts(models.Model):
    """Rated and unrated contacts of a person in a month, by source and channel: the base of response rates. What is rated and
    unrated: see `feedback.sql.rollups.CONTACTS`.
    """

    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    month_on = models.DateField()
    source = models.CharField(max_length=60)
    channel = models.CharField(max_length=10)
    rated = models.PositiveIntegerField(default=0)
    unrated = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name_plural = "monthly contacts"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "month_on", "source", "channel"], name="monthly_contacts_unique"),
            models.CheckConstraint(condition=Q(month_on__day=1), name="monthly_contacts_first_of_month"),
        ]
        indexes: ClassVar = [models.Index(fields=["month_on"], name="monthly_contacts_month")]
        triggers: ClassVar = [NEW_SCORES_VERSION]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month_on:%Y-%m} {self.channel}"


class ScoresVersion(models.Model):
    """Cache key of everything computed from the scores: the trigger `NEW_SCORES_VERSION` changes it with every statement that
    writes `MonthlyScore`, `DailyScore`, `MonthlyContacts` or `LeftOut`.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    token = models.UUIDField()

    class Meta:
        constraints: ClassVar = [models.CheckConstraint(condition=Q(pk=1), name="scores_version_one")]

    def __str__(self) -> str:
        return str(self.token)


class RollupBasis(models.Model):
    """Digest of the zone and the rule that a rollup was last counted with (see `feedback.sql.rollups.Basis`)."""

    table = models.CharField(max_length=63, primary_key=True)
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "rollup bases"

    def __str__(self) -> str:
        return self.table


class CountedSpan(models.Model):
    """A membership that the rollups by team were last counted with, to detect changes.

    Ids instead of foreign keys, so that people and teams can be deleted.
    """

    person_id = models.BigIntegerField()
    team_id = models.BigIntegerField()
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person_id", "team_id", "starts_on"], name="counted_span_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.team_id}"
