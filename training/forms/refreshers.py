"""Forms about refreshers and their items."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from people.queries.persons import all_names
from training.anonymity import marks_in
from training.item_content import ItemContent
from training.models import RefresherItem
from training.models.refreshers import LONGEST_ITEM_TEXT, MOST_MINUTES
from training.queries.refreshers import quizzes_to_choose, role_plays_to_choose, scripts_to_choose

Kind = RefresherItem.Kind
MOST_SHOWN = 10


class RefresherForm(StyledForm):
    """Title and due day of a refresher."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    due_on = forms.DateField(
        label=gettext_lazy("To be done by"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("The last day. People who aren't done by then are shown as late."),
    )


class StartForm(RefresherForm):
    """The crisis, title and due day of a new refresher."""

    journal_id = forms.TypedChoiceField(label=gettext_lazy("For which crisis?"), coerce=int)
    field_order = ("journal_id", "title", "due_on")

    def __init__(self, *args: Any, cases: Mapping[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["journal_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - declared above
        field.choices = [("", _("Choose a crisis")), *cases.items()]


ABOUT = {
    Kind.READ: gettext_lazy("Script"),
    Kind.ROLE_PLAY: gettext_lazy("Role play"),
    Kind.QUIZ: gettext_lazy("Quiz"),
}
TEXT_HELP = {
    Kind.EXAMPLE: gettext_lazy("What happened, what was said, and what the team can learn. Leave out everything about people."),
    Kind.FREE: gettext_lazy("What to do."),
}


class ItemForm(StyledForm):
    """An item of one kind. Only real examples ask for a confirmation; only other kinds are about something to choose."""

    about_id = forms.TypedChoiceField(coerce=int)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    text = LongText(label=gettext_lazy("Text"), rows=6, max_length=LONGEST_ITEM_TEXT, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("How many minutes does it take?"), min_value=1, max_value=MOST_MINUTES)
    is_anonymised = forms.BooleanField(label=gettext_lazy("Nobody can be recognised in this example."))
    # The marks that the trainer has seen, so that a warning is shown once for each text.
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, kind: str, journal_id: int, present: tuple[int, str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = Kind(kind)
        self.offered = self._offered(journal_id, present)
        if self.kind in ABOUT:
            about = self.fields["about_id"]
            assert isinstance(about, forms.TypedChoiceField)  # noqa: S101 - declared above
            about.label, about.choices = ABOUT[self.kind], [("", _("Choose one")), *self.offered.items()]
            self.fields["title"].required = False
            self.fields["title"].help_text = _("Leave blank to use the name of what you choose.")
        else:
            del self.fields["about_id"]
        if self.kind != Kind.EXAMPLE:
            del self.fields["is_anonymised"], self.fields["seen"]
        self.fields["text"].required = self.kind in TEXT_HELP
        self.fields["text"].help_text = TEXT_HELP.get(
            self.kind, _("What should people pay attention to? Leave blank if nothing.")
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.kind == Kind.EXAMPLE:
            self._warn(cleaned.get("text") or "")
        return cleaned

    def content(self) -> ItemContent:
        """The valid item. Without a title it is called like what it is about."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        title = given.pop("title") or self.offered[given["about_id"]][:200]
        return ItemContent(title=title, **given)

    def _offered(self, journal_id: int, present: tuple[int, str] | None) -> dict[int, str]:
        """What the item can be about, including what it is about now."""
        if self.kind == Kind.READ:
            found = scripts_to_choose(journal_id)
        elif self.kind == Kind.ROLE_PLAY:
            found = role_plays_to_choose()
        elif self.kind == Kind.QUIZ:
            found = quizzes_to_choose(journal_id)
        else:
            return {}
        return found if present is None or present[0] in found else {present[0]: present[1], **found}

    def _warn(self, text: str) -> None:
        """Ask the trainer to look again at what could identify a person, once for each set of marks."""
        marks = marks_in(text, all_names())
        digest = sha256("\n".join(marks).encode()).hexdigest() if marks else ""
        if digest == (self.cleaned_data.get("seen") or ""):
            return
        shown = ", ".join(f"“{mark}”" for mark in marks[:MOST_SHOWN])
        words = _("This could identify a person: %(marks)s. Remove it, or confirm again that nobody can be recognised.")
        self.data = {**{name: self.data.get(name) for name in self.data}, "seen": digest}
        self.data.pop("is_anonymised", None)
        if marks:
            self.add_error("text", words % {"marks": shown})
