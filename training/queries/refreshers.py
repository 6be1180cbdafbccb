"""Refreshers for the people who take them and for trainers."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from journal.drills import marked
from journal.queries import journals
from people.identity import User
from scripts_library.queries import live_titles
from training.models import Quiz, Refresher, RefresherItem, Rehearsal, RolePlay
from training.queries.item_states import ItemState, states_of
from training.queries.published import published_refreshers
from training.trainees import trainees_of


@dataclass(frozen=True, slots=True)
class OwnRefresher:
    """A published refresher of a trainee with the state of each item."""

    refresher: Refresher
    states: list[ItemState]

    @property
    def left(self) -> list[ItemState]:
        return [state for state in self.states if state.is_left]

    @property
    def next(self) -> ItemState | None:
        """The first item that is left and that the person can do alone: a conversation is up to the trainer."""
        return next((state for state in self.left if not state.is_conversation), None)

    @property
    def minutes_left(self) -> int:
        return sum(state.item.minutes for state in self.left)

    @property
    def done_count(self) -> int:
        return sum(state.is_done for state in self.states)

    @property
    def counted(self) -> int:
        return sum(not state.is_paused for state in self.states)

    @property
    def title(self) -> str:
        return marked(self.refresher.title, is_drill=self.refresher.journal.is_drill)

    def is_overdue(self, today: date) -> bool:
        return bool(self.left) and self.refresher.due_on < today


def own_refreshers(user: User) -> list[OwnRefresher]:
    """The published refreshers that the user has to do, real ones before drills."""
    mine = [one for one in published_refreshers() if user.person_id in trainees_of(one.journal_id).person_ids]
    return [OwnRefresher(one, states_of(one, [user.person_id])[user.person_id]) for one in mine]


def own_item(user: User, item_id: int) -> tuple[OwnRefresher, ItemState] | None:
    """An item of the user's refreshers, or None."""
    found = ((own, state) for own in own_refreshers(user) for state in own.states if state.item.pk == item_id)
    return next(found, None)


def refreshers_for(user: User) -> "QuerySet[Refresher]":
    """Refreshers for trainers, newest first, with the number of items as `items_count`."""
    rows = Refresher.objects.visible_to(user).select_related("journal", "trainer")
    return rows.annotate(items_count=Count("items")).order_by("-created_at", "-pk")


def open_cases() -> dict[int, str]:
    """Titles of crises that aren't over, by journal id."""
    cases = [one for one in journals() if one.kind == one.Kind.CASE and not one.is_closed]
    return {one.pk: marked(one.title, is_drill=one.is_drill) for one in reversed(cases)}


def scripts_to_choose(journal_id: int) -> dict[int, str]:
    """Live scripts that an item can be about, by id."""
    return live_titles(journal_id)


def role_plays_to_choose() -> dict[int, str]:
    """Role plays whose sheet has a behaviour, by id."""
    return dict(RolePlay.objects.filter(behaviours__isnull=False).distinct().order_by("title", "pk").values_list("pk", "title"))


def quizzes_to_choose(journal_id: int) -> dict[int, str]:
    """Quizzes of this crisis, and those outside drills, by id."""
    shown = Quiz.objects.filter(journal__is_drill=False) | Quiz.objects.filter(journal=journal_id)
    return dict(shown.order_by("title", "pk").values_list("pk", "title"))


def rehearsals_to_observe(user: User) -> list[Rehearsal]:
    """Rehearsals that wait for the user as observer, oldest first."""
    published = published_refreshers()
    if not published:
        return []
    waiting = Rehearsal.objects.filter(observer=user.person_id, state=Rehearsal.State.ASKED)
    open_ = waiting.filter(item__refresher__in=published)
    return list(open_.select_related("role_play", "player").order_by("asked_at", "pk"))


def rehearsals_of(item: RefresherItem, person_id: int) -> list[Rehearsal]:
    """The person's rehearsals of an item, newest first."""
    rows = Rehearsal.objects.filter(item=item, player=person_id).exclude(state=Rehearsal.State.CANCELLED)
    return list(rows.select_related("observer", "script_version").order_by("-asked_at", "-pk"))
