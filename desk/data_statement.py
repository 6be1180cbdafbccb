"""The page “Data about you”, and the same content as a document, from the registry of data uses."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.release import version
from desk.automated_evaluation import automated_evaluation
from people.data_registry import DataUse, uses
from people.identity import Role
from people.queries.organisation import organisation
from protocol.document import Block, Document, Paragraph, ProtocolFacts, ProtocolPart, ProtocolSection

HASH_DIGITS = 16

TITLE = gettext_lazy("What the system does with data about you")

AS = {
    Role.AGENT: gettext_lazy("About you as an agent"),
    Role.SUPERVISOR: gettext_lazy("About you as a supervisor"),
    Role.REVIEWER: gettext_lazy("About you as a QA reviewer"),
    Role.APPROVER: gettext_lazy("About you as a script approver"),
    Role.TRAINER: gettext_lazy("About you as a trainer"),
    Role.OPS: gettext_lazy("About you as a member of operations"),
    Role.ADMINISTRATOR: gettext_lazy("About you as an administrator"),
}


@dataclass(frozen=True, slots=True)
class ShownUse:
    """A use in the reader's language. `own_page` is the route of their own page, empty if they have none."""

    key: str
    area: str
    title: str
    what: str
    facts: tuple[tuple[str, str], ...]
    own_page: str = ""

    def has(self, words: str) -> bool:
        """Whether the use contains all these words, in any case."""
        text = " ".join([self.area, self.title, self.what, *(value for _label, value in self.facts)]).casefold()
        return all(word in text for word in words.casefold().split())


@dataclass(frozen=True, slots=True)
class UseGroup:
    """Uses under one heading. `is_own` if they concern the reader."""

    key: str
    title: str
    uses: tuple[ShownUse, ...]
    is_own: bool = True


def groups_for(roles: Collection[str], *, words: str = "") -> list[UseGroup]:
    """All uses with these words: first those of the reader's roles, then those about everyone, then the others."""
    own = [role for role in Role if role in roles]
    headings: dict[str, str | Promise] = {role.value: AS[role] for role in own}
    headings |= {"everyone": _("About everyone here"), "others": _("About people with other roles")}
    found: dict[str, list[ShownUse]] = {key: [] for key in headings}
    for use in uses():
        role = next((role.value for role in own if role in use.about), "others")
        key = role if use.about else "everyone"
        shown = _shown(use, own_page=use.own_page if key != "others" else "")
        if shown.has(words):
            found[key].append(shown)
    return [
        UseGroup(key, str(title), tuple(found[key]), is_own=key != "others") for key, title in headings.items() if found[key]
    ]


def _shown(use: DataUse, *, own_page: str = "") -> ShownUse:
    about = ", ".join(str(role.label) for role in use.about) or _("Everyone")
    facts = (
        (_("About"), about),
        (_("Why"), str(use.purpose)),
        (_("Source"), str(use.source)),
        (_("Seen by"), capfirst(", ".join(str(seer.label) for seer in use.seen_by))),
        (_("Kept"), " ".join(map(str, use.kept))),
        (_("Legal basis (proposal)"), str(use.basis.label)),
    )
    return ShownUse(use.key, str(use.area.label), str(use.title), str(use.what), facts, own_page)


def stated() -> tuple[tuple[str, str], ...]:
    """What the organisation states about data, as labels and values. Gaps are named."""
    current = organisation()
    agreement = current.works_agreement
    if current.works_agreement_on:
        agreement = _("%(agreement)s of %(day)s") % {"agreement": agreement, "day": date_format(current.works_agreement_on)}
    return (
        (_("Organisation"), current.name or _("Not set up yet")),
        (_("Questions about data"), current.privacy_contact or _("No contact is stated yet. Ask your administrator.")),
        (
            _("Legal basis"),
            current.legal_basis
            or _("Not stated yet. The proposals below say what is usual; your organisation decides and confirms it."),
        ),
        (_("Works agreement"), agreement or _("None is stated yet.")),
    )


def parts() -> tuple[ProtocolPart, ...]:
    """The content of the document."""
    statement = ProtocolSection("stated", _("What the organisation states"), (_facts(stated()),))
    automated = tuple(
        ProtocolSection(part.key, part.title, tuple(Paragraph(sentence) for sentence in part.sentences))
        for part in automated_evaluation()
    )
    found = [
        ProtocolPart("organisation", _("Your organisation"), (statement,)),
        ProtocolPart("automated", _("Automated evaluation"), automated),
    ]
    by_area: dict[str, list[ProtocolSection]] = {}
    for use in map(_shown, uses()):
        blocks: tuple[Block, ...] = (Paragraph(use.what), _facts(use.facts))
        by_area.setdefault(use.area, []).append(ProtocolSection(use.key, use.title, blocks))
    return (*found, *(ProtocolPart(area, area, tuple(sections)) for area, sections in by_area.items()))


def _facts(rows: Collection[tuple[str, str]]) -> ProtocolFacts:
    return ProtocolFacts(tuple((label, value, "") for label, value in rows))


def content_hash() -> str:
    """Hash of the content in the active language. It changes with any word of it, and not with the date or the version."""
    content = json.dumps([asdict(part) for part in parts()], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:HASH_DIGITS]


def document(today: date) -> Document:
    """The whole content as a document in the active language: equal for equal content on the same day."""
    edition = {"name": organisation().name, "day": date_format(today)}
    release = {"version": version(), "hash": content_hash()}
    return Document(
        title=str(TITLE),
        subtitle=_("%(name)s, %(day)s") % edition if edition["name"] else edition["day"],
        zone="",
        record=_("Software version %(version)s, content %(hash)s") % release,
        parts=parts(),
    )
