"""What this room forgets of an erased person: recordings, transcripts, and their name in what customers wrote."""

from django.db.models import Q

from feedback.models import Claim, ClaimedAnswer, Interaction, SurveyResponse
from people.erasure import Erased, rename_in


def forget(erased: Erased) -> None:
    # A file may have brought a transcript without naming the agent.
    about = Q(person__in=erased.records) | Q(interaction__person__in=erased.records)
    for rows in (Interaction.objects.filter(person__in=erased.records), Claim.objects.filter(about)):
        rows.exclude(recording_url="", transcript="").update(recording_url="", transcript="")
    # What undoing an import puts back.
    rename_in(erased, ClaimedAnswer.objects.filter(interaction__person__in=erased.records), "comment")
    rename_in(erased, SurveyResponse.objects.filter(interaction__person__in=erased.records), "comment")
