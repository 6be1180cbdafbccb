"""Texts of a version: labels, harmful phrases and changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Field

from scripts_library import phrase_matching, text_changes
from scripts_library.models import HarmfulPhrase, ScriptVersion
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


def remarks_on(texts: dict[str, str], spoken: Iterable[tuple[str, str]] = ()) -> list[TextRemarks]:
    """Harmful phrases in the customer-facing texts, and in other labelled ones. Texts without any are left out."""
    phrases = list(HarmfulPhrase.objects.values_list("phrase", "better"))
    remarked = []
    named = [(name, label_of(name), texts.get(name, "")) for name in SPOKEN_TEXTS]
    for name, label, text in [*named, *(("", label, text) for label, text in spoken)]:
        if found := phrase_matching.remarks(text, phrases):
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
    before, after = step_texts(base), step_texts(version)
    pairs = [(label_of(name), getattr(base, name), getattr(version, name)) for name in ScriptVersion.TEXTS]
    pairs += [(label, before.get(key, ("", ""))[1], text) for key, (label, text) in after.items()]
    pairs += [(label, text, "") for key, (label, text) in before.items() if key not in after]
    return [
        TextChanges(label, text_changes.changes(old, new), is_changed=old != new) for label, old, new in pairs if old or new
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
