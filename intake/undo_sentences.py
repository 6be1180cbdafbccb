"""Sentences about the effects of undoing an import, with numbers."""

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.destination import UndoForecast


def undo_effects(forecast: UndoForecast) -> list[str]:
    """Sentences about what undoing removes, restores and keeps."""
    counted = (
        (
            forecast.removed,
            ngettext(
                "Removes %(figure)s contact that no other import has.",
                "Removes %(figure)s contacts that no other import has.",
                forecast.removed,
            ),
        ),
        (
            forecast.responses,
            ngettext(
                "Removes %(figure)s response that no other import has. If it replaced an earlier one, that one counts again.",
                "Removes %(figure)s responses that no other import has. Earlier ones that they replaced count again.",
                forecast.responses,
            ),
        ),
        (
            forecast.shared,
            ngettext(
                "Keeps %(figure)s contact that other imports also have. Its data comes from those imports.",
                "Keeps %(figure)s contacts that other imports also have. Their data comes from those imports.",
                forecast.shared,
            ),
        ),
        (
            forecast.kept,
            ngettext(
                "Keeps %(figure)s contact without its responses, because something else needs it, such as a review.",
                "Keeps %(figure)s contacts without their responses, because something else needs them, such as a review.",
                forecast.kept,
            ),
        ),
    )
    return [
        *(sentence % {"figure": intcomma(count)} for count, sentence in counted if count),
        _("Scores and rankings are recalculated immediately. Saved selections don't change."),
        _("People added by this import stay. You can import the file again."),
    ]
