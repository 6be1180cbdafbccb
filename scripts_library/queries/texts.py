"""Texts of a version: labels, harmful phrases and changes."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from scripts_library import phrase_matching, text_changes
from scripts_library.models import HarmfulPhrase, ScriptVersion

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


def remarks_on(texts: dict[str, str]) -> list[TextRemarks]:
    """Harmful phrases in the customer-facing texts. Texts without any are left out."""
    phrases = list(HarmfulPhrase.objects.values_list("phrase", "better"))
    remarked = []
    for name in SPOKEN_TEXTS:
        text = texts.get(name, "")
        if found := phrase_matching.remarks(text, phrases):
            remarked.append(TextRemarks(name, label_of(name), phrase_matching.pieces(text, found), found))
    return remarked


def base_of(version: ScriptVersion) -> ScriptVersion | None:
    """The version that readers knew before: the last released one with a lower number; None for a script's first."""
    return (
        ScriptVersion.objects.released().filter(script=version.script_id, number__lt=version.number).order_by("-number").first()
    )


def changes_between(base: ScriptVersion, version: ScriptVersion) -> list[TextChanges]:
    """Differences per text. Unchanged texts are left out."""
    return [
        TextChanges(label_of(name), text_changes.changes(getattr(base, name), getattr(version, name)))
        for name in ScriptVersion.TEXTS
        if getattr(base, name) != getattr(version, name)
    ]


def texts_of(version: ScriptVersion) -> dict[str, str]:
    """The texts of a version by name, in reading order."""
    return {name: getattr(version, name) for name in ScriptVersion.TEXTS}


def labelled_texts(version: ScriptVersion) -> list[tuple[str, str]]:
    """The texts of a version with their labels, in reading order."""
    return [(label_of(name), text) for name, text in texts_of(version).items()]


def label_of(name: str) -> str:
    """The label of a text, in the reader's language."""
    field: Field[Any, Any] = ScriptVersion._meta.get_field(name)  # type: ignore[assignment] # noqa: SLF001 - Model._meta is documented, and these are its columns
    return str(field.verbose_name)
