"""Sentences about files about people: reasons, questions, notes, and effects."""

from collections.abc import Iterable, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from intake.reading.staff.calendar_people import PeopleIn
from intake.reading.staff.results import NotedSkip, StaffAsk, StaffKind, StaffQuestion, StaffReason
from intake.reading.staff.words import StaffField
from people.staff.changes import StaffNote

REASONS: Mapping[str, Promise] = {
    StaffReason.NO_PERSON: gettext_lazy("There is no name and no e-mail address here. Add one of them."),
    StaffReason.EMAIL: gettext_lazy("This is not an e-mail address. Correct the cell."),
    StaffReason.NAME_TOO_LONG: gettext_lazy("This name is too long. Shorten it to 120 characters."),
    StaffReason.HOURS: gettext_lazy("Contract hours per week must be a number up to 60, such as 38.5."),
    StaffReason.TIME: gettext_lazy("This is not a time of day. Write it like 14:30."),
    StaffReason.TIMES_INCOMPLETE: gettext_lazy("Working hours need a start and a later end on the same day."),
    StaffReason.ZONE: gettext_lazy("This time zone is unknown. Write it like Europe/Berlin."),
    StaffReason.DATE: gettext_lazy("This date can't be read. Write it like 2026-12-31."),
    StaffReason.DATES_SWAPPED: gettext_lazy("The last day is before the first. Correct one of them."),
    StaffReason.DATE_MISSING: gettext_lazy("The date is missing. Add it."),
    StaffReason.PART_DAY: gettext_lazy("This is only part of a day, so the person works that day. It isn't recorded as leave."),
    StaffReason.CONTRADICTS: gettext_lazy("An earlier row about the same person has other values. Keep one of the rows."),
    StaffReason.TEAM_TOO_LONG: gettext_lazy(
        "This team name is too long. Separate several teams with semicolons, or shorten the name."
    ),
    StaffReason.NO_END: gettext_lazy("This entry has no end. Add when it ends."),
    StaffReason.ALL_DAY: gettext_lazy("This shift lasts all day and has no times, so it isn't in the roster. Add its times."),
    StaffReason.TOO_LONG: gettext_lazy("A shift can last 24 hours at most, and leave 3 years. Correct the start or the end."),
    StaffReason.RULE: gettext_lazy("We can't read how this entry repeats. Enter its dates one by one."),
    StaffReason.TOO_OFTEN: gettext_lazy("This entry repeats too often. Repeat it by days, weeks, months or years."),
    StaffReason.LATER_ONES: gettext_lazy(
        "A change of this entry also changes all later ones, which we can't read. End the entry before the change, and add a "
        "new one for the rest."
    ),
    StaffReason.NOT_READABLE: gettext_lazy("This line of the calendar is damaged, so its entry isn't read."),
}

FIELDS: Mapping[str, Promise] = {
    StaffField.NAME: gettext_lazy("Name"),
    StaffField.FIRST_NAME: gettext_lazy("First name"),
    StaffField.LAST_NAME: gettext_lazy("Last name"),
    StaffField.EMAIL: gettext_lazy("E-mail"),
    StaffField.TEAM: gettext_lazy("Teams"),
    StaffField.SITE: gettext_lazy("Site (of new teams)"),
    StaffField.SHIFT: gettext_lazy("Shift"),
    StaffField.WORK_STARTS: gettext_lazy("Work starts at"),
    StaffField.WORK_ENDS: gettext_lazy("Work ends at"),
    StaffField.HOURS: gettext_lazy("Contract hours"),
    StaffField.LANGUAGES: gettext_lazy("Languages"),
    StaffField.CHANNELS: gettext_lazy("Channels"),
    StaffField.ZONE: gettext_lazy("Time zone"),
    StaffField.JOINED: gettext_lazy("First day at work"),
    StaffField.LAST_DAY: gettext_lazy("Last day at work"),
    StaffField.FIRST_ON: gettext_lazy("First day of leave"),
    StaffField.LAST_ON: gettext_lazy("Last day of leave"),
    StaffField.ABSENCE: gettext_lazy("Kind of absence"),
    StaffField.STATUS: gettext_lazy("State of the request"),
    StaffField.AMOUNT: gettext_lazy("Days or hours"),
}

CHOICES: Mapping[str, Promise] = {
    StaffKind.STAFF: gettext_lazy("A list of people"),
    StaffKind.LEAVE: gettext_lazy("Leave"),
    PeopleIn.ATTENDEES: gettext_lazy("In the attendees"),
    PeopleIn.ORGANIZER: gettext_lazy("In the organiser"),
    PeopleIn.TITLE: gettext_lazy("In the title of each entry"),
    PeopleIn.CALENDAR: gettext_lazy("In the name of the calendar, which is about one person"),
    "work": gettext_lazy("Working time"),
    "leave": gettext_lazy("Leave"),
    "take": gettext_lazy("Import these rows"),
    "skip": gettext_lazy("Leave these out"),
}

NOTES: Mapping[StaffNote, Promise] = {
    StaffNote.HAS_LEFT: gettext_lazy("has left, so nothing is changed"),
    StaffNote.LEAVES_LATER: gettext_lazy("last day is in the future: import the file again after it"),
    StaffNote.LEFT_ALREADY: gettext_lazy("left before they could be added"),
    StaffNote.LEFT_BEFORE_JOINING: gettext_lazy("last day is before the first: not recorded"),
    StaffNote.IS_ADMINISTRATOR: gettext_lazy("is an administrator: record the last day on their page"),
    StaffNote.OTHER_EMAIL: gettext_lazy("has another e-mail address, which stays"),
    StaffNote.SHIFT_UNKNOWN: gettext_lazy("shift is unknown and has no times"),
    StaffNote.TWICE: gettext_lazy("is in the file again, under another name: only the first row counts"),
}

CHANGED_FIELDS: Mapping[str, Promise] = {
    "display_name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "languages": gettext_lazy("Languages"),
    "channels": gettext_lazy("Channels"),
    "contract_hours": gettext_lazy("Contract hours"),
    "shift": gettext_lazy("Shift"),
    "time_zone": gettext_lazy("Time zone"),
    "work_starts_at": gettext_lazy("Work starts at"),
    "work_ends_at": gettext_lazy("Work ends at"),
    "joined_on": gettext_lazy("First day at work"),
}


def question_words(question: StaffQuestion) -> tuple[str, str]:
    """The question as a label, and a line that explains it."""
    about = {"about": question.about, "count": question.count, "example": question.example}
    return {
        StaffAsk.KIND: (_("What is in this file?"), _("The start and end dates could be employment or leave.")),
        StaffAsk.DATES: (
            _("How are the dates in “%(about)s” written?") % about,
            _("For example %(example)s. Day and month can't be told apart.") % about,
        ),
        StaffAsk.LANGUAGE: (
            _("Which language is “%(about)s”?") % about,
            _("Enter a code such as en, de or pt-br, or a hyphen (-) to leave it out. Rows with it: %(count)d.") % about,
        ),
        StaffAsk.CHANNEL: (_("Which channel is “%(about)s”?") % about, _("Rows with it: %(count)d.") % about),
        StaffAsk.FULL_TIME: (
            _("How many hours a week is full time?"),
            _("The file gives shares of full time, such as %(example)s.") % about,
        ),
        StaffAsk.STATUS: (_("What about requests that are “%(about)s”?") % about, _("Rows with it: %(count)d.") % about),
        StaffAsk.MEANING: (
            (_("What are all other entries?") if question.about == "*" else _("What is “%(about)s”?") % about),
            (_("For example: %(example)s. Entries: %(count)d.") if question.example else _("Rows with it: %(count)d.")) % about,
        ),
        StaffAsk.PEOPLE: (
            _("Where does the calendar name the people?"),
            _("The title of an entry is, for example: %(example)s") % about,
        ),
        StaffAsk.ZONE: (
            (
                _("Which time zone is “%(about)s”?") % about
                if question.about
                else _("In which time zone are the times without one?")
            ),
            _("Wrong zones move shifts by hours. Entries: %(count)d.") % about,
        ),
    }[question.kind]


def skipped_words(notes: Mapping[str, int]) -> list[str]:
    """Sentences about entries that are left out on purpose."""
    words = {
        NotedSkip.BEFORE: lambda n: ngettext(
            "%(n)d entry ended more than a month ago and isn't read.",
            "%(n)d entries ended more than a month ago and aren't read.",
            n,
        ),
        NotedSkip.AFTER: lambda n: ngettext(
            "%(n)d entry is more than 400 days ahead and isn't read.",
            "%(n)d entries are more than 400 days ahead and aren't read.",
            n,
        ),
        NotedSkip.CANCELLED: lambda n: ngettext(
            "%(n)d cancelled entry is left out.", "%(n)d cancelled entries are left out.", n
        ),
        NotedSkip.STATUS: lambda n: ngettext(
            "%(n)d request isn't approved and is left out.", "%(n)d requests aren't approved and are left out.", n
        ),
        NotedSkip.MEANING: lambda n: ngettext(
            "%(n)d entry is neither work nor leave and is left out.",
            "%(n)d entries are neither work nor leave and are left out.",
            n,
        ),
        NotedSkip.NO_EVENT: lambda n: ngettext(
            "%(n)d task or note of the calendar isn't read.", "%(n)d tasks or notes of the calendar aren't read.", n
        ),
        NotedSkip.PART_ENDS: lambda n: ngettext(
            "%(n)d period has a half day. All its days are recorded as leave.",
            "%(n)d periods have a half day. All their days are recorded as leave.",
            n,
        ),
    }
    return [words[note](notes[note]) % {"n": notes[note]} for note in words if notes.get(note)]


def staff_undo_effects(forecast: Mapping[str, int]) -> list[str]:
    """What undoing an import would do."""
    effects = [
        ngettext("%(n)d change is undone.", "%(n)d changes are undone.", forecast["gone_back"]) % {"n": forecast["gone_back"]}
    ]
    if forecast["stayed"]:
        stayed = ngettext(
            "%(n)d change stays, because it has been changed again or is needed since.",
            "%(n)d changes stay, because they have been changed again or are needed since.",
            forecast["stayed"],
        )
        effects.append(stayed % {"n": forecast["stayed"]})
    return [*effects, _("Accounts that were deactivated because someone left stay deactivated.")]


def listed(values: Iterable[object]) -> str:
    """Values in a line, or a dash."""
    return ", ".join(map(str, values)) or "–"
