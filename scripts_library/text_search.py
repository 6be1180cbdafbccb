"""PostgreSQL's text search configurations for the languages of scripts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scripts_library.models import Script

# Languages with a stemmer in PostgreSQL. The others are found by exact words, beginnings and similar spellings.
CONFIGURATIONS = {
    "ar": "arabic",
    "ca": "catalan",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "eu": "basque",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
DEFAULT_LANGUAGE = "en"


def configuration_of(language: str) -> str:
    """The configuration for a language code such as “pt-BR”."""
    return CONFIGURATIONS.get(language.split("-", maxsplit=1)[0].lower(), "simple")


def language_of(script: "Script") -> str:
    """The language code of a script's texts."""
    # MERGE: the column `language` of Script.
    return getattr(script, "language", "") or DEFAULT_LANGUAGE
