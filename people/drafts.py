"""Drafts of forms for the views of all rooms: the form is saved while the user types.

A view calls `with_draft`, passes the result to the template as `draft`, and calls `settle_draft` after the form was processed.
The template includes `components/draft_restored.html` before the form and `components/draft.html` inside it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.forms import BoundField, CheckboxInput, Form
from django.utils.datastructures import MultiValueDict

from core import clock
from people.actions.drafts import settle_draft
from people.http import UserRequest
from people.models import FormDraft

__all__ = ["FIELD", "RenderedForm", "settle_draft", "with_draft"]

# Hidden field that identifies the form. Only forms that a page has shown have drafts.
FIELD = "form_draft"
SALT = "people.drafts"


@dataclass(frozen=True, slots=True)
class RenderedForm:
    """Rendering of a form with a draft.

    `saved` maps each field to a digest of its value when the form was rendered. `restored_at` is when the restored draft was
    typed, None if the form shows the saved values. `is_outdated` is true if the saved values have changed since.
    """

    key: str
    page: str
    rendered_at: datetime
    saved: Mapping[str, str]
    restored_at: datetime | None = None
    is_outdated: bool = False

    @property
    def token(self) -> str:
        """Signed identification of the form, sent with it. The signature prevents drafts of forms that don't exist."""
        return signing.dumps([self.key, self.page, self.rendered_at.isoformat(), dict(self.saved)], salt=SALT)

    @staticmethod
    def of_token(token: str) -> "RenderedForm | None":
        """Form identified by a token, or None if the signature is invalid."""
        try:
            key, page, rendered_at, saved = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return RenderedForm(key, page, datetime.fromisoformat(rendered_at), saved)


def with_draft(request: UserRequest, form: Form, key: str, *, at: str | None = None) -> RenderedForm:
    """Fill a form with the user's draft, if there is one. A submitted form keeps the submitted values.

    `at` is the address of the form's own page, if a different page shows it.
    """
    now, page, saved = clock.now(), at or request.get_full_path(), _saved(form)
    draft = FormDraft.objects.filter(person=request.user.person_id, key=key, sent_at=None).first()
    if form.is_bound or draft is None:
        return RenderedForm(key, page, now, saved)
    is_outdated = _fill(form, draft, saved)
    return RenderedForm(key, page, now, saved, restored_at=draft.saved_at, is_outdated=is_outdated)


def _saved(form: Form) -> dict[str, str]:
    """Digests of the values of an unsubmitted form, by field name, including hidden fields."""
    return {} if form.is_bound else {bound.html_name: _digest(_as_sent(bound)) for bound in form}


def _fill(form: Form, draft: FormDraft, saved: Mapping[str, str]) -> bool:
    """Fill in the fields that the user changed; other fields show the saved values.

    Returns whether the draft is outdated: someone else changed the same field, or a hidden field such as a version token.
    """
    is_outdated = False
    data: MultiValueDict[str, str] = MultiValueDict(draft.fields)
    for bound in form:
        name, widget = bound.html_name, bound.field.widget
        was_changed = name in draft.saved and draft.saved[name] != saved[name]
        if bound.is_hidden:
            is_outdated |= was_changed
        elif not bound.field.disabled and not widget.value_omitted_from_data(data, MultiValueDict(), name):
            if draft.saved.get(name) == _digest(draft.fields.get(name, [])):
                continue
            form.initial[bound.name] = widget.value_from_datadict(data, MultiValueDict(), name)
            is_outdated |= was_changed
    return is_outdated


def _as_sent(bound: BoundField) -> list[str]:
    """Values that a browser submits for an unchanged field."""
    # Not `bound.value()`: it is cached, and the draft would not be filled in later.
    initial = bound.form.get_initial_for_field(bound.field, bound.name)
    value, widget = bound.field.prepare_value(initial), bound.field.widget
    if isinstance(widget, CheckboxInput):
        return ["on"] if value else []
    shown = widget.format_value(value)
    return [str(each) for each in shown] if isinstance(shown, list | tuple) else ["" if shown is None else str(shown)]


def _digest(values: Sequence[str]) -> str:
    """Digest of the values. Line ends are normalised because browsers change them."""
    text = "\x00".join("\n".join(value.splitlines()) for value in values)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
