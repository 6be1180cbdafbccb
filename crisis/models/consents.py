"""Consents: what people saw and confirmed when they joined a team."""

import hashlib
import json
from datetime import UTC
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from crisis.models.invitations import Terms
from crisis.models.team import TeamMember

# What is hashed, by the number of the format. The fields of a number never change: otherwise earlier digests would differ.
FIRST = ("member", "terms", "terms_digest", "language", "sentences", "way", "given_at", "salt")
FIELDS_BY_FORMAT = {1: FIRST, 2: ("format", *FIRST)}
AGREED = (
    "version",
    "solution",
    "expectations",
    "training_hours",
    "duration",
    "shifts",
    "reward",
    "scripts",
    "review_factor",
)
TERMS_BY_FORMAT = {1: AGREED, 2: AGREED}
LATEST_FORMAT = max(FIELDS_BY_FORMAT)


class Consent(models.Model):
    """The yes with which a membership began: the terms, the three sentences as they were shown, when and by which way.

    Never changed, except for `left_as`, which closing clears. The journal entry about joining has the digest. Nothing finer
    than the way is kept, such as a network address. The salt keeps others from guessing the content from the digest.
    """

    class Way(models.TextChoices):
        PAGE = "page", _("On the page, signed in")
        LINK = "link", _("From the link in an e-mail")

    class Left(models.TextChoices):
        WITHDREW = "withdrew", _("You left the team")
        RELEASED = "released", _("You were released")

    member = models.OneToOneField(TeamMember, on_delete=models.CASCADE, related_name="consent")
    terms = models.ForeignKey(Terms, on_delete=models.PROTECT, related_name="+")
    terms_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=12)
    # Each sentence was ticked: without all three there is no yes.
    solution_sentence = models.CharField(max_length=300)
    training_sentence = models.CharField(max_length=300)
    timing_sentence = models.CharField(max_length=300)
    way = models.CharField(max_length=10, choices=Way)
    given_at = models.DateTimeField()
    salt = models.CharField(max_length=64)
    # The database's default is that of rows without a number.
    format = models.PositiveSmallIntegerField(default=LATEST_FORMAT, db_default=1)
    left_as = models.CharField(max_length=10, choices=Left, blank=True, default="", db_default="")

    member_id: int
    terms_id: int

    class Meta:
        ordering: ClassVar = ["given_at", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(solution_sentence="") & ~Q(training_sentence="") & ~Q(timing_sentence=""),
                name="consent_to_three_sentences",
            ),
            models.CheckConstraint(condition=Q(way__in=["page", "link"]), name="consent_way_known"),
            models.CheckConstraint(condition=Q(format__in=[1, 2]), name="consent_format_known"),
            models.CheckConstraint(condition=Q(left_as__in=["", "withdrew", "released"]), name="consent_left_as_known"),
        ]

    def __str__(self) -> str:
        return f"consent of member {self.member_id}"

    @property
    def sentences(self) -> tuple[str, str, str]:
        return self.solution_sentence, self.training_sentence, self.timing_sentence

    def digest(self) -> str:
        """SHA-256 (hexadecimal) of everything that was consented to, with the salt. It stays the same when records of people
        are merged, and when the person leaves.
        """
        content = {
            "format": self.format,
            "member": self.member_id,
            "terms": self.terms_id,
            "terms_digest": self.terms_digest,
            "language": self.language,
            "sentences": self.sentences,
            "way": self.way,
            "given_at": self.given_at.astimezone(UTC).isoformat(),
            "salt": self.salt,
        }
        return _sha256({name: content[name] for name in FIELDS_BY_FORMAT[self.format]})


def digest_of_terms(terms: Terms, format_number: int = LATEST_FORMAT) -> str:
    """SHA-256 (hexadecimal) of the content of a version of the terms, in the format of a consent to it."""
    return _sha256({name: getattr(terms, name) for name in TERMS_BY_FORMAT[format_number]})


def _sha256(content: dict[str, object]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
