"""Files of feedback for tests, in the dialect of the profile `call-center`, and what importing them leaves behind."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.db import connection

from core.work import find, run_here
from feedback.models import Interaction, SurveyResponse
from intake.actions.decisions import decide_findings
from intake.actions.profiles import save_profile
from intake.actions.publication_request import request_publication
from intake.actions.uploads import receive_file
from intake.findings import Kind, options
from intake.models import Import, OwnProfile
from intake.reading.profiles import DateRule, Field, Profile, Scale
from people.models import User

HEADER = (
    "Call Id;Agent;Date;Time;Topic;Answered (Y/N);Resolved;Speed of answer in seconds;AvgTalkDuration;"
    "Satisfaction rating;Calls Answered (Y);Total Calls Resolved"
)
# Totals stand in the last column of some rows, times are fractions of a day, unanswered calls have no rating.
CALLS = (
    "C1;Nia;04.01.2026;0.38400462962963;Billing;Y;Y;109;12:02:23 AM;3;Y;12",
    "C2;Omar;04.01.2026;0.417;Delivery;Y;N;70;12:04:02 AM;5;Y;",
    "C3;Nia;05.01.2026;0.5;Billing;N;N;;;;N;7",
    "C4;Nia;01.02.2026;0.00069444;Billing;Y;Y;10;12:00:37 AM;4;Y;",
    "C5;;01.02.2026;0.75;Delivery;Y;Y;3;12:10:00 AM;1;Y;",
)


def calls(rows: Iterable[str] = CALLS) -> bytes:
    """A file of calls: semicolons and CRLF, as such files come."""
    return "".join(f"{line}\r\n" for line in (HEADER, *rows)).encode()


def received(content: bytes, **options: Any) -> Import:
    """A file that has arrived and waits for a worker."""
    usual = {"actor": None, "file_name": "calls.csv", "chunks": [content], "goes_on": True, "creates_people": True}
    # A file with usual columns doesn't say which source it comes from.
    named = {"source": "shop"} if options.get("profile_name") == "generic" else {}
    return receive_file(**{**usual, **named, **options})


def worked(imported: Import) -> Import:
    """The import after its work has been done in this process."""
    moving = {Import.State.STAGING, Import.State.PUBLISHING, Import.State.UNDOING}
    while imported.state in moving and (work := find(imported.work_key)):
        run_here(work)
        imported.refresh_from_db()
    return imported


def imported(content: bytes, **options: Any) -> Import:
    """The import after its work. If only questions keep it from being published, it is published as the file says."""
    found = worked(received(content, **options))
    is_asked = found.state == Import.State.NEEDS_LOOK and not found.findings.filter(level="obstacle").exists()
    return published_as_it_is(found) if found.goes_on and is_asked else found


def published(waiting: Import) -> Import:
    """The import after its publication was requested. Questions that come up then are answered as the file says."""
    found = worked(request_publication(actor=None, imported=waiting))
    return published_as_it_is(found) if found.state == Import.State.NEEDS_LOOK else found


def published_as_it_is(imported: Import, *, keeps_agents: bool = False) -> Import:
    """The import after everything in it was confirmed, with the agents of the file or those that are known."""
    kinds = imported.findings.blocking().values_list("kind", flat=True)
    answers = {kind: options(kind)[0 if keeps_agents and kind == Kind.REASSIGNED else -1] for kind in kinds}
    decide_findings(actor=None, imported=imported, decisions=answers)
    request_publication(actor=None, imported=imported)
    return worked(imported)


def forget_everything() -> None:
    """As if nothing had ever been imported. The persons stay, and who the names are."""
    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE intake_import, intake_rejection, intake_stagedrow, feedback_interaction, feedback_surveyresponse, "
            "feedback_claim, feedback_claimedanswer, feedback_monthlyscore, feedback_dailyscore, feedback_dailytimes, "
            "feedback_monthlycontacts, feedback_leftout CASCADE"
        )


def write_calls(path: Path, rows: Iterable[str] = CALLS) -> Path:
    path.write_bytes(calls(rows))
    return path


TABLES: Sequence[str] = ("monthlyscore", "dailyscore", "leftout", "dailytimes", "monthlycontacts")


def end_state() -> dict[str, list[tuple[Any, ...]]]:
    """Everything an import leaves behind, by what it says and not by ids: to compare two ways of getting there."""
    state: dict[str, list[tuple[Any, ...]]] = {
        "interactions": list(
            Interaction.objects.order_by("source", "external_id").values_list(
                "source", "external_id", "person__display_name", "channel", "topic", "started_at", "hour_band",
                "ended_at", "response_seconds", "handle_seconds", "is_resolved", "resolved_on_first_contact", "language",
                "recording_url", "transcript", "survey_sent_at", "started_precision", "survey_sent_precision",
                "file__file_name",
            )
        ),
        "responses": list(
            SurveyResponse.objects.order_by(
                "interaction__source", "interaction__external_id", "instrument", "responded_at", "value"
            ).values_list(
                "interaction__external_id", "instrument", "value", "state", "responded_at", "comment", "precision",
                "is_out_of_window", "file__file_name",
            )
        ),
    }  # fmt: skip
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT to_jsonb(t) - 'id' - 'person_id' FROM feedback_{table} t ORDER BY 1")  # noqa: S608 - names of ours
            state[table] = cursor.fetchall()
        cursor.execute("SELECT count(*) FROM intake_stagedrow")
        state["staged"] = cursor.fetchall()
    return state


def arrived(state: str) -> Import:
    """A file that has come as far as this state, as one that was uploaded on the page comes there."""
    goes_on = state == Import.State.PUBLISHED
    imported = received(calls(), goes_on=goes_on, creates_people=state != Import.State.NEEDS_PEOPLE)
    return imported if state == Import.State.STAGING else worked(imported)


STARS = Profile(
    name="stars",
    source="shop",
    columns={Field.EXTERNAL_ID: "ticket", Field.AGENT: "who", Field.STARTED: "when", Field.RATING: "stars"},
    dates=DateRule(date="%d/%m/%Y"),
    scale=Scale(lowest=1, highest=10),
)


def own_profile(actor: User, *, name: str = "Stars of the shop", profile: Profile = STARS) -> OwnProfile:
    """A profile that a person saved."""
    return save_profile(actor=actor, name=name, profile=profile)
