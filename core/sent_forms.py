"""Forms that are sent twice count once: by two clicks, by the Back button, or by a browser that repeats a request.

Every rendered form carries a key (the tag `csrf_token` adds it). The first request with a key and its content leaves a row, in
the transaction of what it does. The same request again waits for the first one, does nothing, and says what the first one said.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

from django.contrib import messages
from django.contrib.messages import get_messages
from django.contrib.messages.storage.base import BaseStorage
from django.db import OperationalError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from core import clock
from core.deletion import delete_some
from core.locks import is_lock_timeout
from core.middleware import refused
from core.models import SentForm
from core.typing import HtmxRequest

KEY_FIELD = "one_time_key"
PLAIN_FORM = "application/x-www-form-urlencoded"
# Nobody repeats a form later than this by mistake.
REMEMBERED = timedelta(days=1)

Answer = Callable[[HtmxRequest], HttpResponse]


def new_key() -> str:
    return uuid4().hex


class SentFormsMiddleware:
    """Let a form do its work once. Uploads, requests of htmx, those without a key and those of strangers pass as they are."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        # A view of uploads says itself how they are read, so they are not read here.
        is_form = request.method == "POST" and request.content_type == PLAIN_FORM and not request.htmx
        if not (is_form and request.user.is_authenticated and request.POST.get(KEY_FIELD)):
            return self.get_response(request)
        try:
            return _once(request, self.get_response)
        except OperationalError as error:
            if not is_lock_timeout(error):
                raise
            return refused(request, _("You just sent this, and it's still being processed. Reload the page to see it."))


@transaction.atomic
def _once(request: HtmxRequest, answer: Answer) -> HttpResponse:
    sent, is_first = SentForm.objects.get_or_create(digest=_digest(request))
    if not is_first:
        messages.info(request, _("You sent this twice. It was only counted once."))
        for level, text in sent.said:
            messages.add_message(request, level, text)
        return HttpResponseRedirect(sent.location)
    response = answer(request)
    if isinstance(response, HttpResponseRedirect):
        sent.location, sent.said = response.url, _said(request)
        sent.save(update_fields=["location", "said"])
    else:
        # Refused, or shown again with what is missing: nothing was done, and it may be sent again.
        sent.delete()
    return response


def _digest(request: HtmxRequest) -> str:
    """The same for the same content only: what was changed after the Back button is another form."""
    content = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr((request.user.pk, request.get_full_path(), content)).encode()).hexdigest()


def _said(request: HtmxRequest) -> list[tuple[int, str]]:
    storage = get_messages(request)
    assert isinstance(storage, BaseStorage)  # noqa: S101 - without the middleware of messages it would be a list
    said = [(message.level, str(message.message)) for message in storage]
    # Only looked at: they are shown on the page that comes next.
    storage.used = False
    return said


def forget() -> int:
    """Delete what nobody repeats any more: part of the tick."""
    return delete_some(SentForm.objects.filter(sent_at__lt=clock.now() - REMEMBERED).order_by("sent_at"))
