"""Protection against forms that are sent twice: by a double click, the Back button, or a browser that repeats a request.

Every rendered form has a key (added by the tag `csrf_token`). The first request with a key and its content saves a row in its
transaction. A repeated request waits for the first one, does nothing, and gives the same answer.
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
from core.anonymous_routes import is_anonymous
from core.deletion import delete_some
from core.locks import is_lock_timeout
from core.middleware import refused
from core.models import SentForm
from core.typing import HtmxRequest

KEY_FIELD = "one_time_key"
PLAIN_FORM = "application/x-www-form-urlencoded"
# Accidental repetitions don't come later than this.
REMEMBERED = timedelta(days=1)

Answer = Callable[[HtmxRequest], HttpResponse]


def new_key() -> str:
    return uuid4().hex


class SentFormsMiddleware:
    """Middleware that processes each form once. Uploads, htmx requests and requests without a key or sign-in pass unchanged.

    Forms of anonymous routes pass too: the row would say when something was written. Their actions recognise the key.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HtmxRequest) -> HttpResponse:
        # Views with uploads decide themselves how to read the body.
        is_form = request.method == "POST" and request.content_type == PLAIN_FORM and not request.htmx
        is_form = is_form and not is_anonymous(request.path)
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
        # Refused or shown again with errors: nothing was done, so it can be sent again.
        sent.delete()
    return response


def _digest(request: HtmxRequest) -> str:
    """Digest of the form with its content. A form changed after using the Back button is a different one."""
    content = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(repr((request.user.pk, request.get_full_path(), content)).encode()).hexdigest()


def _said(request: HtmxRequest) -> list[tuple[int, str]]:
    storage = get_messages(request)
    assert isinstance(storage, BaseStorage)  # noqa: S101 - a list only without the message middleware
    said = [(message.level, str(message.message)) for message in storage]
    # Read without consuming them: the next page shows them.
    storage.used = False
    return said


def forget() -> int:
    """Delete rows of forms that are too old to be repeated. Part of the tick."""
    return delete_some(SentForm.objects.filter(sent_at__lt=clock.now() - REMEMBERED).order_by("sent_at"))
