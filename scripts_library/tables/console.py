"""Tables of searches that found nothing."""

from django.utils.translation import gettext_lazy

from core import tables


class UnfoundTable(tables.Table):
    caption = gettext_lazy("Searches without a result")
    words = tables.RowName(gettext_lazy("Words"))
    searches = tables.Figure(gettext_lazy("Searches"))
    last_on = tables.Day(gettext_lazy("Last on"))
    next_step = tables.Actions("scripts_library/_unfound_actions.html", gettext_lazy("Next step"))
