"""The storm's refresher in the demo: published yesterday, and done by most of the team."""

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from core import clock
from crisis.queries.team import members_of
from desk.demo import cast
from desk.demo.organisation import House
from desk.demo.schedule import Story
from people.identity import User
from scripts_library import actions as scripts
from scripts_library.queries import current_versions, titles_of
from training import actions
from training.contact import contacts_of
from training.item_content import ItemContent
from training.queries.item_states import ItemState
from training.queries.refreshers import own_refreshers

if TYPE_CHECKING:
    from crisis.models import Crisis
    from training.models import Refresher

# One person in so many hasn't rehearsed yet.
ONE_IN = 5
SITUATION = (
    "The customer's cellar is under water, and the parcel with the pump is late. They have called twice before, and both "
    "times they were told that it would arrive the next morning."
)
PLAYER = "Say what you know, offer plan B, and agree when you call back. Use the words of the script."
OBSERVER = "You're loud at the beginning. You calm down when someone repeats what you said, and not before."
SHEET = {
    "Lets the customer finish": (
        "Interrupts, or explains before the customer has finished",
        "Waits, and says nothing about what was heard",
        "Waits, and repeats the problem in the customer's words",
    ),
    "Promises only what is certain": (
        "Names a time that nobody has confirmed",
        "Avoids the question about the time",
        "Says what isn't known, and when there will be news",
        "Says what isn't known, when there will be news, and offers plan B",
    ),
}
EXAMPLE = (
    "A customer had waited three days for a generator. The agent began with “I understand”, and the customer answered "
    "“No, you don't”. It turned when the agent said: “You've waited for three days, without power. Let me see what I can do "
    "today.”\n\nWhat would you have said first?"
)


def plan_refresher(story: Story, house: House, crisis: "Crisis") -> None:
    """Plan the refresher of a crisis, and who does it when."""
    trainer = house.user(cast.TRAINER)
    story.at(story.moment(1, 16, 30), lambda: _publish(story, house, crisis, trainer))


def _publish(story: Story, house: House, crisis: "Crisis", trainer: User) -> None:
    refresher = actions.start_refresher(
        actor=trainer, journal_id=crisis.journal_id, title="Storm: ready for the line", due_on=story.before(-1)
    )
    live = [title for title in titles_of(crisis.journal_id) if title.is_published]
    for script in live:
        _add(trainer, refresher, "read", script.title, about_id=script.id, minutes=5)
    _add(trainer, refresher, "example", "The generator that came too late", text=EXAMPLE, minutes=5, is_anonymised=True)
    play = actions.write_role_play(
        actor=trainer,
        script_id=live[-1].id,
        title="The third call about a pump",
        situation=SITUATION,
        player_role=PLAYER,
        observer_role=OBSERVER,
    )
    for name, anchors in SHEET.items():
        actions.add_behaviour(actor=trainer, role_play=play, name=name, anchors=anchors)
    _add(trainer, refresher, "role_play", play.title, about_id=play.pk, minutes=20)
    _add(trainer, refresher, "contact", "Meet your support contact", minutes=5)
    actions.publish_refresher(actor=trainer, refresher=refresher)
    for place, member in enumerate(members_of(crisis)):
        user = house.user_of(member.person_id)
        if user is not None:
            has_time = place % ONE_IN != ONE_IN - 1
            story.at(clock.now() + timedelta(minutes=20 + 5 * place), partial(_do, user, trainer, rehearses=has_time))


def _add(trainer: User, refresher: "Refresher", kind: str, title: str, **content: object) -> None:
    given = ItemContent(title=title, **content)  # type: ignore[arg-type] # written above
    actions.add_item(actor=trainer, refresher=refresher, kind=kind, content=given)


def _do(user: User, trainer: User, *, rehearses: bool) -> None:
    """Do everything that is left, with or without the role play."""
    for own in own_refreshers(user):
        for state in own.left:
            if state.item.kind != "role_play":
                _do_alone(user, state)
            elif rehearses:
                _rehearse(user, trainer, state)


def _do_alone(user: User, state: ItemState) -> None:
    if state.item.kind == "read":
        script = state.item.script
        assert script is not None  # noqa: S101 - by a constraint
        assert state.version is not None  # noqa: S101 - it is left, so its script is live
        scripts.acknowledge(actor=user, version=script.versions.get(pk=state.version.version_id))
    else:
        contacts = contacts_of(state.item.refresher.journal_id) if state.item.kind == "contact" else []
        actions.do_item(actor=user, item=state.item, contact_id=contacts[0].id if contacts else None)


def _rehearse(user: User, trainer: User, state: ItemState) -> None:
    rehearsal = actions.ask_observer(actor=user, item=state.item, observer_id=trainer.person_id)
    version = current_versions([rehearsal.role_play.script_id])[rehearsal.role_play.script_id]
    actions.decide_rehearsal(
        actor=trainer,
        rehearsal=rehearsal,
        version_id=version.version_id,
        scores={behaviour.pk: len(behaviour.anchors) for behaviour in rehearsal.role_play.behaviours.all()},
        notes="Calm from the first sentence. Next time, offer plan B a little earlier.",
        signs_off=True,
    )
