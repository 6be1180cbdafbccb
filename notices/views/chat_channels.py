"""Pages of chat channels, for administrators."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.pages import Link, form_page, go, page
from core.tables import download_of
from notices import actions
from notices.forms.chat_channels import ChannelForm
from notices.models import ChatChannel
from notices.permissions import can_manage_channels
from notices.queries import chat_channels
from notices.tables.chat_channels import ChannelsTable, PostsTable
from people.http import UserRequest, only_if

PER_PAGE = 50


@require_safe
@only_if(can_manage_channels)
def channels(request: UserRequest) -> HttpResponseBase:
    """Chat channels, and the messages of the last month with their errors."""
    table = ChannelsTable(chat_channels.channels(), request)
    posts = PostsTable(chat_channels.recent_posts(), request, prefix="posts-", per_page=PER_PAGE)
    if download := download_of(table, posts):
        return download
    return page(request, "notices/channels.html", {"table": table, "posts": posts, "allowed": settings.NOTICES_CHAT_ALLOWED})


@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_channels)
def add(request: UserRequest) -> HttpResponseBase:
    form = ChannelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        channel = actions.add_channel(actor=request.user, **form.cleaned_data)
        messages.success(request, _("%(name)s is added. Send a test message to see that it works.") % {"name": channel})
        return go(request, reverse("notices:channels"))
    return form_page(
        request,
        form,
        heading=_("Add a chat channel"),
        button=_("Add channel"),
        back=reverse("notices:channels"),
        intro=[_("Everyone in the channel reads these messages. The address is secret: it isn’t shown again.")],
    )


@sensitive_post_parameters("address")
@require_http_methods(["GET", "HEAD", "POST"])
@only_if(can_manage_channels)
def change(request: UserRequest, channel_id: int) -> HttpResponseBase:
    channel = get_object_or_404(ChatChannel, pk=channel_id)
    initial = {"name": channel.name, "topics": channel.topics}
    form = ChannelForm(request.POST or None, initial=initial, shown_as=channel.shown_as)
    if request.method == "POST" and form.is_valid():
        actions.change_channel(actor=request.user, channel=channel, **form.cleaned_data)
        messages.success(request, _("Your changes are saved."))
        return go(request, reverse("notices:channels"))
    return form_page(
        request,
        form,
        heading=_("Chat channel %(name)s") % {"name": channel},
        button=_("Save channel"),
        back=reverse("notices:channels"),
        above=Link(_("Chat channels"), reverse("notices:channels")),
        template="notices/channel.html",
        context={"channel": channel},
    )


@require_POST
@only_if(can_manage_channels)
def pause(request: UserRequest, channel_id: int) -> HttpResponseBase:
    channel = actions.pause_channel(actor=request.user, channel=get_object_or_404(ChatChannel, pk=channel_id))
    messages.success(request, _("%(name)s is paused and gets no messages.") % {"name": channel})
    return go(request, reverse("notices:channels"))


@require_POST
@only_if(can_manage_channels)
def resume(request: UserRequest, channel_id: int) -> HttpResponseBase:
    channel = actions.resume_channel(actor=request.user, channel=get_object_or_404(ChatChannel, pk=channel_id))
    messages.success(request, _("%(name)s gets messages again.") % {"name": channel})
    return go(request, reverse("notices:channels"))


@require_POST
@only_if(can_manage_channels)
def send_test_message(request: UserRequest, channel_id: int) -> HttpResponseBase:
    channel = get_object_or_404(ChatChannel, pk=channel_id)
    actions.send_test_message(actor=request.user, channel=channel)
    messages.success(
        request, _("A test message to %(name)s is on its way. Reload this page to see the result.") % {"name": channel}
    )
    return go(request, reverse("notices:channels"))


@require_POST
@only_if(can_manage_channels)
def delete(request: UserRequest, channel_id: int) -> HttpResponseBase:
    channel = get_object_or_404(ChatChannel, pk=channel_id)
    actions.delete_channel(actor=request.user, channel=channel)
    messages.success(request, _("%(name)s is deleted.") % {"name": channel})
    return go(request, reverse("notices:channels"))
