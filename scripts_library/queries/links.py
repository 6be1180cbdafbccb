"""Scripts that other rooms link to, with their state."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from people.identity import User
from people.queries.roles import holders_of
from scripts_library.models import READERS, Script, ScriptVersion


@dataclass(frozen=True, slots=True)
class ScriptLink:
    """A script that the user may open, and the state of its newest version."""

    id: int
    title: str
    url: str
    state: str


def scripts_to_link(user: User) -> dict[int, str]:
    """Titles of the scripts outside drills, and not archived, that the user may open, by id."""
    scripts = Script.objects.visible_to(user).filter(journal__is_drill=False, archived_at=None)
    return dict(scripts.order_by("title", "pk").values_list("pk", "title"))


def published_scripts(user: User) -> dict[int, str]:
    """Those of the scripts to link that are or were published, so that every reader of scripts may open them."""
    published = ScriptVersion.objects.released().values("script")
    scripts = Script.objects.visible_to(user).filter(journal__is_drill=False, archived_at=None, pk__in=published)
    return dict(scripts.order_by("title", "pk").values_list("pk", "title"))


def script_readers() -> set[int]:
    """Ids of the people who can sign in and open published scripts."""
    return set(holders_of(*READERS))


def links_to(user: User, script_ids: Collection[int]) -> dict[int, ScriptLink]:
    """Those of the scripts that the user may open. One query."""
    newest = ScriptVersion.objects.visible_to(user).filter(script=OuterRef("pk")).order_by("-number")
    scripts = Script.objects.visible_to(user).filter(pk__in=script_ids).annotate(state=Subquery(newest.values("state")[:1]))
    labels = dict(ScriptVersion.State.choices)
    return {
        pk: ScriptLink(pk, title, reverse("scripts_library:script", args=[pk]), str(labels.get(state, "")))
        for pk, title, state in scripts.values_list("pk", "title", "state")
    }
