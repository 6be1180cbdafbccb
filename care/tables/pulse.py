from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from care.models import CoachOf, PulseFigure
from care.models.pulse import lowest_share
from care.queries.rounds import RoundRow
from core import tables
from core.tables import badge, link


def about_percent(percent: int | None, at_least: int) -> str:
    """A rounded share of `at_least` answers in words: the lowest and the highest are limits."""
    if percent is None:
        return "–"
    lowest = lowest_share(at_least)
    if percent <= lowest:
        return _("%(percent)s %% or less") % {"percent": lowest}
    highest = 100 - lowest
    if percent >= highest:
        return _("%(percent)s %% or more") % {"percent": highest}
    return _("about %(percent)s %%") % {"percent": percent}


class PulseRoundsTable(tables.Table):
    caption = gettext_lazy("Rounds, newest first")
    number = tables.RowName(gettext_lazy("Round"))
    about = tables.Column(gettext_lazy("About"))
    opens_at = tables.Moment(gettext_lazy("Began"))
    closes_at = tables.Moment(gettext_lazy("Open until"))
    strained_percent = tables.Figure(gettext_lazy("Strained"))
    lacking_percent = tables.Figure(gettext_lazy("Lack something"))
    has_change = tables.YesNo(gettext_lazy("What changed"))

    def render_number(self, record: RoundRow) -> SafeString:
        return link(reverse("care:round", args=[record.id]), _("Round %(number)s") % {"number": record.number})

    def value_number(self, record: RoundRow) -> int:
        return record.number

    def render_strained_percent(self, record: RoundRow) -> str:
        return about_percent(record.strained_percent, record.at_least)

    def render_lacking_percent(self, record: RoundRow) -> str:
        return about_percent(record.lacking_percent, record.at_least)

    def render_has_change(self, record: RoundRow) -> SafeString | str:
        if not record.has_ended:
            return _("still open")
        return badge(_("said"), "success") if record.has_change else badge(_("not said yet"), "warning")

    def value_has_change(self, record: RoundRow) -> str:
        return _("Yes") if record.has_change else _("No")


class PulseFiguresTable(tables.Table):
    """Figures of a round by one filter."""

    caption = gettext_lazy("Figures of this round")
    name = tables.RowName(gettext_lazy("Group"))
    at_least = tables.Figure(gettext_lazy("Answers"))
    strained_percent = tables.Figure(gettext_lazy("Strained"))
    lacking_percent = tables.Figure(gettext_lazy("Lack something"))

    def render_name(self, record: PulseFigure) -> str:
        return _("Everyone") if record.by == PulseFigure.By.TOTAL else record.name or _("without one")

    def value_name(self, record: PulseFigure) -> str:
        return self.render_name(record)

    def render_at_least(self, record: PulseFigure) -> str:
        return _("%(number)s or more") % {"number": record.at_least}

    def render_strained_percent(self, record: PulseFigure) -> str:
        return about_percent(record.strained_percent, record.at_least)

    def render_lacking_percent(self, record: PulseFigure) -> str:
        return about_percent(record.lacking_percent, record.at_least)


class AnswersTable(tables.FixedTable):
    """The answers behind the charts."""

    caption = gettext_lazy("Answers, oldest first")
    day = tables.RowName(gettext_lazy("Round until"))
    about = tables.Column(gettext_lazy("About"))
    strain = tables.Column(gettext_lazy("Strained"))
    support = tables.Column(gettext_lazy("Have what you need"))


class CoacheesTable(tables.Table):
    caption = gettext_lazy("People you coach")
    person = tables.RowName(gettext_lazy("Name"), order_by="person__display_name")
    agreed_at = tables.Moment(gettext_lazy("Since"))

    def render_person(self, record: CoachOf) -> SafeString:
        return link(reverse("care:coachee", args=[record.pk]), record.person)

    def value_person(self, record: CoachOf) -> str:
        return str(record.person)
