"""Persons as other rooms see them."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from people.models import Membership, Person
from people.queries.id_lists import one_by_one


class Colleague(NamedTuple):
    """Person for other rooms, with teams and usual work. A tuple, because pages create thousands of them."""

    id: int
    name: str
    team_ids: tuple[int, ...]
    team_names: tuple[str, ...]
    sites: tuple[str, ...]
    shift: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    contract_hours: float | None
    has_sign_in: bool


def colleagues(person_ids: Iterable[int]) -> dict[int, Colleague]:
    """Colleagues by id, in two queries however many there are."""
    ids = one_by_one(person_ids)
    memberships = Membership.objects.current().filter(person__in=ids).order_by("team__name")
    teams: defaultdict[int, tuple[tuple[int, str, str], ...]] = defaultdict(tuple)
    for person_id, team_id, name, site in memberships.values_list("person_id", "team_id", "team__name", "team__site"):
        teams[person_id] += ((team_id, name, site),)
    # Cached, because thousands of people share hundreds of teams.
    divided = cache(_divided)
    facts = ("pk", "display_name", "shift__name", "languages", "channels", "contract_hours", "user")
    return {
        person_id: Colleague(
            person_id,
            name,
            *divided(teams[person_id]),
            shift or "",
            tuple(languages),
            tuple(channels),
            None if hours is None else float(hours),
            has_sign_in=user is not None,
        )
        for person_id, name, shift, languages, channels, hours, user in Person.objects.filter(pk__in=ids)
        .order_by()
        .values_list(*facts)
    }


def _divided(teams: tuple[tuple[int, str, str], ...]) -> tuple[tuple[int, ...], tuple[str, ...], tuple[str, ...]]:
    """Ids, names and distinct sites of teams."""
    sites = sorted({site for _number, _name, site in teams if site})
    return tuple(number for number, _name, _site in teams), tuple(name for _number, name, _site in teams), tuple(sites)
