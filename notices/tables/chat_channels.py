"""Tables of chat channels and of the posts to them."""

from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import badge, link, stack, with_note
from notices.models import ChatPost
from notices.topics import all_topics

State = ChatPost.State


def _titles() -> dict[str, str]:
    return {topic.name: str(topic.title) for topic in all_topics()}


class ChannelsTable(tables.Table):
    caption = gettext_lazy("Chat channels")
    name = tables.RowName(gettext_lazy("Name"))
    shown_as = tables.Column(gettext_lazy("Address"))
    topics = tables.Column(gettext_lazy("Messages about"), orderable=False)
    newest_state = tables.Column(gettext_lazy("State"), empty_values=(), orderable=False)
    posted_at = tables.Moment(gettext_lazy("Last message"), default=gettext_lazy("None yet"))
    actions = tables.Actions("notices/_channel_actions.html", gettext_lazy("Actions"))

    def render_name(self, record: Any) -> SafeString:
        return link(reverse("notices:channel", args=[record.pk]), record)

    def render_shown_as(self, record: Any) -> SafeString:
        return stack([record.shown_as])

    def render_topics(self, value: list[str]) -> SafeString:
        titles = _titles()
        return stack(titles.get(name, name) for name in value)

    def render_newest_state(self, record: Any) -> SafeString:
        if record.is_paused:
            return badge(_("Paused"))
        if record.newest_error:
            return with_note(badge(_("Failing"), "danger"), record.newest_error)
        return badge(_("Working"), "success") if record.newest_state == State.SENT else badge(_("Not used yet"))


class PostsTable(tables.Table):
    """Messages of the last month without their texts."""

    caption = gettext_lazy("Messages to chat channels")
    created_at = tables.Moment(gettext_lazy("Planned"))
    channel = tables.RowName(gettext_lazy("Channel"), order_by="channel__name")
    topic = tables.Column(gettext_lazy("Kind"), empty_values=())
    state = tables.Column(gettext_lazy("State"))
    tries = tables.Figure(gettext_lazy("Failed tries"))
    error = tables.Column(gettext_lazy("Reason"), orderable=False, default="–")

    def render_topic(self, record: ChatPost) -> str:
        return _titles().get(record.topic, record.topic) or _("Test message")

    def render_state(self, record: ChatPost) -> SafeString:
        tones = {State.SENT: "success", State.FAILED: "danger", State.WAITING: "warning" if record.tries else ""}
        return badge(record.get_state_display(), tones.get(State(record.state), ""))
