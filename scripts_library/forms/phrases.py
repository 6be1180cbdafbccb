"""The form of a rule about a harmful phrase, and the form to try the rules on a sentence."""

from django import forms
from django.conf import global_settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongSelect, LongText, StyledForm
from scripts_library.models import LONGEST_LANGUAGE, LONGEST_PHRASE, PhraseRule
from scripts_library.phrase_matching import MOST_GAPS, MOST_WORDS, parts_of

MOST_FINE_PHRASES = 40
LONGEST_SENTENCE = 1000


def languages() -> list[tuple[str, str]]:
    """Codes and names of languages, by name; first the empty code for all languages."""
    named = [(code, _(name)) for code, name in global_settings.LANGUAGES if len(code) <= LONGEST_LANGUAGE]
    return [("", _("All languages")), *sorted(named, key=lambda each: each[1].casefold())]


class PhraseForm(StyledForm):
    """A harmful phrase with its reason and a better wording."""

    pattern = forms.CharField(
        label=gettext_lazy("Harmful phrase"),
        help_text=gettext_lazy(
            "Capitals, contractions and forms of a word don't matter: “calm down” also finds “Calming down”. "
            "Write … where a few other words can stand."
        ),
        max_length=LONGEST_PHRASE,
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it upsets customers"), max_length=PhraseRule.reason.field.max_length, required=False
    )
    better = forms.CharField(
        label=gettext_lazy("Better wording"),
        help_text=gettext_lazy("What to say instead."),
        max_length=PhraseRule.better.field.max_length,
    )
    fine_in = LongText(
        label=gettext_lazy("Fine in"),
        help_text=gettext_lazy(
            "Longer phrases in which it upsets nobody, one per line. For “calm down”: the storm … calms down."
        ),
        required=False,
        rows=3,
    )
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), choices=PhraseRule.Theme.choices, initial=PhraseRule.Theme.OTHER)
    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=languages, required=False, initial="en", widget=LongSelect
    )
    is_on = forms.BooleanField(label=gettext_lazy("In use"), required=False, initial=True)

    def clean_pattern(self) -> str:
        return _checked(str(self.cleaned_data["pattern"]))

    def clean_fine_in(self) -> list[str]:
        lines = [_checked(line) for line in str(self.cleaned_data["fine_in"]).splitlines() if line.strip()]
        if len(lines) > MOST_FINE_PHRASES:
            raise ValidationError(_("Write at most %(count)d phrases.") % {"count": MOST_FINE_PHRASES})
        if any(len(line) > LONGEST_PHRASE for line in lines):
            raise ValidationError(_("Each phrase can have at most %(count)d characters.") % {"count": LONGEST_PHRASE})
        return list(dict.fromkeys(lines))


class TrialForm(StyledForm):
    """A sentence to try the rules on."""

    sentence = LongText(
        label=gettext_lazy("Sentence"),
        help_text=gettext_lazy("See what the editor would mark. Nothing is saved."),
        required=False,
        rows=3,
        max_length=LONGEST_SENTENCE,
    )


def _checked(phrase: str) -> str:
    """The phrase with single spaces."""
    found = " ".join(phrase.split())
    parts = parts_of(found)
    if not parts:
        raise ValidationError(_("Write at least one word."))
    if sum(map(len, parts)) > MOST_WORDS and " " in found:
        raise ValidationError(_("Write at most %(count)d words.") % {"count": MOST_WORDS})
    if len(parts) > MOST_GAPS + 1:
        raise ValidationError(_("Write … at most %(count)d times.") % {"count": MOST_GAPS})
    return found
