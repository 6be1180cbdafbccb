"""Drafts of forms, for the views of every room. A form with a draft keeps what is typed while it is being typed.

A view that shows such a form calls `with_draft`, puts the answer into the context as `draft`, and calls `settle_draft` once the
form has done its work. The template includes `components/draft_restored.html` before the form, `components/draft.html` in it.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core import signing
from django.forms import Form
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

    `restored_at` is when the text that now fills the form was typed, None if it shows what is saved. `is_outdated`: what is
    saved has changed since.
    """

    key: str
    page: str
    rendered_at: datetime
    restored_at: datetime | None = None
    is_outdated: bool = False

    @property
    def token(self) -> str:
        """What the form sends to say which form it is. Signed, so nobody fills the table with forms that do not exist."""
        return signing.dumps([self.key, self.page, self.rendered_at.isoformat()], salt=SALT)

    @staticmethod
    def of_token(token: str) -> "RenderedForm | None":
        """The form that a token names, or None if we did not make it."""
        try:
            key, page, rendered_at = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return RenderedForm(key, page, datetime.fromisoformat(rendered_at))


def with_draft(request: UserRequest, form: Form, key: str, *, at: str | None = None) -> RenderedForm:
    """Fill a form with its writer's draft, if there is one. A form that was just sent keeps what was sent.

    `at` is the address of the form's page, if another one shows it now.
    """
    now, page = clock.now(), at or request.get_full_path()
    draft = FormDraft.objects.filter(person=request.user.person_id, key=key, sent_at=None).first()
    if form.is_bound or draft is None:
        return RenderedForm(key, page, now)
    is_outdated = _is_outdated(form, draft)
    _fill(form, draft)
    return RenderedForm(key, page, now, restored_at=draft.saved_at, is_outdated=is_outdated)


def _fill(form: Form, draft: FormDraft) -> None:
    """Hidden fields stay as they are: they say which edition is being changed, and that is the one of now."""
    data: MultiValueDict[str, str] = MultiValueDict(draft.fields)
    for bound in form.visible_fields():
        widget = bound.field.widget
        if not bound.field.disabled and not widget.value_omitted_from_data(data, MultiValueDict(), bound.html_name):
            form.initial[bound.name] = widget.value_from_datadict(data, MultiValueDict(), bound.html_name)


def _is_outdated(form: Form, draft: FormDraft) -> bool:
    read = {bound.html_name: str(bound.value()) for bound in form.hidden_fields()}
    return any(name in draft.fields and draft.fields[name] != [value] for name, value in read.items())
