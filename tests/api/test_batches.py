"""Batches of contacts and responses: accepted and rejected records, with the same result as files."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from core import clock
from feedback.models import Interaction, SurveyResponse
from feedback.queries.rollups import rollup_differences
from intake.models import Import, Rejection, StagedRow
from people.actions.notifications import forget_notifications
from people.models import Notification, Person, Scope
from tests.factories import api, feedback
from tests.factories.people import organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _house() -> None:
    organisation()


def posted(records: list[dict[str, Any]], **options: Any) -> dict[str, Any]:
    response = api.post_batch(options.pop("secret", None) or api.secret(), records, **options)
    assert response.status_code == 202, response.content
    return dict(json.loads(response.content))


def test_a_batch_is_staged_with_its_work_and_published_by_the_worker() -> None:
    said = posted([api.record("T1"), api.record("T2", agent="Omar", responses=[])])
    assert (said["accepted"], said["rejected"]) == (2, [])
    assert not Interaction.objects.exists()
    api.publish_all()
    imported = Import.objects.get(pk=said["import_id"])
    assert (imported.state, imported.came_by, imported.title) == ("published", "api", f"help desk · {imported.pk}")
    assert (imported.counts["added"], imported.counts["responses"], imported.counts["new_people"]) == (2, 1, 2)
    assert SurveyResponse.objects.get().value == 4
    assert rollup_differences() == []


def test_every_field_arrives() -> None:
    posted(
        [
            api.record(
                "T1",
                agent_email="nia@example.org",
                language="de",
                ended_at="2026-01-05T10:09:00+01:00",
                response_seconds=5,
                handle_seconds=300,
                is_resolved=True,
                resolved_on_first_contact=False,
                recording_url="https://example.org/1",
                transcript="Hello",
                survey_sent_at="2026-01-05T10:30:00+01:00",
            )
        ]
    )
    row = StagedRow.objects.get()
    assert (row.agent, row.language, row.response_seconds, row.handle_seconds) == ("Nia (nia@example.org)", "de", 5, 300)
    assert (row.is_resolved, row.resolved_on_first_contact, row.recording_url) == (True, False, "https://example.org/1")
    assert (row.transcript, row.started_at.isoformat()) == ("Hello", "2026-01-05T09:00:00+00:00")
    assert row.ended_at is not None
    assert row.survey_sent_at is not None
    assert (row.ended_at.minute, row.survey_sent_at.minute) == (9, 30)
    api.publish_all()
    assert Person.objects.get().display_name == "Nia"


@pytest.mark.parametrize(
    ("fields", "field", "reason"),
    [
        ({"external_id": "  "}, "external_id", "id_missing"),
        ({"external_id": "x" * 121}, "external_id", "value_too_long"),
        ({"started_at": "yesterday"}, "started_at", "moment"),
        ({"started_at": "2026-01-05T10:00:00"}, "started_at", "offset_missing"),
        ({"started_at": "1066-10-14T09:00:00Z"}, "started_at", "moment"),
        ({"started_at": None}, "external_id", "unknown_contact"),
        ({"external_id": "T\0", "started_at": None}, "external_id", "nul"),
        ({"ended_at": "25:00"}, "ended_at", "moment"),
        ({"handle_seconds": -1}, "handle_seconds", "duration"),
        ({"agent": "Nia\0"}, "agent", "nul"),
        ({"agent": "x" * 190, "agent_email": "nia@example.org"}, "agent", "value_too_long"),
        ({"transcript": "x" * 40_000}, "transcript", "cell_too_long"),
        ({"responses": [{"instrument": "csat", "value": 6}]}, "responses/0/value", "scale"),
        ({"responses": [{"instrument": "nps", "value": 9}, {"instrument": "ces", "value": 0}]}, "responses/1/value", "scale"),
        ({"responses": [{"instrument": "csat", "value": 5, "comment": "\0"}]}, "responses/0/comment", "nul"),
        ({"responses": [{"instrument": "csat", "value": 5, "responded_at": "x"}]}, "responses/0/responded_at", "moment"),
    ],
)
def test_invalid_record_is_rejected_alone(fields: dict[str, Any], field: str, reason: str) -> None:
    said = posted([api.record("good"), api.record(**{"external_id": "bad", **fields}), api.record("better")])
    assert said["accepted"] == 2
    (bad,) = said["rejected"]
    assert (bad["index"], bad["field"], bad["reason"]) == (1, field, reason)
    assert len(bad["message"]) > 20
    stored = Rejection.objects.get()
    assert (stored.line, stored.column, stored.reason) == (2, field, reason)
    api.publish_all()
    assert sorted(Interaction.objects.values_list("external_id", flat=True)) == ["better", "good"]


def test_moment_before_the_contact_is_dropped_as_in_files() -> None:
    posted([api.record(ended_at="2026-01-05T09:59:00+01:00")])
    assert StagedRow.objects.get().ended_at is None


def test_responses_can_be_sent_later_for_an_existing_contact() -> None:
    secret = api.secret()
    posted([api.record("T1", responses=[])], secret=secret)
    # Not published yet: waiting contacts are known too.
    waiting = {"external_id": "T1", "responses": [{"instrument": "nps", "value": 9}]}
    assert posted([waiting], secret=secret)["accepted"] == 1
    api.publish_all()
    later = {"external_id": "T1", "responses": [{"instrument": "csat", "value": 5, "responded_at": "2026-01-06T10:00:00Z"}]}
    assert posted([later, {"external_id": "T9", "responses": []}], secret=secret)["accepted"] == 1
    api.publish_all()
    interaction = Interaction.objects.get()
    assert (interaction.channel, interaction.topic, interaction.started_at.hour) == ("chat", "Billing", 9)
    assert sorted(SurveyResponse.objects.values_list("instrument", "value")) == [("csat", 5), ("nps", 9)]
    assert rollup_differences() == []


def test_same_id_in_another_source_is_another_contact() -> None:
    secret = api.secret()
    posted([api.record("T1")], secret=secret)
    assert posted([{"external_id": "T1"}], secret=secret, source="other")["rejected"][0]["reason"] == "unknown_contact"


def test_repeated_records_and_missing_fields_change_nothing() -> None:
    secret = api.secret()
    posted([api.record("T1")], secret=secret)
    api.publish_all()
    posted([api.record("T1"), {"external_id": "T1", "is_resolved": True}], secret=secret)
    api.publish_all()
    interaction = Interaction.objects.get()
    assert (interaction.topic, interaction.is_resolved, SurveyResponse.objects.count()) == ("Billing", True, 1)


def test_batch_gives_the_same_result_as_a_file() -> None:
    feedback.imported(
        b"ticket,agent,date,topic,channel,rating,responded,comment\n"
        b"T1,Nia,2026-01-05 10:00:00+01:00,Billing,chat,4,2026-01-05 11:00:00+01:00,Quick.\n"
        b"T2,Omar,2026-02-01 00:30:00+01:00,Delivery,phone,1,2026-02-01 00:30:00+01:00,\n"
        b"T3,,2026-02-02 08:00:00+00:00,,email,,,\n"
        b"T1,Nia,2026-01-05 10:00:00+01:00,Billing,chat,5,2026-01-06 11:00:00+01:00,Better.\n",
        profile_name="generic",
    )
    source = Import.objects.get().source
    expected = without_files(feedback.end_state())
    feedback.forget_everything()
    answers = [
        {"instrument": "csat", "value": 4, "responded_at": "2026-01-05T11:00:00+01:00", "comment": "Quick."},
        {"instrument": "csat", "value": 5, "responded_at": "2026-01-06T11:00:00+01:00", "comment": "Better."},
    ]
    posted(
        [
            api.record("T1", responses=answers),
            api.record(
                "T2",
                agent="Omar",
                topic="Delivery",
                channel="phone",
                started_at="2026-02-01T00:30:00+01:00",
                responses=[{"instrument": "csat", "value": 1, "responded_at": "2026-02-01T00:30:00+01:00"}],
            ),
            {"external_id": "T3", "channel": "email", "started_at": "2026-02-02T08:00:00Z"},
        ],
        source=source,
    )
    api.publish_all()
    assert without_files(feedback.end_state()) == expected
    assert rollup_differences() == []


def without_files(state: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Data of the rows without the name of their file."""
    return {**state, **{name: [row[:-1] for row in state[name]] for name in ("interactions", "responses")}}


def test_unknown_names_wait_and_ops_are_notified_once(personas: Any) -> None:
    secret = api.secret(Scope.FEEDBACK_WRITE)
    first, second = (posted([api.record(f"T{number}")], secret=secret)["import_id"] for number in (1, 2))
    api.publish_all()
    assert set(Import.objects.values_list("state", flat=True)) == {"needs_people"}
    assert Import.objects.get(pk=first).counts["unknown_names"] == 1
    told = personas.ops.person.notifications.all()
    assert [(each.key, each.url) for each in told] == [(f"import-names:{first}", reverse("intake:import_people", args=[first]))]
    assert not personas.agent.person.notifications.exists()

    from intake.actions.people import decide_people
    from intake.actions.receiving import publish_what_is_due

    imported = Import.objects.get(pk=first)
    decide_people(actor=personas.ops, imported=imported, people={"Nia": personas.agent.person_id})
    assert Import.objects.get(pk=first).state == "publishing", "whoever sent it has said that it shall count"
    assert publish_what_is_due() == 1, "the other waited for the same name"
    api.publish_all()
    assert set(Import.objects.values_list("state", flat=True)) == {"published"}
    assert set(Interaction.objects.values_list("person_id", flat=True)) == {personas.agent.person_id}
    assert Import.objects.get(pk=second).counts["added"] == 1


def test_batches_of_a_source_are_published_together_in_their_order_each_with_its_own_counts() -> None:
    secret = api.secret()
    first = posted([api.record("T1", topic="Old"), api.record("T2")], secret=secret)["import_id"]
    second = posted([api.record("T1", topic="New")], secret=secret)["import_id"]
    other = posted([api.record("T1")], secret=secret, source="another")["import_id"]

    from core.work import find, run_here

    # The work of the second publishes the first too, and before it.
    work = find(Import.objects.get(pk=second).work_key)
    assert work is not None
    run_here(work)
    imports = Import.objects.in_bulk()
    assert [imports[pk].state for pk in (first, second, other)] == ["published", "published", "publishing"]
    assert (imports[first].counts["added"], imports[second].counts["added"], imports[second].counts["changed"]) == (2, 0, 1)
    assert Interaction.objects.get(source=api.SOURCE, external_id="T1").topic == "New"
    api.publish_all()
    assert rollup_differences() == []
    # Nothing is left for the work of the first.
    left = find(imports[first].work_key)
    assert left is not None
    assert run_here(left).state == "done"


def test_a_batch_can_be_undone_alone() -> None:
    secret = api.secret()
    posted([api.record("T1")], secret=secret)
    again = posted([api.record("T1", topic="New"), api.record("T2")], secret=secret)["import_id"]
    api.publish_all()

    from intake.actions.undo import undo

    undo(actor=None, imported=Import.objects.get(pk=again))
    api.publish_all([Import.State.UNDOING])
    assert list(Interaction.objects.values_list("external_id", "topic")) == [("T1", "Billing")]
    assert rollup_differences() == []


def test_a_token_that_may_only_read_sends_nothing(client: Client) -> None:
    response = api.post_batch(api.secret(Scope.IMPORTS_READ), [api.record()])
    assert response.status_code == 403
    assert not Import.objects.exists()


def test_next_unknown_name_is_asked_for_when_the_first_is_matched(personas: Any) -> None:
    from intake.actions.people import decide_people
    from intake.actions.receiving import publish_what_is_due

    secret = api.secret(Scope.FEEDBACK_WRITE)
    first = posted([api.record("T1", agent="Ada")], secret=secret)["import_id"]
    second = posted([api.record("T2", agent="Bo")], secret=secret)["import_id"]
    api.publish_all()
    decide_people(actor=personas.ops, imported=Import.objects.get(pk=first), people={"Ada": personas.agent.person_id})
    publish_what_is_due()
    asked = personas.ops.person.notifications.values_list("key", flat=True)
    assert set(asked) == {f"import-names:{first}", f"import-names:{second}"}


def test_waiting_names_are_not_asked_for_again_after_the_notification_was_deleted(personas: Any) -> None:
    from intake.actions.receiving import publish_what_is_due

    posted([api.record("T1", agent="Ada")], secret=api.secret(Scope.FEEDBACK_WRITE))
    api.publish_all()
    publish_what_is_due()
    told = Notification.objects.filter(key__startswith="import-names:")
    assert told.exists()
    told.update(read_at=clock.now())
    with clock.travel(clock.now() + timedelta(days=100)):
        forget_notifications()
        publish_what_is_due()
        assert not told.exists()
