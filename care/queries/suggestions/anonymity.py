"""Groups that are too small for an anonymous suggestion: too few people could have written it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from care.suggestion_subjects import SuggestionSubject, readers_of
from people.identity import Role, User
from people.queries.roles import holders_of
from people.queries.teams import current_teams

LARGE_ENOUGH = 5


def reasons_against_anonymity(user: User) -> list[str]:
    """Sentences for the form: the user's groups in which fewer than five people could have written a suggestion."""
    can_write = set(holders_of(*Role))
    reasons = []
    if len(can_write) < LARGE_ENOUGH:
        count = len(can_write)
        reasons.append(
            ngettext(
                "Only %(count)d person can sign in here, so we can't promise that nobody guesses who wrote it.",
                "Only %(count)d people can sign in here, so we can't promise that nobody guesses who wrote it.",
                count,
            )
            % {"count": count}
        )
    for team, members in sorted(current_teams(user.person_id).items()):
        count = len(members & can_write)
        if count < LARGE_ENOUGH:
            reasons.append(
                ngettext(
                    "Only %(count)d person of team %(team)s can sign in. If your suggestion shows that it comes from it, "
                    "we can't promise anonymity.",
                    "Only %(count)d people of team %(team)s can sign in. If your suggestion shows that it comes from it, "
                    "we can't promise anonymity.",
                    count,
                )
                % {"count": count, "team": team}
            )
    return reasons


def small_subjects(subjects: list[SuggestionSubject]) -> dict[int, str]:
    """Labels, by journal, of the cases that fewer than five people with a sign-in may see."""
    can_write = set(holders_of(*Role))
    counts = {subject: len(readers_of(subject.journal_id) & can_write) for subject in subjects}
    return {
        subject.journal_id: _("%(title)s (%(count)d people: anonymity can't be promised)")
        % {"title": subject.title, "count": count}
        for subject, count in counts.items()
        if count < LARGE_ENOUGH
    }
