"""Texts of a version: labels, harmful phrases and changes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from scripts_library import block_references, phrase_matching, text_changes
from scripts_library.models import PhraseRule, ScriptVersion
from scripts_library.queries.blocks import newest_texts, with_blocks

# Customer-facing texts. In the others, a harmful phrase may be an example of what not to say.
SPOKEN_TEXTS = ("what_to_say", "what_to_ask", "plan_b")


@dataclass(frozen=True, slots=True)
class TextRemarks:
    """A customer-facing text in pieces; harmful ones have a remark."""

    name: str
    label: str
    pieces: list[phrase_matching.Piece]
    found: list[phrase_matching.Remark]


@dataclass(frozen=True, slots=True)
class TextChanges:
    """The changes in one text of a version."""

    label: str
    changes: list[text_changes.DiffPart]


def phrase_rules() -> tuple[phrase_matching.Rule, ...]:
    """The rules in use about harmful phrases, oldest first."""
    rows = PhraseRule.objects.filter(is_on=True).order_by("pk")
    return tuple(
        phrase_matching.Rule(pattern, better, reason, language, tuple(fine_in))
        for pattern, better, reason, language, fine_in in rows.values_list("pattern", "better", "reason", "language", "fine_in")
    )


def remarks_on_sentence(sentence: str) -> list[TextRemarks]:
    """Harmful phrases in a single text without a label."""
    found = phrase_matching.remarks(sentence, phrase_rules())
    return [TextRemarks("", "", phrase_matching.pieces(sentence, found), found)] if found else []


def remarks_on(texts: dict[str, str], language: str = "") -> list[TextRemarks]:
    """Harmful phrases in the customer-facing texts. Texts without any are left out. Without a language, all rules
    count. Building blocks are checked with the text.
    """
    phrases, remarked = phrase_rules(), []
    spoken = {name: texts.get(name, "") for name in SPOKEN_TEXTS}
    blocks = newest_texts(block_references.keys_in(spoken.values()))
    for name, written in spoken.items():
        text = block_references.expanded(written, blocks)
        if found := phrase_matching.remarks(text, phrases, language):
            remarked.append(TextRemarks(name, _label(name), phrase_matching.pieces(text, found), found))
    return remarked


def base_of(version: ScriptVersion) -> ScriptVersion | None:
    """The version that readers knew before: the last released one with a lower number; None for a script's first."""
    return (
        ScriptVersion.objects.released().filter(script=version.script_id, number__lt=version.number).order_by("-number").first()
    )


def changes_between(base: ScriptVersion, version: ScriptVersion) -> list[TextChanges]:
    """Differences per text, in its building blocks too. Unchanged texts are left out."""
    before, after = with_blocks(base), with_blocks(version)
    return [
        TextChanges(_label(name), text_changes.changes(getattr(before, name), getattr(after, name)))
        for name in ScriptVersion.TEXTS
        if getattr(before, name) != getattr(after, name)
    ]


def texts_of(version: ScriptVersion) -> dict[str, str]:
    """The texts of a version by name, in reading order, as they were written."""
    return {name: getattr(version, name) for name in ScriptVersion.TEXTS}


def labelled_texts(version: ScriptVersion) -> list[tuple[str, str]]:
    """The texts of a version with their labels, in reading order, with the building blocks in them."""
    return [(_label(name), text) for name, text in texts_of(with_blocks(version)).items()]


def _label(name: str) -> str:
    field: Field[Any, Any] = ScriptVersion._meta.get_field(name)  # type: ignore[assignment] # noqa: SLF001 - Model._meta is documented, and these are its columns
    return str(field.verbose_name)
