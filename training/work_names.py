"""Display names of channels and languages."""

from django.utils.translation import get_language_info

from people.identity import Channel


def channel_name(value: str) -> str:
    """The name of a channel; the value itself if it isn't known."""
    return str(Channel(value).label) if value in Channel.values else value


def language_name(code: str) -> str:
    """The translated name of a language; its code if Django has no name for it."""
    try:
        return str(get_language_info(code)["name_translated"])
    except KeyError:
        return code.upper()
