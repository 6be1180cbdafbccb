"""The API compared with the import of a file: the same rows in batches over HTTP, until the last one is published.

The server is Django's test server, and a thread does a worker's job. Both share this process, while the import of the file has
it to itself. So this is the least favourable measurement of the API.
"""

import http.client
import json
import random
import tempfile
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connection

from bench.harness import Row
from bench.import_file import AGENTS, TOPICS, empty, make_file, ours
from core.work import WorkRow, run
from intake.models import Import
from people.actions import make_token
from people.models import Scope

ROWS = 50_000
BATCH = 1000
REPETITIONS = 3


class Silent(WSGIRequestHandler):
    def log_message(self, *_about: Any) -> None:
        """Log nothing."""


def batches(*, rows: int = ROWS, seed: int = 1) -> list[bytes]:
    """Request bodies, made before the clock starts."""
    chance = random.Random(seed)
    first = datetime(2026, 1, 1, 9, tzinfo=UTC)
    records = [_record(number, chance, first + timedelta(minutes=number * 259_200 // rows)) for number in range(rows)]
    parts = [records[at : at + BATCH] for at in range(0, rows, BATCH)]
    return [json.dumps({"source": "help-desk", "interactions": part}).encode() for part in parts]


def _record(number: int, chance: random.Random, started_at: datetime) -> dict[str, Any]:
    return {
        "external_id": f"ID{number:08}",
        "agent": f"Agent {chance.randrange(AGENTS):04}",
        "channel": "phone",
        "topic": chance.choice(TOPICS),
        "started_at": started_at.isoformat(),
        "response_seconds": chance.randrange(125),
        "handle_seconds": chance.randrange(30, 600),
        "is_resolved": chance.random() < 0.75,
        "responses": [{"instrument": "csat", "value": chance.choices((1, 2, 3, 4, 5), (6, 6, 10, 38, 40))[0]}],
    }


def through_the_api(bodies: list[bytes], secret: str, port: int) -> float:
    """Seconds from the first request to the commit that publishes the last one."""
    empty()
    is_sent = threading.Event()
    worker = threading.Thread(target=_work, args=[is_sent])
    started = time.perf_counter()
    worker.start()
    caller = http.client.HTTPConnection("127.0.0.1", port)
    for number, body in enumerate(bodies):
        headers = {
            "Authorization": f"Bearer {secret}",
            "Content-Type": "application/json",
            "Idempotency-Key": f"{id(bodies)}-{started}-{number}",
        }
        caller.request("POST", "/api/v1/batches", body, headers)
        answer = caller.getresponse()
        said = answer.read()
        if answer.status != http.client.ACCEPTED:
            raise RuntimeError(said)
    is_sent.set()
    worker.join()
    seconds = time.perf_counter() - started
    if Import.objects.exclude(state=Import.State.PUBLISHED).exists():
        raise RuntimeError("Not all rows were published.")
    return seconds


def _work(is_sent: threading.Event) -> None:
    try:
        while True:
            was_sent = is_sent.is_set()
            waiting = list(WorkRow.objects.open().order_by("pk").values_list("pk", flat=True))
            if not waiting and was_sent:
                return
            for number in waiting:
                run(number)
            if not waiting:
                time.sleep(0.01)
    finally:
        connection.close()


def rows() -> list[Row]:
    """One row: seconds for the same number of rows, medians of runs in turns."""
    secret = make_token(actor=None, name="bench", scopes=[Scope.FEEDBACK_WRITE, Scope.PEOPLE_ADD])[1]
    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    bodies = batches()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "calls.csv"
        make_file(path, rows=ROWS)
        pairs = [(through_the_api(bodies, secret, server.server_port), ours(path)) for _ in range(REPETITIONS)]
    server.shutdown()
    server.server_close()
    return [
        Row(
            name=f"API, {ROWS:,} rows in batches of {BATCH:,}",
            reference_name="the import of a file with as many rows",
            ours=median(pair[0] for pair in pairs),
            reference=median(pair[1] for pair in pairs),
            direction="at_most",
            goal=3,
        )
    ]
