"""Copy, erasure and merge of what refreshers keep about a person."""

from people import erasure
from people.erasure import Erased
from people.models import User
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.merging import merged
from tests.factories.people import Personas
from training import actions
from training.actions.refresher_erasure import forget_training
from training.models import BehaviourScore, ItemDone, ItemReopened, Nudge, RefresherItem, Rehearsal
from training.own_data import REFRESHER_PARTS


def story(personas: Personas) -> tuple[User, User]:
    """The first member does a task, rehearses, has an item opened again, and is reminded."""
    crisis, (member, other) = crises.team(personas, 2)
    refresher, [task, played], version = trained.with_items(personas, crisis, "free", "role_play")
    actions.do_item(actor=member, item=task)
    trained.decided(trained.asked(member, played, other), other, version)
    actions.reopen_item(item=task, person_id=member.person_id, reason="Agent 000 was unsure.")
    actions.nudge(actor=personas.trainer, refresher=refresher, person_id=member.person_id)
    RefresherItem.objects.filter(pk=task.pk).update(text="Ask Agent 000 how it works.")
    return member, other


def copy_of(user: User) -> dict[str, int]:
    return {part.name: len(list(part.rows([user.person_id]))) for part in REFRESHER_PARTS}


def test_copy_has_the_person_s_own_rows_only(personas: Personas) -> None:
    member, other = story(personas)
    assert set(copy_of(member).values()) == {1}
    assert set(copy_of(other).values()) == {0}


def test_erased_person_leaves_nothing_in_training(personas: Personas) -> None:
    member, other = story(personas)
    assert forget_training in erasure.rooms()
    forget_training(Erased(frozenset([member.person_id]), ("Agent 000",), "Former colleague"))
    for model in (ItemDone, ItemReopened, Nudge, Rehearsal, BehaviourScore):
        assert not model.objects.exists()
    assert RefresherItem.objects.get(kind="free").text == "Ask Former colleague how it works."
    assert other.person_id


def test_merged_records_keep_one_row_of_each(personas: Personas) -> None:
    member, other = story(personas)
    User.objects.filter(pk=member.pk).update(is_active=False)
    merged(other.person, member.person)
    assert Rehearsal.objects.count() == ItemDone.objects.count() == 1
