"""Forms of comments on passages."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import LongText, StyledForm
from scripts_library.models import LONGEST_COMMENT, LONGEST_PASSAGE, ScriptVersion
from scripts_library.queries import label_of


class CommentForm(StyledForm):
    """A comment on a passage of one of a version's texts."""

    field = forms.ChoiceField(label=gettext_lazy("Part of the script"))
    passage = LongText(
        label=gettext_lazy("Passage"),
        help_text=gettext_lazy("Select it in the text, or copy it here."),
        rows=2,
        max_length=LONGEST_PASSAGE,
    )
    text = LongText(label=gettext_lazy("Comment"), rows=3, max_length=LONGEST_COMMENT)

    def __init__(self, *args: Any, version: ScriptVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["field"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(name, label_of(name)) for name in ScriptVersion.TEXTS if getattr(version, name)]


class CommentReplyForm(StyledForm):
    text = LongText(label=gettext_lazy("Reply"), rows=2, max_length=LONGEST_COMMENT)
