"""Rows behind the parts of other pages that show selections, for `core.version_tokens`."""

from core.version_tokens import Rows
from crisis.queries.version_tokens import UNFINISHED
from people.queries.version_tokens import RECORDS
from selection.models import Candidate, LeaderAsked, Selection

HERE = "crisis_id = %(crisis)s"
# In the room of the crisis with the id `crisis`.
ROWS_OF_CRISIS = (Rows(LeaderAsked, HERE), Rows(Selection, HERE))
# On the home of the person with the id `person`.
ROWS = (
    Rows(Selection),
    Rows(LeaderAsked, f"leader_id IN ({RECORDS}) OR {UNFINISHED}"),
    Rows(Candidate, f"person_id IN ({RECORDS})"),
)
