"""Property tests of the API against its OpenAPI document."""

import io
import json
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from api.imports import cursor_at
from tests.factories import api
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db

DOCUMENT = "/api/v1/openapi.json"
# Some twenty of each in the suite, three hundred in `make soak`.
PART_OF_EXAMPLES = 5
OPERATIONS = ("send_batch", "list_imports", "get_import", "list_rejections", "deliver_response")
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]


@pytest.fixture
def application(db: None) -> Iterator[Application]:
    """The application, with the test's own connection: as in Django's test client, a request does not close it."""
    signals, wsgi = (request_started, request_finished), get_wsgi_application()

    def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        for signal in signals:
            # Each time, because the test client reconnects them.
            signal.disconnect(close_old_connections)
        answer: Iterable[bytes] = wsgi(environ, start_response)
        return answer

    yield application
    for signal in signals:
        signal.connect(close_old_connections)


def signed(application: Application, sender: api.Sender) -> Application:
    """Application that signs webhook messages."""

    def sign(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/api/v1/hooks/"):
            body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            environ["wsgi.input"] = io.BytesIO(body)
            headers = sender.headers(body, message_id=f"m{time.perf_counter_ns()}")
            environ.update({f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()})
        return application(environ, start_response)

    return sign


def operations_of(application: Application) -> dict[str, Any]:
    # An invalid document has an error here.
    found: Any = schemathesis.openapi.from_wsgi(DOCUMENT, application).get_all_operations()
    operations = [each.ok() for each in found]
    return {each.definition.raw["operationId"]: each for each in operations}


def told(case: Any, sender: api.Sender, number: int) -> None:
    """Add to a generated request what can't be generated: existing ids, and an unused key."""
    for name, value in (("address", str(sender.endpoint.address)), ("import_id", number)):
        if name in (case.path_parameters or {}):
            case.path_parameters[name] = value
    if "cursor" in (case.query or {}):
        case.query["cursor"] = cursor_at(number)
    if "Idempotency-Key" in (case.headers or {}):
        case.headers["Idempotency-Key"] = f"k{time.perf_counter_ns()}"


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("name", OPERATIONS)
def test_answers_conform_to_the_openapi_document(
    name: str,
    mode: GenerationMode,
    application: Application,
    settings: Any,
) -> None:
    organisation()
    settings.API_CALLS_PER_MINUTE = settings.API_FAILURES_PER_MINUTE = 1_000_000
    secret, sender = api.secret(), api.sender()
    number = json.loads(api.post_batch(secret, [api.record(), {"external_id": "T9"}]).content)["import_id"]
    fits = mode is GenerationMode.POSITIVE
    operation = operations_of(signed(application, sender) if fits else application)[name]
    statuses: Counter[int] = Counter()

    @_as_many_as_are_wanted
    @given(case=operation.as_strategy(generation_mode=mode))
    def hold(case: Any) -> None:
        if fits:
            told(case, sender, number)
        response = case.call(headers=api.bearer(secret))
        statuses[response.status_code] += 1
        # All checks there are, such as: no 5xx, the status, headers, content type and body as documented, what does not
        # fit is refused and what fits is not, no other method, and nothing without the token.
        case.validate_response(response, headers=api.bearer(secret))

    hold()
    if fits:
        assert set(statuses) <= {200, 202}, statuses
    else:
        assert sum(statuses[status] for status in (400, 401, 404, 405, 415, 422)) > 0, statuses


def _as_many_as_are_wanted(test: Any) -> Any:
    few = settings(
        max_examples=settings().max_examples // PART_OF_EXAMPLES,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    return few(test)


def test_every_operation_is_checked_against_the_document(application: Application) -> None:
    assert operations_of(application).keys() == set(OPERATIONS)


def test_undocumented_answer_is_detected(application: Application, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: an undocumented answer is detected."""
    from api import imports

    organisation()
    secret = api.secret()
    number = json.loads(api.post_batch(secret, [api.record()]).content)["import_id"]
    operation = operations_of(application)["get_import"]
    monkeypatch.setattr(imports, "_import", lambda _number: None)
    case = operation.Case(path_parameters={"import_id": number})
    with pytest.raises(BaseExceptionGroup, match="Server error"):
        case.call_and_validate(headers=api.bearer(secret))
