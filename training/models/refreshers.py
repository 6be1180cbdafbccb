"""Refreshers, their items, and what people have done of them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from people.identity import Role, User

LONGEST_ITEM_TEXT = 4000
MOST_MINUTES = 240
MOST_ITEMS = 60
LONGEST_REASON = 300


class RefresherQuerySet(models.QuerySet["Refresher"]):
    def visible_to(self, user: User) -> "RefresherQuerySet":
        """All refreshers for trainers, none for others. Trainees see theirs through `queries.own_refreshers`."""
        return self.all() if user.has_role(Role.TRAINER) else self.none()

    def published(self) -> "RefresherQuerySet":
        return self.filter(state=Refresher.State.PUBLISHED)


class Refresher(models.Model):
    """The refresher training for a crisis: ordered items, a trainer, and the day by which everything is to be done."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        CLOSED = "closed", _("Closed")

    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    title = models.CharField(_("Title"), max_length=200)
    trainer = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("To be done by"))
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(db_default=Now())
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    journal_id: int
    trainer_id: int

    objects: ClassVar[RefresherQuerySet] = RefresherQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="refresher_has_a_title"),
            models.UniqueConstraint(fields=["journal"], condition=Q(state="published"), name="refresher_one_published"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, closed_at=None)
                | Q(state="published", published_at__isnull=False, closed_at=None)
                | Q(state="closed", closed_at__isnull=False),
                name="refresher_times_match_state",
            ),
        ]

    def __str__(self) -> str:
        return self.title


def _refers(kind: str, *names: str) -> Q:
    """Condition: an item of this kind refers to exactly these records."""
    return Q(kind=kind, **{f"{name}__isnull": name not in names for name in ("script", "role_play", "quiz")})


class RefresherItem(models.Model):
    """A part of a refresher, such as a script to read. `text` is for the trainees.

    `changed_at` is the last change after publication: what was done before it doesn't count. `told_version_id` is the newest
    script version behind the item about which the trainees were told.
    """

    class Kind(models.TextChoices):
        READ = "read", _("Read a script")
        EXAMPLE = "example", _("Real example")
        ROLE_PLAY = "role_play", _("Role play")
        QUIZ = "quiz", _("Quiz")
        CONTACT = "contact", _("Meet your support contact")
        FREE = "free", _("Something else")

    refresher = models.ForeignKey(Refresher, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(_("Title"), max_length=200)
    text = models.TextField(_("Text"), max_length=LONGEST_ITEM_TEXT, blank=True)
    minutes = models.PositiveSmallIntegerField(_("Minutes"), default=10)
    script = models.ForeignKey("scripts_library.Script", on_delete=models.PROTECT, null=True, related_name="+")
    role_play = models.ForeignKey("training.RolePlay", on_delete=models.PROTECT, null=True, related_name="+")
    quiz = models.ForeignKey("training.Quiz", on_delete=models.PROTECT, null=True, related_name="+")
    is_anonymised = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True)
    told_version_id = models.PositiveBigIntegerField(null=True)

    refresher_id: int
    script_id: int | None
    role_play_id: int | None
    quiz_id: int | None

    class Meta:
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="refresher_item_has_a_title"),
            models.CheckConstraint(
                condition=_refers("read", "script")
                | _refers("role_play", "role_play")
                | _refers("quiz", "quiz")
                | _refers("contact")
                | _refers("example")
                | _refers("free"),
                name="refresher_item_refers_by_kind",
            ),
            models.CheckConstraint(
                condition=(Q(kind="example", is_anonymised=True) & ~Q(text="")) | (~Q(kind="example") & Q(is_anonymised=False)),
                name="refresher_example_is_anonymised",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="refresher_item_minutes_possible"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ItemDone(models.Model):
    """A person has done an item. Role plays and passed quizzes have their own records; this one has everything else.

    `script_version` is the version that was read, `contact_id` the support contact that the person got to know.
    """

    item = models.ForeignKey(RefresherItem, on_delete=models.CASCADE, related_name="done")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    done_at = models.DateTimeField()
    script_version = models.ForeignKey("scripts_library.ScriptVersion", on_delete=models.PROTECT, null=True, related_name="+")
    contact_id = models.PositiveBigIntegerField(null=True)

    item_id: int
    person_id: int
    script_version_id: int | None

    class Meta:
        verbose_name_plural = "items done"
        constraints: ClassVar = [models.UniqueConstraint(fields=["item", "person"], name="item_done_once")]

    def __str__(self) -> str:
        return f"{self.person_id} did item {self.item_id}"


class ItemReopened(models.Model):
    """An item was opened again for one person. What they did before `reopened_at` doesn't count."""

    item = models.ForeignKey(RefresherItem, on_delete=models.CASCADE, related_name="reopened")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    reopened_at = models.DateTimeField()
    reason = models.CharField(max_length=LONGEST_REASON)

    item_id: int
    person_id: int

    class Meta:
        verbose_name_plural = "reopened items"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["item", "person"], name="item_reopened_once"),
            models.CheckConstraint(condition=~Q(reason=""), name="item_reopened_for_a_reason"),
        ]

    def __str__(self) -> str:
        return f"item {self.item_id} reopened for {self.person_id}"


class Nudge(models.Model):
    """The last reminder to a person who isn't ready. The time between two is limited."""

    refresher = models.ForeignKey(Refresher, on_delete=models.CASCADE, related_name="nudges")
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    nudged_by = models.ForeignKey("people.Person", on_delete=models.SET_NULL, null=True, related_name="+")
    nudged_at = models.DateTimeField()

    refresher_id: int
    person_id: int

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["refresher", "person"], name="nudge_last_one")]

    def __str__(self) -> str:
        return f"nudge to {self.person_id}"
