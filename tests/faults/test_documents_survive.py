"""A worker that is killed while it compiles or exports: the next one makes exactly one document, the same as ever."""

import pytest

from core import work
from crisis import actions
from journal.queries import damages, lines
from protocol import actions as protocols
from protocol import work_kinds
from protocol.assembly import document_of
from protocol.models import Protocol, ProtocolExport
from protocol.verbs import Verb
from tests.factories import crisis as make
from tests.factories.people import personas as make_personas
from tests.faults.processes import kill_at


@pytest.mark.parametrize("point", ["protocol.compiled", "work.before_commit"])
def test_a_killed_compilation_is_done_once(transactional_db: None, point: str) -> None:
    everybody = make_personas()
    crisis = make.active(everybody)
    actions.resolve(actor=everybody.supervisor, crisis=crisis)
    row = work.latest(work_kinds.COMPILE, crisis.pk)
    assert row is not None
    kill_at(point, row)
    assert not Protocol.objects.exists()
    assert work.run(row.pk)
    assert document_of(Protocol.objects.select_related("crisis").get(crisis=crisis)).parts
    compiled = [line for line in lines(crisis.journal_id) if line.verb == Verb.COMPILED]
    assert len(compiled) == 1
    assert list(damages()) == []


@pytest.mark.parametrize("point", ["export.rendered", "work.before_commit"])
def test_a_killed_export_makes_the_same_file(transactional_db: None, point: str) -> None:
    everybody = make_personas()
    protocol = make.protocol_of(make.active(everybody), everybody)
    export = protocols.request_export(actor=everybody.ops, protocol=protocol, format="pdf")
    row = protocols.work_of(export)
    kill_at(point, row)
    assert ProtocolExport.objects.get().content is None
    assert work.run(row.pk)
    content = ProtocolExport.objects.get().content
    assert content is not None
    assert bytes(content) == protocols.rendered(protocol, "pdf").content


def test_work_that_kills_its_worker_every_time_stops_with_a_reason(transactional_db: None) -> None:
    everybody = make_personas()
    protocol = make.protocol_of(make.active(everybody), everybody)
    row = protocols.work_of(protocols.request_export(actor=everybody.ops, protocol=protocol, format="md"))
    for _attempt in range(work.MAX_ATTEMPTS):
        kill_at("export.rendered", row)
    assert work.run(row.pk)
    row.refresh_from_db()
    assert row.state == work.WorkRow.State.FAILED
    assert "several times at the same step" in row.error
    work.retry(row)
    assert work.run(row.pk)
    assert ProtocolExport.objects.get().content is not None
