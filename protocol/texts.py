"""What only people can add to a protocol: the texts of both parts, each with the question it answers."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Text:
    """A text: its section's title, and the question that helps to write it."""

    key: str
    title: Promise
    question: Promise


HAPPENED = (
    Text("summary", _("Summary"), _("What happened, how did we answer, and how did it end? Three sentences are enough.")),
    Text("lead_up", _("Lead-up and detection"), _("What came before, what set it off, and how did we notice?")),
    Text("went_well", _("What went well"), _("What should we do again?")),
    Text("went_badly", _("What went badly"), _("What hurt customers or the team?")),
    Text("got_lucky", _("Where we got lucky"), _("What could easily have gone the other way?")),
    Text("surprised", _("What surprised us"), _("What did nobody expect?")),
    Text("factors", _("Contributing factors"), _("What in tools, process or circumstances led to it? Without blame.")),
)

NEXT_TIME = (
    Text("use_when", _("Use when"), _("In which situations is this the right answer?")),
    Text("dont_use_when", _("Don't use when"), _("In which is it not?")),
    Text("triggers", _("Triggers and thresholds"), _("What opens it, what escalates it, what lets us stand down?")),
    Text("roles", _("Roles and backups"), _("Who leads, who stands in, who approves wording?")),
    Text("checklist_0", _("Checklist: at once"), _("What is done in the first minutes? One line each.")),
    Text("checklist_15", _("Checklist: after 15 minutes"), _("One line each.")),
    Text("checklist_60", _("Checklist: after 60 minutes"), _("One line each.")),
    Text("statements", _("Holding statements and scripts"), _("What may be said at which stage?")),
    Text("contacts", _("Contacts"), _("Who must be reachable, and how?")),
    Text("stand_down", _("Standing down"), _("What is done when it is over?")),
    Text("risks", _("Known risks"), _("What could go wrong with this plan itself?")),
)

TEXTS = (*HAPPENED, *NEXT_TIME)

# What an improvement may change for the next time.
PARTS_OF_TEMPLATE = {text.key: text.title for text in NEXT_TIME}
