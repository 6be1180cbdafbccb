"""What the roles need at hand. A section that has nothing to say to a user is None and takes no room."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock
from crisis.queries.protocols import protocols_for
from desk.homes.shapes import MOST_ITEMS, Item, Section, at
from feedback.queries.imports import TONES, imports_list
from people.identity import Role, User
from quality.queries.reviews import my_results, queue
from recognition.queries import received_by, wall
from scripts_library import queries as scripts


def my_queue(user: User) -> Section | None:
    """A reviewer's next reviews, the most urgent first."""
    if not user.has_role(Role.REVIEWER):
        return None
    rows = queue(user, clock.now())
    items = [
        Item(
            title=row.person,
            url=reverse("quality:review", args=[row.slot_id]),
            symbol="checklist",
            note=_("%(topic)s, %(channel)s. Due %(time)s")
            % {"topic": row.topic or row.programme, "channel": row.channel, "time": at(row.due_at)},
            sign=_("Overdue") if row.is_overdue else (_("Begun") if row.is_started else ""),
            tone="warning" if row.is_overdue else "",
        )
        for row in rows[:MOST_ITEMS]
    ]
    return Section(
        key="queue",
        title=_("My reviews"),
        items=items,
        empty=_("All done. New reviews are handed out by themselves as they fall due."),
        symbol="checklist",
        more=_("My queue"),
        more_url=reverse("quality:queue"),
    )


def my_scripts(user: User) -> Section | None:
    """What an agent may say at this moment."""
    if not user.has_role(Role.AGENT):
        return None
    live = scripts.published_for(user)
    items = [
        Item(
            title=script.title,
            url=reverse("scripts_library:script", args=[script.script_id]),
            symbol="message-2",
            note=script.situation,
        )
        for script in live[:MOST_ITEMS]
    ]
    return Section(
        key="scripts",
        title=_("My scripts"),
        items=items,
        empty=_("No script is published now. When one is, you find the words here."),
        symbol="message-2",
        more=_("Search"),
        more_url=reverse("scripts_library:library"),
    )


def my_recognition(user: User) -> Section | None:
    """What was said about one's own work."""
    if not user.has_role(Role.AGENT):
        return None
    return Section(
        key="recognition",
        title=_("My recognition"),
        items=[_award(award.reason, str(award.nominator), str(award.type)) for award in received_by(user)[:3]],
        empty=_("Thanks and awards you receive appear here. You can thank a colleague at any time."),
        symbol="award",
        more=_("All of mine"),
        more_url=reverse("recognition:mine"),
    )


def on_the_wall(user: User) -> Section | None:
    """Who was recognised lately, for those who lead."""
    if not user.has_role(Role.SUPERVISOR, Role.REVIEWER, Role.TRAINER, Role.APPROVER) or user.has_role(Role.AGENT):
        return None
    return Section(
        key="wall",
        title=_("Recognised lately"),
        items=[_award(award.reason, str(award.nominee), str(award.type)) for award in wall()[:3]],
        empty=_("Nobody yet. A thank-you costs nothing."),
        symbol="award",
        more=_("See the wall"),
        more_url=reverse("recognition:wall"),
    )


def _award(reason: str, name: str, kind: str) -> Item:
    return Item(title=name, url=reverse("recognition:wall"), symbol="award", note=f"{kind}: {reason}")


def my_feedback(user: User) -> Section | None:
    """What reviewers said about one's contacts."""
    if not user.has_role(Role.AGENT):
        return None
    results = my_results(user, clock.now()).results
    items = [
        Item(
            title=result.topic or result.channel,
            url=reverse("quality:result", args=[result.review_id]),
            symbol="checklist",
            note=_("%(score)s points, %(time)s") % {"score": f"{result.score:.0f}", "time": at(result.completed_at)},
        )
        for result in results[:3]
    ]
    return Section(
        key="feedback",
        title=_("My feedback"),
        items=items,
        empty=_("No contact of yours has been reviewed yet. The result appears here as soon as one is."),
        symbol="checklist",
        more=_("All results"),
        more_url=reverse("quality:mine"),
    )


def protocols(user: User) -> Section | None:
    """The latest protocols, for those who hand them on."""
    if not user.has_role(Role.OPS):
        return None
    items = [
        Item(
            title=protocol.crisis.title,
            url=reverse("crisis:protocol", args=[protocol.crisis_id]),
            symbol="file-text",
            sign=protocol.get_state_display(),
            tone="success" if protocol.state == "reviewed" else "",
        )
        for protocol in protocols_for(user)[:MOST_ITEMS]
    ]
    return Section(
        key="protocols",
        title=_("Protocols"),
        items=items,
        empty=_("When a crisis is resolved, its protocol is compiled and appears here."),
        symbol="file-text",
        more=_("All protocols"),
        more_url=reverse("crisis:protocols"),
    )


def imports(user: User) -> Section | None:
    """The latest files, for those who bring them in."""
    if not user.has_role(Role.OPS, Role.ADMINISTRATOR):
        return None
    items = [
        Item(
            title=imported.file_name,
            url=reverse("feedback:import_detail", args=[imported.pk]),
            symbol="file-import",
            note=at(imported.created_at),
            sign=imported.get_state_display(),
            tone=TONES.get(imported.state, ""),
        )
        for imported in imports_list(user)[:3]
    ]
    return Section(
        key="imports",
        title=_("Imports"),
        items=items,
        empty=_("No file yet. Bring in a CSV of survey responses, and see what is in it before anything changes."),
        symbol="file-import",
        more=_("Bring in a file"),
        more_url=reverse("feedback:import_new"),
    )


def house(user: User) -> Section | None:
    """What an administrator keeps in order."""
    if not user.has_role(Role.ADMINISTRATOR):
        return None
    items = [
        Item(_("People and sign-ins"), reverse("people:list"), "users", _("Who works here, with which roles.")),
        Item(_("Teams"), reverse("people:teams"), "users-group", _("Who belongs together, and who leads.")),
        Item(_("Organisation"), reverse("people:organisation"), "building", _("Its name, zone and working hours.")),
        Item(_("Budgets"), reverse("recognition:budgets"), "coins", _("What recognition may cost.")),
    ]
    return Section(key="house", title=_("The house"), items=items, empty="", symbol="building")


SECTIONS: tuple[Callable[[User], Section | None], ...] = (
    my_scripts,
    my_queue,
    my_feedback,
    my_recognition,
    protocols,
    imports,
    house,
    on_the_wall,
)
