# ruff: noqa: S608 - the SQL is put together from fragments of our own, never from what came in
"""Reasons why responses are in an audit list, as sentences: one query per page."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.audit_kinds import AuditKind
from feedback.models import CountingDecision, SurveyResponse
from feedback.queries.questions import questions_by_file
from feedback.sql.counting import IN_A_WINDOW, SECOND_OF, are_apart, counted_at, figures, question_of
from intake.reading.precision import SECOND
from people.queries.persons import names

AT_ONCE = f"""
    WITH asked AS (
        SELECT r.id, i.source, r.instrument, {SECOND_OF.format(alias="r")} AS second
        FROM feedback_surveyresponse r JOIN feedback_interaction i ON i.id = r.interaction_id WHERE r.id = ANY(%(ids)s)
    )
    SELECT id, answers FROM asked JOIN (
        {counted_at("SELECT DISTINCT source, instrument, second FROM asked")}
    ) counted USING (source, instrument, second)
"""
TWINS = f"""
    SELECT r.id, min(c.source || ' ' || c.external_id) FROM feedback_surveyresponse r
    JOIN feedback_interaction i ON i.id = r.interaction_id
    JOIN feedback_interaction c ON c.person_id = i.person_id AND c.started_at = i.started_at AND c.source <> i.source
    JOIN feedback_surveyresponse o ON o.interaction_id = c.id AND o.instrument = r.instrument AND o.value = r.value
        AND o.comment = r.comment AND NOT {are_apart(question_of("r"), question_of("o"))}
    WHERE r.id = ANY(%(ids)s) GROUP BY 1
"""


def reasons_of(kind: AuditKind, answers: Sequence[SurveyResponse]) -> Mapping[int, str]:
    """Sentences by response id."""
    match kind:
        case AuditKind.SUSPECTED:
            return _suspicions(answers)
        case AuditKind.DUPLICATE:
            twins = _by_id(TWINS, answers, **questions_by_file())
            return {pk: _("Same answer as %(twin)s") % {"twin": twin} for pk, twin in twins}
        case AuditKind.SUPERSEDED:
            return _later(answers)
        case AuditKind.OUT_OF_WINDOW:
            return {answer.pk: _distance(answer) for answer in answers}
        case _:
            return _decisions(answers)


def _suspicions(answers: Sequence[SurveyResponse]) -> Mapping[int, str]:
    said, crowd = {}, []
    for answer in answers:
        seconds = _seconds_after_asking(answer)
        if seconds is None:
            crowd.append(answer)
        else:
            said[answer.pk] = ngettext(
                "Answered %(seconds)d second after the survey was sent",
                "Answered %(seconds)d seconds after the survey was sent",
                seconds,
            ) % {"seconds": seconds}
    at = {answer.pk: answer.responded_at for answer in crowd}
    for pk, count in _by_id(AT_ONCE, crowd):
        # Flags set before a change of thresholds or rules stay until the response is checked again.
        said[pk] = (
            _("One of %(count)d answers at %(time)s") % {"count": count, "time": f"{_local(at[pk]):%H:%M:%S}"}
            if count >= figures().many
            else _("Flagged by an earlier rule")
        )
    return said


def _seconds_after_asking(answer: SurveyResponse) -> int | None:
    call = answer.interaction
    sent_at = call.survey_sent_at if call.channel != IN_A_WINDOW else None
    if sent_at is None or {answer.precision, call.survey_sent_precision} != {SECOND}:
        return None
    since = answer.responded_at - sent_at
    return int(since.total_seconds()) if timedelta() <= since <= timedelta(seconds=figures().seconds) else None


def _later(answers: Sequence[SurveyResponse]) -> Mapping[int, str]:
    calls = {answer.interaction_id for answer in answers}
    counted = {
        (other.interaction_id, other.instrument): other
        for other in SurveyResponse.objects.filter(interaction__in=calls, state=SurveyResponse.State.COUNTED)
    }
    said = {}
    for answer in answers:
        other = counted.get((answer.interaction_id, answer.instrument))
        if other is not None:
            day = date_format(_local(other.responded_at), "SHORT_DATETIME_FORMAT")
            said[answer.pk] = _("The answer %(value)d of %(day)s counts instead") % {"value": other.value, "day": day}
    return said


def _distance(answer: SurveyResponse) -> str:
    call = answer.interaction
    if answer.responded_at < call.started_at:
        return _("Answered before the contact began (%(day)s)") % {
            "day": date_format(_local(call.started_at), "SHORT_DATETIME_FORMAT")
        }
    days = (answer.responded_at - (call.ended_at or call.started_at)).days
    return ngettext("Answered %(days)d day after the contact", "Answered %(days)d days after the contact", days) % {
        "days": days
    }


def _decisions(answers: Sequence[SurveyResponse]) -> Mapping[int, str]:
    keys = {_key(answer): answer.pk for answer in answers}
    wanted = Q(pk=None)
    for source, external_id, *_rest in keys:
        wanted |= Q(source=source, external_id=external_id)
    found = [decision for decision in CountingDecision.objects.filter(wanted) if _key_of(decision) in keys]
    people = names({decision.decided_by_id for decision in found if decision.decided_by_id})
    said = {}
    for decision in found:
        values = {"person": people.get(decision.decided_by_id or 0, "–"), "day": date_format(_local(decision.decided_at))}
        sentence = (
            _("%(person)s decided on %(day)s that it counts")
            if decision.counts
            else _("%(person)s decided on %(day)s that it does not count")
        )
        said[keys[_key_of(decision)]] = f"{sentence % values}{f': {decision.reason}' if decision.reason else ''}"
    return said


def _key(answer: SurveyResponse) -> tuple[Any, ...]:
    call = answer.interaction
    return call.source, call.external_id, answer.instrument, answer.responded_at, answer.value


def _key_of(decision: CountingDecision) -> tuple[Any, ...]:
    return decision.source, decision.external_id, decision.instrument, decision.responded_at, decision.value


def _by_id(sql: str, answers: Sequence[SurveyResponse], **values: Any) -> list[tuple[int, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"ids": [answer.pk for answer in answers], **values})
        return [(pk, found) for pk, found in cursor.fetchall()]


def _local(moment: datetime) -> datetime:
    # The page's zone, like all other times on it.
    return timezone.localtime(moment)
