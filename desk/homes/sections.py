"""Sections of the home, each for certain roles."""

from collections.abc import Callable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.list_lines import Line
from desk.homes.building_blocks import FEW_ITEMS, MOST_ITEMS, Provider
from desk.homes.crises import crises_with_scripts
from intake.queries.imports import TONES, imports_list
from journal.drills import marked
from people.identity import Role, User
from people.needs import at
from protocol.queries import protocols_for
from quality.queries.reviews import latest_results, queue
from quality.templatetags.quality_scores import quality_score
from recognition.queries import Thanks, latest_on_the_wall, latest_received_by
from scripts_library import queries as scripts
from selection.queries.own_cards import OwnStanding, own_standings, reserves_of


def _holding(*roles: Role) -> Callable[[User], bool]:
    return lambda user: user.has_role(*roles)


def _reviews_to_make(user: User) -> list[Line]:
    return [
        Line(
            title=marked(row.person, is_drill=row.is_drill),
            url=reverse("quality:review", args=[row.slot_id]),
            symbol="checklist",
            note=_("%(topic)s, %(channel)s. Due %(time)s")
            % {"topic": row.topic or row.programme, "channel": row.channel, "time": at(row.due_at)},
            sign=_("Overdue") if row.is_overdue else (_("Started") if row.is_started else ""),
            tone="warning" if row.is_overdue else "",
        )
        for row in queue(user, clock.now(), first=MOST_ITEMS)
    ]


def _live_scripts(user: User) -> list[Line]:
    """The first live scripts, without those listed with the user's crises."""
    listed = {crisis.journal_id for crisis in crises_with_scripts(user)}
    others = [script for script in scripts.published_for(user) if script.journal_id not in listed]
    return [
        Line(script.title, reverse("scripts_library:script", args=[script.script_id]), "message-2", script.situation)
        for script in others[:MOST_ITEMS]
    ]


def _own_selections(user: User) -> list[Line]:
    waiting = {crisis.pk for crisis in reserves_of(user)}
    return [
        Line(
            title=marked(own.crisis_title, is_drill=own.is_drill),
            url=reverse("selection:own_card", args=[own.crisis_id]),
            symbol="id",
            note=_note_of(own, is_waiting=own.crisis_id in waiting),
            sign=own.name,
            tone="success" if own.standing == "in" else "",
        )
        for own in own_standings(user)[:FEW_ITEMS]
    ]


def _note_of(own: OwnStanding, *, is_waiting: bool) -> str:
    card = _("Your card for the selection of %(time)s") % {"time": at(own.stored_at)}
    return _("You're on the reserve list. %(card)s") % {"card": card} if is_waiting else card


def _awards_received(user: User) -> list[Line]:
    return [_award(thanks) for thanks in latest_received_by(user, FEW_ITEMS)]


def _awards_on_the_wall(_user: User) -> list[Line]:
    return [_award(thanks) for thanks in latest_on_the_wall(FEW_ITEMS)]


def _award(thanks: Thanks) -> Line:
    return Line(thanks.name, reverse("recognition:wall"), "award", note=f"{thanks.type_name}: {thanks.reason}")


def _everybody(_user: User) -> bool:
    return True


def _works_with_agents(user: User) -> bool:
    """Whether the user works with agents but isn't one: agents have a section with their own awards."""
    others = (Role.SUPERVISOR, Role.REVIEWER, Role.TRAINER, Role.APPROVER)
    return user.has_role(*others) and not user.has_role(Role.AGENT)


def _latest_results(user: User) -> list[Line]:
    return [
        Line(
            title=result.title,
            url=reverse("quality:result", args=[result.review_id]),
            symbol="checklist",
            note=f"{quality_score(result.score)}, {at(result.completed_at)}",
        )
        for result in latest_results(user, most=FEW_ITEMS)
    ]


def _latest_protocols(user: User) -> list[Line]:
    return [
        Line(
            title=marked(protocol.crisis.title, is_drill=protocol.crisis.is_drill),
            url=reverse("protocol:detail", args=[protocol.crisis_id]),
            symbol="file-text",
            sign=protocol.get_state_display(),
            tone="success" if protocol.state == "reviewed" else "",
        )
        for protocol in protocols_for(user)[:MOST_ITEMS]
    ]


def _latest_imports(user: User) -> list[Line]:
    return [
        Line(
            title=imported.title,
            url=reverse("intake:import_detail", args=[imported.pk]),
            symbol="file-import",
            note=at(imported.created_at),
            sign=imported.get_state_display(),
            tone=TONES.get(imported.state, ""),
        )
        for imported in imports_list(user)[:FEW_ITEMS]
    ]


def _parts_of_the_house(_user: User) -> list[Line]:
    return [
        Line(_("People and accounts"), reverse("people:list"), "users", _("Who works here, and their roles")),
        Line(_("Teams"), reverse("people:teams"), "users-group", _("Home teams and their leaders")),
        Line(_("Organisation"), reverse("people:organisation"), "building", _("Name, time zone and working hours")),
        Line(_("Outgoing e-mails"), reverse("notices:mail"), "mail", _("What was sent, and errors of the mail server")),
        Line(
            _("Texts of e-mails"), reverse("notices:templates"), "mail-cog", _("Your own words in e-mails about notifications")
        ),
        Line(_("Chat channels"), reverse("notices:channels"), "messages", _("Where messages are posted, such as in Slack")),
        Line(_("Budgets"), reverse("recognition:budgets"), "coins", _("How much can be spent on awards")),
    ]


my_scripts = Provider(
    key="scripts",
    is_for=_holding(Role.AGENT),
    items=_live_scripts,
    title=gettext_lazy("My scripts"),
    empty=gettext_lazy("No scripts are published right now. New ones appear here."),
    symbol="message-2",
    more=gettext_lazy("Search"),
    more_route="scripts_library:library",
)
my_queue = Provider(
    key="queue",
    is_for=_holding(Role.REVIEWER),
    items=_reviews_to_make,
    title=gettext_lazy("My reviews"),
    empty=gettext_lazy("You're all caught up. New reviews are assigned automatically."),
    symbol="checklist",
    more=gettext_lazy("My queue"),
    more_route="quality:queue",
)
my_feedback = Provider(
    key="feedback",
    is_for=_holding(Role.AGENT),
    items=_latest_results,
    title=gettext_lazy("My feedback"),
    empty=gettext_lazy("None of your contacts has been reviewed yet. Results appear here."),
    symbol="checklist",
    more=gettext_lazy("All results"),
    more_route="quality:mine",
)
my_selections = Provider(
    key="selections",
    is_for=_everybody,
    is_hidden_when_empty=True,
    items=_own_selections,
    title=gettext_lazy("My selections"),
    symbol="id",
    more=gettext_lazy("All my selections"),
    more_route="selection:own",
)
my_recognition = Provider(
    key="recognition",
    is_for=_holding(Role.AGENT),
    items=_awards_received,
    title=gettext_lazy("My recognition"),
    empty=gettext_lazy("Thank-yous and awards you receive appear here. You can thank a colleague at any time."),
    symbol="award",
    more=gettext_lazy("All my awards"),
    more_route="recognition:mine",
)
protocols = Provider(
    key="protocols",
    is_for=_holding(Role.OPS),
    items=_latest_protocols,
    title=gettext_lazy("Protocols"),
    empty=gettext_lazy("The protocol of each resolved crisis appears here."),
    symbol="file-text",
    more=gettext_lazy("All protocols"),
    more_route="protocol:list",
)
imports = Provider(
    key="imports",
    is_for=_holding(Role.OPS, Role.ADMINISTRATOR),
    items=_latest_imports,
    title=gettext_lazy("Imports"),
    empty=gettext_lazy("No imports yet. Import a CSV file of survey responses. You can check it before anything changes."),
    symbol="file-import",
    more=gettext_lazy("Import a file"),
    more_route="intake:import_new",
)
house = Provider(
    key="house",
    is_for=_holding(Role.ADMINISTRATOR),
    items=_parts_of_the_house,
    title=gettext_lazy("Administration"),
    symbol="building",
)
on_the_wall = Provider(
    key="wall",
    is_for=_works_with_agents,
    items=_awards_on_the_wall,
    title=gettext_lazy("Latest awards"),
    empty=gettext_lazy("No awards yet. A thank-you is free."),
    symbol="award",
    more=gettext_lazy("All awards"),
    more_route="recognition:wall",
)

SECTIONS = (my_scripts, my_queue, my_feedback, my_selections, my_recognition, protocols, imports, house, on_the_wall)
