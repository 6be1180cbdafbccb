"""Texts that are being written, as agents will see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from scripts_library.models import ScriptVersion
from scripts_library.queries.texts import TextRemarks, in_full, label_of
from scripts_library.rendering import rendered


@dataclass(frozen=True, slots=True)
class TextPreview:
    """A text with its label, as safe HTML in which harmful phrases are marked."""

    name: str
    label: str
    html: SafeString


def previews(texts: Mapping[str, str], remarked: list[TextRemarks]) -> list[TextPreview]:
    """The texts that aren't blank, in reading order, with the newest building blocks in place of their references."""
    harmful = {each.name: [(remark.start, remark.end) for remark in each.found] for each in remarked}
    names = [name for name in ScriptVersion.TEXTS if texts.get(name, "").strip()]
    return [
        TextPreview(name, label_of(name), rendered(text, is_for_writers=True, harmful=harmful.get(name, ())))
        for name, text in zip(names, in_full(texts[name] for name in names), strict=True)
    ]
