"""Codes of languages by their names in several languages, for files about people."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.utils.translation import gettext, override

from intake.reading.staff.words import plain

# Languages in which files name languages.
NAMED_IN = ("en", "de", "fr", "es", "it", "nl", "pt", "pl")
LONGEST_CODE = 8


@lru_cache(maxsize=1)
def language_words() -> Mapping[str, str]:
    """Codes by plain names such as “german”, “deutsch” and “allemand”, and the codes."""
    known = {code: info for code, info in LANG_INFO.items() if "name" in info and len(code) <= LONGEST_CODE}
    found = {plain(code): code for code in known}
    for language in NAMED_IN:
        with override(language):
            found |= {plain(gettext(info["name"])): code for code, info in reversed(known.items())}
    found |= {plain(info["name_local"]): code for code, info in reversed(known.items())}
    found.pop("", None)
    return found
