"""What this room forgets of an erased person: recordings, transcripts, and their name in what customers wrote."""

from feedback.models import Interaction, Statement, SurveyResponse
from people.erasing import Erased, rename_in


def forget(erased: Erased) -> None:
    for model in (Interaction, Statement):
        rows = model.objects.filter(person__in=erased.records).exclude(recording_url="", transcript="")
        rows.update(recording_url="", transcript="")
    rename_in(erased, SurveyResponse.objects.filter(interaction__person__in=erased.records), "comment")
