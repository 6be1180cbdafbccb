"""Verbs: each room lists its own as `TextChoices` whose labels are sentence templates, and registers them here.

The timeline and the protocol are rendered from verb + data. A template may use ``{actor}``, ``{subject}``, any key of
the entry's data and any name of its texts.
"""

from django.db.models import TextChoices

_verbs: dict[str, TextChoices] = {}


def register(verbs: type[TextChoices]) -> None:
    """Make a room's verbs known. Called from its ``AppConfig.ready``."""
    for verb in verbs:
        other = _verbs.setdefault(verb.value, verb)
        if type(other) is not verbs:
            raise ValueError(f"The verb {verb.value} is registered twice.")


def known(value: str) -> TextChoices | None:
    return _verbs.get(value)
