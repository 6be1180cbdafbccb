"""Signs that a text isn't anonymised: addresses, numbers and names. Pure functions; a person decides."""

import re
from collections.abc import Iterable

EMAIL = re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")
# Six digits or more, also with the separators of phone, card and booking numbers between them.
DIGITS = re.compile(r"\+?\d(?:[ ./()-]{0,2}\d){5,}")
SHORTEST_PART = 3


def marks_in(text: str, names: Iterable[str]) -> list[str]:
    """The parts of the text that could identify a person, in the order: e-mail addresses, numbers, names. Each once.

    A name counts in full, in any case, or by one of its capitalised words. Words of fewer than three letters don't count, so
    that "de" and "van" mark nothing.
    """
    found = [*EMAIL.findall(text), *(match.strip() for match in DIGITS.findall(EMAIL.sub(" ", text)))]
    words = set(re.findall(r"\w+", text))
    folded = text.casefold()
    for name in names:
        if name and name.casefold() in folded:
            found.append(name)
            continue
        parts = re.findall(r"\w+", name)
        found += [part for part in parts if len(part) >= SHORTEST_PART and part[0].isupper() and part in words]
    return list(dict.fromkeys(found))
