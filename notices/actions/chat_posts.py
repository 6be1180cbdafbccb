"""Delivery of posts to chat channels: in the background, at least once, with growing pauses, like e-mails of the outbox.

Each post has one target, so a failure never repeats a message that arrived somewhere else.
"""

import logging
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from core import clock, faults, work
from core.deletion import delete_some
from notices.chat.addresses import AddressRefused, unseal
from notices.chat.hosts import HostNotFound
from notices.chat.sending import ChatDeferred, ChatRefused, send
from notices.models import ChatChannel, ChatPost
from notices.post_lifecycle import POST_LIFECYCLE, PostStep

logger = logging.getLogger(__name__)

WORK_KIND = "notices.chat"
# Its workers do nothing else, so that a chat server that doesn't answer delays no other work.
QUEUE = "chat"
# Pauses between tries. After four hours a message in a chat would be outdated, so they end sooner than those of e-mails.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180))
# Nobody needs an older message in a chat. Longer than all pauses, because each try also waits for its tick and a worker.
LONGEST_WAIT = timedelta(hours=5)
KEPT = timedelta(days=30)
# Maximum per tick. The next tick starts the rest.
BATCH = 500

State = ChatPost.State


def start(post: ChatPost) -> work.WorkRow:
    """Start the next try of a post."""
    return work.enqueue(kind=WORK_KIND, subject_id=post.pk, key=_key(post))


def step(row: work.WorkRow) -> work.Progress:
    """Try to send a post. Registered with `core.work`."""
    waiting = ChatPost.objects.filter(pk=row.subject_id, state=State.WAITING)
    post = waiting.select_for_update(of=("self",)).select_related("channel").first()
    if post is not None and row.key == _key(post):
        _try(post)
    return work.Progress(finished=True)


def reconcile() -> int:
    """Start due tries, and delete old finished posts. Part of the tick."""
    now = clock.now()
    due = ChatPost.objects.filter(state=State.WAITING, next_try_at__lte=now).select_for_update(skip_locked=True)
    posts = list(due.order_by("next_try_at")[:BATCH])
    for post in posts:
        if start(post).state == work.WorkRow.State.FAILED:
            _finish(post, PostStep.FAIL, _("Sending failed several times. Check the worker's log."))
    old = ChatPost.objects.filter(~Q(state=State.WAITING), finished_at__lt=now - KEPT).order_by("finished_at")
    return len(posts) + delete_some(old)


def drop_waiting(channel: ChatChannel) -> int:
    """Drop the waiting posts of a channel. One that is being tried drops itself if it isn't sent. Returns how many."""
    waiting = channel.posts.filter(state=State.WAITING).select_for_update(skip_locked=True)
    rows = ChatPost.objects.filter(pk__in=[post.pk for post in waiting])
    return POST_LIFECYCLE.move_all(rows, PostStep.DROP, message="", finished_at=clock.now())


def _try(post: ChatPost) -> None:
    # It was planned or tried while the channel was being paused.
    if post.channel.is_paused:
        _finish(post, PostStep.DROP, "")
        return
    if clock.now() - post.created_at > LONGEST_WAIT:
        _finish(post, PostStep.DROP, _("Outdated: it couldn't be posted within 5 hours."))
        return
    try:
        send(unseal(post.channel.sealed_address), post.message)
    except (HostNotFound, ChatDeferred) as refusal:
        _postpone(post, str(refusal))
    except (AddressRefused, ChatRefused) as refusal:
        _finish(post, PostStep.FAIL, str(refusal))
    else:
        faults.point("notices.chat_sent")
        _finish(post, PostStep.SEND, "")


def _postpone(post: ChatPost, reason: str) -> None:
    logger.warning("chat post %s was not sent (try %s): %s", post.pk, post.tries + 1, reason)
    if post.tries >= len(BACK_OFF):
        post.tries += 1
        _finish(post, PostStep.FAIL, reason)
        return
    post.next_try_at = clock.now() + BACK_OFF[post.tries]
    post.tries, post.error = post.tries + 1, reason[: ChatPost.ERROR_LENGTH]
    post.save(update_fields=["tries", "next_try_at", "error"])


def _finish(post: ChatPost, step: PostStep, reason: str) -> None:
    """Finish a post. Its message is deleted now; the fact that it was sent is kept for a month."""
    if step == PostStep.FAIL:
        logger.error("chat post %s is not tried again: %s", post.pk, reason)
    POST_LIFECYCLE.move(post, step)
    post.error, post.message, post.finished_at = reason[: ChatPost.ERROR_LENGTH], "", clock.now()
    post.save(update_fields=["state", "tries", "error", "message", "finished_at"])


def _key(post: ChatPost) -> str:
    return f"chat:{post.pk}:{post.tries}"
