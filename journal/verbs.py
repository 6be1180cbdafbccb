"""Registry of verbs. Each room defines its verbs as `TextChoices` whose labels are sentence templates.

Timeline and protocol render entries from verb and data. A template can use ``{actor}``, ``{subject}``, the keys of the
entry's data and the names of its texts. A template with a count has a plural form:
``ngettext_lazy(one, many, "count")``. A room also declares the audience of each verb; verbs without one are refused.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum
from typing import Any

from django.db.models import TextChoices


class Audience(IntEnum):
    """Widest group of readers of an entry in a crisis's journal. Each group includes the groups with higher values."""

    MEMBERS = 1
    SUPERVISORS = 2
    LEADS = 3
    NOBODY = 4


_verbs: dict[str, TextChoices] = {}
_audiences: dict[str, Audience] = {}


def register(verbs: type[TextChoices], audiences: Mapping[Audience, Collection[TextChoices]]) -> None:
    """Register a room's verbs with their audiences. Called from its ``AppConfig.ready``."""
    for verb in verbs:
        named = [audience for audience, members in audiences.items() if verb in members]
        if len(named) != 1:
            raise ValueError(f"The verb {verb.value} needs exactly one audience. Declare it beside the verbs.")
        other = _verbs.setdefault(verb.value, verb)
        if type(other) is not verbs:
            raise ValueError(f"The verb {verb.value} is registered twice.")
        _audiences[verb.value] = named[0]


def known(value: str) -> TextChoices | None:
    return _verbs.get(value)


def sentence(verb: TextChoices, words: Mapping[str, Any]) -> str:
    """The sentence of an entry, from the verb's template and these words."""
    template = str(verb.label)
    if template:
        return template.format_map(words)
    # Templates with a plural form are empty until their count is known, and have no `format_map`.
    try:
        return verb.label.format(**words)
    except KeyError as missing:
        name = str(missing.args[0])
        # Without its count, an entry has no sentence. The rest of the timeline must still be readable.
        return sentence(verb, {**words, name: "…"}) if name.isidentifier() else verb.value


def readable_by(reader: Audience) -> set[str]:
    """Verbs that readers of this group may see."""
    return {value for value, audience in _audiences.items() if audience <= reader}
