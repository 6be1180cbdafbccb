"""Tables of the pages of care."""

from care.tables.coaching import SessionsTable
from care.tables.pulse import AnswersTable, CoacheesTable, PulseFiguresTable, PulseRoundsTable
from care.tables.suggestions import SuggestionsTable

__all__ = [
    "AnswersTable",
    "CoacheesTable",
    "PulseFiguresTable",
    "PulseRoundsTable",
    "SessionsTable",
    "SuggestionsTable",
]
