"""Queries of version tokens are planned once per connection."""

from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.utils import ProgrammingError
from django.test.utils import CaptureQueriesContext

from core.models import Work
from core.prepared_statements import prepared_cursor
from core.version_tokens import Rows, version_token

ROWS = [Rows(Work, "subject_id = %(subject)s")]
pytestmark = pytest.mark.django_db


def plans() -> list[tuple[int, int]]:
    """Runs of each prepared statement about work with a generic plan and with a custom plan."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT generic_plans, custom_plans FROM pg_prepared_statements WHERE statement LIKE '%core_work%'")
        return [(generic, custom) for generic, custom in cursor.fetchall()]


def test_version_tokens_share_one_plan_on_a_connection() -> None:
    before = sum(generic for generic, _custom in plans())
    for subject in (1, 2, 3):
        version_token(ROWS, zone=ZoneInfo("Europe/Amsterdam"), subject=subject)
    after = plans()
    assert [custom for _generic, custom in after] == [0] * len(after)
    assert sum(generic for generic, _custom in after) == before + 3


def test_prepared_statements_are_in_the_log_of_queries_with_django_errors() -> None:
    with CaptureQueriesContext(connection) as queries, prepared_cursor() as cursor:
        cursor.execute("SELECT %(number)s::int", {"number": 5})
        assert cursor.fetchall() == [(5,)]
    assert [query["sql"] for query in queries] == ["SELECT %(number)s::int"]
    with pytest.raises(ProgrammingError), prepared_cursor() as cursor:
        cursor.execute("SELECT nothing_here")


@pytest.mark.django_db(transaction=True)
def test_connection_that_the_server_closed_is_replaced_first() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [backend])
    other.close()
    # As at the start of a request.
    assert connection.health_check_enabled  # type: ignore[attr-defined] # the stubs leave both out
    connection.health_check_done = False  # type: ignore[attr-defined]
    with prepared_cursor() as cursor:
        cursor.execute("SELECT %(number)s::int", {"number": 5})
        assert cursor.fetchall() == [(5,)]
