"""Form of a chat channel."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from notices.chat.addresses import AddressRefused
from notices.chat.sending import checked_target
from notices.models import ChatChannel
from notices.topics import for_channels

ADDRESS_LENGTH = 1000


class ChannelForm(StyledForm):
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=ChatChannel.NAME_LENGTH,
        help_text=gettext_lazy("What you call it here, such as “Crisis desk in Slack”"),
    )
    address = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=ADDRESS_LENGTH,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    topics = forms.MultipleChoiceField(label=gettext_lazy("Messages about"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, shown_as: str = "", **kwargs: Any) -> None:
        """`shown_as` is that of the saved address, which then can stay as it is."""
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(topic.name, topic.title) for topic in for_channels()]  # type: ignore[attr-defined] # a choice field
        self.fields["address"].required = not shown_as
        allowed = ", ".join(settings.NOTICES_CHAT_ALLOWED) or _("nothing yet")
        examples = _(
            "Paste the address of a webhook of Slack, Teams or another service in the cloud. For your own server, write it "
            "like ntfys://ntfy.example.org/topic. Allowed here: %(allowed)s."
        ) % {"allowed": allowed}
        kept = _("Leave blank to keep “%(address)s”.") % {"address": shown_as} if shown_as else ""
        self.fields["address"].help_text = f"{kept} {examples}".strip()

    def clean_address(self) -> str:
        address: str = self.cleaned_data["address"].strip()
        if address:
            try:
                checked_target(address)
            except AddressRefused as refusal:
                raise forms.ValidationError(str(refusal)) from None
        return address
