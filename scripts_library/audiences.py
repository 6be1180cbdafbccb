"""Names of channels and languages, and how well a script fits the work of a person. Pure functions."""

from collections.abc import Collection, Sequence

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from people.identity import Channel

EVERY_CHANNEL = ""


def channel_name(channel: str) -> str:
    return str(Channel(channel).label) if channel else _("Every channel")


def language_name(code: str) -> str:
    """Name of a language in the reader's language; the code of one that Django has no name for."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code.upper()


def audience_name(channel: str, language: str) -> str:
    """For example “Chat, Dutch”."""
    return _("%(channel)s, %(language)s") % {"channel": channel_name(channel), "language": language_name(language)}


def serves(channel: str, language: str, *, channels: Collection[str], languages: Collection[str]) -> bool:
    """Whether a script for this channel and language is for a person with these channels and languages."""
    fits_channel = channel == EVERY_CHANNEL or channel in channels
    return fits_channel and any(_alike(language, spoken) for spoken in languages)


def misfit(channel: str, language: str, *, channels: Collection[str], languages: Sequence[str]) -> tuple[int, int]:
    """How badly a script fits a person: first by language, in the order in which they list theirs, then by channel.

    Of channels, one for a person's only channel fits best, then one for every channel, then one of several.
    """
    by_language = next((place for place, spoken in enumerate(languages) if _alike(language, spoken)), len(languages))
    if channel == EVERY_CHANNEL:
        return by_language, 1
    if channel not in channels:
        return by_language, 3
    return by_language, 0 if len(channels) == 1 else 2


def _alike(language: str, spoken: str) -> bool:
    """True for the same language, also if one of them names a country: a person with “de” can use “de-at”."""
    if language == spoken:
        return True
    # Two countries differ: a script in “pt-br” isn't for a person with “pt-pt”.
    return language.split("-", maxsplit=1)[0] == spoken.split("-", maxsplit=1)[0] and ("-" not in language or "-" not in spoken)
