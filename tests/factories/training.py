"""Refreshers and role plays for tests, made by the same actions as everywhere."""

from datetime import timedelta
from typing import Any

from core import clock
from crisis.models import Crisis
from people.identity import User
from people.queries.organisation import today
from scripts_library import actions as scripts_actions
from scripts_library.models import ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from training import actions
from training.item_content import ItemContent
from training.models import Behaviour, Refresher, RefresherItem, Rehearsal, RolePlay

ANCHORS = ("Talks over the customer", "Lets the customer finish", "Sums up what the customer said")


def draft(personas: Personas, crisis: Crisis, **details: Any) -> Refresher:
    values = {"title": "Kettle refresher", "due_on": today() + timedelta(days=3), **details}
    return actions.start_refresher(actor=personas.trainer, journal_id=crisis.journal_id, **values)


def script(personas: Personas, title: str = "Kettle recall", **details: Any) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver, title=title, **details)


def next_version(personas: Personas, version: ScriptVersion) -> ScriptVersion:
    """A later version of the script, published."""
    later = scripts.next_version(personas.supervisor, personas.approver, version)
    ends_at = clock.now() + timedelta(days=30)
    return scripts_actions.publish(actor=personas.supervisor, version=later, ends_at=ends_at)


def item(personas: Personas, refresher: Refresher, kind: str = "free", **content: Any) -> RefresherItem:
    given = ItemContent(**{"title": f"The {kind} item", "text": "Do this.", "is_anonymised": kind == "example", **content})
    return actions.add_item(actor=personas.trainer, refresher=refresher, kind=kind, content=given)


def role_play(personas: Personas, version: ScriptVersion) -> RolePlay:
    """A role play with one behaviour, which has three anchors."""
    found = actions.write_role_play(
        actor=personas.trainer,
        script_id=version.script_id,
        title="Angry caller",
        situation="The kettle burnt a table.",
        player_role="Calm the customer and arrange the replacement.",
        observer_role="You shout first.",
    )
    actions.add_behaviour(actor=personas.trainer, role_play=found, name="Listens", anchors=ANCHORS)
    return found


def published(personas: Personas, refresher: Refresher) -> Refresher:
    return actions.publish_refresher(actor=personas.trainer, refresher=refresher)


def with_items(personas: Personas, crisis: Crisis, *kinds: str) -> tuple[Refresher, list[RefresherItem], ScriptVersion]:
    """A published refresher with items of these kinds, about one script."""
    version, refresher = script(personas), draft(personas, crisis)
    about = {"read": version.script_id}
    if "role_play" in kinds:
        about["role_play"] = role_play(personas, version).pk
    items = [item(personas, refresher, kind, about_id=about.get(kind)) for kind in kinds]
    return published(personas, refresher), items, version


def asked(player: User, item: RefresherItem, observer: User) -> Rehearsal:
    return actions.ask_observer(actor=player, item=item, observer_id=observer.person_id)


def sheet(rehearsal: Rehearsal, score: int = 2) -> dict[int, int]:
    """The same score for each behaviour."""
    return dict.fromkeys(Behaviour.objects.filter(role_play=rehearsal.role_play_id).values_list("pk", flat=True), score)


def decided(rehearsal: Rehearsal, observer: User, version: ScriptVersion, *, signs_off: bool = True) -> Rehearsal:
    return actions.decide_rehearsal(
        actor=observer,
        rehearsal=rehearsal,
        version_id=version.pk,
        scores=sheet(rehearsal),
        notes="Breathe first.",
        signs_off=signs_off,
    )


def read(user: User, version: ScriptVersion) -> None:
    scripts_actions.acknowledge(actor=user, version=version)
