"""Files of evaluations as a kind of import."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.kinds import FileOfKind, ImportKind, NameMatching, RecognisedFile, WaitingName, WaitingRows
from people.identity import User
from quality.actions.evaluation_people import decide_names
from quality.actions.evaluation_publication import clear, publish_step, take_back
from quality.actions.evaluation_reading import read_step
from quality.evaluation_limits import limits
from quality.evaluations.files import layout_of
from quality.evaluations.sentences import undo_effects
from quality.queries.evaluation_imports import agents_waiting, forecast, latest_waiting, preview, waiting_in
from quality.tables import PreviewedEvaluationsTable
from quality.verbs import Verb

if TYPE_CHECKING:
    from intake.models import Import

COUNTS: Mapping[str, Promise] = {
    "rows": _("evaluations read"),
    "rejected": _("not imported"),
    "added": _("new"),
    "replaced": _("updated"),
    "withdrawn": _("no longer shown, because they were withdrawn or are withheld"),
    "unchanged": _("unchanged"),
}
UNDONE_COUNTS: Mapping[str, Promise] = {
    "removed": _("evaluations removed"),
    "back": _("earlier versions restored"),
}


def _recognised(file: BinaryIO) -> RecognisedFile | None:
    layout = layout_of(file, limits())
    # The one column that a download of rejected evaluations has in addition to the reasons.
    return RecognisedFile({**layout.as_json(), "header": ["evaluation"]}, layout.source) if layout else None


def _names(imported: "Import", user: User) -> list[WaitingName]:
    if imported.state not in {imported.State.CHECKED, imported.State.PUBLISHED}:
        return []
    return [agent.name for agent in agents_waiting(user, imported.source)]


def _would_undo(imported: "Import") -> Mapping[str, int]:
    would = forecast(imported)
    return {"removed": would.removed, "back": would.back}


def _shown(imported: "Import") -> Mapping[str, Any]:
    return {
        "rows": PreviewedEvaluationsTable(preview(imported)),
        "waiting": waiting_in(imported),
        "what_next": "quality/_evaluations_next.html",
    }


def _waiting_rows(_user: User) -> WaitingRows | None:
    count, import_id = latest_waiting()
    sentence = ngettext(
        "%(figure)s evaluation isn't matched to an agent yet.", "%(figure)s evaluations aren't matched to an agent yet.", count
    )
    return WaitingRows(sentence % {"figure": intcomma(count)}, import_id) if count else None


EVALUATION_FILES = FileOfKind(
    kind=ImportKind.EVALUATIONS,
    limits=limits,
    recognised=_recognised,
    read_step=read_step,
    publish_step=publish_step,
    take_back=take_back,
    clear=clear,
    would_undo=_would_undo,
    undo_effects=lambda imported: undo_effects(**_would_undo(imported)),
    counts=COUNTS,
    undone_counts=UNDONE_COUNTS,
    published=Verb.EVALUATIONS_TAKEN,
    undone=Verb.EVALUATIONS_UNDONE,
    names=NameMatching(waiting=_names, decide=decide_names, may_be_new=False, only_certain=True),
    shown=_shown,
    waiting_rows=_waiting_rows,
)
