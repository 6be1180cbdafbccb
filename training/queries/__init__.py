"""Read access to training. Other rooms use it and never import the models."""

from training.queries.attempts import replay
from training.queries.question_bank import why_not_usable
from training.queries.quiz_results import failed_out, passed_at, script_ids_of

__all__ = ["failed_out", "passed_at", "replay", "script_ids_of", "why_not_usable"]
