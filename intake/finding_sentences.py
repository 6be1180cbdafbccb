"""Messages about findings: what is the matter, what it means, and what to do."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.findings import Decision, Kind, Level, options
from intake.models import Finding
from intake.question_sentences import ITS_OWN_SOURCE, other_question_sentence
from intake.reading.profiles import Profile, Scale
from intake.reason_sentences import rejection_sentence
from people.queries.organisation import reporting_zone

LABELS: Mapping[tuple[str, str], Promise] = {
    (Kind.NO_AGENT, Decision.PUBLISH): gettext_lazy("Publish without agents"),
    (Kind.NO_RATING, Decision.PUBLISH): gettext_lazy("Publish without ratings"),
    (Kind.IN_FUTURE, Decision.PUBLISH): gettext_lazy("These dates are right"),
    (Kind.LONG_AGO, Decision.PUBLISH): gettext_lazy("These dates are right"),
    (Kind.RATINGS_REJECTED, Decision.UNRATED): gettext_lazy("None of these is a rating: import these contacts without one"),
    (Kind.OTHER_QUESTION, Decision.PUBLISH): gettext_lazy("It is the same question, only renamed: import it here"),
    (Kind.PUBLISHED_BEFORE, Decision.PUBLISH): gettext_lazy("These are other contacts: count them again"),
    (Kind.SAME_CONTACTS, Decision.PUBLISH): gettext_lazy(
        "Count them too: they are other contacts, or answers to another question"
    ),
    (Kind.REASSIGNED, Decision.KEEP): gettext_lazy("Keep the agents as they are"),
    (Kind.REASSIGNED, Decision.MOVE): gettext_lazy("Use the new agents"),
    (Kind.OTHER_CONTACTS, Decision.PUBLISH): gettext_lazy("These are the same contacts: update their dates and agents"),
    (Kind.PERHAPS_KNOWN, Decision.SAME): gettext_lazy("They are the same contacts: use the new ratings and details"),
    (Kind.PERHAPS_KNOWN, Decision.PUBLISH): gettext_lazy("They are other contacts: count them too"),
    (Kind.SHARED_IDS, Decision.PUBLISH): gettext_lazy("All rows with the same ID are about one contact: combine them"),
}
# Kinds whose usual remedy is another source.
ABOUT_SOURCES = (Kind.PUBLISHED_BEFORE, Kind.SAME_CONTACTS, Kind.REASSIGNED, Kind.OTHER_CONTACTS)


@dataclass(frozen=True, slots=True)
class Example:
    """Contact of a file next to the one that is known."""

    external_id: str
    here: str
    known: str


@dataclass(frozen=True, slots=True)
class Described:
    """Finding in words. `remedy` is what to do on the page for matching columns, and `decided` who decided what."""

    kind: str
    level: str
    title: str
    text: str
    examples: tuple[Example, ...]
    remedy: str
    decided: str

    @property
    def is_open(self) -> bool:
        """True for a question without an answer."""
        return self.level == Level.QUESTION and not self.decided


def described(findings: Sequence[Finding]) -> list[Described]:
    """The findings in words."""
    zone = reporting_zone()
    return [
        Described(
            kind=finding.kind,
            level=finding.level,
            title=str(finding.get_kind_display()),
            text=_TEXTS[Kind(finding.kind)](finding, zone) if finding.about else _counted(finding),
            examples=tuple(_example(finding.kind, each, zone) for each in finding.about.get("examples", ())),
            remedy=_remedy(finding.kind),
            decided=_decided(finding),
        )
        for finding in findings
    ]


def _remedy(kind: str) -> str:
    """What to do on the page for matching columns."""
    if kind == Kind.OTHER_QUESTION:
        return str(ITS_OWN_SOURCE)
    return _("Choose another source") if kind in ABOUT_SOURCES else _("Match the columns again")


def choices(kind: str) -> list[tuple[str, str]]:
    """Possible answers to a question."""
    return [(decision.value, str(LABELS[kind, decision])) for decision in options(kind)]


def _decided(finding: Finding) -> str:
    if not finding.decision:
        return ""
    label = str(LABELS[finding.kind, finding.decision])
    if finding.decided_by is None:
        return label
    return _("%(decision)s (decided by %(person)s)") % {"decision": label, "person": finding.decided_by}


def _figure(count: int) -> str:
    return number_format(count, force_grouping=True)


def _counted(finding: Finding) -> str:
    """The number of rows, for imports whose examples are deleted."""
    return ngettext("This concerned %(count)s row.", "This concerned %(count)s rows.", finding.count) % {
        "count": _figure(finding.count)
    }


def _nothing_read(finding: Finding, _zone: ZoneInfo) -> str:
    if finding.about.get("left_out"):
        return _("No row meets your conditions. Match the columns again and change the conditions.")
    about = _because(finding)
    if finding.about["column"]:
        text = ngettext(
            "The only row was rejected because of the column “%(column)s”, with “%(value)s”. %(sentence)s",
            "All %(count)s rows were rejected, %(rejected)s of them because of the column “%(column)s”, for example with "
            "“%(value)s”. %(sentence)s",
            finding.count,
        )
    else:
        text = ngettext(
            "The only row was rejected. %(sentence)s",
            "All %(count)s rows were rejected, %(rejected)s of them for this reason: %(sentence)s",
            finding.count,
        )
    return text % about


def _ratings_rejected(finding: Finding, _zone: ZoneInfo) -> str:
    about = finding.about
    values = ", ".join(
        ngettext("“%(value)s” (%(count)s row)", "“%(value)s” (%(count)s rows)", rows) % {"value": value, "count": _figure(rows)}
        for value, rows in about["values"].items()
    )
    text = _("%(count)s of %(of)s ratings in the column “%(column)s” can't be read, such as %(values)s. %(sentence)s") % {
        "count": _figure(finding.count),
        "of": _figure(about["of"]),
        "column": about["column"],
        "values": values,
        "sentence": rejection_sentence(about["reason"], about["value"], _scale_of(finding)),
    }
    return f"{text} {_can_it_be_published(finding)}"


def _can_it_be_published(finding: Finding) -> str:
    if finding.level == Level.OBSTACLE:
        return _("Until most ratings can be read, this file can't be published.")
    return _("If one of these is a rating, match the columns again and choose its points.")


def _scale_of(finding: Finding) -> Scale | None:
    profile = finding.file.profile
    return Profile.from_json(profile).only_scale if profile else None


def _because(finding: Finding) -> dict[str, Any]:
    reason, value = finding.about["reason"], finding.about["value"]
    return {
        "count": _figure(finding.count),
        "rejected": _figure(finding.about["rejected"]),
        "column": finding.about["column"],
        "value": value,
        "sentence": rejection_sentence(reason, value, _scale_of(finding)),
    }


def _no_agent(finding: Finding, _zone: ZoneInfo) -> str:
    expected = (
        _("The column “%(column)s” names no agent in any row.") if finding.about["column"] else _("No column is chosen for it.")
    )
    effect = (
        _("There are no ratings either, so nothing would count.")
        if finding.level == Level.OBSTACLE
        else _("Contacts without an agent are counted, but never enter a ranking.")
    )
    return _missing(finding, expected, effect)


def _no_rating(finding: Finding, _zone: ZoneInfo) -> str:
    expected = (
        _("The column “%(column)s” has no rating in any row.") if finding.about["column"] else _("No column is chosen for it.")
    )
    return _missing(finding, expected, _("Only contacts will be imported, without responses."))


def _missing(finding: Finding, expected: str, effect: str) -> str:
    """Sentences about values that no row has: where they were expected, where they may be, and the effect."""
    meant = _("Did you mean the column “%(suggestion)s”?") if finding.about["suggestion"] else ""
    return " ".join(filter(None, (expected % finding.about, meant % finding.about, effect)))


def _in_future(finding: Finding, zone: ZoneInfo) -> str:
    text = ngettext(
        "%(count)s row has a date in the future. The latest contact is of %(at)s (%(lines)s). Usual causes: day and month are "
        "mixed up, or the times are in another time zone.",
        "%(count)s rows have a date in the future. The latest contact is of %(at)s (see %(lines)s). Usual causes: day and "
        "month are mixed up, or the times are in another time zone.",
        finding.count,
    )
    return text % _dated(finding, zone)


def _long_ago(finding: Finding, zone: ZoneInfo) -> str:
    text = ngettext(
        "%(count)s row is more than ten years old: %(at)s (%(lines)s). Usual causes: the date format is wrong, or the source "
        "writes such a date when it has none.",
        "%(count)s rows are more than ten years old. The earliest contact is of %(at)s (see %(lines)s). Usual causes: the date "
        "format is wrong, or the source writes such a date when it has none.",
        finding.count,
    )
    return text % _dated(finding, zone)


def _dated(finding: Finding, zone: ZoneInfo) -> dict[str, str]:
    lines = finding.about["lines"]
    return {
        "count": _figure(finding.count),
        "at": _moment(finding.about["at"], zone),
        "lines": ngettext("line %(lines)s", "lines %(lines)s", len(lines)) % {"lines": ", ".join(map(str, lines))},
    }


def _published_before(finding: Finding, _zone: ZoneInfo) -> str:
    return _(
        "The same file is already published under the source “%(source)s”. Under another source, all its contacts would count "
        "twice."
    ) % {"source": finding.about["source"]}


def _other_question(finding: Finding, zone: ZoneInfo) -> str:
    return other_question_sentence(finding.about, _moment(finding.about["at"], zone))


def _same_contacts(finding: Finding, _zone: ZoneInfo) -> str:
    return ngettext(
        "%(count)s contact has the same ID, start and agent as one from another source. It is probably the same contact and "
        "would count twice.",
        "%(count)s contacts have the same ID, start and agent as those from another source. They are probably the same ones "
        "and would count twice.",
        finding.count,
    ) % {"count": _figure(finding.count)}


def _reassigned(finding: Finding, _zone: ZoneInfo) -> str:
    return ngettext(
        "%(count)s contact of this source is already published with a different agent. Perhaps it was reassigned. If this "
        "file comes from another system with the same IDs, choose another source.",
        "%(count)s contacts of this source are already published with a different agent. Perhaps they were reassigned. If "
        "this file comes from another system with the same IDs, choose another source.",
        finding.count,
    ) % {"count": _figure(finding.count)}


def _perhaps_known(finding: Finding, _zone: ZoneInfo) -> str:
    return ngettext(
        "%(count)s contact has the date, time and agent of a contact that an earlier file of this source imported, with other "
        "content, such as another rating. Without a contact ID in both files, only you can tell if it is the same contact. "
        "Counted as another one, it counts twice.",
        "%(count)s contacts have the date, time and agent of contacts that an earlier file of this source imported, with other "
        "content, such as another rating. Without contact IDs in both files, only you can tell if they are the same contacts. "
        "Counted as other ones, they count twice.",
        finding.count,
    ) % {"count": _figure(finding.count)}


def _shared_ids(finding: Finding, _zone: ZoneInfo) -> str:
    return _(
        "The column “%(column)s” has %(ids)s values for %(count)s rows with different times or agents. An ID belongs to one "
        "contact, so these rows would become %(ids)s contacts: “%(id)s”, for example, has the lines %(lines)s. If the column "
        "identifies something else, such as the customer, match the columns again and choose another contact ID, or none."
    ) % {
        **finding.about,
        "ids": _figure(finding.about["ids"]),
        "lines": ", ".join(map(str, finding.about["lines"])),
        "count": _figure(finding.count),
    }


def _other_contacts(finding: Finding, _zone: ZoneInfo) -> str:
    return ngettext(
        "%(count)s contact ID of this source is already published with a different date. This file probably comes from another "
        "system with the same IDs. If so, choose another source, because this contact would be overwritten.",
        "%(count)s contact IDs of this source are already published with different dates. This file probably comes from "
        "another system with the same IDs. If so, choose another source, because those contacts would be overwritten.",
        finding.count,
    ) % {"count": _figure(finding.count)}


_TEXTS: Mapping[Kind, Callable[[Finding, ZoneInfo], str]] = {
    Kind.NOTHING_READ: _nothing_read,
    Kind.RATINGS_REJECTED: _ratings_rejected,
    Kind.NO_AGENT: _no_agent,
    Kind.NO_RATING: _no_rating,
    Kind.IN_FUTURE: _in_future,
    Kind.LONG_AGO: _long_ago,
    Kind.PUBLISHED_BEFORE: _published_before,
    Kind.OTHER_QUESTION: _other_question,
    Kind.SAME_CONTACTS: _same_contacts,
    Kind.REASSIGNED: _reassigned,
    Kind.OTHER_CONTACTS: _other_contacts,
    Kind.PERHAPS_KNOWN: _perhaps_known,
    Kind.SHARED_IDS: _shared_ids,
}


def _example(kind: str, about: Mapping[str, Any], zone: ZoneInfo) -> Example:
    def told(agent: str, at: str, value: int | None) -> str:
        shown = {"agent": agent or _("no agent"), "at": _moment(at, zone), "value": value}
        return (_("%(agent)s, %(at)s") if value is None else _("rating %(value)s, %(agent)s, %(at)s")) % shown

    known = told(about["known_agent"], about["known_started_at"], about.get("known_value"))
    if kind == Kind.SAME_CONTACTS:
        known = _("%(known)s, source %(source)s") % {"known": known, "source": about["known_source"]}
    return Example(about["external_id"] or "–", told(about["agent"], about["started_at"], about.get("value")), known)


def _moment(iso: str, zone: ZoneInfo) -> str:
    return date_format(datetime.fromisoformat(iso).astimezone(zone), "j M Y, H:i")
