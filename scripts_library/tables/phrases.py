"""The table of the rules about harmful phrases."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link, with_note
from scripts_library.models import PhraseRule


class PhrasesTable(tables.Table):
    caption = gettext_lazy("Harmful phrases")
    pattern = tables.RowName(gettext_lazy("Harmful phrase"))
    better = tables.Column(gettext_lazy("Better wording"), classes="text-break")
    theme = tables.Column(gettext_lazy("Theme"))
    language = tables.Column(gettext_lazy("Language"), empty_values=())
    is_on = tables.YesNo(gettext_lazy("In use"))
    remove = tables.Actions("scripts_library/_phrase_actions.html", gettext_lazy("Remove"))

    def render_pattern(self, record: PhraseRule) -> SafeString:
        return link(reverse("scripts_library:phrase", args=[record.pk]), record.pattern)

    def render_better(self, record: PhraseRule) -> SafeString:
        return with_note(record.better, record.reason)

    def value_better(self, record: PhraseRule) -> str:
        return record.better

    def render_language(self, value: str) -> str:
        return value or _("All")
