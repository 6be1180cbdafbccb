"""The tables of building blocks, their versions and uses."""

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link
from journal.drills import marked
from scripts_library.models import Block, BlockVersion, VersionBlock
from scripts_library.tables.scripts import ZonedMoment


class BlocksTable(tables.Table):
    caption = gettext_lazy("Building blocks")
    title = tables.RowName(gettext_lazy("Building block"))
    kind = tables.Column(gettext_lazy("Kind"))
    number = tables.Figure(gettext_lazy("Version"))
    scripts = tables.Figure(gettext_lazy("Scripts that use it"))

    def render_title(self, record: Block) -> SafeString:
        return link(reverse("scripts_library:block", args=[record.pk]), record.title)


class BlockVersionsTable(tables.Table):
    caption = gettext_lazy("Earlier versions")
    number = tables.RowName(gettext_lazy("Version"))
    text = tables.Column(gettext_lazy("Text"), classes="text-break", orderable=False)
    author = tables.Column(gettext_lazy("Author"), accessor="author__display_name")
    created_at = ZonedMoment(gettext_lazy("Saved"))

    def render_number(self, record: BlockVersion) -> str:
        return _("Version %(number)s") % {"number": record.number}


class BlockUsesTable(tables.Table):
    caption = gettext_lazy("Scripts that use it")
    script = tables.RowName(gettext_lazy("Script"), accessor="version__script__title")
    state = tables.Column(gettext_lazy("State"), accessor="version__get_state_display", order_by="version__state")
    number = tables.Figure(gettext_lazy("Version of the building block"), accessor="block_version__number")

    def render_script(self, record: VersionBlock) -> SafeString:
        version = record.version
        title = _("%(title)s, version %(number)d") % {"title": version.script.title, "number": version.number}
        words = marked(title, is_drill=version.script.journal.is_drill)
        return link(reverse("scripts_library:version", args=[version.pk]), words)
