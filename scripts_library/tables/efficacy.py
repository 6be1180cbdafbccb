"""Tables of a script's efficacy."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link, one_decimal, with_note
from core.templatetags.ecs import percent
from scripts_library.queries import StepEfficacy, VersionEfficacy, WorkedShare


def _interval(lower: float | None, upper: float | None) -> str:
    return _("%(lower)s to %(upper)s") % {"lower": percent(lower), "upper": percent(upper)}


class WorkedColumn(tables.Column):
    """Share of uses that worked, with its 95 % interval; or why there is none."""

    def render(self, value: WorkedShare) -> SafeString | str:
        if value.is_hidden:
            return with_note("–", _("fewer than 5 people"))
        if value.percent is None:
            return with_note("–", _("no answers"))
        return with_note(percent(value.percent), _interval(value.lower_bound_percent, value.upper_bound_percent))

    def value(self, value: WorkedShare) -> object:
        return None if value.percent is None else one_decimal(value.percent)


class VersionEfficacyTable(tables.Table):
    caption = gettext_lazy("Versions")
    number = tables.RowName(gettext_lazy("Version"))
    state = tables.Column(gettext_lazy("State"))
    uses = tables.Figure(gettext_lazy("Uses"))
    worked = WorkedColumn(gettext_lazy("Worked"), order_by="worked_percent")
    csat = tables.Column(gettext_lazy("CSAT of its contacts"), accessor="contacts", order_by="csat_percent")
    matched = tables.Figure(gettext_lazy("Contact found"))
    several = tables.Figure(gettext_lazy("Several contacts"))
    unmatched = tables.Figure(gettext_lazy("No contact found"))

    def render_number(self, record: VersionEfficacy) -> SafeString:
        url = reverse("scripts_library:version", args=[record.id])
        return link(url, _("Version %(number)s") % {"number": record.number})

    def render_csat(self, record: VersionEfficacy) -> SafeString | str:
        found = record.contacts.satisfaction
        if found is None:
            return with_note("–", _("answers about fewer than 5 people"))
        return with_note(percent(found.csat_percent), _interval(found.lower_bound_percent, found.upper_bound_percent))

    def value_csat(self, record: VersionEfficacy) -> object:
        found = record.contacts.satisfaction
        return None if found is None or found.csat_percent is None else one_decimal(found.csat_percent)


class StepEfficacyTable(tables.Table):
    caption = gettext_lazy("Steps")
    title = tables.RowName(gettext_lazy("Step"), order_by="position")
    uses = tables.Figure(gettext_lazy("Reached in"))
    left = tables.Figure(gettext_lazy("Left here"))
    worked = WorkedColumn(gettext_lazy("Worked"), order_by="worked_percent")

    def render_title(self, record: StepEfficacy) -> str:
        return f"{record.position}. {record.title}"
