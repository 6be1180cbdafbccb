"""Questions that responses answer, as parameters of `feedback.sql.counting`."""

import json
from typing import Any

from intake.queries.questions_of_files import questions_of_files

# With a single source there is nothing to tell apart.
NO_QUESTIONS = {"questions": "{}", "apart": list[str]()}


def questions_by_file() -> dict[str, Any]:
    """Numbers of questions by import, and pairs of different questions."""
    found = questions_of_files()
    return {"questions": json.dumps(found.numbers), "apart": [f"{one}:{other}" for one, other in found.apart]}
