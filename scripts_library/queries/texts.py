"""Texts of a version: labels, harmful phrases and changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from scripts_library import block_references, phrase_matching, text_changes
from scripts_library.models import PhraseRule, ScriptVersion
from scripts_library.queries.blocks import newest_texts, with_blocks
from scripts_library.queries.steps import step_texts

# Customer-facing texts. In the others, a harmful phrase may be an example of what not to say.
SPOKEN_TEXTS = ("what_to_say", "what_to_ask", "plan_b")


@dataclass(frozen=True, slots=True)
class TextRemarks:
    """A customer-facing text in pieces; harmful ones have a remark. The text of a step has no `name`."""

    name: str
    label: str
    pieces: list[phrase_matching.Piece]
    found: list[phrase_matching.Remark]


@dataclass(frozen=True, slots=True)
class TextChanges:
    """The comparison of one text of two versions."""

    label: str
    changes: list[text_changes.TextChange]
    is_changed: bool


def phrase_rules() -> tuple[phrase_matching.PhrasePattern, ...]:
    """The rules in use about harmful phrases, oldest first."""
    rows = PhraseRule.objects.filter(is_on=True).order_by("pk")
    return tuple(
        phrase_matching.PhrasePattern(pattern, better, reason, language, tuple(fine_in))
        for pattern, better, reason, language, fine_in in rows.values_list("pattern", "better", "reason", "language", "fine_in")
    )


def remarks_on_sentence(sentence: str) -> list[TextRemarks]:
    """Harmful phrases in a single text without a label."""
    found = phrase_matching.remarks(sentence, phrase_rules())
    return [TextRemarks("", "", phrase_matching.pieces(sentence, found), found)] if found else []


def in_full(texts: Iterable[str]) -> list[str]:
    """The texts with the newest building blocks in place of their references."""
    written = list(texts)
    blocks = newest_texts(block_references.keys_in(written))
    return [block_references.expanded(text, blocks) for text in written]


def remarks_on(texts: dict[str, str], spoken: Iterable[tuple[str, str]] = (), language: str = "") -> list[TextRemarks]:
    """Harmful phrases in the customer-facing texts, and in other labelled ones. Texts without any are left out. Without a
    language, all rules count. Building blocks are checked with the text.
    """
    phrases, remarked = phrase_rules(), []
    named = [(name, label_of(name), texts.get(name, "")) for name in SPOKEN_TEXTS] + [("", *labelled) for labelled in spoken]
    for (name, label, _text), text in zip(named, in_full(text for _name, _label, text in named), strict=True):
        if found := phrase_matching.remarks(text, phrases, language):
            remarked.append(TextRemarks(name, label, phrase_matching.pieces(text, found), found))
    return remarked


def base_of(version: ScriptVersion) -> ScriptVersion | None:
    """The version that readers knew before: the last released one with a lower number; None for a script's first."""
    return (
        ScriptVersion.objects.released().filter(script=version.script_id, number__lt=version.number).order_by("-number").first()
    )


def changes_between(base: ScriptVersion, version: ScriptVersion) -> list[TextChanges]:
    """Differences per text and step. Unchanged ones are left out."""
    return [compared for compared in comparison(base, version) if compared.is_changed]


def comparison(base: ScriptVersion, version: ScriptVersion) -> list[TextChanges]:
    """Each text and step of two versions, compared. Texts that both leave blank are left out."""
    first, second, before, after = with_blocks(base), with_blocks(version), step_texts(base), step_texts(version)
    pairs = [(label_of(name), getattr(first, name), getattr(second, name)) for name in ScriptVersion.TEXTS]
    pairs += [(label, before.get(key, ("", ""))[1], text) for key, (label, text) in after.items()]
    pairs += [(label, text, "") for key, (label, text) in before.items() if key not in after]
    return [
        TextChanges(label, text_changes.changes(old, new), is_changed=old != new) for label, old, new in pairs if old or new
    ]


def texts_of(version: ScriptVersion) -> dict[str, str]:
    """The texts of a version by name, in reading order, as they were written."""
    return {name: getattr(version, name) for name in ScriptVersion.TEXTS}


def labelled_texts(version: ScriptVersion) -> list[tuple[str, str]]:
    """The texts of a version with their labels, in reading order, with the building blocks in them."""
    return [(label_of(name), text) for name, text in texts_of(with_blocks(version)).items()]


def label_of(name: str) -> str:
    """The label of a text, in the reader's language."""
    field: Field[Any, Any] = ScriptVersion._meta.get_field(name)  # type: ignore[assignment] # noqa: SLF001 - Model._meta is documented, and these are its columns
    return str(field.verbose_name)
