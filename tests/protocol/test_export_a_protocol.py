"""Exports of the protocol, by a worker and by the command: same content in each format, and access."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core import clock, work
from people.models import User
from protocol import actions as protocols
from protocol import work_kinds
from protocol.assembly import document_of
from protocol.document import document_from
from protocol.models import Protocol, ProtocolExport
from tests.factories import crisis as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.fixture
def protocol(personas: Personas) -> Protocol:
    return make.protocol_of(make.active(personas), personas)


@pytest.mark.parametrize(("wanted", "begins"), [("pdf", b"%PDF-"), ("md", b"# Protocol"), ("json", b"{")])
def test_ops_export_and_download_a_file(
    personas: Personas, protocol: Protocol, sign_in: SignIn, wanted: str, begins: bytes
) -> None:
    client = sign_in(personas.ops)
    asked = client.post(reverse("protocol:export", args=[protocol.crisis_id, wanted]))
    assert asked.status_code == 302
    export = ProtocolExport.objects.get()
    url = reverse("protocol:download", args=[export.pk])
    assert client.get(url).status_code == 404
    row = work.latest(work_kinds.EXPORT, export.pk)
    assert row is not None
    work.run_here(row)
    response = client.get(url)
    assert response.content.startswith(begins)
    assert response["Content-Disposition"] == f'attachment; filename="kettle-recall-{protocol.version}.{wanted}"'


def test_second_request_creates_no_second_file(personas: Personas, protocol: Protocol) -> None:
    first = protocols.request_export(actor=personas.ops, protocol=protocol, format="md")
    assert protocols.request_export(actor=personas.ops, protocol=protocol, format="md") == first
    assert ProtocolExport.objects.count() == 1


def test_json_is_the_document_itself(protocol: Protocol) -> None:
    assert document_from(json.loads(protocols.rendered(protocol, "json").content)) == document_of(protocol)


def test_every_text_of_the_document_is_in_the_markdown(personas: Personas, protocol: Protocol) -> None:
    mine = make.written(protocol, personas.supervisor, went_well="Calm voices")
    markdown = protocols.rendered(mine, "md").content.decode()
    for part in document_of(mine).parts:
        for section in part.sections:
            assert f"### {section.title}".replace("'", "'") in markdown.replace("\\", "")
    assert "Calm voices" in markdown


def test_changed_protocol_is_not_exported_as_the_old_version(personas: Personas, protocol: Protocol) -> None:
    export = protocols.request_export(actor=personas.ops, protocol=protocol, format="md")
    make.written(protocol, personas.supervisor)
    with pytest.raises(work.WorkFailed, match="changed before the file was ready"):
        work.run_here(protocols.work_of(export))


def test_a_new_file_replaces_those_of_earlier_versions_after_a_day(personas: Personas, protocol: Protocol) -> None:
    def made(version: Protocol) -> ProtocolExport:
        export = protocols.request_export(actor=personas.ops, protocol=version, format="md")
        if export.content is None:
            work.run_here(protocols.work_of(export))
        return export

    old = made(protocol)
    ProtocolExport.objects.update(requested_at=clock.now() - timedelta(days=2))
    young = made(make.written(protocol, personas.supervisor))
    assert list(ProtocolExport.objects.all()) == [young], "not one that is listed nowhere"
    assert old.pk != young.pk
    newest = made(make.written(Protocol.objects.get(), personas.supervisor, went_well="Calm"))
    assert list(ProtocolExport.objects.order_by("pk")) == [young, newest], "a page that is open may link to it"


def test_users_without_access_get_no_file(personas: Personas, protocol: Protocol, sign_in: SignIn) -> None:
    with pytest.raises(PermissionDenied):
        protocols.request_export(actor=personas.agent, protocol=protocol, format="md")
    export = protocols.request_export(actor=personas.ops, protocol=protocol, format="md")
    work.run_here(protocols.work_of(export))
    url = reverse("protocol:download", args=[export.pk])
    assert sign_in(personas.agent).get(url).status_code == 404
    assert sign_in(personas.ops).get(url).status_code == 200


def test_export_reports_text_without_a_font(
    personas: Personas, protocol: Protocol, sign_in: SignIn, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = make.written(protocol, personas.supervisor, went_well="𓀀")
    client, page = sign_in(personas.ops), reverse("protocol:detail", args=[protocol.crisis_id])
    for format_ in ("md", "pdf"):
        client.post(reverse("protocol:export", args=[protocol.crisis_id, format_]))
        work.run_here(protocols.work_of(ProtocolExport.objects.get(format=format_)))
        assert ("This file shows boxes instead of “𓀀”" in client.get(page).content.decode()) == (format_ == "pdf")
    call_command("export_protocol", str(mine.crisis_id), "--format", "pdf", "--output", str(tmp_path / "protocol.pdf"))
    assert "No font has “𓀀”" in capsys.readouterr().err


def test_command_writes_the_file(protocol: Protocol, tmp_path: Path) -> None:
    target = tmp_path / "protocol.pdf"
    call_command("export_protocol", str(protocol.crisis_id), "--format", "pdf", "--output", str(target))
    assert target.read_bytes().startswith(b"%PDF-")


def test_command_reports_errors(protocol: Protocol, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="has no protocol"):
        call_command("export_protocol", "999999", "--output", str(tmp_path / "x.pdf"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_protocol", str(protocol.crisis_id), "--output", str(tmp_path / "no" / "x.pdf"))
