"""Texts without differences in case, accents, punctuation and emoji, to compare what people and programs write."""

import unicodedata

# Letters that Unicode doesn't split into a letter and an accent.
_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})
# The emoji style and skin tones, which don't change what a sign means.
_STYLES = dict.fromkeys([0xFE0F, 0x200D, *range(0x1F3FB, 0x1F400)])


def folded(text: str) -> str:
    """The letters and digits of a text, without accents, in lower case and with single spaces. If it has neither, its signs,
    such as an emoji.
    """
    plain = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    words = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign)).split()
    return " ".join(words) or "".join(text.translate(_STYLES).split())
