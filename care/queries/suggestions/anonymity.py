"""Groups that are too small for an anonymous suggestion: too few people could have written it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.suggestion_subjects import SuggestionSubject, readers_of
from people.identity import Role, User
from people.queries.roles import holders_of
from people.queries.teams import current_teams
from scripts_library.queries import script_readers

LARGE_ENOUGH = 5


def reasons_against_anonymity(user: User) -> list[str]:
    """Sentences for the form: the user's groups in which fewer than five people could have written a suggestion.

    Supervisors don't count: they read the suggestions, and know that they didn't write one.
    """
    writers = _writers()
    reasons = []
    if len(writers) < LARGE_ENOUGH:
        count = len(writers)
        reasons.append(
            ngettext(
                "Besides supervisors, only %(count)d person can sign in here, so we can't promise anonymity.",
                "Besides supervisors, only %(count)d people can sign in here, so we can't promise anonymity.",
                count,
            )
            % {"count": count}
        )
    for team, members in sorted(current_teams(user.person_id).items()):
        count = len(members & writers)
        if count < LARGE_ENOUGH:
            reasons.append(
                ngettext(
                    "Besides supervisors, only %(count)d person of team %(team)s can sign in. If your suggestion shows that it "
                    "comes from it, we can't promise anonymity.",
                    "Besides supervisors, only %(count)d people of team %(team)s can sign in. If your suggestion shows that it "
                    "comes from it, we can't promise anonymity.",
                    count,
                )
                % {"count": count, "team": team}
            )
    return reasons


def small_subjects(subjects: list[SuggestionSubject]) -> dict[int, str]:
    """Labels, by journal, of the cases that fewer than five people with a sign-in may see besides supervisors."""
    writers = _writers()
    counts = {subject: len(readers_of(subject.journal_id) & writers) for subject in subjects}
    return {
        subject.journal_id: _("%(title)s (%(count)d people besides supervisors: anonymity can't be promised)")
        % {"title": subject.title, "count": count}
        for subject, count in counts.items()
        if count < LARGE_ENOUGH
    }


def reason_against_scripts() -> str:
    """Sentence for the choice of a script if fewer than five people besides supervisors can open scripts."""
    count = len(_writers() & script_readers())
    if count >= LARGE_ENOUGH:
        return ""
    text = ngettext(
        "Besides supervisors, only %(count)d person can open scripts. If you choose one, we can't promise anonymity.",
        "Besides supervisors, only %(count)d people can open scripts. If you choose one, we can't promise anonymity.",
        count,
    )
    return text % {"count": count}


def _writers() -> set[int]:
    """Ids of the people who could have written a suggestion, as supervisors see it."""
    return set(holders_of(*Role)) - set(holders_of(Role.SUPERVISOR))
