"""Labels for profiles: fields, date formats, time formats and duration formats."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.reading.profiles import Field

COLUMNS: Mapping[Field, Any] = {
    Field.STARTED: _("Contact date"),
    Field.STARTED_TIME: _("Contact time, if in its own column"),
    Field.AGENT: _("Agent"),
    Field.AGENT_EMAIL: _("Agent's e-mail, if in its own column"),
    Field.RATING: _("Rating"),
    Field.INSTRUMENT: _("Survey type (CSAT, NPS or CES), if in its own column"),
    Field.EXTERNAL_ID: _("Contact ID"),
    Field.TOPIC: _("Topic"),
    Field.CHANNEL: _("Channel"),
    Field.LANGUAGE: _("Language"),
    Field.COMMENT: _("Comment"),
    Field.RESPONDED: _("Survey response date"),
    Field.SURVEY_SENT: _("Survey sent date"),
    Field.ENDED: _("Contact end date"),
    Field.FIRST_RESPONSE: _("First reply date, if there is no response time"),
    Field.RESOLVED: _("Resolved (yes or no, or a status)"),
    Field.FIRST_CONTACT: _("Resolved on first contact (yes or no)"),
    Field.RESPONSE_TIME: _("Response time"),
    Field.HANDLE_TIME: _("Handle time"),
    Field.RECORDING: _("Recording link"),
    Field.TRANSCRIPT: _("Transcript"),
}

# Names of the tools whose files are known, by profile.
TOOLS: Mapping[str, Any] = {
    "zendesk": _("Zendesk, satisfaction ratings"),
    "zendesk-survey-responses": _("Zendesk, survey responses"),
    "zendesk-tickets": _("Zendesk, tickets"),
    "chatwoot": _("Chatwoot, CSAT report"),
    "chatwoot-json": _("Chatwoot, JSON"),
    "intercom": _("Intercom"),
    "intercom-json": _("Intercom, conversations in JSON"),
    "intercom-ratings-json": _("Intercom, ratings in JSON"),
    "help-scout": _("Help Scout and FreeScout"),
    "help-scout-json": _("Help Scout, single ratings in JSON"),
    "help-scout-report": _("Help Scout, ratings report"),
    "freshdesk": _("Freshdesk"),
    "frappe-helpdesk": _("Frappe Helpdesk"),
    "gorgias": _("Gorgias"),
    "zoho-desk": _("Zoho Desk"),
    "front": _("Front"),
    "call-center": _("Call centre with call times and ratings"),
    "talkdesk": _("Talkdesk"),
    "delighted": _("Delighted"),
    "qualtrics": _("Qualtrics"),
    "surveymonkey": _("SurveyMonkey"),
    "typeform": _("Typeform"),
    "typeform-json": _("Typeform, JSON"),
    "hubspot": _("HubSpot"),
    "simplesat": _("Simplesat"),
    "limesurvey": _("LimeSurvey"),
}

EXAMPLES: Mapping[str, Any] = {
    "iso": _("2026-12-31, with or without time"),
    "%d.%m.%Y": _("31.12.2026 (day first)"),
    "%d/%m/%Y": _("31/12/2026 (day first)"),
    "%m/%d/%Y": _("12/31/2026 (month first)"),
    "%d-%m-%Y": _("31-12-2026 (day first)"),
    "%m-%d-%Y": _("12-31-2026 (month first)"),
    "%Y/%m/%d": _("2026/12/31"),
    "%Y.%m.%d": _("2026.12.31"),
    "%d.%m.%y": _("31.12.26 (day first)"),
    "%d/%m/%y": _("31/12/26 (day first)"),
    "%m/%d/%y": _("12/31/26 (month first)"),
    "%d-%b-%y": _("31-Dec-26"),
    "%d-%b-%Y": _("31-Dec-2026"),
    "%d/%b/%y": _("31/Dec/26"),
    "%d/%b/%Y": _("31/Dec/2026"),
    "%d %b %Y": _("31 Dec 2026"),
    "%b %d, %Y": _("Dec 31, 2026"),
    "%a, %d %b %Y": _("Thu, 31 Dec 2026"),
    "epoch": _("1798675200 (seconds or smaller units since 1970)"),
    "serial": _("46387.5 (spreadsheet day number)"),
}

TIMES: Mapping[str, Any] = {"clock": _("14:30 or 2:30 PM"), "day_fraction": _("0.604 (fraction of a day)")}
DURATIONS: Mapping[str, Any] = {
    "seconds": _("Numbers, or 2m 23s"),
    "clock": _("Minutes and seconds, 2:23"),
    "clock12": _("Clock time, 12:02:23 AM"),
}

UNITS: Mapping[str, Any] = {
    "milliseconds": _("Milliseconds"),
    "seconds": _("Seconds"),
    "minutes": _("Minutes"),
    "hours": _("Hours"),
    "days": _("Days"),
}
RELATIONS: Mapping[str, Any] = {"is": _("is"), "is_not": _("is not"), "contains": _("contains")}


def way_of(style: str) -> str:
    """Label of a date format, with an example."""
    return str(EXAMPLES[style])


def in_lines(words: Mapping[str, int | None]) -> str:
    """Answers with their points as editable lines, the best one first."""
    best_first = sorted(words.items(), key=lambda item: (item[1] is None, -(item[1] or 0), item[0]))
    return "\n".join(f"{word} = {'' if points is None else points}".strip() for word, points in best_first)
