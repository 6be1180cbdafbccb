"""Tables on the pages of care."""

from care.tables.coaching import SessionsTable
from care.tables.pulse import AnswersTable, CoacheesTable, PulseFiguresTable, PulseRoundsTable

__all__ = ["AnswersTable", "CoacheesTable", "PulseFiguresTable", "PulseRoundsTable", "SessionsTable"]
