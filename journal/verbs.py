"""Verbs: each room lists its own as `TextChoices` whose labels are sentence templates, and registers them here.

The timeline and the protocol are rendered from verb + data. A template may use ``{actor}``, ``{subject}``, any key of
the entry's data and any name of its texts. Beside its verbs a room declares their audience; a verb without one is refused.
"""

from collections.abc import Collection, Mapping
from enum import IntEnum

from django.db.models import TextChoices


class Audience(IntEnum):
    """The widest circle that reads an entry of a crisis's journal as a sentence with names. Each contains those after it."""

    MEMBERS = 1
    SUPERVISORS = 2
    LEADS = 3
    NOBODY = 4


_verbs: dict[str, TextChoices] = {}
_audiences: dict[str, Audience] = {}


def register(verbs: type[TextChoices], audiences: Mapping[Audience, Collection[TextChoices]]) -> None:
    """Make a room's verbs known, with the audience of each. Called from its ``AppConfig.ready``."""
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


def readable_by(reader: Audience) -> set[str]:
    """The verbs that a reader of this circle may read."""
    return {value for value, audience in _audiences.items() if audience <= reader}
