"""Variants of a script by channel and language: which exist, which are missing, and which are behind their source."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from core import clock
from people.identity import User
from people.queries.colleagues import colleagues
from people.queries.roles import agent_ids
from scripts_library.audiences import EVERY_CHANNEL, audience_name, channel_name, language_name, misfit, serves
from scripts_library.models import Script, ScriptVersion

IN_PROGRESS = (ScriptVersion.State.DRAFT, ScriptVersion.State.IN_REVIEW, ScriptVersion.State.APPROVED)


@dataclass(frozen=True, slots=True)
class Variant:
    """A source or one of its variants, with its published version if any, and the source's version that this one follows.

    `follows_next` is what the version in progress follows.
    """

    script_id: int
    title: str
    channel: str
    language: str
    is_source: bool
    version_id: int | None
    number: int | None
    is_live: bool
    follows: int | None
    follows_next: int | None

    @property
    def audience(self) -> str:
        return audience_name(self.channel, self.language)


def variants_of(script: Script) -> list[Variant]:
    """The source of a script and all its variants, source first. One query."""
    source_id = script.variant_of_id or script.pk
    family = Script.objects.filter(Q(pk=source_id) | Q(variant_of=source_id))
    versions = ScriptVersion.objects.filter(script=OuterRef("pk"))
    published = versions.filter(state=ScriptVersion.State.PUBLISHED)
    in_progress = versions.filter(state__in=IN_PROGRESS).order_by("-number")
    rows = family.annotate(
        version_id=Subquery(published.values("pk")),
        number=Subquery(published.values("number")),
        is_live=Exists(versions.live(clock.now())),
        follows=Subquery(published.values("follows_number")),
        follows_next=Subquery(in_progress.values("follows_number")[:1]),
    ).order_by(F("variant_of").asc(nulls_first=True), "language", "channel")
    states = ("version_id", "number", "is_live", "follows", "follows_next")
    return [
        Variant(pk, title, channel, language, variant_of is None, *state)
        for pk, title, channel, language, variant_of, *state in rows.values_list(
            "pk", "title", "channel", "language", "variant_of", *states
        )
    ]


def best_first(variants: Iterable[Variant], person_id: int) -> list[Variant]:
    """The variants in the order in which they fit the person's languages and channels; among equals the source first."""
    channels, languages = _work_of(person_id)
    return sorted(variants, key=lambda each: misfit(each.channel, each.language, channels=channels, languages=languages))


def variant_for(user: User, script: Script) -> int:
    """Id of the live variant that fits the person best; of the script itself if none is live."""
    live = [each for each in variants_of(script) if each.is_live]
    if len(live) <= 1:
        return live[0].script_id if live else script.pk
    return best_first(live, user.person_id)[0].script_id


def less_fitting(scripts: Iterable[tuple[int, int | None, str, str]], person_id: int) -> set[int]:
    """Ids of the scripts that another one of their family in the list fits better. Each has its id, source, channel and
    language. No query if there are no variants.
    """
    families: defaultdict[int, list[tuple[int, int | None, str, str]]] = defaultdict(list)
    for script in scripts:
        families[script[1] or script[0]].append(script)
    several = [family for family in families.values() if len(family) > 1]
    if not several:
        return set()
    channels, languages = _work_of(person_id)
    found: set[int] = set()
    for family in several:
        # Among equals the source comes first, like in `best_first`.
        ordered = sorted(
            family, key=lambda each: (misfit(*each[2:], channels=channels, languages=languages), each[1] is not None)
        )
        found |= {script_id for script_id, *_rest in ordered[1:]}
    return found


def _work_of(person_id: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The channels and languages of a person."""
    person = colleagues([person_id]).get(person_id)
    return (person.channels, person.languages) if person else ((), ())


class VariantState(StrEnum):
    """State of a variant in the matrix."""

    SOURCE = "source"
    MISSING = "missing"
    COVERED = "covered"
    UNPUBLISHED = "unpublished"
    BEHIND = "behind"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class VariantCell:
    """A channel and a language: its variant if there is one. `covered` cells can use the text for every channel."""

    channel: str
    language: str
    state: VariantState
    script_id: int | None = None
    is_in_progress: bool = False

    @property
    def audience(self) -> str:
        return audience_name(self.channel, self.language)


@dataclass(frozen=True, slots=True)
class VariantMatrix:
    """The variants of a source: a row for each language, a cell for each channel in the order of `channels`."""

    source_id: int
    channels: list[str]
    rows: list[tuple[str, list[VariantCell]]]
    missing: int
    behind: int


def variant_matrix(script: Script) -> VariantMatrix:
    """The matrix of the script's source: channels and languages that agents have, and those that variants are for."""
    variants = variants_of(script)
    agents = colleagues(agent_ids()).values()
    channels = {each.channel for each in variants} | {channel for agent in agents for channel in agent.channels}
    languages = {each.language for each in variants} | {language for agent in agents for language in agent.languages}
    in_order = [EVERY_CHANNEL, *sorted(channels - {EVERY_CHANNEL}, key=channel_name)]
    known = {(each.channel, each.language): each for each in variants}
    published = variants[0].number
    rows = []
    for language in sorted(languages, key=lambda code: (code != variants[0].language, language_name(code))):
        cells = [_cell(channel, language, known, published) for channel in in_order]
        rows.append((language_name(language), cells))
    states = [cell.state for _name, cells in rows for cell in cells]
    return VariantMatrix(
        source_id=variants[0].script_id,
        channels=[channel_name(channel) for channel in in_order],
        rows=rows,
        missing=states.count(VariantState.MISSING),
        behind=states.count(VariantState.BEHIND),
    )


def _cell(channel: str, language: str, known: dict[tuple[str, str], Variant], published: int | None) -> VariantCell:
    found = known.get((channel, language))
    if found is None:
        is_covered = (EVERY_CHANNEL, language) in known
        return VariantCell(channel, language, VariantState.COVERED if is_covered else VariantState.MISSING)
    if found.is_source:
        state = VariantState.SOURCE
    elif found.number is None:
        state = VariantState.UNPUBLISHED
    elif published is not None and (found.follows or 0) < published:
        state = VariantState.BEHIND
    else:
        state = VariantState.CURRENT
    is_in_progress = state is VariantState.BEHIND and (found.follows_next or 0) >= (published or 0)
    return VariantCell(channel, language, state, found.script_id, is_in_progress)


@dataclass(frozen=True, slots=True)
class SourceStanding:
    """A variant and its source, which has a published version."""

    variant: Variant
    source: Variant
    number: int

    @property
    def is_behind(self) -> bool:
        """Whether the published text of the variant follows an older version of the source, or none."""
        return self.variant.number is not None and (self.variant.follows or 0) < self.number


def source_standing(script: Script) -> SourceStanding | None:
    """How a variant stands to its source; None for a source, and while the source has no published version."""
    if script.variant_of_id is None:
        return None
    source, *variants = variants_of(script)
    if source.number is None:
        return None
    return SourceStanding(next(each for each in variants if each.script_id == script.pk), source, source.number)


def behind_their_source() -> QuerySet[ScriptVersion]:
    """Published versions of variants whose source has a newer published version, unless a version in progress follows it.

    Annotated with `source_number`.
    """
    of_source = ScriptVersion.objects.filter(script=OuterRef("script__variant_of"), state=ScriptVersion.State.PUBLISHED)
    caught_up = ScriptVersion.objects.filter(
        script=OuterRef("script"), state__in=IN_PROGRESS, follows_number__gte=OuterRef("source_number")
    )
    published = ScriptVersion.objects.filter(state=ScriptVersion.State.PUBLISHED, script__variant_of__isnull=False)
    return (
        published.filter(script__journal__closed_at=None)
        .annotate(source_number=Subquery(of_source.values("number")), followed=Coalesce("follows_number", 0))
        .filter(source_number__gt=F("followed"))
        .exclude(Exists(caught_up))
        .order_by("script__title", "pk")
    )


def possible_languages() -> dict[str, str]:
    """Languages that agents have or scripts are in, and that of the product, by name."""
    spoken = {language for agent in colleagues(agent_ids()).values() for language in agent.languages}
    written = set(Script.objects.values_list("language", flat=True).distinct())
    return {code: language_name(code) for code in sorted(spoken | written | {settings.LANGUAGE_CODE}, key=language_name)}


def meant_for(person_id: int, audiences: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Those of the channels and languages that the person works in."""
    channels, languages = _work_of(person_id)
    return {each for each in audiences if serves(*each, channels=channels, languages=languages)}
