"""The texts of a protocol that people write, each with a guiding question."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Text:
    """A text: the title of its section, and a question that helps to write it."""

    key: str
    title: Promise
    question: Promise


HAPPENED = (
    Text("summary", _("Summary"), _("What happened, how did we respond and how did it end? Three sentences are enough.")),
    Text("lead_up", _("Lead-up and detection"), _("What led up to it, what triggered it and how did we notice?")),
    Text("went_well", _("What went well"), _("What should we do again?")),
    Text("went_badly", _("What went badly"), _("What hurt customers or the team?")),
    Text("got_lucky", _("Where we got lucky"), _("What could easily have gone wrong?")),
    Text("surprised", _("What surprised us"), _("What did we not expect?")),
    Text(
        "factors", _("Contributing factors"), _("Which tools, processes or circumstances contributed? Name causes, not people.")
    ),
)

NEXT_TIME = (
    Text("use_when", _("Use when"), _("When is this plan the right one?")),
    Text("dont_use_when", _("Don't use when"), _("When is this plan the wrong one?")),
    Text("triggers", _("Triggers and thresholds"), _("What triggers a crisis, what escalates it and what ends it?")),
    Text("roles", _("Roles and backups"), _("Who leads, who is the backup and who approves scripts?")),
    Text("checklist_0", _("Checklist: immediately"), _("What to do in the first minutes. One line per task.")),
    Text("checklist_15", _("Checklist: after 15 minutes"), _("One line per task.")),
    Text("checklist_60", _("Checklist: after 60 minutes"), _("One line per task.")),
    Text("statements", _("Holding statements and scripts"), _("What can agents say at each stage?")),
    Text("contacts", _("Contacts"), _("Who must be reachable, and how?")),
    Text("stand_down", _("Standing down"), _("What needs to be done when the crisis is over?")),
    Text("risks", _("Known risks"), _("What could go wrong with this plan?")),
)

TEXTS = (*HAPPENED, *NEXT_TIME)

# Sections of part B that an improvement can change.
PARTS_OF_TEMPLATE = {text.key: text.title for text in NEXT_TIME}
