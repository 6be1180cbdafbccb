"""The suggestion box: suggestions, the conversation about each, and the votes of people to whom one also matters.

Nothing here says when a suggestion was written more exactly than its ISO week. Ids are random, so that they have no order.
"""

import secrets
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from care import suggestion_subjects
from people.identity import Role, User

# Limits of forms and database.
LONGEST_TEXT = 4000
MOST_MESSAGES = 40
WORDS_OF_HEADING = 12
# Ids of 16 digits are exact in JavaScript too.
FIRST_ID, NUMBER_OF_IDS = 10**15, 8 * 10**15


def random_id() -> int:
    """Id without order for a new row of the box: a sequence would tell which row came first."""
    return FIRST_ID + secrets.randbelow(NUMBER_OF_IDS)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def delivered(self) -> "SuggestionQuerySet":
        return self.filter(is_delivered=True)

    def on_the_board(self) -> "SuggestionQuerySet":
        return self.delivered().exclude(published_text="")

    def new(self) -> "SuggestionQuerySet":
        """Suggestions that nobody has looked at."""
        return self.delivered().filter(state=Suggestion.State.NEW)

    def readable_on_the_board(self, user: User) -> "SuggestionQuerySet":
        """Published suggestions, without those about crises that the user can't see."""
        everyday = Q(journal__kind="house")
        return self.on_the_board().filter(everyday | Q(journal__in=suggestion_subjects.journals_of(user)))

    def visible_to(self, user: User) -> "SuggestionQuerySet":
        """The user's own with their name, all delivered ones for supervisors, published ones for others."""
        mine = Q(author=user.person_id)
        if user.has_role(Role.SUPERVISOR):
            return self.filter(mine | Q(is_delivered=True))
        return self.filter(mine | Q(pk__in=Suggestion.objects.readable_on_the_board(user).values("pk")))


class Suggestion(models.Model):
    """A suggestion. Without an author, only the holder of its receipt can follow it or add to it.

    `text` is the original, seen by supervisors and the author, and deleted some time after the answer. `published_text` is what
    everyone reads. `receipt_digest` is the digest of a secret that its writer got, and recognises a form that was sent twice.
    Suggestions are delivered to supervisors once a day, all together, so that their arrival has no time.
    """

    class Topic(models.TextChoices):
        WORK = "work", _("How we work")
        CUSTOMERS = "customers", _("What customers need")
        SCRIPTS = "scripts", _("Scripts and wording")
        TOOLS = "tools", _("Tools and this product")
        TEAM = "team", _("Team and wellbeing")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        NEW = "new", _("New")
        LOOKING = "looking", _("Being looked at")
        PLANNED = "planned", _("Planned")
        DONE = "done", _("Done")
        NOT_NOW = "not_now", _("Not now")
        MERGED = "merged", _("Merged into another")

    ANSWERED: ClassVar = [State.PLANNED, State.DONE, State.NOT_NOW]

    id = models.BigIntegerField(primary_key=True)
    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    script = models.ForeignKey("scripts_library.Script", on_delete=models.SET_NULL, null=True, related_name="+")
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    topic = models.CharField(max_length=10, choices=Topic)
    text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    published_text = models.TextField(max_length=LONGEST_TEXT, blank=True)
    is_edited = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    answer = models.TextField(max_length=LONGEST_TEXT, blank=True)
    answered_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    answered_on = models.DateField(null=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    receipt_digest = models.CharField(max_length=64, unique=True)
    # The Monday of the ISO week in the organisation's zone.
    week_on = models.DateField()
    is_delivered = models.BooleanField(default=False)

    journal_id: int
    script_id: int | None
    author_id: int | None

    objects: ClassVar[SuggestionQuerySet] = SuggestionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-week_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(topic__in=["work", "customers", "scripts", "tools", "team", "other"]), name="suggestion_topic_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["new", "looking"], answer="", answered_by=None, answered_on=None)
                | (
                    Q(state__in=["planned", "done", "not_now"], answered_by__isnull=False, answered_on__isnull=False)
                    & ~Q(answer="")
                    & ~Q(published_text="")
                )
                | Q(state="merged", answer="", published_text="", answered_by__isnull=False, answered_on__isnull=False),
                name="suggestion_answer_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False) | (~Q(state="merged") & Q(merged_into=None)),
                name="suggestion_merged_into_matches_state",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("pk")), name="suggestion_not_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=Q(answered_on__isnull=False) | ~Q(text=""), name="suggestion_has_its_text_until_answered"
            ),
            models.CheckConstraint(
                condition=~Q(state="new") | Q(published_text=""), name="suggestion_looked_at_before_published"
            ),
            models.CheckConstraint(
                condition=Q(is_edited=False) | ~Q(published_text=""), name="suggestion_edited_only_if_published"
            ),
            models.CheckConstraint(condition=Q(is_delivered=True) | Q(state="new"), name="suggestion_delivered_before_triage"),
            models.CheckConstraint(condition=Q(week_on__iso_week_day=1), name="suggestion_week_begins_on_monday"),
            models.CheckConstraint(
                condition=Q(author=None) | Q(answered_by=None) | ~Q(answered_by=F("author")),
                name="suggestion_answered_by_another_person",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_delivered"], condition=Q(is_delivered=False), name="suggestion_in_the_box"),
            models.Index(fields=["state"], condition=Q(state__in=["new", "looking"]), name="suggestion_open"),
            models.Index(fields=["answered_on"], condition=~Q(text=""), name="suggestion_original_kept"),
        ]

    def __str__(self) -> str:
        return self.heading or str(_("Suggestion"))

    @property
    def heading(self) -> str:
        """First words of the published text."""
        return Truncator(" ".join(self.published_text.split())).words(WORDS_OF_HEADING)

    @property
    def own_heading(self) -> str:
        """First words for supervisors and the author."""
        return Truncator(" ".join((self.text or self.published_text).split())).words(WORDS_OF_HEADING)

    @property
    def is_answered(self) -> bool:
        return self.state in self.ANSWERED


class SuggestionMessage(models.Model):
    """A message between supervisors and the author of a suggestion; `number` is its place in the conversation.

    Messages of the author have no sender: a named author is that of the suggestion.
    """

    id = models.BigIntegerField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveSmallIntegerField()
    sender = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField(max_length=LONGEST_TEXT)
    # Digest of the key of the form, for messages of the author: recognises a form that was sent twice.
    form_digest = models.CharField(max_length=64, null=True, unique=True)  # noqa: DJ001 - unique where given
    is_delivered = models.BooleanField(default=False)

    sender_id: int | None

    class Meta:
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["suggestion", "number"], name="suggestion_message_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="suggestion_message_has_a_text"),
            models.CheckConstraint(
                condition=Q(number__gte=1, number__lte=MOST_MESSAGES), name="suggestion_message_number_in_range"
            ),
            models.CheckConstraint(
                condition=Q(sender=None, form_digest__isnull=False)
                | Q(sender__isnull=False, form_digest=None, is_delivered=True),
                name="suggestion_message_of_one_side",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["is_delivered"], condition=Q(is_delivered=False), name="suggestion_message_in_the_box"),
        ]

    def __str__(self) -> str:
        return f"Message {self.number}"


class SuggestionVote(models.Model):
    """A person to whom a published suggestion also matters. Pages only show how many there are."""

    id = models.BigIntegerField(primary_key=True)
    suggestion = models.ForeignKey(Suggestion, on_delete=models.CASCADE, related_name="votes")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["suggestion", "person"], name="suggestion_vote_once"),
        ]

    def __str__(self) -> str:
        return f"Vote of {self.person_id}"


class SuggestionBox(models.Model):
    """The day on which the box was last emptied. One row."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    emptied_on = models.DateField()

    class Meta:
        verbose_name_plural = "suggestion boxes"
        constraints: ClassVar = [models.CheckConstraint(condition=Q(id=1), name="suggestion_box_one")]

    def __str__(self) -> str:
        return f"Emptied on {self.emptied_on}"
