"""Import and export of scripts on their pages."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from core import clock
from core.refusals import Refused
from journal.actions import close_journal, open_journal
from people.erasure import Erased
from people.identity import User
from scripts_library import actions, queries
from scripts_library.actions.erasure import forget
from scripts_library.models import Script, ScriptImport, ScriptVersion
from scripts_library.script_files.contents import ScriptFile
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
UPLOAD = "scripts_library:upload"


def exported(client: Client, name: str) -> bytes:
    answer = client.get(reverse("scripts_library:export", args=[name]))
    assert answer.status_code == 200
    content: bytes = answer.getvalue()
    return content


def upload(client: Client, content: bytes, name: str = "scripts.zip") -> ScriptImport:
    answer = client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return ScriptImport.objects.latest("pk")


def confirm(client: Client, imported: ScriptImport) -> ScriptImport:
    token = queries.plan_of(imported).token
    assert client.post(reverse("scripts_library:import", args=[imported.pk]), {"token": token}).status_code == 302
    imported.refresh_from_db()
    return imported


@pytest.fixture
def family(personas: Personas) -> list[ScriptVersion]:
    """A published source with a draft, its variant, and a draft of a crisis."""
    source = scripts.published(personas.supervisor, personas.approver, what_to_say="- Hello\r\n- {name}\r\n\r\n## Plan B")
    variant = scripts.published_variant(personas.supervisor, personas.approver, source, what_to_say="=HYPERLINK(1)\n你好")
    draft = actions.revise(actor=personas.supervisor, version=source)
    draft = actions.edit_draft(actor=personas.supervisor, version=draft, revision=1, tone="'Calmly.")
    other = scripts.draft(personas.supervisor, title="Storm", journal=open_journal(title="Storm"))
    return [draft, variant, other]


@pytest.mark.parametrize("name", ["scripts.zip", "scripts.csv"])
def test_an_export_that_is_imported_again_changes_nothing(
    personas: Personas, family: list[ScriptVersion], sign_in: SignIn, name: str
) -> None:
    client = sign_in(personas.supervisor)
    imported = upload(client, exported(client, name), name)
    page = client.get(reverse("scripts_library:import", args=[imported.pk])).content.decode()
    assert "3 unchanged" in page
    assert "There is nothing to import." in page
    assert queries.plan_of(imported).counts == {"create": 0, "change": 0, "unchanged": 3, "reject": 0}
    before = list(ScriptVersion.objects.order_by("pk").values())
    confirm(client, imported)
    assert list(ScriptVersion.objects.order_by("pk").values()) == before


@pytest.mark.parametrize("name", ["scripts.zip", "scripts.csv"])
def test_an_export_brings_scripts_into_an_empty_library_as_drafts(
    personas: Personas, family: list[ScriptVersion], sign_in: SignIn, name: str
) -> None:
    client = sign_in(personas.supervisor)
    content = exported(client, name)
    texts = [queries.texts_of(version) for version in family]
    ScriptVersion.objects.all().delete()
    Script.objects.filter(variant_of__isnull=False).delete()
    Script.objects.all().delete()
    imported = confirm(client, upload(client, content, name))
    assert imported.counts == {"create": 3, "change": 0, "unchanged": 0, "reject": 0}
    found = list(ScriptVersion.objects.select_related("script").order_by("script__variant_of", "script__title"))
    assert {version.state for version in found} == {"draft"}
    assert [version.script.language for version in found if version.script.variant_of_id] == ["nl"]
    normal = {
        version.script_id: {k: v.replace("\r\n", "\n") for k, v in queries.texts_of(version).items()} for version in found
    }
    for one in texts:
        assert {k: v.replace("\r\n", "\n") for k, v in one.items()} in normal.values()
    again = confirm(client, upload(client, content, name))
    assert again.counts["unchanged"] == 3


def file(title: str = "Ferry cancelled", **facts: object) -> ScriptFile:
    texts = {**scripts.TEXTS, "what_to_say": "New words."}
    return ScriptFile(**{"title": title, "language": "en", "texts": texts, "source": "a.md", **facts})  # type: ignore[arg-type]  # facts of the tests


def imports(actor: User, *files: ScriptFile) -> ScriptImport:
    return actions.upload_scripts(actor=actor, file_name="a.zip", scripts=files, rejected=[])


def import_all(actor: User, *files: ScriptFile) -> ScriptImport:
    kept = imports(actor, *files)
    return actions.import_scripts(actor=actor, imported=kept, token=queries.plan_of(kept).token)


def test_changed_script_gets_a_draft_and_its_published_version_stays_live(personas: Personas) -> None:
    live = scripts.published(personas.supervisor, personas.approver)
    assert import_all(personas.other_supervisor, file()).counts["change"] == 1
    live.refresh_from_db()
    draft = live.script.versions.get(number=2)
    assert (live.state, draft.state, draft.what_to_say) == ("published", "draft", "New words.")
    assert draft.writer_ids == [personas.other_supervisor.person_id]
    assert import_all(personas.supervisor, file()).counts["unchanged"] == 1


def test_plan_says_what_is_removed_and_not_taken_over(personas: Personas) -> None:
    scripts.draft(personas.supervisor)
    texts = {**scripts.TEXTS, "tone": ""}
    kept = imports(
        personas.supervisor, file(owner=personas.approver.email, variant_of="Other", texts=texts), file("New", owner="Nobody")
    )
    changed, new = queries.plan_of(kept).scripts[::-1]
    assert changed.notes == (
        "Removes the text “How to say it”.",
        f"The owner stays {personas.supervisor.person.display_name}.",
        "“variant of” is ignored, because the script is there already.",
    )
    assert new.notes == ("No possible owner is called “Nobody”, so you become the owner.",)


def test_scripts_that_cannot_be_imported_have_a_reason(personas: Personas) -> None:
    scripts.in_review(personas.supervisor, title="In review")
    for _twice in range(2):
        scripts.draft(personas.supervisor, title="Twice")
    storm = open_journal(title="Storm")
    scripts.draft(personas.supervisor, title="Over", journal=storm)
    close_journal(storm)
    files = [file("In review"), file("Twice"), file("Over"), file("Lost", variant_of="Nothing"), file("New"), file("New")]
    done = import_all(personas.supervisor, *files)
    assert done.counts == {"create": 1, "change": 0, "unchanged": 0, "reject": 5}
    reasons = " ".join(each["reason"] for each in done.rejected)
    for words in ("waits for approval", "2 scripts have this title", "has ended", "source “Nothing”", "another script"):
        assert words in reasons


def test_import_that_would_do_something_else_by_now_is_refused(personas: Personas) -> None:
    version = scripts.draft(personas.supervisor)
    kept = imports(personas.supervisor, file())
    token = queries.plan_of(kept).token
    actions.edit_draft(actor=personas.other_supervisor, version=version, revision=1, tone="Mine.")
    with pytest.raises(Refused, match="have changed since"):
        actions.import_scripts(actor=personas.supervisor, imported=kept, token=token)
    version.refresh_from_db()
    assert version.tone == "Mine."


def test_a_second_confirmation_does_nothing(personas: Personas) -> None:
    done = import_all(personas.supervisor, file())
    assert actions.import_scripts(actor=personas.supervisor, imported=done, token="x").counts["create"] == 1
    assert Script.objects.count() == 1
    assert done.scripts == []


def test_only_supervisors_import_and_only_their_own_files(personas: Personas) -> None:
    kept = imports(personas.supervisor, file())
    for name, user in personas:
        if "supervisor" in name:
            continue
        with pytest.raises(PermissionDenied):
            imports(user, file())
        with pytest.raises(PermissionDenied):
            actions.import_scripts(actor=user, imported=kept, token="")
    with pytest.raises(ScriptImport.DoesNotExist):
        actions.import_scripts(actor=personas.other_supervisor, imported=kept, token="")


def test_drills_are_neither_exported_nor_changed(personas: Personas, sign_in: SignIn) -> None:
    drill = scripts.draft(personas.supervisor, title="Drill", journal=open_journal(title="Drill", is_drill=True))
    content = exported(sign_in(personas.supervisor), "scripts.zip")
    assert zipfile.ZipFile(io.BytesIO(content)).namelist() == []
    assert import_all(personas.supervisor, file("Drill")).counts["create"] == 1
    drill.refresh_from_db()
    assert drill.what_to_say == scripts.TEXTS["what_to_say"]


@pytest.mark.parametrize("content", [b"", b"x", b"PK\x03\x04", b"%PDF-1.7", b"title,situation\n\xff"])
def test_unreadable_upload_is_refused_in_the_form(personas: Personas, sign_in: SignIn, content: bytes) -> None:
    client = sign_in(personas.supervisor)
    answer = client.post(reverse(UPLOAD), {"file": SimpleUploadedFile("a.zip", content)})
    assert answer.status_code == 422
    assert not ScriptImport.objects.exists()


def test_upload_beyond_the_limit_is_refused(personas: Personas, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts_library.views.script_files.MOST_BYTES", 1000)
    answer = sign_in(personas.supervisor).post(reverse(UPLOAD), {"file": SimpleUploadedFile("a.csv", b"x" * 100_000)})
    assert answer.status_code == 422
    assert "The file is larger than" in answer.content.decode()


def test_page_shows_names_and_texts_of_files_as_text(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    content = b"title,situation,owner\n<script>alert(1)</script>,{{ x }},<img src=x>\n,a,b"
    imported = upload(client, content, "<b>x</b>.csv")
    page = client.get(reverse("scripts_library:import", args=[imported.pk])).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "<b>x</b>" not in page
    assert "line 3" in page


def test_uploads_are_deleted_after_a_week_and_with_the_person(personas: Personas) -> None:
    old, new = imports(personas.supervisor, file()), imports(personas.supervisor, file())
    ScriptImport.objects.filter(pk=old.pk).update(uploaded_at=clock.now() - timedelta(days=8))
    assert actions.forget_script_imports() == 1
    mentions = imports(personas.other_supervisor, file(owner="Ada Lovelace"))
    forget(Erased(frozenset({personas.agent.person_id}), ("Ada Lovelace",), "Person 1"))
    assert list(ScriptImport.objects.values_list("pk", flat=True)) == [new.pk]
    assert mentions.pk != new.pk
    forget(Erased(frozenset({personas.supervisor.person_id}), (), "Person 2"))
    assert not ScriptImport.objects.exists()


def test_database_keeps_no_scripts_of_a_finished_import(personas: Personas) -> None:
    kept = imports(personas.supervisor, file())
    with pytest.raises(IntegrityError, match="script_import_content_is_deleted"), transaction.atomic():
        ScriptImport.objects.filter(pk=kept.pk).update(imported_at=clock.now())
    ScriptImport.objects.filter(pk=kept.pk).update(imported_at=clock.now(), scripts=[])


def test_unknown_export_is_missing(personas: Personas, sign_in: SignIn) -> None:
    assert sign_in(personas.supervisor).get(reverse("scripts_library:export", args=["x.exe"])).status_code == 404
