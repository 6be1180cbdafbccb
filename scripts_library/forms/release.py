"""Forms of publishing and withdrawing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import clock
from core.forms import StyledForm
from core.wall_times import WallTimeField
from scripts_library.forms.approval import LONGEST_REASON
from scripts_library.forms.periods import PeriodForm
from scripts_library.models import ScriptVersion


class PublishForm(PeriodForm):
    """When the version is published and ends, when it is reviewed, and what happens to agents who use the one before."""

    publish_at = WallTimeField(
        label=gettext_lazy("Publish at"), help_text=gettext_lazy("Leave blank to publish now."), required=False
    )
    review_by_on = forms.DateField(
        label=gettext_lazy("Review by"),
        help_text=gettext_lazy("The owner confirms by then, at the latest on the last day, that the text is still right."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    takes_effect = forms.ChoiceField(
        label=gettext_lazy("Agents who are using the previous version"),
        choices=[
            (
                ScriptVersion.TakesEffect.AFTER_CONTACT,
                gettext_lazy("Keep it until they finish. Then they see that there is a new version."),
            ),
            (ScriptVersion.TakesEffect.AT_ONCE, gettext_lazy("Get the new version right away, with a notice.")),
        ],
        initial=ScriptVersion.TakesEffect.AFTER_CONTACT,
        required=False,
        widget=forms.RadioSelect,
    )

    field_order = ("publish_at", "last_on", "review_by_on", "takes_effect")

    def clean_takes_effect(self) -> str:
        return self.cleaned_data["takes_effect"] or ScriptVersion.TakesEffect.AFTER_CONTACT.value

    def clean_publish_at(self) -> datetime | None:
        publish_at: datetime | None = self.cleaned_data["publish_at"]
        if publish_at is not None and publish_at <= clock.now():
            raise ValidationError(_("Choose a time in the future, or leave it blank to publish now."))
        return publish_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        last_on, review_by_on, publish_at = (cleaned.get(name) for name in ("last_on", "review_by_on", "publish_at"))
        if last_on and publish_at and publish_at >= self.ends_at():
            self.add_error("publish_at", _("Choose a time before the end of the last day."))
        if review_by_on and review_by_on < self.today:
            self.add_error("review_by_on", _("Choose today or a later day."))
        elif last_on and review_by_on:
            cleaned["review_by_on"] = min(review_by_on, last_on)
        return cleaned

    def release(self) -> dict[str, Any]:
        """Arguments of `actions.publish`, without the time of a planned publication."""
        names = ("review_by_on", "takes_effect")
        return {"ends_at": self.ends_at(), **{name: self.cleaned_data[name] for name in names}}


class WithdrawForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("What is wrong with the script."),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    say_instead = forms.CharField(
        label=gettext_lazy("What to say instead"),
        help_text=gettext_lazy("Agents see this right away, also during a contact. Leave blank if you don't know yet."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    replacement = forms.TypedChoiceField(
        label=gettext_lazy("Replacement"),
        help_text=gettext_lazy("Shown with the withdrawal. Without a replacement, agents are told to ask the owner."),
        required=False,
        coerce=int,
        empty_value=None,
    )

    def __init__(self, *args: Any, live: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["replacement"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("No replacement yet")), *live.items()]
