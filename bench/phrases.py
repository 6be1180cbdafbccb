"""The check of a long script against rules about harmful phrases, compared with one regular expression of the same phrases.

The script has 5,000 words in sentences that agents say, with a harmful phrase now and then. The 500 rules are those to start
from and phrases of the same kind. The regular expression finds each phrase only as it is written, in any case and with any
white space; the check also finds inflected words, contractions, emphasis and placeholders, and knows where a phrase is fine.

Both are prepared before: the expression is compiled, and the tree of phrases is built. The second row includes the preparation.
"""

import re
from itertools import islice, product
from random import Random

from bench.harness import Row, side_by_side
from scripts_library import phrase_matching, phrase_words
from scripts_library.phrase_matching import PhrasePattern, Remark, remarks
from scripts_library.queries import phrase_rules

WORDS, RULES = 5_000, 500
TIMES_AS_LONG = 5.0

SUBJECTS = ("you", "people like you", "your kind", "customers", "you people", "someone like you")
VERBS = (
    "never listen",
    "always complain",
    "keep shouting",
    "waste my time",
    "want everything",
    "forget the form",
    "expect miracles",
)
ENDINGS = (
    "to us",
    "about nothing",
    "… anyway",
    "again and again",
    "at this hour",
    "for no reason",
    "on the phone",
    "every week",
    "like a child",
    "without reading",
    "before you pay",
)

OPENINGS = (
    "Thank you for waiting",
    "I can see your booking",
    "Let me check the date",
    "Our van left the depot this morning",
    "The ferry sails again on calm seas",
    "Your parcel is at the depot",
    "We received your letter",
)
MIDDLES = (
    "and I'll send the new time to {phone number}",
    "so the refund reaches your bank within five days",
    "because the storm closed the bridge last night",
    "and a colleague in your town will call you before noon",
    "while we're looking for another seat on the same day",
)
CLOSINGS = (
    "Would that suit you?",
    "Is there **anything else** you'd like to know?",
    "Please keep the number, {customer name}.",
    "You can choose a voucher instead.",
    "What would help you most today?",
)


def all_rules() -> tuple[PhrasePattern, ...]:
    """The rules to start from, and as many made-up ones as are missing."""
    starter = phrase_rules()
    made = (
        PhrasePattern(f"{subject} {verb} {ending}", "Let me see what I can do.", "It blames.", "en")
        for subject, verb, ending in product(SUBJECTS, VERBS, ENDINGS)
    )
    return (*starter, *islice(made, RULES - len(starter)))


def script(rules: tuple[PhrasePattern, ...]) -> str:
    """A text of 5,000 words. The seed makes it the same in each run."""
    chance = Random(18)
    words: list[str] = []
    while len(words) < WORDS:
        words += f"{chance.choice(OPENINGS)}, {chance.choice(MIDDLES)}.\n{chance.choice(CLOSINGS)}\n\n".split(" ")
        if chance.random() < 0.1:
            words += f"{chance.choice(rules).pattern.replace('…', 'it')}. ".split(" ")
    return " ".join(words[:WORDS])


def expression(rules: tuple[PhrasePattern, ...]) -> re.Pattern[str]:
    """The phrases as one regular expression, the longest first."""
    phrases = sorted((rule.pattern for rule in rules), key=len, reverse=True)
    parts = (re.escape(phrase.strip("… ")).replace(r"\ ", r"\s+") for phrase in phrases)
    gap = rf"(?:\W+\w+){{0,{phrase_matching.GAP_WORDS}}}?\W+"
    alternatives = "|".join(part.replace(r"\s+…\s+", gap) for part in parts)
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


def forget() -> None:
    """Forget what was prepared from earlier texts and rules."""
    phrase_matching._tree.cache_clear()  # noqa: SLF001 - the caches are measured
    phrase_words._keys.cache_clear()  # noqa: SLF001 - the caches are measured
    re.purge()


def rows() -> list[Row]:
    """Two rows, after checking that each phrase the expression finds is marked, or fine where it is."""
    rules = all_rules()
    text, compiled = script(rules), expression(rules)
    noted = remarks(text, rules, "en")
    missing = [match for match in compiled.finditer(text) if not _is_noted(match, noted)]
    if len(rules) != RULES or not noted or missing:
        raise AssertionError(f"{len(rules)} rules, {len(noted)} remarks, not noted: {missing[:3]}")

    def ours() -> list[Remark]:
        return remarks(text, rules, "en")

    prepared = side_by_side(ours, lambda: list(compiled.finditer(text)), repetitions=15)
    cold = side_by_side(ours, lambda: list(expression(rules).finditer(text)), repetitions=5, before_each=forget)
    name = f"phrase check, {WORDS:,} words against {RULES} rules"
    reference = "one regular expression of the same phrases"
    return [
        Row(name, reference, *prepared, "at_most", TIMES_AS_LONG),
        Row(f"{name}, first in a process", f"{reference}, with its compilation", *cold, "at_most", None),
    ]


def _is_noted(match: re.Match[str], noted: list[Remark]) -> bool:
    return any(remark.start < match.end() and match.start() < remark.end for remark in noted)
