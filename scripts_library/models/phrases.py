"""Phrases that upset customers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _


class HarmfulPhrase(models.Model):
    """A phrase that upsets customers, with a better wording. A trailing ellipsis matches any words that follow."""

    phrase = models.CharField(_("Harmful phrase"), max_length=120)
    better = models.CharField(_("Better wording"), max_length=300)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["phrase"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("phrase"), name="harmful_phrase_unique"),
            models.CheckConstraint(condition=~Q(phrase="") & ~Q(better=""), name="harmful_phrase_has_a_better_one"),
        ]

    def __str__(self) -> str:
        return self.phrase
