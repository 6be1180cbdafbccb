"""Tables of kinds of scripts and of the freshness board."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link
from scripts_library.models import ScriptKind
from scripts_library.queries import ScriptFreshness


class KindsTable(tables.Table):
    caption = gettext_lazy("Kinds of scripts")
    name = tables.RowName(gettext_lazy("Kind"))
    approvals_needed = tables.Figure(gettext_lazy("Approvals"))
    review_every_days = tables.Figure(gettext_lazy("Days between reviews"))
    is_default = tables.YesNo(gettext_lazy("Used if no other is chosen"))
    chosen_count = tables.Figure(gettext_lazy("Chosen for scripts"))

    def render_name(self, record: ScriptKind) -> SafeString:
        return link(reverse("scripts_library:kind", args=[record.pk]), record.name)


class FreshnessTable(tables.Table):
    caption = gettext_lazy("Freshness of scripts")
    title = tables.RowName(gettext_lazy("Script"))
    owner_name = tables.Column(gettext_lazy("Owner"))
    kind_name = tables.Column(gettext_lazy("Kind"))
    review_by_on = tables.Day(gettext_lazy("Review by"))
    overdue_days = tables.Figure(gettext_lazy("Days overdue"))
    uses = tables.Figure(gettext_lazy("Uses in 90 days"))
    last_used_at = tables.Moment(gettext_lazy("Last used"))
    is_live = tables.YesNo(gettext_lazy("Live"))
    next_step = tables.Actions("scripts_library/_freshness_actions.html", gettext_lazy("Next step"))

    def render_title(self, record: ScriptFreshness) -> SafeString:
        return link(reverse("scripts_library:script", args=[record.script_id]), record.title)
