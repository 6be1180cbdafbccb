"""Scripts, their versions and acknowledgements."""

from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from core import clock
from journal.drills import drills_of
from people.identity import Channel, Role, User
from scripts_library.audiences import audience_name
from scripts_library.models.release_plan import RELEASE_CONSTRAINTS, RELEASE_INDEXES, ReleasePlan
from scripts_library.models.search import NEW_VERSION_IS_STALE, TEXT_IS_STALE, TITLE_IS_STALE

LONGEST_TEXT = 4000
USUAL_LANGUAGE = "en"
# As for the languages of people: en, or pt-br.
LANGUAGE_CODE = r"^[a-z]{2,3}(-[a-z0-9]{2,4})?$"
# They see drafts and history as well as published scripts.
KEEPERS = (Role.SUPERVISOR, Role.APPROVER, Role.TRAINER)
READERS = (*KEEPERS, Role.AGENT, Role.REVIEWER)
# How long a withdrawal is shown to people who never acknowledged the script: they may be using it all the same.
WITHDRAWAL_SHOWN_FOR = timedelta(days=1)


class Stage(models.TextChoices):
    """Stage of a crisis for which a script is a holding statement."""

    FIRST_HOURS = "first_hours", _("First hours")
    UNDER_WAY = "under_way", _("Under way")
    RECOVERY = "recovery", _("Recovery")


class ScriptQuerySet(models.QuerySet["Script"]):
    def visible_to(self, user: User) -> "ScriptQuerySet":
        """All scripts for writers and approvers. Published scripts, now or in the past, for readers; of drills only if they
        take part.

        A reader who opens a script that isn't live any more is told so and doesn't see its texts.
        """
        if user.has_role(*KEEPERS):
            return self.all()
        if user.has_role(*READERS):
            read = ScriptVersion.objects.released().concerning(user.person_id)
            return self.filter(Exists(read.filter(script=OuterRef("pk"))))
        return self.none()


class Script(models.Model):
    """A script for one situation, and its owner. The texts are in its versions.

    `channel` is empty for a script for every channel. `variant_of` is the script with the same content for other channels or in
    another language, its source. A foreign key that Django can't express, `script_variant_of_a_source`, keeps variants in the
    journal of their source and prevents variants of variants.
    Without a kind it is of the default one. An archived script is in no list and has no live version.
    `stage` is set for a holding statement: what to say in that stage of a crisis as long as nothing more exact is known.
    """

    title = models.CharField(max_length=200)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    journal = models.ForeignKey("journal.Journal", on_delete=models.PROTECT, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel, blank=True, default="")
    language = models.CharField(max_length=8, default=USUAL_LANGUAGE)
    variant_of = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="variants")
    created_at = models.DateTimeField(db_default=Now())
    kind = models.ForeignKey("scripts_library.ScriptKind", on_delete=models.PROTECT, null=True, related_name="scripts")
    archived_at = models.DateTimeField(null=True)
    stage = models.CharField(max_length=12, choices=Stage, default="", blank=True, db_default="")

    owner_id: int
    journal_id: int
    variant_of_id: int | None
    kind_id: int | None

    objects: ClassVar[ScriptQuerySet] = ScriptQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["title", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(title=""), name="script_has_a_title"),
            models.CheckConstraint(
                condition=Q(channel__in=["", "phone", "chat", "email", "social", "other"]), name="script_channel_known"
            ),
            models.CheckConstraint(condition=Q(language__regex=LANGUAGE_CODE), name="script_language_is_a_code"),
            models.UniqueConstraint(
                fields=["variant_of", "channel", "language"],
                condition=Q(variant_of__isnull=False),
                name="script_one_variant_per_channel_and_language",
            ),
            models.CheckConstraint(
                condition=Q(variant_of=None) | ~Q(variant_of=F("pk")), name="script_not_a_variant_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(stage__in=["", "first_hours", "under_way", "recovery"]), name="script_stage_known"
            ),
        ]
        triggers: ClassVar = [TITLE_IS_STALE]

    def __str__(self) -> str:
        return self.title

    @property
    def audience(self) -> str:
        """Channel and language in words."""
        return audience_name(self.channel, self.language)


class ScriptVersionQuerySet(models.QuerySet["ScriptVersion"]):
    def released(self) -> "ScriptVersionQuerySet":
        """Versions that readers have seen: published now or earlier."""
        return self.filter(state__in=ScriptVersion.RELEASED)

    def live(self, now: datetime) -> "ScriptVersionQuerySet":
        """Versions that may be used right now. Exact to the second, even if the tick that expires them is late."""
        return self.filter(state=ScriptVersion.State.PUBLISHED, starts_at__lte=now, ends_at__gt=now)

    def concerning(self, person_id: int) -> "ScriptVersionQuerySet":
        """Versions outside drills, and of drills in which the person takes part."""
        return self.filter(Q(script__journal__is_drill=False) | Q(script__journal__in=drills_of(person_id)))

    def visible_to(self, user: User) -> "ScriptVersionQuerySet":
        """All versions for writers and approvers; live and ended ones for readers."""
        if user.has_role(*KEEPERS):
            return self.all()
        return self.released().concerning(user.person_id) if user.has_role(*READERS) else self.none()

    def kept_for(self, user: User) -> "ScriptVersionQuerySet":
        """All versions for writers and approvers, none for readers: for the pages behind the script's own."""
        return self.all() if user.has_role(*KEEPERS) else self.none()

    def unread_by(self, person_id: int) -> "ScriptVersionQuerySet":
        """Live versions that the person hasn't acknowledged."""
        return self.live(clock.now()).concerning(person_id).exclude(Exists(_acknowledged(person_id, Acknowledgement.What.READ)))

    def withdrawn_unknown_to(self, person_id: int) -> "ScriptVersionQuerySet":
        """Withdrawn versions whose withdrawal the person hasn't acknowledged: those they have read, and for a day all others,
        because scripts are also used without acknowledging them. Once a newer version is out, reading that one is required
        instead.
        """
        was_read = Q(Exists(_acknowledged(person_id, Acknowledgement.What.READ)))
        is_recent = Q(ended_at__gt=clock.now() - WITHDRAWAL_SHOWN_FOR)
        later = ScriptVersion.objects.released().filter(script=OuterRef("script"), number__gt=OuterRef("number"))
        return (
            self.filter(was_read | is_recent, state=ScriptVersion.State.WITHDRAWN)
            .concerning(person_id)
            .exclude(Exists(_acknowledged(person_id, Acknowledgement.What.WITHDRAWAL)))
            .exclude(Exists(later))
        )


def _acknowledged(person_id: int, what: "Acknowledgement.What") -> "models.QuerySet[Acknowledgement]":
    return Acknowledgement.objects.filter(version=OuterRef("pk"), person_id=person_id, what=what)


class ScriptVersion(ReleasePlan):
    """The texts of a script at one time. Only drafts can be edited; the published text is the approved one.

    `writer_ids` are the persons who wrote any of it, including the author: none of them may approve it. `revision` counts
    edits, so that nobody overwrites or approves a text other than the one they read. `ends_at` is the planned end; `ended_at`
    the actual one (expiry, withdrawal, or the next version). `replacement` is the script to use instead of a withdrawn one, if
    any. `follows_number` is the published version of the source that the text of a variant corresponds to, if any.
    `takes_effect` says what agents see who are using the previous version when this one is published.
    """

    class TakesEffect(models.TextChoices):
        AFTER_CONTACT = "after_contact", _("After the current contact")
        AT_ONCE = "at_once", _("At once, also during a contact")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        APPROVED = "approved", _("Approved")
        PUBLISHED = "published", _("Published")
        EXPIRED = "expired", _("Expired")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    RELEASED: ClassVar = [State.PUBLISHED, State.EXPIRED, State.WITHDRAWN]
    TEXTS: ClassVar = ["situation", "what_to_say", "tone", "what_not_to_say", "what_to_ask", "escalation", "plan_b"]

    script = models.ForeignKey(Script, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    situation = models.TextField(_("Situation"), max_length=LONGEST_TEXT)
    what_to_say = models.TextField(_("What to say"), max_length=LONGEST_TEXT, blank=True)
    tone = models.TextField(_("How to say it"), max_length=LONGEST_TEXT, blank=True)
    what_not_to_say = models.TextField(_("What not to say"), max_length=LONGEST_TEXT, blank=True)
    what_to_ask = models.TextField(_("What to ask"), max_length=LONGEST_TEXT, blank=True)
    escalation = models.TextField(_("When and how to escalate"), max_length=LONGEST_TEXT, blank=True)
    plan_b = models.TextField(_("Plan B: what you can offer"), max_length=LONGEST_TEXT, blank=True)
    author = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    writer_ids = ArrayField(models.BigIntegerField())
    approver = models.ForeignKey("people.Person", on_delete=models.PROTECT, null=True, related_name="+")
    revision = models.PositiveIntegerField(default=1)
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    submitted_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True)
    sent_back_reason = models.TextField(blank=True)
    withdrawal_reason = models.TextField(blank=True)
    replacement = models.ForeignKey(Script, on_delete=models.PROTECT, null=True, related_name="+")
    follows_number = models.PositiveIntegerField(null=True)
    takes_effect = models.CharField(
        max_length=13, choices=TakesEffect, default=TakesEffect.AFTER_CONTACT, db_default=TakesEffect.AFTER_CONTACT
    )

    script_id: int
    author_id: int
    approver_id: int | None
    replacement_id: int | None

    objects: ClassVar[ScriptVersionQuerySet] = ScriptVersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering: ClassVar = ["script", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["script", "number"], name="script_version_number_unique"),
            models.UniqueConstraint(fields=["script"], condition=Q(state="published"), name="script_one_published"),
            models.UniqueConstraint(
                fields=["script"], condition=Q(state__in=["draft", "in_review"]), name="script_one_in_progress"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review", "approved", "published", "expired", "withdrawn"]),
                name="script_version_state_known",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="script_version_numbers_from_one"),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(approver=F("author")), name="script_author_does_not_approve"
            ),
            models.CheckConstraint(
                condition=Q(approver=None) | ~Q(writer_ids__contains=[F("approver_id")]), name="script_writer_does_not_approve"
            ),
            models.CheckConstraint(condition=Q(writer_ids__contains=[F("author_id")]), name="script_author_is_a_writer"),
            models.CheckConstraint(
                condition=Q(state="draft", submitted_at=None)
                | (~Q(state="draft") & Q(submitted_at__isnull=False) & ~Q(situation="") & ~Q(what_to_say="")),
                name="script_version_submitted_is_complete",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "in_review"], approver=None, approved_at=None)
                | (
                    ~Q(state__in=["draft", "in_review"])
                    & Q(approver__isnull=False, approved_at__isnull=False, approved_at__gte=F("submitted_at"))
                ),
                name="script_version_approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(starts_at__lt=F("ends_at")), name="script_version_period_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["expired", "withdrawn"], ended_at__isnull=False, ended_at__gte=F("starts_at"))
                | (~Q(state__in=["expired", "withdrawn"]) & Q(ended_at=None)),
                name="script_version_ended_at_matches_state",
            ),
            models.CheckConstraint(
                condition=(Q(state="withdrawn") & ~Q(withdrawal_reason="")) | (~Q(state="withdrawn") & Q(withdrawal_reason="")),
                name="script_version_withdrawn_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(replacement=None) | (Q(state="withdrawn") & ~Q(replacement=F("script"))),
                name="script_version_replaced_by_another_script",
            ),
            models.CheckConstraint(
                condition=Q(follows_number=None) | Q(follows_number__gte=1), name="script_version_follows_a_number_from_one"
            ),
            models.CheckConstraint(
                condition=Q(takes_effect__in=["after_contact", "at_once"]), name="script_version_takes_effect_known"
            ),
            *RELEASE_CONSTRAINTS,
        ]
        indexes: ClassVar = [
            models.Index(fields=["ends_at"], condition=Q(state="published"), name="script_version_ending"),
            *RELEASE_INDEXES,
        ]
        triggers: ClassVar = [NEW_VERSION_IS_STALE, TEXT_IS_STALE]

    def __str__(self) -> str:
        return f"version {self.number} of script {self.script_id}"


class Acknowledgement(models.Model):
    """A person's confirmation of having read this exact version, or of knowing that it is withdrawn."""

    class What(models.TextChoices):
        READ = "read", _("I've read this")
        WITHDRAWAL = "withdrawal", _("Got it, I won't use it")

    version = models.ForeignKey(ScriptVersion, on_delete=models.PROTECT, related_name="acknowledgements")
    person = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=10, choices=What)
    acknowledged_at = models.DateTimeField()

    person_id: int

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "person", "what"], name="acknowledgement_once"),
            models.CheckConstraint(condition=Q(what__in=["read", "withdrawal"]), name="acknowledgement_of_something_known"),
        ]
        indexes: ClassVar = [models.Index(fields=["person"], name="acknowledgement_person")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.what} {self.version_id}"
