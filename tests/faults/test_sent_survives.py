"""What other systems send over real HTTP, while servers and workers are killed: nothing lost, nothing twice."""

import http.client
import json
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from core.models import Work
from core.work import find, run_here
from feedback.models import Interaction
from feedback.queries.rollups import rollup_differences
from intake.models import Import
from intake.verbs import Verb
from journal.models import Entry
from tests.factories import api, feedback
from tests.factories.people import organisation
from tests.faults.processes import KILLED, Process, kill_at, process_on, server_in_a_process
from tests.faults.test_import_survives import eventually

pytestmark = pytest.mark.django_db(transaction=True)

ANSWERED = "2026-01-05T11:00:00+01:00"
RECORDS = [
    api.record(
        f"T{number}",
        agent=f"Agent {number % 3}",
        responses=[{"instrument": "csat", "value": 4 + number % 2, "responded_at": ANSWERED}],
    )
    for number in range(20)
]


@contextmanager
def server(*, fault: str = "") -> Iterator[tuple[Process, int]]:
    """A real web server in a process that a fault kills, and its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = server_in_a_process(port, fault)
    try:
        deadline = time.monotonic() + 40
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert time.monotonic() < deadline, "the server never came up"
                time.sleep(0.1)
        yield process, port
    finally:
        process.kill()


def post(port: int, secret: str, *, key: str) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": f"Bearer {secret}", "Content-Type": "application/json", "Idempotency-Key": key}
    body = json.dumps({"source": api.SOURCE, "interactions": RECORDS})
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as caller:
        caller.request("POST", "/api/v1/batches", body, headers)
        answer = caller.getresponse()
        return answer.status, json.loads(answer.read())


def expected() -> dict[str, Any]:
    api.post_batch(api.secret(), RECORDS)
    api.publish_all()
    state = feedback.end_state()
    feedback.forget_everything()
    return state


def test_a_server_killed_before_it_could_commit_has_taken_nothing_and_the_same_request_is_taken_once() -> None:
    organisation()
    state, secret = expected(), api.secret()
    with server(fault="sending.before_commit:1") as (process, port):
        with pytest.raises((http.client.HTTPException, OSError)):
            post(port, secret, key="k1")
        assert process.wait() == KILLED, "the fault was never reached"
    assert not Import.objects.exists()
    with server() as (_process, port):
        first, again = post(port, secret, key="k1"), post(port, secret, key="k1")
    assert first == again
    assert (first[0], Import.objects.count()) == (202, 1)
    api.publish_all()
    assert feedback.end_state() == state


@pytest.mark.parametrize("fault", ["import.before_publish:1", "import.after_merge:1", "work.before_commit:1"])
def test_a_worker_killed_while_it_publishes_several_together_loses_none(fault: str) -> None:
    organisation()
    state, secret = expected(), api.secret()
    numbers = [
        json.loads(api.post_batch(secret, RECORDS[at : at + 5]).content)["import_id"] for at in range(0, len(RECORDS), 5)
    ]
    kill_at(fault, find(Import.objects.get(pk=numbers[0]).work_key))
    assert not Interaction.objects.exists(), "nothing of any of them is visible"
    for each in Work.objects.open().order_by("-pk"):
        run_here(each)
    assert set(Import.objects.values_list("state", flat=True)) == {"published"}
    assert sum(each.counts["added"] for each in Import.objects.all()) == len(RECORDS)
    assert feedback.end_state() == state
    assert rollup_differences() == []
    assert Entry.objects.filter(verb=Verb.IMPORT_SENT, subject_id__in=numbers).count() == 4


def test_two_workers_on_the_same_source_publish_each_once() -> None:
    organisation()
    state, secret = expected(), api.secret()
    numbers = [
        json.loads(api.post_batch(secret, RECORDS[at : at + 5]).content)["import_id"] for at in range(0, len(RECORDS), 5)
    ]
    first_and_last = Import.objects.filter(pk__in=[numbers[0], numbers[-1]])
    processes = [process_on(find(each.work_key)) for each in first_and_last]
    assert [process.wait() for process in processes] == [0, 0]
    assert set(Import.objects.values_list("state", flat=True)) == {"published"}
    assert feedback.end_state() == state
    assert Entry.objects.filter(verb=Verb.IMPORT_SENT, subject_id__in=numbers).count() == 4


def test_over_http_with_a_real_worker_it_ends_as_a_file_does(worker: subprocess.Popen[bytes]) -> None:
    organisation()
    rows = "".join(
        f"{each['external_id']},{each['agent']},2026-01-05 10:00:00+01:00,Billing,chat,{4 + number % 2},{ANSWERED}\n"
        for number, each in enumerate(RECORDS)
    )
    content = f"ticket,agent,date,topic,channel,rating,responded\n{rows}".encode()
    feedback.imported(content, profile_name="generic")
    state = feedback.end_state()
    feedback.forget_everything()
    with server() as (_process, port):
        assert post(port, api.secret(), key="k1")[0] == 202
        eventually(lambda: Import.objects.filter(state=Import.State.PUBLISHED).exists())
    sent = feedback.end_state()
    for name in ("interactions", "responses"):
        # The source is another, and so is the name of what it came in.
        assert [row[1:-1] for row in sent[name]] == [row[1:-1] for row in state[name]]
    for name in feedback.TABLES:
        # One of them counts by source.
        assert str(sent[name]).replace("help-desk", "shop") == str(state[name])
    assert rollup_differences() == []
