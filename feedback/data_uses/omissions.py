"""What says nothing about a person."""

from people.data_registry import NotAboutPeople

OMISSIONS = (
    NotAboutPeople(
        "how exact the times are, and in which order files apply",
        {
            "feedback.Interaction": "started_precision survey_sent_precision",
            "feedback.SurveyResponse": "precision",
            "feedback.Claim": "started_precision survey_sent_precision place",
            "feedback.ClaimedAnswer": "precision place",
        },
        ("AuditTable.mark",),
    ),
    NotAboutPeople("lists deletions and their periods", figures=("KindsKeptTable.*", "PurgesTable.*")),
)
