"""Request bodies: checked for size, then parsed once."""

from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from pydantic import BaseModel, ValidationError

from api.problems import Problem, does_not_fit, too_many_errors

Model = TypeVar("Model", bound=BaseModel)

JSON = "application/json"
MOST_ERRORS = 10_000


def body_of(request: HttpRequest) -> bytes:
    """The whole body. `request.body` would apply the limit for forms."""
    if request.content_type != JSON:
        raise Problem(415, _("Send JSON with the header Content-Type: application/json."))
    if "chunked" in request.headers.get("Transfer-Encoding", "").lower():
        raise Problem(411, _("Send the body in one piece with a Content-Length header."))
    most = settings.API_MAX_BODY_BYTES
    if int(request.META.get("CONTENT_LENGTH") or 0) > most:
        raise Problem(
            413, _("The body is larger than %(megabytes)s MB. Send smaller batches.") % {"megabytes": most // 1024**2}
        )
    return request.read()


def parsed(model: type[Model], body: bytes) -> Model:
    """The body as an instance of the model, strictly: no unknown fields, no text for a number."""
    try:
        return model.model_validate_json(body)
    except ValidationError as error:
        if error.error_count() > MOST_ERRORS:
            # A list of them would need a hundred times the memory of the body, so neither it nor the exception is kept.
            raise too_many_errors(error.error_count()) from None
        found = error.errors(include_url=False, include_input=False, include_context=False)
        if found[0]["type"] == "json_invalid":
            raise Problem(400, _("The body isn't valid JSON: %(what)s.") % {"what": found[0]["msg"]}) from error
        raise does_not_fit(found) from error
