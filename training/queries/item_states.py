"""State of each item for each person, computed from what they did and from the versions that are live now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from scripts_library.queries import CurrentVersion, current_versions, read_times
from training.contact import contacts_of
from training.models import ItemDone, ItemReopened, Refresher, RefresherItem, Rehearsal
from training.queries import quiz_results

Kind = RefresherItem.Kind
# An item and a person.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class ItemState:
    """An item for one person.

    `is_paused`: nobody can do it at present, because its script isn't live or no support contact is named, so it doesn't count.
    `is_conversation`: a quiz failed twice, for which the trainer talks with the person. `reason` says why it was opened again.
    `version` is the live version of its script.
    """

    item: RefresherItem
    done_at: datetime | None
    is_paused: bool
    is_conversation: bool
    reason: str
    version: CurrentVersion | None

    @property
    def is_done(self) -> bool:
        return self.done_at is not None

    @property
    def is_left(self) -> bool:
        """Whether the person still has to do it."""
        return self.done_at is None and not self.is_paused


@dataclass(frozen=True, slots=True)
class _ItemFacts:
    """All that states depend on, read once for all items and people."""

    current: Mapping[int, CurrentVersion]
    read: Mapping[Pair, datetime]
    done: Mapping[Pair, ItemDone]
    reopened: Mapping[Pair, ItemReopened]
    signed_off: Mapping[tuple[int, int, int], datetime]
    passed: Mapping[int, Mapping[int, datetime]]
    failed: Mapping[int, Collection[int]]
    quiz_scripts: Mapping[int, Collection[int]]
    contact_ids: Collection[int]

    def state(self, item: RefresherItem, person_id: int) -> ItemState:
        reopened = self.reopened.get((item.pk, person_id))
        since = [at for at in (item.changed_at, reopened.reopened_at if reopened else None) if at is not None]
        moments = [at for at in self._moments(item, person_id) if all(at > before for before in since)]
        done_at = max(moments, default=None)
        version = self.current.get(script_id_of(item) or 0)
        return ItemState(
            item=item,
            done_at=done_at,
            is_paused=done_at is None and self._is_paused(item, version),
            is_conversation=done_at is None and person_id in self.failed.get(item.quiz_id or 0, ()),
            reason=reopened.reason if reopened and done_at is None else "",
            version=version,
        )

    def _is_paused(self, item: RefresherItem, version: CurrentVersion | None) -> bool:
        if item.kind == Kind.CONTACT:
            return not self.contact_ids
        return script_id_of(item) is not None and version is None

    def _moments(self, item: RefresherItem, person_id: int) -> list[datetime]:
        """The times at which the person did the item in its current version."""
        row = self.done.get((item.pk, person_id))
        version = self.current.get(script_id_of(item) or 0)
        found: list[datetime | None] = []
        if item.kind == Kind.READ and version is not None:
            again = row.done_at if row and row.script_version_id == version.version_id else None
            found = [self.read.get((version.version_id, person_id)), again]
        elif item.kind == Kind.ROLE_PLAY and version is not None:
            found = [self.signed_off.get((item.pk, person_id, version.version_id))]
        elif item.quiz_id is not None:
            scripts = self.quiz_scripts[item.quiz_id]
            newest = max((self.current[one].starts_at for one in scripts if one in self.current), default=None)
            tried = [self.passed[item.quiz_id].get(person_id), row.done_at if row else None]
            found = [at for at in tried if at is not None and (newest is None or at >= newest)]
        elif item.kind == Kind.CONTACT:
            found = [row.done_at] if row and row.contact_id in self.contact_ids else []
        elif item.kind in {Kind.EXAMPLE, Kind.FREE}:
            found = [row.done_at] if row else []
        return [at for at in found if at is not None]


def script_id_of(item: RefresherItem) -> int | None:
    """The script that the item is about: the one to read, or the one of its role play."""
    return item.role_play.script_id if item.role_play is not None else item.script_id


def items_of(refresher: Refresher) -> list[RefresherItem]:
    """The items in order. One query."""
    return list(refresher.items.select_related("role_play", "script", "quiz"))


def states_of(refresher: Refresher, person_ids: Collection[int]) -> dict[int, list[ItemState]]:
    """The items in order with their states, for each of these people. The number of queries depends on the quizzes only."""
    items = items_of(refresher)
    facts = _facts(refresher, items, person_ids)
    return {person_id: [facts.state(item, person_id) for item in items] for person_id in person_ids}


def _facts(refresher: Refresher, items: list[RefresherItem], person_ids: Collection[int]) -> _ItemFacts:
    quiz_ids = {item.quiz_id for item in items if item.quiz_id is not None}
    quiz_scripts = {quiz_id: quiz_results.script_ids_of(quiz_id) for quiz_id in quiz_ids}
    scripts = {script_id_of(item) for item in items}.union(*quiz_scripts.values())
    current = current_versions([script_id for script_id in scripts if script_id is not None])
    done = ItemDone.objects.filter(item__refresher=refresher, person__in=person_ids)
    reopened = ItemReopened.objects.filter(item__refresher=refresher, person__in=person_ids)
    return _ItemFacts(
        current=current,
        read=read_times([version.version_id for version in current.values()], person_ids),
        done={(row.item_id, row.person_id): row for row in done},
        reopened={(row.item_id, row.person_id): row for row in reopened},
        signed_off=_signed_off(refresher, person_ids),
        passed={quiz_id: quiz_results.passed_at(quiz_id, person_ids) for quiz_id in quiz_ids},
        failed={quiz_id: quiz_results.failed_out(quiz_id, person_ids) for quiz_id in quiz_ids},
        quiz_scripts=quiz_scripts,
        contact_ids=[contact.id for contact in contacts_of(refresher.journal_id)],
    )


def _signed_off(refresher: Refresher, person_ids: Collection[int]) -> dict[tuple[int, int, int], datetime]:
    """When rehearsals were last signed off, by item, player and script version."""
    rows = Rehearsal.objects.filter(item__refresher=refresher, player__in=person_ids, state=Rehearsal.State.SIGNED_OFF)
    known = rows.order_by("finished_at").values_list("item_id", "player_id", "script_version_id", "finished_at")
    return {(item, player, version or 0): at for item, player, version, at in known if at is not None}


def newest_versions(items: Collection[RefresherItem]) -> dict[int, CurrentVersion]:
    """The newest live version behind each item, by item id: of its script, or of a script that its quiz asks about."""
    behind = {
        item.pk: quiz_results.script_ids_of(item.quiz_id) if item.quiz_id is not None else {script_id_of(item) or 0}
        for item in items
    }
    current = current_versions(set().union(*behind.values()))
    found = {pk: [current[script_id] for script_id in scripts if script_id in current] for pk, scripts in behind.items()}
    return {pk: max(versions, key=lambda version: version.version_id) for pk, versions in found.items() if versions}
