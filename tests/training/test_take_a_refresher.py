"""Trainees do the items of their refresher, and what opens an item again."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.refusals import Refused
from crisis import actions as crisis_actions
from crisis.models import Crisis, SupportContact
from people.models import Notification, User
from scripts_library import actions as scripts_actions
from tests.factories import crisis as crises
from tests.factories import quizzes
from tests.factories import training as trained
from tests.factories.people import Personas
from training import actions
from training.actions.attempts import NoConversationNeeded
from training.item_content import ItemContent
from training.models import ItemDone, RefresherItem
from training.queries.item_states import ItemState
from training.queries.readiness import ready_ids
from training.queries.refreshers import own_refreshers

SignIn = Callable[[User], Client]


@pytest.fixture
def made(personas: Personas) -> tuple[Crisis, User, User]:
    crisis, (first, second) = crises.team(personas, 2)
    return crisis, first, second


def state(user: User, item: RefresherItem) -> ItemState:
    [own] = own_refreshers(user)
    return next(state for state in own.states if state.item.pk == item.pk)


def told(user: User, words: str) -> bool:
    return Notification.objects.filter(person=user.person_id, text__contains=words).exists()


def test_script_counts_once_its_current_version_is_confirmed(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    _refresher, [item], version = trained.with_items(personas, crisis, "read")
    assert ready_ids(crisis.journal_id) == frozenset()
    trained.read(member, version)
    assert ready_ids(crisis.journal_id) == frozenset({member.person_id})
    later = trained.next_version(personas, version)
    assert ready_ids(crisis.journal_id) == frozenset()
    trained.read(member, later)
    assert state(member, item).is_done
    assert not state(other, item).is_done


def test_new_version_opens_only_the_items_about_it(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    version, refresher = trained.script(personas), trained.draft(personas, crisis)
    separate = trained.script(personas, title="Refund")
    about = trained.item(personas, refresher, "read", about_id=version.script_id)
    played = trained.item(personas, refresher, "role_play", about_id=trained.role_play(personas, version).pk)
    refund = trained.item(personas, refresher, "read", about_id=separate.script_id)
    task = trained.item(personas, refresher, "free")
    trained.published(personas, refresher)
    trained.read(member, version)
    trained.read(member, separate)
    actions.do_item(actor=member, item=task)
    trained.decided(trained.asked(member, played, other), other, version)
    assert ready_ids(crisis.journal_id) == frozenset({member.person_id})
    trained.next_version(personas, version)
    assert [state(member, item).is_done for item in (about, played, refund, task)] == [False, False, True, True]


def test_people_are_told_once_which_items_a_new_version_opened(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    _refresher, [item], version = trained.with_items(personas, crisis, "read")
    assert actions.tell_of_new_versions() == 0
    later = trained.next_version(personas, version)
    trained.read(other, later)
    assert actions.tell_of_new_versions() == 1
    assert actions.tell_of_new_versions() == 0
    assert told(member, "has a new version (2)")
    assert not told(other, "has a new version (2)")
    item.refresh_from_db()
    assert item.told_version_id == later.pk


def test_withdrawn_script_keeps_nobody_off_the_line(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    _refresher, [item], version = trained.with_items(personas, crisis, "read")
    scripts_actions.withdraw(actor=personas.supervisor, version=version, reason="Wrong.")
    assert state(member, item).is_paused
    assert member.person_id in (ready_ids(crisis.journal_id) or ())


def test_support_contact_counts_while_they_are_the_contact(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    _refresher, [item], _version = trained.with_items(personas, crisis, "contact")
    contact = SupportContact.objects.get(crisis=crisis)
    for wrong in (None, contact.pk + 1):
        with pytest.raises(actions.NotDoneHere):
            actions.do_item(actor=member, item=item, contact_id=wrong)
    actions.do_item(actor=member, item=item, contact_id=contact.pk)
    assert state(member, item).is_done
    SupportContact.objects.create(crisis=crisis, name="Day desk", reach="extension 78")
    contact.delete()
    assert not state(member, item).is_done


def test_reopened_script_is_confirmed_again_in_the_refresher(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    _refresher, [item], version = trained.with_items(personas, crisis, "read")
    for user in (member, other):
        trained.read(user, version)
    actions.reopen_item(item=item, person_id=member.person_id, reason="Two questions went wrong.")
    assert not state(member, item).is_done
    assert state(member, item).reason == "Two questions went wrong."
    assert state(other, item).is_done
    assert told(member, "Two questions went wrong.")
    actions.do_item(actor=member, item=item)
    assert state(member, item).is_done


def test_script_is_not_ticked_without_reading_it(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    _refresher, [item, played], _version = trained.with_items(personas, crisis, "read", "role_play")
    for wrong in (item, played):
        with pytest.raises(actions.NotDoneHere):
            actions.do_item(actor=member, item=wrong)
    assert not ItemDone.objects.exists()


def test_only_people_on_the_team_do_items(made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn) -> None:
    crisis, member, _other = made
    refresher, [item], _version = trained.with_items(personas, crisis, "free")
    with pytest.raises(PermissionDenied):
        actions.do_item(actor=personas.agent, item=item)
    assert sign_in(personas.agent).get(reverse("training:item", args=[item.pk])).status_code == 404
    actions.do_item(actor=member, item=item)
    actions.do_item(actor=member, item=item)
    assert ItemDone.objects.count() == 1
    actions.close_refresher(actor=personas.trainer, refresher=refresher)
    with pytest.raises(Refused):
        actions.do_item(actor=member, item=item)
    assert ready_ids(crisis.journal_id) is None


def test_change_after_publication_opens_only_the_touched_item(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, _other = made
    _refresher, [first, second], _version = trained.with_items(personas, crisis, "free", "example")
    for item in (first, second):
        actions.do_item(actor=member, item=item)
    unchanged = ItemContent(title="Another title", text=first.text, minutes=1)
    actions.change_item(actor=personas.trainer, item=first, content=unchanged)
    assert state(member, first).is_done
    actions.change_item(actor=personas.trainer, item=first, content=ItemContent(title="Task", text="Do that."))
    assert not state(member, first).is_done
    assert state(member, second).is_done
    assert told(member, "has changed. Please do it again.")


def test_quiz_failed_twice_becomes_a_conversation(made: tuple[Crisis, User, User], personas: Personas) -> None:
    crisis, member, other = made
    version, refresher = trained.script(personas), trained.draft(personas, crisis)
    quiz = quizzes.quiz(personas.trainer, journal=crisis.journal)
    actions.write_question(actor=personas.trainer, quiz=quiz, texts=quizzes.texts(7, script_id=version.script_id))
    item = trained.item(personas, refresher, "quiz", about_id=quiz.pk)
    trained.published(personas, refresher)
    quizzes.failed_twice(member, quiz)
    quizzes.taken(other, quiz)
    assert state(member, item).is_conversation
    assert ready_ids(crisis.journal_id) == frozenset({other.person_id})
    with pytest.raises(PermissionDenied):
        actions.record_conversation(actor=personas.supervisor, item=item, person_id=member.person_id)
    with pytest.raises(NoConversationNeeded):
        actions.record_conversation(actor=personas.trainer, item=item, person_id=other.person_id)
    actions.record_conversation(actor=personas.trainer, item=item, person_id=member.person_id)
    assert ready_ids(crisis.journal_id) == frozenset({member.person_id, other.person_id})
    # A new version of a script that the questions are about: both take the quiz again.
    trained.next_version(personas, version)
    assert ready_ids(crisis.journal_id) == frozenset()
    quizzes.taken(member, quiz)
    assert ready_ids(crisis.journal_id) == frozenset({member.person_id})


def test_pages_of_a_trainee_show_what_is_next(made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn) -> None:
    crisis, member, _other = made
    _refresher, items, version = trained.with_items(personas, crisis, "read", "contact", "example", "role_play", "free")
    client = sign_in(member)
    mine = client.get(reverse("training:mine")).content.decode()
    assert "Next: The read item" in mine
    assert "0 of 5 done" in mine
    assert "5 items left" in client.get(reverse("desk:home")).content.decode()
    for item in items:
        assert client.get(reverse("training:item", args=[item.pk])).status_code == 200
    trained.read(member, version)
    contact = SupportContact.objects.get(crisis=crisis)
    done = client.post(reverse("training:item-done", args=[items[1].pk]), {"contact": contact.pk})
    assert done.headers["Location"] == reverse("training:mine")
    assert "Next: The example item" in client.get(reverse("training:mine")).content.decode()


def test_texts_of_trainers_run_no_html_and_no_template(
    made: tuple[Crisis, User, User], personas: Personas, sign_in: SignIn
) -> None:
    crisis, member, _other = made
    refresher = trained.draft(personas, crisis, title="<b>{{ 7 }}</b> مرحبا")
    evil = "<script>alert(1)</script> [x](javascript:alert(1)) {% now 'Y' %} 你好"
    item = trained.item(personas, refresher, "free", title=evil[:200], text=evil)
    trained.published(personas, refresher)
    for url in (reverse("training:mine"), reverse("training:item", args=[item.pk])):
        page = sign_in(member).get(url).content.decode()
        assert "<script>alert" not in page
        assert "javascript:alert" not in page.replace("(javascript:alert", "")
        assert "<b>{{" not in page
        assert "你好" in page


def test_closing_the_crisis_closes_its_refresher(personas: Personas) -> None:
    crisis = crises.draft(personas)
    refresher = trained.draft(personas, crisis)
    crisis_actions.cancel(actor=personas.supervisor, crisis=crisis)
    refresher.refresh_from_db()
    assert refresher.state == "closed"
    with pytest.raises(Refused):
        trained.item(personas, refresher)
