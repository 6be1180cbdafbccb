"""Readiness of trainees: everything of the published refresher is done for the current versions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from core.request_cache import once
from people.identity import User
from people.queries.colleagues import Colleague, colleagues
from training.models import Nudge, Refresher
from training.queries.item_states import ItemState, states_of
from training.queries.published import published_refresher, published_refreshers
from training.trainees import trainees_of
from training.work_names import channel_name, language_name


@dataclass(frozen=True, slots=True)
class PersonReadiness:
    """A trainee: what they have done of the refresher, and the titles of the items that are left."""

    journal_id: int
    person_id: int
    name: str
    shift: str
    channels: tuple[str, ...]
    languages: tuple[str, ...]
    done: int
    total: int
    left: tuple[str, ...]
    conversations: tuple[ItemState, ...]
    nudged_at: datetime | None

    @property
    def is_ready(self) -> bool:
        return not self.left


@dataclass(frozen=True, slots=True)
class ReadinessGroup:
    """The people of a shift, channel or language, and how many of them are ready."""

    kind: str
    name: str
    ready: int
    people: int


@once
def ready_ids(journal_id: int) -> frozenset[int] | None:
    """Ids of the trainees who are ready, or None if the journal has no published refresher."""
    refresher = published_refresher(journal_id)
    if refresher is None:
        return None
    states = states_of(refresher, trainees_of(journal_id).person_ids)
    return frozenset(person_id for person_id, items in states.items() if not any(state.is_left for state in items))


def readiness_of(refresher: Refresher) -> list[PersonReadiness]:
    """The trainees by name, with what is left for each."""
    states = states_of(refresher, trainees_of(refresher.journal_id).person_ids)
    known = colleagues(states)
    nudged = dict(Nudge.objects.filter(refresher=refresher).values_list("person_id", "nudged_at"))
    found = [_row(refresher, known[person_id], items, nudged.get(person_id)) for person_id, items in states.items()]
    return sorted(found, key=lambda row: (row.name.casefold(), row.person_id))


def _row(refresher: Refresher, person: Colleague, states: list[ItemState], nudged_at: datetime | None) -> PersonReadiness:
    return PersonReadiness(
        journal_id=refresher.journal_id,
        person_id=person.id,
        name=person.name,
        shift=person.shift,
        channels=person.channels,
        languages=person.languages,
        done=sum(state.is_done for state in states),
        total=sum(not state.is_paused for state in states),
        left=tuple(state.item.title for state in states if state.is_left),
        conversations=tuple(state for state in states if state.is_conversation),
        nudged_at=nudged_at,
    )


def groups_of(people: Iterable[PersonReadiness]) -> list[ReadinessGroup]:
    """Ready people by shift, channel and language. People with several channels or languages count in each."""
    counts: defaultdict[tuple[int, str, str], list[bool]] = defaultdict(list)
    for person in people:
        counts[0, _("Shift"), person.shift or _("No shift")].append(person.is_ready)
        for channel in person.channels:
            counts[1, _("Channel"), channel_name(channel)].append(person.is_ready)
        for language in person.languages:
            counts[2, _("Language"), language_name(language)].append(person.is_ready)
    return [
        ReadinessGroup(kind, name, sum(ready), len(ready))
        for (_place, kind, name), ready in sorted(counts.items(), key=lambda row: (row[0][0], row[0][2].casefold()))
    ]


def refreshers_trained_by(user: User) -> list[Refresher]:
    """Published refreshers of which the user is the trainer."""
    return [one for one in published_refreshers() if one.trainer_id == user.person_id]
