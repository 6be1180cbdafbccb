"""What says nothing about a person."""

from people.data_registry import NotAboutPeople

OMISSIONS = (
    NotAboutPeople(
        "the round as a whole",
        {"care.PulseRound": "journal number opens_at closes_at ended_at"},
        (
            "PulseRoundsTable.number",
            "PulseRoundsTable.about",
            "PulseRoundsTable.opens_at",
            "PulseRoundsTable.closes_at",
            "PulseRoundsTable.has_change",
        ),
    ),
    NotAboutPeople("a number of votes, without names", figures=("SuggestionsTable.votes",)),
)
