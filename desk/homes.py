"""What a home shows, section by section. A section that has nothing to say to a user is None and takes no room."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crisis.queries.buy_in import Counts, counts_of, invitations_of, is_member
from crisis.queries.crises import crises_for
from crisis.queries.room import Room, room_of
from people.identity import Role, User
from recognition.queries import received_by, to_decide, wall
from scripts_library import queries as scripts

if TYPE_CHECKING:
    from crisis.models import Crisis

MOST_CRISES = 3
MOST_ITEMS = 6


@dataclass(frozen=True, slots=True)
class Item:
    """One line: what it is, where it leads, and how much it presses (`tone`, empty for everyday things)."""

    title: str
    url: str
    symbol: str
    note: str = ""
    sign: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A card with lines. `empty` is what it teaches when there are none, `more` and `more_url` lead to all of them."""

    key: str
    title: str
    items: list[Item]
    empty: str
    symbol: str
    more: str = ""
    more_url: str = ""


@dataclass(frozen=True, slots=True)
class OpenCrisis:
    """An unfinished crisis at a glance: the steps, the places, satisfaction, and for its team whom to turn to."""

    crisis: "Crisis"
    room: Room
    counts: Counts
    contacts: list[tuple[str, str]]

    @property
    def shows_steps(self) -> bool:
        """The steps are for those who can open them; a team member needs the words and a contact."""
        return any(step.url for step in self.room.steps)


def open_crises(user: User) -> list[OpenCrisis]:
    """The unfinished crises that the user may see: real ones before drills, what is going on before drafts."""
    open_ones = crises_for(user).exclude(state__in=["closed", "cancelled"])
    unfinished = list(open_ones.prefetch_related("support_contacts__person"))
    unfinished.sort(key=lambda crisis: (crisis.is_drill, crisis.state != "active"))
    return [_at_a_glance(crisis, user) for crisis in unfinished[:MOST_CRISES]]


def _at_a_glance(crisis: "Crisis", user: User) -> OpenCrisis:
    counts = counts_of(crisis)
    contacts = [(str(contact), contact.reach) for contact in crisis.support_contacts.all()]
    return OpenCrisis(crisis, room_of(crisis, user, counts), counts, contacts if is_member(user, crisis) else [])


def needs(user: User, crises: list[OpenCrisis]) -> Section:
    """What waits for this very person, the most pressing first."""
    items = [item for ask in ASKED for item in ask(user)] + _of_crises(crises)
    return Section(
        key="needs",
        title=_("Waiting for you"),
        items=items,
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
            title=_("Will you help with “%(title)s”?") % {"title": invitation.crisis.title},
            url=reverse("crisis:invitation", args=[invitation.pk]),
            symbol="mail-opened",
            note=_("Until %(time)s. No is a safe answer.")
            % {"time": date_format(localtime(invitation.deadline_at), "D j M, H:i")},
            sign=_("Invitation"),
            tone="primary",
        )
        for invitation in invitations_of(user)
        if invitation.state == "invited"
    ]


def _scripts_to_approve(user: User) -> list[Item]:
    if not user.has_role(Role.APPROVER, Role.TRAINER):
        return []
    return [
        Item(
            title=version.script.title,
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
    count = to_decide(user).count()
    if not count:
        return []
    title = ngettext("%(count)d nomination to decide", "%(count)d nominations to decide", count) % {"count": count}
    return [Item(title, reverse("recognition:approvals"), "award", _("Somebody did something well."))]


def _of_crises(crises: list[OpenCrisis]) -> list[Item]:
    return [
        Item(
            title=need.text,
            # A need of the room itself is an anchor on its page.
            url=need.url if need.url.startswith("/") else reverse("crisis:detail", args=[shown.crisis.pk]) + need.url,
            symbol="urgent",
            note=shown.crisis.title,
        )
        for shown in crises
        for need in shown.room.needs
    ]


ASKED: tuple[Callable[[User], list[Item]], ...] = (
    _withdrawn_and_unread,
    _invitations,
    _scripts_to_approve,
    _awards_to_decide,
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
        more=_("All %(count)d, with search") % {"count": len(live)},
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


SECTIONS: tuple[Callable[[User], Section | None], ...] = (my_scripts, my_recognition, on_the_wall)


@dataclass(frozen=True, slots=True)
class Home:
    crises: list[OpenCrisis]
    needs: Section
    sections: list[Section]

    @property
    def version(self) -> str:
        """Changes when anything that is shown changes."""
        crises = [(shown.crisis.state, shown.crisis.severity, shown.crisis.next_update_at) for shown in self.crises]
        return hashlib.sha256(repr((self, crises)).encode()).hexdigest()[:16]


def home_of(user: User) -> Home:
    """The user's home: the crises one is part of, what waits for one, and what one's roles need."""
    crises = open_crises(user)
    return Home(crises, needs(user, crises), [section for provide in SECTIONS if (section := provide(user))])
