"""The content of a live script's printed card."""

from dataclasses import dataclass
from datetime import datetime
from html import unescape

from django.utils.html import strip_tags

from core import clock
from people.identity import User
from scripts_library.models import ScriptVersion
from scripts_library.queries.blocks import with_blocks
from scripts_library.rendering import rendered

# In the order in which an agent needs them.
CARD_TEXTS = ("what_to_say", "what_to_ask", "what_not_to_say", "escalation", "plan_b")


@dataclass(frozen=True, slots=True)
class ScriptCard:
    """A live version as plain text. `texts` are pairs of a name in `CARD_TEXTS` and a text; empty ones are left out."""

    script_id: int
    journal_id: int
    title: str
    number: int
    owner: str
    ends_at: datetime
    language: str
    is_drill: bool
    texts: tuple[tuple[str, str], ...]


def card_of(user: User, script_id: int) -> ScriptCard | None:
    """The card of a script's live version; None if the user may not read it, or none is live."""
    live = ScriptVersion.objects.visible_to(user).live(clock.now()).filter(script=script_id)
    version = live.select_related("script__owner", "script__journal").first()
    if version is None or version.ends_at is None:
        return None
    in_full = with_blocks(version)
    texts = ((name, _plain(getattr(in_full, name))) for name in CARD_TEXTS)
    return ScriptCard(
        script_id=script_id,
        journal_id=version.script.journal_id,
        title=version.script.title,
        number=version.number,
        owner=version.script.owner.display_name,
        ends_at=version.ends_at,
        language=version.script.language,
        is_drill=version.script.journal.is_drill,
        texts=tuple((name, text) for name, text in texts if text),
    )


def _plain(text: str) -> str:
    """The words of a Markdown text without its marks: paragraphs, and lists with a bullet."""
    html = str(rendered(text)).replace("<li>", "<li>• ").replace("</p>", "</p>\n")
    return unescape(strip_tags(html)).strip()
