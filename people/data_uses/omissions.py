"""What says nothing about a person."""

from people.data_registry import (
    NotAboutPeople,
)

OMISSIONS = (
    NotAboutPeople(
        "about the organisation",
        {
            "people.Organisation": "name reporting_zone work_starts_at work_ends_at second_factor_roles "
            "accessibility_contact privacy_contact legal_basis works_agreement works_agreement_on"
        },
    ),
    NotAboutPeople(
        "about the token and its calls, which programs make",
        {"people.ApiToken": "name scopes digest ending expires_at last_used_at", "people.CallCount": "caller minute_at calls"},
        ("TokensTable.name", "TokensTable.ending", "TokensTable.scopes", "TokensTable.last_used_at", "TokensTable.state"),
    ),
    NotAboutPeople("counts the attempts of a merge", {"people.PersonMerge": "round"}),
    NotAboutPeople("file that a change came from, which names no one", {"people.StaffChange": "update"}),
    NotAboutPeople(
        "hashes and salts that protect the journal",
        {"journal.Entry": "text_digests previous_hash hash", "journal.JournalText": "salt"},
    ),
    NotAboutPeople(
        "keys and times of the delivery",
        {"core.OutgoingMail": "uuid next_try_at claims claimed_until_at"},
    ),
    NotAboutPeople("lists teams", figures=("TeamsTable.name", "TeamsTable.site")),
    NotAboutPeople("lists shifts", figures=("ShiftsTable.*",)),
    NotAboutPeople("counts of tables in a merge, on the merge's page only", figures=("RecordsTable.*",)),
)
