"""Texts that are being written, as agents will see them."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString

from scripts_library.models import ScriptVersion
from scripts_library.queries.texts import TextRemarks, label_of
from scripts_library.rendering import rendered


@dataclass(frozen=True, slots=True)
class TextPreview:
    """A text with its label, as safe HTML in which harmful phrases are marked."""

    name: str
    label: str
    html: SafeString


def previews(
    texts: Mapping[str, str], remarked: list[TextRemarks], blocks: Mapping[str, str] | None = None
) -> list[TextPreview]:
    """The texts that aren't blank, in reading order. `blocks` are texts of building blocks by key."""
    harmful = {each.name: [(remark.start, remark.end) for remark in each.found] for each in remarked}
    return [
        TextPreview(name, label_of(name), rendered(text, blocks, is_for_writers=True, harmful=harmful.get(name, ())))
        for name in ScriptVersion.TEXTS
        if (text := texts.get(name, "")).strip()
    ]
