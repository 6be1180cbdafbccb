"""Rules about phrases that upset customers."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now
from django.utils.translation import gettext_lazy as _

LONGEST_PHRASE = 120
LONGEST_LANGUAGE = 8


class PhraseRule(models.Model):
    """A phrase that upsets customers, with the reason and a better wording.

    In `pattern`, an ellipsis stands for a few words. `fine_in` are longer phrases in which it upsets nobody. `language` is the
    code of a language, or empty for texts in all languages.
    """

    class Theme(models.TextChoices):
        BLAME = "blame", _("Blame")
        DISMISSAL = "dismissal", _("Dismissal")
        FALSE_EMPATHY = "false_empathy", _("False empathy")
        BUREAUCRACY = "bureaucracy", _("Bureaucracy")
        COMMANDS = "commands", _("Commands")
        FALSE_PROMISES = "false_promises", _("False promises")
        JARGON = "jargon", _("Jargon")
        ABSOLUTES = "absolutes", _("Absolutes")
        OTHER = "other", _("Other")

    pattern = models.CharField(_("Harmful phrase"), max_length=LONGEST_PHRASE)
    reason = models.CharField(_("Why it upsets customers"), max_length=1000, blank=True, default="")
    better = models.CharField(_("Better wording"), max_length=300)
    fine_in = ArrayField(models.CharField(max_length=LONGEST_PHRASE), default=list, blank=True)
    theme = models.CharField(_("Theme"), max_length=20, choices=Theme, default=Theme.OTHER)
    language = models.CharField(_("Language"), max_length=LONGEST_LANGUAGE, blank=True, default="en")
    is_on = models.BooleanField(_("In use"), default=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        ordering: ClassVar = ["pattern", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(Lower("pattern"), "language", name="phrase_rule_unique"),
            models.CheckConstraint(condition=~Q(pattern="") & ~Q(better=""), name="phrase_rule_has_a_better_one"),
            models.CheckConstraint(
                condition=Q(
                    theme__in=[
                        "blame",
                        "dismissal",
                        "false_empathy",
                        "bureaucracy",
                        "commands",
                        "false_promises",
                        "jargon",
                        "absolutes",
                        "other",
                    ]
                ),
                name="phrase_rule_theme_known",
            ),
        ]

    def __str__(self) -> str:
        return self.pattern
