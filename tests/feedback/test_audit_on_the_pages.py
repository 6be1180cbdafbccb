"""The audit pages as operations use them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from feedback.actions import audit
from feedback.actions.audit import Busy, NobodyThere, TooMany, assign, decide
from feedback.audit_kinds import AuditKind
from feedback.models import CountingDecision, Interaction, RollupBasis, SurveyResponse
from feedback.queries.audit import PER_PAGE, totals
from feedback.queries.rollups import rollup_differences
from feedback.sql.rollups import LOCK, execute
from intake.models import Import
from journal.models import Entry, JournalText
from people.models import User
from tests.factories.people import Personas
from tests.feedback.test_audit_of_responses import MINUTE, NOON, asked, contact, imported_rows, response_of, states, undone
from tests.threads import at_once

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]


def url(kind: str) -> str:
    return reverse("feedback:audit_list", args=[kind])


@pytest.fixture
def odd(personas: Personas) -> Import:
    """An import with one response of each kind."""
    imported_rows([contact("4711")], source="zendesk")
    again = [contact("R", value=1), contact("R", value=4, responded_at=NOON + timedelta(hours=3))]
    late = contact("L", responded_at=NOON + timedelta(days=45), value=2)
    return imported_rows([asked(2) | {"value": 3}, contact("T"), *again, late, contact("U", agent="", value=2)])


@pytest.fixture
def ops(personas: Personas, sign_in: SignIn) -> Client:
    return sign_in(personas.ops)


def test_overview_has_totals_and_explanations(odd: Import, personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.ops).get(reverse("feedback:audit")).content.decode()
    assert "answers given within 5 seconds, or 10 or more from one source in the same second" in page
    assert "more than 30 days after it" in page
    for kind in ("unassigned", "suspected", "duplicate", "superseded", "out_of_window", "decided"):
        assert url(kind) in page
    assert page.count('<p class="h1">1</p>') == 5


@pytest.mark.parametrize(
    ("kind", "reference", "why"),
    [
        ("unassigned", "U", "The source names no agent"),
        ("suspected", "A", "Answered 2 seconds after the survey was sent"),
        ("duplicate", "T", "Same answer as zendesk 4711"),
        ("superseded", "R", "The answer 4 of"),
        ("out_of_window", "L", "Answered 45 days after the contact"),
    ],
)
def test_list_gives_the_reason_of_each_response(odd: Import, ops: Client, kind: str, reference: str, why: str) -> None:
    page = ops.get(url(kind)).content.decode()
    assert f'aria-label="{reference}"' in page
    assert why in page
    assert why in ops.get(f"{url(kind)}?file={odd.pk}&source=s").content.decode()
    others: list[dict[str, str]] = [{"source": "zendesk"}, {"month": "2020-01"}]
    for query in others:
        assert why not in ops.get(url(kind), query).content.decode()


def test_reason_has_the_number_of_answers_in_the_second(personas: Personas, sign_in: SignIn) -> None:
    imported_rows([contact(f"C{number}") for number in range(14)])
    assert "14 answers at 15:00:07" in sign_in(personas.ops).get(url("suspected")).content.decode()


def test_reason_in_a_chat_is_never_a_quick_answer(personas: Personas, sign_in: SignIn) -> None:
    soon = {"channel": "chat", "survey_sent_at": NOON + timedelta(hours=2, seconds=-2), "survey_sent_precision": 3}
    imported_rows([contact(f"C{number}") | soon for number in range(10)])
    page = sign_in(personas.ops).get(url("suspected")).content.decode()
    assert "10 answers at 15:00:07" in page
    assert "after the survey was sent" not in page


def test_reason_of_an_answer_before_the_contact(personas: Personas, sign_in: SignIn) -> None:
    imported_rows([contact("A", responded_at=NOON - timedelta(hours=1))])
    assert "Answered before the contact began" in sign_in(personas.ops).get(url("out_of_window")).content.decode()


def test_selected_responses_are_decided(odd: Import, personas: Personas, sign_in: SignIn) -> None:
    client, suspect = sign_in(personas.ops), response_of("A")
    answer = client.post(url("suspected"), {"ids": [suspect.pk], "decision": "count", "reason": "She called to say so"})
    assert answer.status_code == 302
    assert states()["s A"] == ["counted"]
    page = client.get(url("decided")).content.decode()
    assert "that it counts: She called to say so" in page
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.data) == ("feedback.responses_counted", {"responses": 1, "changed": 1, "ids": [suspect.pk]})
    assert JournalText.objects.get(entry=entry).text == "She called to say so"
    client.post(url("decided"), {"ids": [suspect.pk], "decision": "rule"})
    assert states()["s A"] == ["suspected"]
    assert not CountingDecision.objects.exists()


def test_decision_about_a_whole_list_leaves_others_alone(odd: Import, personas: Personas, sign_in: SignIn) -> None:
    imported_rows([asked(1)], source="other")
    sign_in(personas.ops).post(f"{url('suspected')}?source=other", {"all": "on", "decision": "exclude"})
    assert (states()["other A"], states()["s A"]) == (["excluded"], ["suspected"])


def test_contacts_can_be_assigned_on_the_page(odd: Import, personas: Personas, sign_in: SignIn) -> None:
    client, call = sign_in(personas.ops), Interaction.objects.get(external_id="U")
    data = {"ids": [call.pk], "person": personas.agent.person.display_name}
    assert client.post(url("unassigned"), data).status_code == 302
    call.refresh_from_db()
    assert call.person == personas.agent.person
    assert "Nothing to check" in client.get(url("unassigned")).content.decode()
    assert Entry.objects.latest("pk").verb == "feedback.contacts_assigned"


@pytest.mark.parametrize(
    ("kind", "data", "sentence"),
    [
        ("suspected", {"decision": "count"}, "Nothing is selected."),
        ("suspected", {"decision": "count", "ids": ["99999999"]}, "no longer in this list"),
        ("unassigned", {"all": "on"}, "This field is required."),
    ],
)
def test_incomplete_decision_is_refused_with_a_sentence(
    odd: Import, ops: Client, kind: str, data: dict[str, Any], sentence: str
) -> None:
    answer = ops.post(url(kind), data)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_invalid_address_is_not_found(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.ops)
    assert client.get(url("lost")).status_code == 404
    queries: list[dict[str, str]] = [{"after": "x"}, {"after": "2026-01-01~1"}, {"month": "x"}, {"file": "x"}, {"source": "x"}]
    for query in queries:
        assert client.get(url("suspected"), query).status_code == 200


def test_list_is_paged_with_a_constant_number_of_queries(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.ops)
    costs: dict[str, list[int]] = {kind: [] for kind in ("suspected", "unassigned", "superseded", "out_of_window")}
    for number in (1, PER_PAGE + 2):
        rows = [asked(1) | {"external_id": f"C{at:03}", "started_at": NOON - timedelta(seconds=at)} for at in range(number)]
        rows += [contact(f"U{at}", agent="", precision=MINUTE) for at in range(number)]
        rows += [contact(f"U{at}", agent="", precision=MINUTE, responded_at=NOON + timedelta(days=40)) for at in range(number)]
        imported_rows(rows)
        for kind, queries in costs.items():
            client.get(url(kind))
            with CaptureQueriesContext(connection) as captured:
                client.get(url(kind))
            queries.append(len(captured))
    assert all(few == many for few, many in costs.values())
    first = client.get(url("suspected"))
    second = client.get(f"{url('suspected')}?{first.context['following']}")
    seen = [line.reference for page in (first, second) for line in page.context["shown"].lines]
    assert sorted(seen) == [f"C{at:03}" for at in range(PER_PAGE + 2)]
    assert not second.context["following"]


def test_import_page_has_its_own_totals(odd: Import, personas: Personas, sign_in: SignIn) -> None:
    page = sign_in(personas.ops).get(reverse("intake:import_detail", args=[odd.pk])).content.decode()
    for kind in ("suspected", "duplicate", "superseded", "out_of_window"):
        assert f"{url(kind)}?file={odd.pk}" in page


def test_only_importers_can_decide(odd: Import, personas: Personas) -> None:
    for actor in (personas.supervisor, personas.agent, personas.reviewer):
        with pytest.raises(PermissionDenied):
            decide(actor=actor, responses=[response_of("A").pk], counts=True)
        with pytest.raises(PermissionDenied):
            assign(actor=actor, interactions=[1], person_id=None)


def test_refused_decisions(odd: Import, personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NobodyThere):
        assign(actor=personas.ops, interactions=[1], person_id=0)
    monkeypatch.setattr(audit, "MOST_DECIDED_AT_ONCE", 1)
    with pytest.raises(TooMany, match="up to 1 at"):
        decide(actor=personas.ops, responses=[1, 2], counts=True)
    RollupBasis.objects.update(digest="of another zone")
    with pytest.raises(Busy, match="recalculated"):
        decide(actor=personas.ops, responses=[1], counts=True)


def test_decision_about_a_deleted_response_does_nothing(odd: Import, personas: Personas) -> None:
    gone = response_of("A").pk
    undone(odd)
    entries = Entry.objects.count()
    assert decide(actor=personas.ops, responses=[gone], counts=True) == 0
    assert Entry.objects.count() == entries
    assert rollup_differences() == []


@pytest.mark.django_db(transaction=True)
def test_decision_during_publication_is_refused_quickly(personas: Personas, monkeypatch: pytest.MonkeyPatch) -> None:
    imported_rows([asked(2)])
    answer = response_of("A").pk
    monkeypatch.setattr(audit, "MOMENT", "SET LOCAL lock_timeout = '100ms'")
    with transaction.atomic():
        execute(LOCK)
        (refused,) = at_once(lambda: decide(actor=personas.ops, responses=[answer], counts=True))
    assert isinstance(refused, Busy)
    assert states() == {"s A": ["suspected"]}
    decide(actor=personas.ops, responses=[answer], counts=True)
    assert states() == {"s A": ["counted"]}


@pytest.mark.django_db(transaction=True)
def test_simultaneous_decisions_leave_one_counted_answer(personas: Personas) -> None:
    imported_rows([contact("A"), contact("A", value=1, responded_at=NOON + timedelta(hours=3))])
    ids = [response.pk for response in response_of_each()]
    raised = at_once(*(lambda pk=pk: decide(actor=personas.ops, responses=[pk], counts=True) for pk in ids * 3))
    assert set(raised) == {None}
    assert sorted(states()["s A"]) == ["counted", "superseded"]
    assert CountingDecision.objects.count() == 2
    assert rollup_differences() == []


def response_of_each() -> list[Any]:
    return list(Interaction.objects.get(external_id="A").responses.all())


def test_long_list_is_decided_in_parts(odd: Import, ops: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Decided responses stay in this list, so the next part must start where the last one ended."""
    imported_rows([contact(f"L{number}", responded_at=NOON + timedelta(days=50 + number)) for number in range(4)])
    monkeypatch.setattr("feedback.views.audit.MOST_DECIDED_AT_ONCE", 2)
    address = url("out_of_window")
    for _part in range(3):
        address = ops.post(address, {"all": "on", "decision": "exclude"})["Location"]
    late = SurveyResponse.objects.filter(is_out_of_window=True)
    assert set(late.values_list("state", flat=True)) == {"excluded"}
    assert late.count() == 5
    assert "after" not in address


def test_deleted_decisions_are_not_counted(odd: Import, personas: Personas) -> None:
    decide(actor=personas.ops, responses=[response_of("A").pk], counts=True)
    assert totals()[AuditKind.DECIDED] == 1
    undone(odd)
    assert (totals()[AuditKind.DECIDED], CountingDecision.objects.count()) == (0, 1)
