"""Erasure of a person in feedback: recordings, transcripts, and their name in customers' comments."""

from django.db.models import Q

from feedback.models import Claim, ClaimedAnswer, Interaction, SurveyResponse
from people.erasure import Erased, rename_in


def forget(erased: Erased) -> None:
    # A file may have a transcript without naming the agent.
    about = Q(person__in=erased.records) | Q(interaction__person__in=erased.records)
    for rows in (Interaction.objects.filter(person__in=erased.records), Claim.objects.filter(about)):
        rows.exclude(recording_url="", transcript="").update(recording_url="", transcript="")
    # Claims too, because undoing an import restores them.
    rename_in(erased, ClaimedAnswer.objects.filter(interaction__person__in=erased.records), "comment")
    rename_in(erased, SurveyResponse.objects.filter(interaction__person__in=erased.records), "comment")
