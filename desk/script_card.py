"""A live script as a card to print, for example for the days on which the network fails."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from crisis.queries.crises import unfinished_for
from crisis.queries.help_requests import support_of
from journal.drills import marked
from people.identity import User
from people.templatetags.last_days import last_day
from protocol.document import Document, Paragraph, ProtocolFacts, ProtocolPart, ProtocolSection
from scripts_library.queries import ScriptCard

HEADINGS = {
    "what_to_say": gettext_lazy("Say this"),
    "what_to_ask": gettext_lazy("Ask this"),
    "what_not_to_say": gettext_lazy("Don't say"),
    "escalation": gettext_lazy("When and how to escalate"),
    "plan_b": gettext_lazy("Plan B: what you can offer"),
}


def document(card: ScriptCard, user: User) -> Document:
    """The card in the active language."""
    valid = _("Version %(number)d, valid until %(day)s. Owner: %(owner)s.") % {
        "number": card.number,
        "day": last_day(card.ends_at),
        "owner": card.owner,
    }
    sections = [ProtocolSection(name, str(HEADINGS[name]), (Paragraph(text),)) for name, text in card.texts]
    if contact := _support_contact(card, user):
        facts = ProtocolFacts(((_("When it gets hard, turn to"), contact, ""),))
        sections.append(ProtocolSection("support", _("Support contact"), (facts,)))
    return Document(
        title=marked(card.title, is_drill=card.is_drill),
        subtitle=valid,
        zone="",
        record=valid,
        parts=(ProtocolPart("card", _("Printed copy: check the screen for changes"), tuple(sections)),),
    )


def _support_contact(card: ScriptCard, user: User) -> str:
    """The first support contact of the script's crisis, for members of its team."""
    crisis = next((each for each in unfinished_for(user) if each.journal_id == card.journal_id), None)
    support = support_of(crisis, user, clock.now()) if crisis else None
    first = support.line.first if support else None
    return f"{first}, {first.reach}" if first else ""
