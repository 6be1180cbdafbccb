"""What waits for this very person, gathered from every room."""

from collections import Counter
from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis.queries.buy_in import invitations_of
from crisis.queries.voices import open_questions
from desk.homes.crises import OpenCrisis
from desk.homes.shapes import Item, Section, at
from feedback.queries.imports import TONES, imports_list
from journal.drills import marked
from people.identity import Role, User
from quality.queries.reviews import latest_results
from recognition.queries import to_decide
from scripts_library import queries as scripts


def needs(user: User, crises: list[OpenCrisis]) -> Section:
    """What waits for the user, the most pressing first."""
    return Section(
        key="needs",
        title=_("Waiting for you"),
        items=[item for ask in ASKED for item in ask(user)] + _of_crises(crises),
        empty=_("Nothing waits for you. Whatever does will appear here."),
        symbol="circle-check",
    )


def _withdrawn_and_unread(user: User) -> list[Item]:
    asked = scripts.open_acknowledgements(user.person_id) if user.has_role(Role.AGENT) else []
    return [
        Item(
            title=item.title,
            url=reverse("scripts_library:script", args=[item.script_id]),
            symbol="hand-stop" if item.what == "withdrawal" else "message-circle",
            note=_("Do not use these words any more.") if item.what == "withdrawal" else _("New words to read."),
            sign=_("Withdrawn") if item.what == "withdrawal" else "",
            tone="danger" if item.what == "withdrawal" else "",
        )
        for item in asked
    ]


def _invitations(user: User) -> list[Item]:
    return [
        Item(
            title=marked(
                _("Will you help with “%(title)s”?") % {"title": invitation.crisis.title}, is_drill=invitation.crisis.is_drill
            ),
            url=reverse("crisis:invitation", args=[invitation.pk]),
            symbol="mail-opened",
            note=_("Until %(time)s. No is a safe answer.") % {"time": at(invitation.deadline_at)},
            sign=_("Invitation"),
            tone="primary",
        )
        for invitation in invitations_of(user)
        if invitation.state == "invited"
    ]


def _questions_to_leaders(user: User) -> list[Item]:
    questions = open_questions(user) if user.has_role(Role.SUPERVISOR) else []
    return [
        Item(
            title=marked(
                _("Whom of your people would you trust with “%(title)s”?") % {"title": question.crisis.title},
                is_drill=question.crisis.is_drill,
            ),
            url=reverse("crisis:voices", args=[question.crisis_id]),
            symbol="users",
            note=_("Nominate, object, or say that you have nothing to add."),
            sign=_("You are asked"),
            tone="primary",
        )
        for question in questions
    ]


def _results_to_acknowledge(user: User) -> list[Item]:
    results = latest_results(user, unread_only=True) if user.has_role(Role.AGENT) else ()
    return [
        Item(
            title=_("How your contact about %(topic)s was reviewed") % {"topic": result.title},
            url=reverse("quality:result", args=[result.review_id]),
            symbol="checklist",
            note=at(result.completed_at),
            sign=_("New"),
            tone="primary",
        )
        for result in results
    ]


def _scripts_to_approve(user: User) -> list[Item]:
    if not user.has_role(Role.APPROVER, Role.TRAINER):
        return []
    return [
        Item(
            title=marked(version.script.title, is_drill=version.script.journal.is_drill),
            url=reverse("scripts_library:version", args=[version.pk]),
            symbol="eye-check",
            note=_("Version %(number)s by %(author)s") % {"number": version.number, "author": version.author},
            sign=_("To approve"),
            tone="primary",
        )
        for version in scripts.search(user, shelf="in_review")
        if user.person_id not in version.writer_ids
    ]


def _awards_to_decide(user: User) -> list[Item]:
    waiting = Counter(to_decide(user).values_list("journal__is_drill", flat=True))
    return [
        Item(
            title=marked(
                ngettext("%(count)d nomination to decide", "%(count)d nominations to decide", count) % {"count": count},
                is_drill=is_drill,
            ),
            url=reverse("recognition:approvals"),
            symbol="award",
            note=_("Somebody did something well."),
        )
        for is_drill, count in sorted(waiting.items())
    ]


def _imports(user: User) -> list[Item]:
    if not user.has_role(Role.OPS, Role.ADMINISTRATOR):
        return []
    return [
        Item(
            title=imported.title,
            url=reverse("feedback:import_detail", args=[imported.pk]),
            symbol="file-import",
            note=_("This import goes on when you have looked at it."),
            sign=imported.get_state_display(),
            tone=TONES[imported.state],
        )
        for imported in imports_list(user).filter(state__in=["uploaded", "needs_people", "checked"])
    ]


def _of_crises(crises: list[OpenCrisis]) -> list[Item]:
    return [
        Item(
            title=need.text,
            # A need of the room itself is an anchor on its page.
            url=need.url if need.url.startswith("/") else reverse("crisis:detail", args=[shown.crisis.pk]) + need.url,
            symbol="urgent",
            note=marked(shown.crisis.title, is_drill=shown.crisis.is_drill),
        )
        for shown in crises
        for need in shown.room.needs
    ]


ASKED: tuple[Callable[[User], list[Item]], ...] = (
    _withdrawn_and_unread,
    _invitations,
    _questions_to_leaders,
    _results_to_acknowledge,
    _scripts_to_approve,
    _imports,
    _awards_to_decide,
)
