"""Drafts of forms, for the views of every room. A form with a draft keeps what is typed while it is being typed.

A view that shows such a form calls `with_draft`, puts the answer into the context as `draft`, and calls `settle_draft` once the
form has done its work. The template includes `components/draft_restored.html` before the form, `components/draft.html` in it.
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

# The hidden field that names the form. Only forms that a page has shown have drafts.
FIELD = "form_draft"
SALT = "people.drafts"


@dataclass(frozen=True, slots=True)
class RenderedForm:
    """One rendering of a form with a draft.

    `saved` has a digest of what each field held when the form was rendered, by its name. `restored_at` is when the text that
    now fills the form was typed, None if it shows what is saved. `is_outdated`: what is saved has changed since.
    """

    key: str
    page: str
    rendered_at: datetime
    saved: Mapping[str, str]
    restored_at: datetime | None = None
    is_outdated: bool = False

    @property
    def token(self) -> str:
        """What the form sends to say which form it is. Signed, so nobody fills the table with forms that do not exist."""
        return signing.dumps([self.key, self.page, self.rendered_at.isoformat(), dict(self.saved)], salt=SALT)

    @staticmethod
    def of_token(token: str) -> "RenderedForm | None":
        """The form that a token names, or None if we did not make it."""
        try:
            key, page, rendered_at, saved = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return RenderedForm(key, page, datetime.fromisoformat(rendered_at), saved)


def with_draft(request: UserRequest, form: Form, key: str, *, at: str | None = None) -> RenderedForm:
    """Fill a form with its writer's draft, if there is one. A form that was just sent keeps what was sent.

    `at` is the address of the form's page, if another one shows it now.
    """
    now, page, saved = clock.now(), at or request.get_full_path(), _saved(form)
    draft = FormDraft.objects.filter(person=request.user.person_id, key=key, sent_at=None).first()
    if form.is_bound or draft is None:
        return RenderedForm(key, page, now, saved)
    is_outdated = _fill(form, draft, saved)
    return RenderedForm(key, page, now, saved, restored_at=draft.saved_at, is_outdated=is_outdated)


def _saved(form: Form) -> dict[str, str]:
    """A digest of what each field of an unsent form holds, hidden ones included."""
    return {} if form.is_bound else {bound.html_name: _digest(_as_sent(bound)) for bound in form}


def _fill(form: Form, draft: FormDraft, saved: Mapping[str, str]) -> bool:
    """Fill in what the writer has typed; other fields show what is saved now. Returns whether something that matters to the
    writer was saved by others since: a field that both have changed, or a hidden one, such as the version token that was read.
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
    """What a browser sends for the field if nobody touches it."""
    # Not the bound value, which the field would remember when the draft is filled in.
    initial = bound.form.get_initial_for_field(bound.field, bound.name)
    value, widget = bound.field.prepare_value(initial), bound.field.widget
    if isinstance(widget, CheckboxInput):
        return ["on"] if value else []
    shown = widget.format_value(value)
    return [str(each) for each in shown] if isinstance(shown, list | tuple) else ["" if shown is None else str(shown)]


def _digest(values: Sequence[str]) -> str:
    """Line ends are left out: browsers send their own."""
    text = "\x00".join("\n".join(value.splitlines()) for value in values)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
