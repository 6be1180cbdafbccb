"""Words of a text in a form in which inflected words are equal. Pure functions.

Lemmas come from simplemma's dictionaries (https://github.com/adbar/simplemma).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import simplemma
from simplemma.strategies.dictionaries.dictionary_factory import SUPPORTED_LANGUAGES

# Names of the characters of scripts that are written without spaces. There each character counts as a word.
_UNSPACED = ("CJK ", "HIRAGANA ", "KATAKANA", "HALFWIDTH KATAKANA", "IDEOGRAPHIC ", "THAI ", "LAO ", "KHMER ", "MYANMAR ")
_APOSTROPHES = "'’ʼ‘`´＇"
_NAMED_CLASSES = {
    **dict.fromkeys(_APOSTROPHES, "'"),
    **dict.fromkeys(".．", "."),
    **dict.fromkeys("!?！？。｡؟۔।", "!"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", "i"),
    **dict.fromkeys("*~", "*"),
}
# Arabic vowel signs and the stretching line don't change a word.
_DROPPED = re.compile("[*~\u00ad\u200b-\u200d\u2060\ufeff\u0640\u064b-\u0652]")

# Parts of a text that aren't words: references to building blocks, targets of links, HTML entities, paragraphs and list items.
_STOPS = re.compile(r"\{\{[^{}\n]*\}\}|\r?\n[ \t]*(?=\r?\n|[-*+>][ \t]|\d+[.)][ \t]|#)")
_BLANKS = re.compile(r"\]\([^()\s]*\)|&#?\w{1,10};")
_PLACEHOLDERS = re.compile(r"\{[^{}\n]{1,40}\}")
# Read in the classes of the characters, which `_Classes` names.
_TOKENS = re.compile(r"(?P<stop>!+|(?<!\.)\.(?![.wc]))|(?P<word>p+|cm*|w[wmi]*(?:(?:'|\*{1,3})w[wmi]*)*)")

PLACEHOLDER = "{}"

# Words that simplemma reduces to a different word for our purpose: "us" to "we", "better" to "good", "worse" to "wrong".
_KEPT = {
    "en": frozenset(
        re.findall(
            r"\w+",
            """i me my mine we us our ours you your yours he him his she her hers it its they them their theirs this that
            these those better best worse worst more most less least gone left found""",
        )
    )
}
_ENDINGS = {"n't": "not", "'re": "are", "'m": "am", "'ve": "have", "'ll": "will", "'d": "would"}
_IS_CONTRACTED = frozenset(re.findall(r"\w+", "that this it what there here he she who where how when why everything nothing"))
_WRITTEN_WITHOUT_APOSTROPHE = ("do", "does", "did", "is", "was", "has", "have", "had", "should", "could", "would")
_CONTRACTIONS = {
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    "shan't": ("shall", "not"),
    "ain't": ("is", "not"),
    "let's": ("let", "us"),
    # Common without the apostrophe. Words that exist, such as "wont", "well" and "its", stay as they are.
    **{f"{verb}nt": (verb, "not") for verb in _WRITTEN_WITHOUT_APOSTROPHE},
    **{f"{verb}ve": (verb, "have") for verb in ("should", "could", "would", "must")},
    "cant": ("can", "not"),
    "thats": ("that", "is"),
    "youre": ("you", "are"),
    "theyre": ("they", "are"),
    "im": ("i", "am"),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text and its position. Two words are equal if they have a key in common.

    `begins_part` is true if a sentence, paragraph or list item begins with it. The parts of a contraction share its position.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    begins_part: bool = False


class _Classes(dict[int, str]):
    """Class of a character by its code, for `str.translate`; computed once for each character."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _class_of(chr(code))
        return found


def _class_of(character: str) -> str:
    if character in _NAMED_CLASSES:
        return _NAMED_CLASSES[character]
    # Some marks are only marks once they are in the normal form, such as the half-width marks of Japanese.
    if unicodedata.category(unicodedata.normalize("NFKC", character)[0]).startswith("M"):
        return "m"
    if not character.isalnum():
        return " "
    return "c" if unicodedata.name(character, "").startswith(_UNSPACED) else "w"


_CLASSES = _Classes()


def words_of(text: str, language: str) -> list[Word]:
    """The words of a text in order. A placeholder in braces is one word. `language` is the code of a language, or empty."""
    classes = _masked(text, text.translate(_CLASSES))
    found, begins_part = [], True
    for match in _TOKENS.finditer(classes):
        if match["stop"]:
            begins_part = True
            continue
        start, end = match.span()
        if classes[start] == "p":
            keyed: tuple[tuple[str, ...], ...] = ((PLACEHOLDER,),)
            end += 1
        else:
            keyed = _keys(text[start:end], language.partition("-")[0].lower())
        for keys in keyed:
            found.append(Word(start, end, keys, begins_part))
            begins_part = False
    return found


def _masked(text: str, classes: str) -> str:
    """The classes, with placeholders, links and the ends of paragraphs marked at their positions."""
    for pattern, mark in ((_STOPS, "!"), (_BLANKS, " "), (_PLACEHOLDERS, "p")):
        spans = [match.span() for match in pattern.finditer(text)]
        if not spans:
            continue
        pieces, position = [], 0
        for start, end in spans:
            # A placeholder is one word even beside another one.
            inside = f"{mark * (end - start - 1)} " if mark == "p" else mark * (end - start)
            pieces += [classes[position:start], inside]
            position = end
        classes = "".join([*pieces, classes[position:]])
    return classes


@lru_cache(maxsize=50_000)
def _keys(found: str, language: str) -> tuple[tuple[str, ...], ...]:
    """The keys of a word as written; several of a contraction."""
    plain = unicodedata.normalize("NFKC", _DROPPED.sub("", found))
    for apostrophe in _APOSTROPHES[1:]:
        plain = plain.replace(apostrophe, "'")
    parts = _expanded(plain) if language == "en" else (plain,)
    return tuple(_with_lemmas(part, language) for part in parts)


def _expanded(word: str) -> tuple[str, ...]:
    lower = word.casefold()
    if lower in _CONTRACTIONS:
        return _CONTRACTIONS[lower]
    if lower.endswith("'s") and lower[:-2] in _IS_CONTRACTED:
        return (word[:-2], "is")
    for ending, verb in _ENDINGS.items():
        if lower.endswith(ending) and len(lower) > len(ending):
            return (*_expanded(word[: -len(ending)]), verb)
    # What remains of 's marks an owner.
    return (word[:-2] if lower.endswith("'s") else word.rstrip("'"),)


def _with_lemmas(word: str, language: str) -> tuple[str, ...]:
    """The word and its lemmas, in lower case. Capitals count: at the start of a sentence they hide a verb, and in German they
    mark a noun.
    """
    lower = word.casefold()
    if language not in SUPPORTED_LANGUAGES or lower in _KEPT.get(language, ()) or not lower.isalpha():
        return (lower,)
    lemmas = (simplemma.lemmatize(form, language).casefold() for form in (word, word.lower()))
    return tuple(dict.fromkeys((lower, *lemmas)))
