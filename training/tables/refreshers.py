"""Tables of refreshers, role plays and readiness."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, link
from training.models import Refresher, RolePlay
from training.queries.readiness import PersonReadiness, ReadinessGroup
from training.work_names import channel_name, language_name

TONES = {Refresher.State.PUBLISHED: "success", Refresher.State.DRAFT: "info"}


class RefreshersTable(tables.Table):
    caption = gettext_lazy("Refreshers, newest first")
    title = tables.RowName(gettext_lazy("Refresher"))
    crisis = tables.Column(gettext_lazy("Crisis"), accessor="journal__title")
    state = tables.Column(gettext_lazy("State"))
    items = tables.Figure(gettext_lazy("Items"), accessor="items_count")
    due_on = tables.Day(gettext_lazy("To be done by"))
    trainer = tables.Column(gettext_lazy("Trainer"), accessor="trainer__display_name")

    def render_title(self, record: Refresher) -> SafeString:
        return link(reverse("training:refresher", args=[record.pk]), record.title)

    def value_title(self, value: str) -> str:
        return value

    def render_state(self, record: Refresher) -> SafeString:
        return badge(record.get_state_display(), TONES.get(Refresher.State(record.state), ""))

    def value_state(self, record: Refresher) -> str:
        return record.get_state_display()


class RolePlaysTable(tables.Table):
    caption = gettext_lazy("Role plays")
    title = tables.RowName(gettext_lazy("Role play"))
    script = tables.Column(gettext_lazy("Script"), accessor="script__title")
    behaviours = tables.Figure(gettext_lazy("Behaviours"), accessor="behaviours_count")

    def render_title(self, record: RolePlay) -> SafeString:
        return link(reverse("training:role-play", args=[record.pk]), record.title)

    def value_title(self, value: str) -> str:
        return value


class ReadyPeopleTable(tables.Table):
    """The trainees by name and whether they are ready, for supervisors."""

    can_sort = False
    caption = gettext_lazy("People on the team")
    name = tables.RowName(gettext_lazy("Name"))
    is_ready = tables.Column(gettext_lazy("Ready"))
    shift = tables.Column(gettext_lazy("Shift"))
    channels = tables.Column(gettext_lazy("Channels"), orderable=False)
    languages = tables.Column(gettext_lazy("Languages"), orderable=False)

    def render_is_ready(self, value: bool) -> SafeString:
        return badge(_("Ready"), "success") if value else badge(_("Not ready"), "warning")

    def value_is_ready(self, value: bool) -> str:
        return _("Yes") if value else _("No")

    def render_channels(self, value: tuple[str, ...]) -> str:
        return ", ".join(map(channel_name, value)) or "–"

    def render_languages(self, value: tuple[str, ...]) -> str:
        return ", ".join(map(language_name, value)) or "–"


class ReadinessTable(ReadyPeopleTable):
    """With what is left for each person, for trainers, lead and deputy."""

    can_sort = True
    done = tables.Figure(gettext_lazy("Done"))
    total = tables.Figure(gettext_lazy("Items"), visible=False)
    left = tables.Column(gettext_lazy("Left"), orderable=False)
    nudged_at = tables.Moment(gettext_lazy("Last reminder"))
    actions = tables.Actions("training/_readiness_actions.html", gettext_lazy("Actions"), called="person")

    class Meta:
        sequence = ("name", "is_ready", "done", "total", "left", "...", "nudged_at", "actions")

    def render_done(self, record: PersonReadiness) -> str:
        return _("%(done)d of %(total)d") % {"done": record.done, "total": record.total}

    def value_done(self, value: int) -> int:
        return value

    def render_left(self, value: tuple[str, ...]) -> str:
        return ", ".join(value) or "–"


class ReadinessGroupsTable(tables.FixedTable):
    caption = gettext_lazy("By shift, channel and language")
    name = tables.RowName(gettext_lazy("Group"))
    ready = tables.Figure(gettext_lazy("Ready"))

    def render_name(self, record: ReadinessGroup) -> str:
        return _("%(kind)s: %(name)s") % {"kind": record.kind, "name": record.name}

    def render_ready(self, record: ReadinessGroup) -> str:
        return _("%(ready)d of %(people)d") % {"ready": record.ready, "people": record.people}
