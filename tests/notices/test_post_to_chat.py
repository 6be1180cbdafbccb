"""Events are posted to chat channels: once for each channel, at least once by the protocol, and never about a drill."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Event
from typing import Any

import pytest
from celery import current_app
from django.db import transaction
from django.test import override_settings

from core import broker, clock, mail_outbox, tick, work
from core.models import Work
from crisis.actions import give_update
from notices import actions
from notices.actions import chat_posts
from notices.models import ChatChannel, ChatPost
from notices.topics import all_topics, for_channels
from people.actions import notify_all
from people.models import Notification
from tests.chat_server import TOKEN, ChatServer, chat_server, logged
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories.notices import channel
from tests.factories.people import Personas
from tests.factories.people import personas as make_personas
from tests.faults.processes import kill_at, process_on
from tests.threads import PATIENCE, Meeting, at_once

NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
NIGHT = datetime(2026, 11, 28, 2, tzinfo=UTC)
UPDATE = "crisis:7:update:3"


@pytest.fixture(autouse=True)
def only_these_reconcilers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tick, "_reconcilers", {})
    tick.register("notices.plan", actions.plan, commits=True)
    tick.register("notices.chat", chat_posts.reconcile)


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running, override_settings(**allowed(running)):
        yield running


def allowed(server: ChatServer) -> dict[str, list[str]]:
    return {"NOTICES_CHAT_ALLOWED": [server.destination], "NOTICES_CHAT_NETWORKS": ["127.0.0.0/8"]}


def at(moment: datetime) -> None:
    with clock.travel(moment):
        tick.run()
        for row in Work.objects.filter(kind=chat_posts.WORK_KIND).open().order_by("pk"):
            work.run(row.pk)


def tell(personas: Personas, key: str = UPDATE, text: str = "Update on “Storm”: trucks are on the way.") -> None:
    people = [personas.agent.person_id, personas.other_agent.person_id, personas.supervisor.person_id]
    notify_all(person_ids=people, key=key, text=text, url="/crisis/7/")


def outcomes() -> list[tuple[str, str, str, int]]:
    posts = ChatPost.objects.order_by("channel__name", "pk")
    return [(post.channel.name, post.state, post.error, post.tries) for post in posts.select_related("channel")]


def test_event_for_several_people_is_posted_once(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    tell(personas)
    at(NOON)
    at(NOON + timedelta(minutes=1))
    assert server.received == [("desk", "Crisis update: https://crisis.example.org/crisis/7/")]
    post = ChatPost.objects.get()
    assert (post.state, post.message, post.finished_at) == ("sent", "", NOON)


def test_notifications_of_one_event_in_two_batches_are_one_post(
    personas: Personas, server: ChatServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel(server.address("desk"))
    monkeypatch.setattr("notices.actions.plans.BATCH", 1)
    tell(personas)
    at(NOON)
    assert len(server.received) == 1
    assert not Notification.objects.filter(is_planned=False).exists()


def test_update_of_a_crisis_reaches_the_channel(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    crisis, _users = crises.team(personas, 2)
    give_update(actor=personas.supervisor, crisis=crisis, text="Trucks.", next_update_at=crisis.next_update_at)
    at(NOON)
    assert server.received == [("desk", f"Crisis update: https://crisis.example.org/crises/{crisis.pk}/")]


def test_drill_never_uses_chat(personas: Personas, server: ChatServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crises, "draft", partial(crises.draft, is_drill=True))
    channel(server.address("desk"))
    crisis, users = crises.team(personas, 2)
    give_update(actor=personas.supervisor, crisis=crisis, text="Trucks.", next_update_at=crisis.next_update_at)
    at(NOON)
    # The people on the team were told.
    assert Notification.objects.filter(person=users[0].person_id, key__contains=":update:").exists()
    assert (ChatPost.objects.count(), server.received) == (0, [])


def test_channel_has_no_quiet_hours(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    tell(personas)
    at(NIGHT)
    assert len(server.received) == 1


def test_channel_gets_its_topics_only(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    channel(server.address("data"), name="Data", topics=["imports-waiting"])
    for key in (UPDATE, "import-names:4", "review:1", "invitation:1:reply-by:2", "something:else"):
        tell(personas, key)
    at(NOON)
    assert {topic for topic, _message in server.received} == {"desk", "data"}
    assert {(post.channel.name, post.topic) for post in ChatPost.objects.select_related("channel")} == {
        ("Crisis desk", "crisis-updates"),
        ("Data", "imports-waiting"),
    }


def test_topic_that_is_not_for_channels_is_never_posted(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"), topics=[topic.name for topic in all_topics()])
    for key in ("review:1:red-flag:2", "review:1", "invitation:1:reply-by:2", "award:3:issued", "own-rights:1"):
        tell(personas, key)
    at(NOON)
    assert server.received == []


def test_topics_for_channels_are_no_result_or_answer_of_a_person() -> None:
    assert {topic.name for topic in for_channels()} == {"crisis-updates", "imports-waiting"}


def test_text_is_posted_if_the_installation_wants_it(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    tell(personas, text="Update on “Storm”:\n@all <!here> see\t<b>it</b>")
    with override_settings(NOTICES_SHORT_SUBJECTS=False):
        at(NOON)
    [(_topic, message)] = server.received
    # Nothing in it mentions people.
    assert message == "Update on “Storm”: @\u200ball ‹!here› see ‹b›it‹/b›: https://crisis.example.org/crisis/7/"


def test_only_the_target_that_failed_is_tried_again(personas: Personas, server: ChatServer) -> None:
    server.answers["second"] = [503, 200]
    channel(server.address("first"), name="First")
    channel(server.address("second"), name="Second")
    tell(personas)
    at(NOON)
    refusal = "The chat server answered with status 503."
    assert outcomes() == [("First", "sent", "", 0), ("Second", "waiting", refusal, 1)]
    at(NOON + timedelta(seconds=59))
    assert len(server.received) == 2
    at(NOON + timedelta(seconds=60))
    assert [topic for topic, _message in server.received] == ["first", "second", "second"]
    assert outcomes() == [("First", "sent", "", 0), ("Second", "sent", "", 1)]


def test_refused_message_is_not_tried_again(personas: Personas, server: ChatServer) -> None:
    server.answers["desk"] = [404]
    channel(server.address("desk"))
    tell(personas)
    at(NOON)
    at(NOON + timedelta(days=1))
    assert len(server.received) == 1
    assert outcomes() == [("Crisis desk", "failed", "The chat server answered with status 404.", 0)]


def test_redirect_is_not_followed(personas: Personas, server: ChatServer) -> None:
    with chat_server() as elsewhere:
        server.answers["desk"], server.location = [307], f"http://127.0.0.1:{elsewhere.port}/"
        channel(server.address("desk"))
        tell(personas)
        at(NOON)
        assert (len(server.received), elsewhere.received) == (1, [])
    assert outcomes() == [("Crisis desk", "failed", "The chat server redirects (307). Redirects aren't followed.", 0)]


def test_server_that_is_down_is_tried_for_hours(personas: Personas, server: ChatServer) -> None:
    with chat_server() as gone:
        address, settings = gone.address("desk"), allowed(gone)
    channel(address)
    tell(personas)
    moment = NOON
    with override_settings(**settings), logged() as log:
        for pause in (timedelta(), *chat_posts.BACK_OFF):
            moment += pause
            at(moment)
    reason = "The chat server couldn't be reached, or gave no understandable answer."
    assert outcomes() == [("Crisis desk", "failed", reason, 6)]
    assert moment - NOON == timedelta(hours=4, minutes=21)
    # The log tells the post, never the address.
    assert len([line for line in log if reason in line]) == 7
    assert "127.0.0.1" not in " ".join(log)


def test_malformed_answer_puts_no_address_into_the_log(personas: Personas, server: ChatServer) -> None:
    server.is_malformed = True
    channel(server.address("desk"))
    tell(personas)
    with logged() as log:
        at(NOON)
    assert (len(server.received), outcomes()) == (1, [("Crisis desk", "sent", "", 0)])
    assert [line for line in log if "127.0.0.1" in line] == []


@pytest.mark.parametrize(
    ("waited", "is_posted"), [(chat_posts.LONGEST_WAIT, True), (chat_posts.LONGEST_WAIT + timedelta(seconds=1), False)]
)
def test_outdated_message_is_not_posted(personas: Personas, server: ChatServer, waited: timedelta, *, is_posted: bool) -> None:
    channel(server.address("desk"))
    tell(personas)
    with clock.travel(NOON):
        actions.plan()
    at(NOON + waited)
    end = ("sent", "") if is_posted else ("dropped", "Outdated: it couldn't be posted within 5 hours.")
    assert outcomes() == [("Crisis desk", *end, 0)]
    assert len(server.received) == is_posted


@pytest.mark.django_db
def test_waiting_hint_about_chat_holds_back_none_about_emails(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    monkeypatch.setattr(broker, "_quiet_until", 0.0)
    with current_app.connection_for_write() as connection:
        for queue in (chat_posts.QUEUE, mail_outbox.QUEUE):
            connection.default_channel.queue_purge(queue)  # type: ignore[attr-defined] # the stubs leave it out
    post = ChatPost.objects.create(channel=channel(), key="a:1", message="Hello", next_try_at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        chat_posts.start(post)
    mail_outbox.post(recipient="ana@example.org", data={"subject": "A code", "text": "It is 4711."})
    assert not broker.takes_more(chat_posts.QUEUE, enough=1), "a hint is waiting"
    assert broker.takes_more(mail_outbox.QUEUE, enough=1)
    mail_outbox.hint_due()
    assert not broker.takes_more(mail_outbox.QUEUE, enough=1), "and now one about the e-mail too"


def test_destination_that_is_no_longer_allowed_gets_nothing(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    tell(personas)
    with override_settings(NOTICES_CHAT_ALLOWED=[]):
        at(NOON)
    assert server.received == []
    [(_name, state, error, _tries)] = outcomes()
    assert (state, TOKEN in error) == ("failed", False)
    assert f"{server.destination} isn't allowed." in error


def test_address_under_a_lost_secret_key_is_a_visible_failure(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    tell(personas)
    with override_settings(SECRET_KEY="another"):
        at(NOON)
    [(_name, state, error, _tries)] = outcomes()
    assert (state, "SECRET_KEY" in error) == ("failed", True)


def test_paused_channel_gets_nothing(personas: Personas, server: ChatServer) -> None:
    paused = channel(server.address("desk"), is_paused=True)
    tell(personas)
    at(NOON)
    actions.resume_channel(actor=personas.administrator, channel=paused)
    at(NOON)
    assert (server.received, outcomes()) == ([], [])


def test_pausing_drops_what_waits(personas: Personas, server: ChatServer) -> None:
    server.answers["desk"] = [503, 200]
    desk = channel(server.address("desk"))
    tell(personas)
    at(NOON)
    actions.pause_channel(actor=personas.administrator, channel=desk)
    at(NOON + timedelta(hours=1))
    actions.resume_channel(actor=personas.administrator, channel=desk)
    at(NOON + timedelta(hours=2))
    assert len(server.received) == 1
    assert ChatPost.objects.get().state == "dropped"


@pytest.mark.django_db(transaction=True)
def test_pausing_does_not_wait_for_a_post_that_is_being_sent() -> None:
    administrator, desk = make_personas().administrator, channel()
    ChatPost.objects.create(channel=desk, key="a:1", message="Hello", next_try_at=NOON)
    with transaction.atomic():
        ChatPost.objects.select_for_update().get()
        assert at_once(lambda: actions.pause_channel(actor=administrator, channel=desk)) == [None]
    assert (ChatChannel.objects.get().is_paused, ChatPost.objects.get().state) == (True, "waiting")


@pytest.mark.django_db(transaction=True)
def test_deleting_a_channel_while_posts_are_planned_loses_no_plans(monkeypatch: pytest.MonkeyPatch) -> None:
    personas, desk = make_personas(), channel()
    tell(personas)
    is_planned, meeting, insert = Event(), Meeting(), ChatPost.objects.bulk_create

    def meet_and_insert(*posts: Any, **how: Any) -> Any:
        is_planned.set()
        meeting.wait()
        return insert(*posts, **how)

    def delete() -> None:
        assert is_planned.wait(PATIENCE)
        actions.delete_channel(actor=personas.administrator, channel=desk)
        meeting.wait()

    monkeypatch.setattr(ChatPost.objects, "bulk_create", meet_and_insert)
    assert at_once(actions.plan, delete) == [None, None]
    assert not Notification.objects.filter(is_planned=False).exists()
    assert (ChatChannel.objects.count(), ChatPost.objects.count()) == (0, 0)


def test_post_planned_while_the_channel_was_paused_is_dropped(personas: Personas, server: ChatServer) -> None:
    desk = channel(server.address("desk"))
    tell(personas)
    with clock.travel(NOON):
        actions.plan()
    ChatChannel.objects.filter(pk=desk.pk).update(is_paused=True)
    at(NOON)
    assert (server.received, ChatPost.objects.get().state) == ([], "dropped")


def test_work_of_an_earlier_try_posts_nothing(personas: Personas, server: ChatServer) -> None:
    post = ChatPost.objects.create(channel=channel(server.address("desk")), key="a:1", message="Hello", next_try_at=NOON)
    row = chat_posts.start(post)
    ChatPost.objects.update(tries=1)
    work.run(row.pk)
    assert (server.received, ChatPost.objects.get().state) == ([], "waiting")


def test_post_whose_work_has_failed_is_a_visible_failure(personas: Personas, server: ChatServer) -> None:
    post = ChatPost.objects.create(channel=channel(server.address("desk")), key="a:1", message="Hello", next_try_at=NOON)
    Work.objects.filter(pk=chat_posts.start(post).pk).update(state="failed", finished_at=NOON)
    at(NOON)
    assert outcomes() == [("Crisis desk", "failed", "Sending failed several times. Check the worker's log.", 0)]


def test_test_message_is_posted(personas: Personas, server: ChatServer) -> None:
    desk = channel(server.address("desk"))
    for _twice in range(2):
        actions.send_test_message(actor=personas.administrator, channel=desk)
    at(clock.now())
    assert server.received == [("desk", "Test message from Extreme Customer Service: this channel works.")] * 2


def test_finished_posts_are_deleted_after_a_month(personas: Personas, server: ChatServer) -> None:
    channel(server.address("desk"))
    tell(personas)
    at(NOON)
    at(NOON + timedelta(days=30))
    assert ChatPost.objects.count() == 1
    at(NOON + timedelta(days=30, seconds=1))
    assert ChatPost.objects.count() == 0


def test_constraints_of_posts(personas: Personas) -> None:
    desk = channel()
    values = {"channel": desk, "key": "a:1", "next_try_at": NOON}
    ChatPost.objects.create(**values, message="Hello")
    ChatPost.objects.create(**{**values, "key": "a:2"}, state="sent", finished_at=NOON)
    ChatPost.objects.create(**{**values, "channel": channel(name="Other")}, message="Hello")
    for name, wrong in (
        ("chat_post_once", {"message": "Hello"}),
        ("chat_post_finished_at_matches_state", {"key": "b", "message": "Hello", "finished_at": NOON}),
        ("chat_post_finished_at_matches_state", {"key": "b", "state": "sent"}),
        ("chat_post_message_while_waiting", {"key": "b"}),
        ("chat_post_message_while_waiting", {"key": "b", "state": "failed", "finished_at": NOON, "message": "Hello"}),
    ):
        with refused_by(name):
            ChatPost.objects.create(**{**values, **wrong})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fault", ["notices.chat_sent", "work.before_commit"])
def test_post_whose_worker_is_killed_arrives(fault: str) -> None:
    with chat_server() as server:
        constants = {f"django.conf.settings.{name}": value for name, value in allowed(server).items()}
        post = ChatPost.objects.create(
            channel=channel(server.address("desk")), key="a:1", message="Hello", next_try_at=clock.now()
        )
        row = chat_posts.start(post)
        kill_at(fault, row, constants=constants)
        assert ChatPost.objects.get().state == "waiting"
        assert process_on(row, constants=constants).wait() == 0
        # Only the chat server could tell that it is the same message.
        assert server.received == [("desk", "Hello")] * 2
    assert ChatPost.objects.get().state == "sent"
