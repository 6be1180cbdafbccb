# ruff: noqa: S608 - the SQL consists of our own fragments, never of user input
"""Rows behind readiness and refreshers on other rooms' pages; for `core.version_tokens`."""

from core.version_tokens import Rows
from scripts_library.queries.version_tokens import rows_of_reading
from training.models import (
    ItemDone,
    ItemReopened,
    QuizAttempt,
    QuizQuestion,
    QuizReopening,
    QuizSettlement,
    Refresher,
    RefresherItem,
    Rehearsal,
    RolePlay,
)


def rows_of_readiness(journal: str) -> tuple[Rows, ...]:
    """Rows behind the readiness of the people of journals, given as an SQL expression to compare with. Trainees and support
    contacts are rows of the room that knows them.
    """
    refreshers = f"SELECT id FROM training_refresher WHERE state = 'published' AND journal_id = {journal}"
    items = f"SELECT id FROM training_refresheritem WHERE refresher_id IN ({refreshers})"
    plays = f"SELECT role_play_id FROM training_refresheritem WHERE id IN ({items})"
    quizzes = f"SELECT quiz_id FROM training_refresheritem WHERE id IN ({items})"
    scripts = (
        f"SELECT script_id FROM training_refresheritem WHERE id IN ({items}) "
        f"UNION SELECT script_id FROM training_roleplay WHERE id IN ({plays}) "
        f"UNION SELECT script_id FROM training_quizquestion WHERE quiz_id IN ({quizzes})"
    )
    return (
        Rows(Refresher, f"journal_id = {journal}"),
        Rows(RefresherItem, f"refresher_id IN ({refreshers})"),
        Rows(ItemDone, f"item_id IN ({items})"),
        Rows(ItemReopened, f"item_id IN ({items})"),
        Rows(Rehearsal, f"item_id IN ({items})"),
        Rows(RolePlay, f"id IN ({plays})"),
        Rows(QuizQuestion, f"quiz_id IN ({quizzes})"),
        Rows(QuizAttempt, f"finished_at IS NOT NULL AND quiz_id IN ({quizzes})"),
        Rows(QuizReopening, f"quiz_id IN ({quizzes})"),
        Rows(QuizSettlement, f"quiz_id IN ({quizzes})"),
        *rows_of_reading(scripts),
    )


# Of all published refreshers, for homes.
REFRESHERS = rows_of_readiness("ANY (SELECT journal_id FROM training_refresher WHERE state = 'published')")
