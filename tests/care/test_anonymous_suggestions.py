"""Two worlds in which different people wrote the same anonymous suggestion: everything that is stored is the same.

The comparison reads every row of every table, so it also covers tables that don't exist yet.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from care import actions, suggestion_limits
from care.models import Suggestion, SuggestionBox, SuggestionMessage
from core import clock, sent_forms, tick
from core.models import SentForm
from journal.actions import house_journal
from people.models import FormDraft, Notification, User
from tests.factories import suggestions
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
# A Wednesday morning, after that day's delivery.
NOW = datetime(2026, 11, 4, 9, tzinfo=UTC)
NEXT_DELIVERY = NOW + timedelta(days=1)
WRITE, RECEIPT = "care:suggestion_write", "care:suggestion_receipt"


def post(client: Client, name: str, fields: dict[str, str]) -> str:
    """Post a form as a browser does, so that all middleware treats it as one. Returns the page."""
    answer = client.post(reverse(name), urlencode(fields), content_type=sent_forms.PLAIN_FORM)
    assert answer.status_code == 200, answer.content.decode()
    return answer.content.decode()


def code_in(html: str) -> str:
    found = re.search(r"\b([A-Z2-7]{4}(?:-[A-Z2-7]{4}){5})\b", html)
    assert found, "the page shows a receipt code"
    return found.group(1)


def everything_stored() -> dict[str, list[str]]:
    """Every row of every table as text, without the random ids of the box."""
    found = {}
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names()):
            cursor.execute(f'SELECT t::text FROM "{table}" t')  # noqa: S608 - names of the tables themselves
            found[table] = sorted(re.sub(r"\b[1-9]\d{15}\b", "id", row) for (row,) in cursor.fetchall())
    return found


@pytest.fixture
def clients(personas: Personas, sign_in: SignIn) -> dict[str, Client]:
    """Two people who open the same pages before one of them writes, and a supervisor."""
    SuggestionBox.objects.create(emptied_on=NOW.date())
    house_journal()
    found = {name: sign_in(getattr(personas, name)) for name in ("agent", "other_agent", "supervisor")}
    for client in found.values():
        assert client.get(reverse(WRITE)).status_code == 200
        assert client.get(reverse(RECEIPT)).status_code == 200
    return found


def in_world(happens: Callable[[], None]) -> dict[str, list[str]]:
    """What is stored after something happened; the database is as before afterwards."""
    suggestion_limits.forget_counts()
    with transaction.atomic():
        happens()
        stored = everything_stored()
        transaction.set_rollback(True)
    return stored


def write_and_reply(client: Client, *, at: datetime = NOW) -> None:
    with clock.travel(at):
        code = code_in(post(client, WRITE, suggestions.form()))
        post(client, RECEIPT, {"one_time_key": suggestions.KEY, "code": code, "text": "The blue ones most of all."})


def sentences(html: str) -> set[str]:
    """Sentences of a page without its tags."""
    return {each.strip() for text in re.sub(r"<[^>]+>", "\n", html).splitlines() for each in re.findall(r"[^.]+\.?", text)}


def differences(one: dict[str, list[str]], other: dict[str, list[str]]) -> set[str]:
    return {table for table in one if one[table] != other[table]}


def test_stored_rows_do_not_tell_who_wrote(clients: dict[str, Client]) -> None:
    by_ana = in_world(lambda: write_and_reply(clients["agent"]))
    by_otto = in_world(lambda: write_and_reply(clients["other_agent"]))
    by_sofia = in_world(lambda: write_and_reply(clients["supervisor"]))
    assert differences(by_ana, by_otto) == set()
    assert differences(by_ana, by_sofia) == set()


def test_stored_rows_do_not_tell_when_it_was_written(clients: dict[str, Client]) -> None:
    """Not within a day, and after the delivery not even between days of a week."""
    morning = in_world(lambda: write_and_reply(clients["agent"]))
    evening = in_world(lambda: write_and_reply(clients["agent"], at=NOW + timedelta(hours=9)))
    assert differences(morning, evening) == set()
    next_day = in_world(lambda: write_and_reply(clients["agent"], at=NOW + timedelta(days=1, hours=3)))
    assert differences(morning, next_day) == set()


def test_only_the_box_changes(clients: dict[str, Client]) -> None:
    """No session, sent form, draft, journal entry, notification, count or cache entry."""
    before = everything_stored()
    after = in_world(lambda: write_and_reply(clients["agent"]))
    assert differences(before, after) == {"care_suggestion", "care_suggestionmessage"}


def test_nothing_else_is_even_written_and_deleted_again(clients: dict[str, Client]) -> None:
    """A deleted row stays on the disk until it is vacuumed."""
    with CaptureQueriesContext(connection) as asked:
        write_and_reply(clients["agent"])
    statements = [query["sql"] for query in asked if re.match("INSERT|UPDATE|DELETE|MERGE", query["sql"].lstrip())]
    assert len(statements) == 2
    assert all(statement.startswith('INSERT INTO "care_suggestion') for statement in statements)


def test_named_suggestion_shows_that_the_comparison_would_notice(clients: dict[str, Client]) -> None:
    def named(name: str) -> Callable[[], None]:
        def write() -> None:
            with clock.travel(NOW):
                post(clients[name], WRITE, suggestions.form(named=True))

        return write

    assert differences(in_world(named("agent")), in_world(named("other_agent"))) == {"care_suggestion"}


def test_tables_of_the_box_have_no_time_and_no_sequence() -> None:
    for model in apps.get_app_config("care").get_models():
        if model.__name__.startswith("Suggestion"):
            kinds = {field.get_internal_type() for field in model._meta.concrete_fields}
            assert not kinds & {"DateTimeField", "TimeField", "AutoField", "BigAutoField", "GenericIPAddressField"}, model


def test_form_sent_twice_makes_one_suggestion_with_the_same_code(clients: dict[str, Client]) -> None:
    with clock.travel(NOW):
        first = post(clients["agent"], WRITE, suggestions.form())
        second = post(clients["agent"], WRITE, suggestions.form())
    assert code_in(first) == code_in(second)
    assert "You sent this twice. It was only counted once." in second
    assert Suggestion.objects.count() == 1
    assert not SentForm.objects.exists()


@pytest.mark.parametrize("fields", [{"text": "Something else"}, {"one_time_key": "f" * 32}, {"one_time_key": "guessable"}])
def test_other_content_or_another_key_is_another_suggestion(clients: dict[str, Client], fields: dict[str, str]) -> None:
    with clock.travel(NOW):
        first = post(clients["agent"], WRITE, suggestions.form())
        second = post(clients["agent"], WRITE, {**suggestions.form(), **fields})
    assert code_in(first) != code_in(second)
    assert Suggestion.objects.count() == 2


def test_key_that_no_form_has_never_gives_the_code_of_another_writer(clients: dict[str, Client]) -> None:
    with clock.travel(NOW):
        codes = {code_in(post(clients[name], WRITE, suggestions.form(one_time_key="1"))) for name in ("agent", "other_agent")}
    assert len(codes) == 2


def test_only_a_digest_of_the_code_is_stored(clients: dict[str, Client]) -> None:
    with clock.travel(NOW):
        code = code_in(post(clients["agent"], WRITE, suggestions.form()))
    stored = Suggestion.objects.get().receipt_digest
    assert stored == hashlib.sha256(code.replace("-", "").encode()).hexdigest()
    assert not any(code in row for rows in everything_stored().values() for row in rows)


def test_form_offers_no_draft(clients: dict[str, Client]) -> None:
    html = clients["agent"].get(reverse(WRITE)).content.decode()
    assert "form_draft" not in html
    assert not FormDraft.objects.exists()


def test_limit_of_a_person_is_not_stored(personas: Personas, clients: dict[str, Client]) -> None:
    before = everything_stored()
    fields = suggestions.form()
    with clock.travel(NOW):
        for number in range(suggestion_limits.MOST_A_DAY):
            post(clients["agent"], WRITE, {**fields, "text": f"Suggestion {number}"})
        answer = clients["agent"].post(reverse(WRITE), {**fields, "text": "One more"})
        assert answer.status_code == 422
        assert {"You can make 10 suggestions a day.", "One more"} <= sentences(answer.content.decode())
        post(clients["other_agent"], WRITE, {**fields, "text": "Mine"})
    with clock.travel(NOW + timedelta(days=1)):
        post(clients["agent"], WRITE, {**fields, "text": "Next day"})
    assert differences(before, everything_stored()) == {"care_suggestion"}


def test_full_box_refuses_more(clients: dict[str, Client], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suggestion_limits, "MOST_IN_THE_BOX", 1)
    fields = suggestions.form()
    with clock.travel(NOW):
        post(clients["agent"], WRITE, fields)
        answer = clients["other_agent"].post(reverse(WRITE), {**fields, "text": "Another"})
    assert answer.status_code == 422
    assert {"The suggestion box is full.", "Another"} <= sentences(answer.content.decode())


def test_box_is_emptied_once_a_day_at_a_fixed_hour(personas: Personas) -> None:
    SuggestionBox.objects.create(emptied_on=NOW.date())
    suggestions.SuggestionFactory.create(is_delivered=False)
    # 06:00 in Berlin is 05:00 in UTC.
    for moment, delivered in (
        (NOW, 0),
        (datetime(2026, 11, 5, 4, 59, tzinfo=UTC), 0),
        (datetime(2026, 11, 5, 5, tzinfo=UTC), 1),
    ):
        with clock.travel(moment):
            assert actions.deliver_suggestions() == delivered
    told = Notification.objects.filter(key="suggestions:2026-11-05")
    assert set(told.values_list("person", flat=True)) == {personas.supervisor.person_id, personas.other_supervisor.person_id}
    suggestions.SuggestionFactory.create(is_delivered=False)
    with clock.travel(datetime(2026, 11, 5, 20, tzinfo=UTC)):
        assert actions.deliver_suggestions() == 0
    with clock.travel(datetime(2026, 11, 6, 5, tzinfo=UTC)):
        assert "care.suggestions" in tick.run()
    assert not Suggestion.objects.filter(is_delivered=False).exists()


def test_nobody_is_told_while_the_box_is_empty(personas: Personas) -> None:
    SuggestionBox.objects.create(emptied_on=NOW.date())
    with clock.travel(NEXT_DELIVERY):
        actions.deliver_suggestions()
    assert not Notification.objects.exists()


def test_first_tick_ever_delivers_nothing(personas: Personas) -> None:
    suggestions.SuggestionFactory.create(is_delivered=False)
    with clock.travel(NOW):
        assert actions.deliver_suggestions() == 0
    assert SuggestionBox.objects.get().emptied_on == NOW.date()


def test_supervisors_see_nothing_before_the_delivery(clients: dict[str, Client]) -> None:
    write_and_reply(clients["agent"])
    supervisor = clients["supervisor"]
    assert "headsets" not in supervisor.get(reverse("care:triage")).content.decode()
    page = reverse("care:suggestion", args=[Suggestion.objects.get().pk])
    assert supervisor.get(page).status_code == 404
    with clock.travel(NEXT_DELIVERY):
        actions.deliver_suggestions()
    assert "headsets" in supervisor.get(reverse("care:triage")).content.decode()
    html = supervisor.get(page).content.decode()
    assert "The blue ones most of all." in html
    assert "Ana Agent" not in html


def test_message_before_the_delivery_is_hidden_until_the_next(clients: dict[str, Client], personas: Personas) -> None:
    with clock.travel(NOW):
        code = code_in(post(clients["agent"], WRITE, suggestions.form()))
    with clock.travel(NEXT_DELIVERY):
        actions.deliver_suggestions()
        page = reverse("care:suggestion", args=[Suggestion.objects.get().pk])
        clients["supervisor"].post(
            reverse("care:suggestion_reply", args=[Suggestion.objects.get().pk]), {"text": "Which ones?"}
        )
        html = post(clients["agent"], RECEIPT, {"one_time_key": "a" * 32, "code": code, "text": "Blue ones"})
        again = post(clients["agent"], RECEIPT, {"one_time_key": "a" * 32, "code": code, "text": "Blue ones"})
    assert "Which ones?" in html
    assert "Blue ones" in again
    assert list(SuggestionMessage.objects.values_list("number", "text")) == [(1, "Which ones?"), (2, "Blue ones")]
    assert "Blue ones" not in clients["supervisor"].get(page).content.decode()


@pytest.mark.parametrize("code", ["", "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF", "\x00"])
def test_unknown_code_shows_nothing(clients: dict[str, Client], code: str) -> None:
    assert clients["agent"].post(reverse(RECEIPT), {"code": code, "text": "Let me in"}).status_code == 422
    assert not SuggestionMessage.objects.exists()


def test_code_is_read_however_it_is_typed(clients: dict[str, Client]) -> None:
    with clock.travel(NOW):
        code = code_in(post(clients["agent"], WRITE, suggestions.form()))
    typed = f" {code.lower().replace('-', ' ')} "
    assert "headsets" in post(clients["other_agent"], RECEIPT, {"code": typed})


def test_receipt_never_opens_a_named_suggestion(clients: dict[str, Client], personas: Personas) -> None:
    code = "AAAA-BBBB-CCCC-DDDD-EEEE-FFFF"
    digest = hashlib.sha256(code.replace("-", "").encode()).hexdigest()
    suggestions.SuggestionFactory.create(author=personas.agent.person, receipt_digest=digest)
    assert clients["other_agent"].post(reverse(RECEIPT), {"code": code}).status_code == 422
