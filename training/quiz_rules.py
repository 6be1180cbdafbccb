"""Rules of quizzes and recall: scoring, drawing questions and the days of recall. Pure functions, without a database.

Each attempt stores the number of its scoring rule. A new way of scoring gets a new number, and the old ones stay, so that old
attempts can be replayed.
"""

import secrets
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

# A bank needs this many times the questions of an attempt, so that a second attempt can ask other ones.
TIMES_AS_MANY = 3
MOST_ASKED = 30
# After this many failed attempts a conversation takes the place of another attempt.
MOST_FAILURES = 2
# A share of right answers is only shown from this many people on.
FEWEST_PEOPLE = 5
SEED_BYTES = 16

# Days after passing on which recall asks, at equal distances or not: the evidence finds no difference (ADR 50).
RECALL_DAYS = (1, 3, 7)
RECALL_QUESTIONS = 2
RECALL_LASTS = timedelta(days=2)
ASKED_LATER = timedelta(hours=1)
# Recall starts once a crisis has lasted this long.
LONG_CRISIS = timedelta(days=3)
# Earlier passes have no day of recall any more.
RECALL_ENDS = timedelta(days=RECALL_DAYS[-1]) + RECALL_LASTS


def _all_or_nothing(chosen: Collection[int], right: Collection[int]) -> bool:
    return bool(chosen) and set(chosen) == set(right)


# Scoring rules by number. Rule 1: an answer is right if it has all right options and no others.
RULES: Mapping[int, Callable[[Collection[int], Collection[int]], bool]] = {1: _all_or_nothing}
CURRENT_RULE = 1


def is_right(rule: int, chosen: Collection[int], right: Collection[int]) -> bool:
    """Whether the chosen options are a right answer under this rule."""
    return RULES[rule](chosen, right)


def is_passed(right_count: int, asked: int, pass_percent: int) -> bool:
    """Whether so many right answers reach the pass mark. In whole numbers, so that no rounding decides."""
    return right_count * 100 >= pass_percent * asked


def needed_questions(asked: int) -> int:
    """Questions that a bank needs before a quiz can be taken."""
    return TIMES_AS_MANY * asked


def new_seed() -> str:
    """A random seed of 32 hexadecimal digits."""
    return secrets.token_hex(SEED_BYTES)


def shuffled(seed: str, numbers: Iterable[int]) -> list[int]:
    """The numbers in an order that follows from the seed."""
    return sorted(numbers, key=lambda number: (_lot(seed, number), number))


def drawn(seed: str, question_ids: Collection[int], asked: int, times_seen: Mapping[int, int]) -> list[int]:
    """Questions of an attempt, in random order: first those that the person has seen least often."""
    ordered = sorted(shuffled(seed, question_ids), key=lambda question_id: times_seen.get(question_id, 0))
    return shuffled(f"{seed}:order", ordered[:asked])


def recall_drawn(seed: str, question_ids: Collection[int], wrong: Collection[int], asked: Collection[int]) -> list[int]:
    """Questions of a day of recall: first those answered wrong before, then those that recall hasn't asked."""
    ordered = sorted(shuffled(seed, question_ids), key=lambda question_id: (question_id not in wrong, question_id in asked))
    return ordered[:RECALL_QUESTIONS]


def recall_day(passed_at: datetime, now: datetime) -> int | None:
    """The day of recall that is due now, or None. Days that have gone by are not caught up on."""
    for day in RECALL_DAYS:
        due_at = passed_at + timedelta(days=day)
        if due_at <= now < due_at + RECALL_LASTS:
            return day
    return None


def is_long(active_since: datetime | None, now: datetime) -> bool:
    """Whether a crisis has been active for more than three days."""
    return active_since is not None and now - active_since > LONG_CRISIS


def _lot(seed: str, number: int) -> str:
    return sha256(f"{seed}:{number}".encode()).hexdigest()
