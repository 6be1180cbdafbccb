from datetime import date

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from care.models import CoachingSession
from core import tables
from core.tables import badge, link

TONES = {CoachingSession.State.PLANNED: "info", CoachingSession.State.HELD: "success"}


class SessionsTable(tables.Table):
    caption = gettext_lazy("Sessions, newest first")
    planned_on = tables.RowName(gettext_lazy("Day"))
    coach = tables.Column(gettext_lazy("Coach"), accessor="coaching__coach", order_by="coaching__coach__display_name")
    state = tables.Column(gettext_lazy("State"))

    def render_planned_on(self, record: CoachingSession) -> SafeString:
        return link(reverse("care:session", args=[record.pk]), date_format(record.planned_on, "DATE_FORMAT"))

    def value_planned_on(self, record: CoachingSession) -> date:
        return record.planned_on

    def render_state(self, record: CoachingSession) -> SafeString:
        return badge(record.get_state_display(), TONES.get(CoachingSession.State(record.state), ""))

    def value_state(self, record: CoachingSession) -> str:
        return record.get_state_display()
