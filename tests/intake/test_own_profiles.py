"""Import profiles: saved while matching columns, used for later files, renamed and deleted."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from feedback.models import Interaction
from intake.actions.profiles import ProfileNameTaken, delete_profile, read_as, rename_profile, save_profile
from intake.lifecycle import WrongImportState
from intake.models import Import, OwnProfile
from intake.reading.profiles import Field, Profile
from journal.models import Entry
from people.models import User
from tests.factories import feedback
from tests.factories.feedback import STARS
from tests.factories.people import Personas
from tests.intake.test_import_on_the_pages import ANSWERS, OTHER, latest, upload

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]
NEXT = (
    OTHER.replace(b"ticket,who", b"city,ticket,who")
    .replace(b"\n1,", b"\nRome,11,")
    .replace(b"\n2,", b"\nRome,12,")
    .replace(b"\n3,", b"\nRome,13,")
)
ZENDESK = b"assignee_id,ticket_id,score,created_at\n7,1,good,2026-01-05T09:00:00Z\n7,2,bad,2026-01-06T09:00:00Z\n"


@pytest.fixture
def ops(personas: Personas, sign_in: SignIn) -> Client:
    return sign_in(personas.ops)


def columns_page() -> str:
    return reverse("intake:import_columns", args=[latest().pk])


def remember(client: Client, name: str = "Stars of the shop", **more: str) -> Any:
    upload(client, OTHER)
    return client.post(columns_page(), {**ANSWERS, "remember_as": name, **more})


def verbs() -> list[str]:
    return [verb for verb in Entry.objects.order_by("pk").values_list("verb", flat=True) if "profile" in verb]


def test_saved_profile_reads_the_next_file_automatically(ops: Client) -> None:
    assert remember(ops).status_code == 302
    own = OwnProfile.objects.get()
    assert (own.name, own.definition["name"], own.definition["dates"]["date"]) == (own.name, "Stars of the shop", "%d/%m/%Y")
    assert latest().profile["name"] == "Stars of the shop"
    upload(ops, NEXT)
    read = feedback.worked(latest())
    assert (read.state, read.source, read.counts["rejected"]) == (Import.State.NEEDS_PEOPLE, "shop", 0)
    # The profile decides between the two date formats.
    noon = timedelta(hours=12)
    assert [(row.started_at + noon).month for row in read.staged.order_by("line")] == [2, 4, 6]
    assert "Stars of the shop" in ops.get(reverse("intake:import_detail", args=[read.pk])).content.decode()
    assert verbs() == ["intake.profile_saved"]


def test_changed_profile_is_not_shown_as_the_profile_of_the_import(ops: Client) -> None:
    remember(ops)
    upload(ops, NEXT)
    form = ops.get(columns_page()).context["form"]
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}}
    ops.post(columns_page(), answers)
    assert latest().profile["name"] == "Stars of the shop"
    ops.post(columns_page(), {**answers, "highest": "20"})
    assert latest().profile["name"] == "generic"
    assert OwnProfile.objects.get().definition["scale"]["highest"] == 10


def test_file_without_one_of_the_columns_needs_matching(ops: Client) -> None:
    remember(ops)
    upload(ops, OTHER.replace(b"stars", b"points"))
    assert latest().state == Import.State.UPLOADED


def test_command_uses_profiles_by_name_and_automatically(personas: Personas, tmp_path: Path) -> None:
    feedback.own_profile(personas.ops)
    path = tmp_path / "next.csv"
    path.write_bytes(NEXT)
    for arguments in (["--profile", "stars OF the shop"], []):
        out = StringIO()
        call_command("import_feedback", str(path), "--json", *arguments, stdout=out)
        outcome = json.loads(out.getvalue())
        assert (outcome["state"], outcome["source"], outcome["rejected"]) == ("published", "shop", 0)
    assert Interaction.objects.count() == 3
    with pytest.raises(CommandError, match=r"Choose one of these: Stars of the shop, call-center, .*generic"):
        call_command("import_feedback", str(path), "--profile", "stars")
    path.write_bytes(b"when,other\n1,2\n")
    with pytest.raises(CommandError, match=r"These columns are missing: .*stars"):
        call_command("import_feedback", str(path), "--profile", "Stars of the shop")


def test_own_profile_wins_a_tie_with_a_built_in_one(ops: Client) -> None:
    upload(ops, ZENDESK)
    assert latest().source == "zendesk"
    form = ops.get(columns_page()).context["form"]
    answers = {name: value for name, value in form.initial.items() if value not in {"", False}}
    answers |= {"words": "good = 4\nbad = 2", "remember_as": "Our Zendesk"}
    assert ops.post(columns_page(), answers).status_code == 302
    upload(ops, ZENDESK.replace(b"7,1", b"7,8"))
    read = feedback.worked(latest())
    assert read.profile["name"] == "Our Zendesk"
    assert list(read.staged.order_by("line").values_list("value", flat=True)) == [4, 2]


def test_built_in_profile_wins_if_it_reads_more_columns(personas: Personas, ops: Client) -> None:
    scant = Profile(name="Scant", source="elsewhere", columns={Field.STARTED: "created_at", Field.RATING: "score"})
    save_profile(actor=personas.ops, name="Scant", profile=scant)
    upload(ops, ZENDESK)
    assert latest().source == "zendesk"


def test_profile_with_most_columns_wins_then_the_newest(personas: Personas) -> None:
    less = replace(STARS, columns={Field.STARTED: "when", Field.RATING: "stars"})
    feedback.own_profile(personas.ops, name="most")
    feedback.own_profile(personas.ops, name="less", profile=less)
    assert feedback.received(OTHER, goes_on=False).profile["name"] == "most"
    feedback.own_profile(personas.ops, name="newest")
    assert feedback.received(OTHER, goes_on=False).profile["name"] == "newest"


def test_existing_profile_can_be_replaced(ops: Client) -> None:
    remember(ops)
    answer = remember(ops, "stars of the SHOP", highest="20")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "A profile called “Stars of the shop” already exists" in page
    assert "Replace the existing profile" in page
    assert latest().state == Import.State.STAGING, "the file was recognised, and is not read anew before the name is decided"
    assert OwnProfile.objects.get().definition["scale"]["highest"] == 10
    assert remember(ops, "stars of the SHOP", highest="20", replaces="on").status_code == 302
    assert (OwnProfile.objects.get().name, OwnProfile.objects.get().definition["scale"]["highest"]) == ("stars of the SHOP", 20)
    assert verbs() == ["intake.profile_saved", "intake.profile_replaced"]


@pytest.mark.parametrize("name", ["zendesk", "generic"])
def test_name_of_a_built_in_profile_is_refused(ops: Client, name: str) -> None:
    page = remember(ops, name)
    assert (page.status_code, "is a built-in profile" in page.content.decode()) == (422, True)
    assert "Replace the existing profile" not in page.content.decode()
    assert not OwnProfile.objects.exists()


def test_profile_is_not_saved_if_reading_is_refused(personas: Personas, ops: Client) -> None:
    """Both or neither: the columns of a finished import can't be matched."""
    upload(ops, OTHER)
    imported = latest()
    Import.objects.filter(pk=imported.pk).update(state=Import.State.ABANDONED)
    with pytest.raises(WrongImportState):
        read_as(actor=personas.ops, imported=imported, profile=STARS, remember_as="Stars")
    assert not OwnProfile.objects.exists()


def test_pages_show_rename_and_delete_a_profile(personas: Personas, ops: Client) -> None:
    own = feedback.own_profile(personas.ops, profile=replace(STARS, channels={"Outcall": "phone"}))
    feedback.own_profile(personas.ops, name="Other")
    assert own.name in ops.get(reverse("intake:profiles")).content.decode()
    url = reverse("intake:profile", args=[own.pk])
    page = ops.get(url).content.decode()
    for said in ("31/12/2026 (day first)", "1 to 10", "Outcall = Phone", "ticket", "Contact ID"):
        assert said in page
    assert ops.post(url, {"name": "other"}).status_code == 422
    assert ops.post(url, {"name": "delighted"}).status_code == 422
    assert ops.post(url, {"name": "Shop"}).status_code == 302
    own.refresh_from_db()
    assert (own.name, own.definition["name"]) == ("Shop", "Shop")
    imported = feedback.imported(OTHER, profile_name="Shop")
    assert ops.post(reverse("intake:profile_delete", args=[own.pk])).status_code == 302
    assert list(OwnProfile.objects.values_list("name", flat=True)) == ["Other"]
    imported.refresh_from_db()
    assert (imported.state, imported.profile["name"], Interaction.objects.count()) == ("published", "Shop", 3)
    assert verbs()[-2:] == ["intake.profile_renamed", "intake.profile_deleted"]


def test_only_importers_have_access(personas: Personas) -> None:
    own = feedback.own_profile(personas.ops)
    attempts: list[Callable[[], Any]] = [
        lambda: save_profile(actor=personas.supervisor, name="x", profile=STARS),
        lambda: rename_profile(actor=personas.supervisor, own=own, name="x"),
        lambda: delete_profile(actor=personas.supervisor, own=own),
    ]
    for attempt in attempts:
        with pytest.raises(PermissionDenied):
            attempt()
    assert not OwnProfile.objects.visible_to(personas.supervisor).exists()


def test_renaming_to_the_same_name_and_deleting_twice_are_not_recorded(personas: Personas) -> None:
    own = feedback.own_profile(personas.ops)
    assert rename_profile(actor=personas.ops, own=own, name=own.name).name == own.name
    delete_profile(actor=personas.ops, own=own)
    delete_profile(actor=personas.ops, own=OwnProfile(pk=own.pk))
    assert verbs() == ["intake.profile_saved", "intake.profile_deleted"]
    with pytest.raises(ProfileNameTaken):
        save_profile(actor=personas.ops, name="intercom", profile=STARS)


def test_profile_is_the_same_after_saving() -> None:
    said = replace(STARS, channels={"Outcall": "phone"}, id_part=r"(\d+)")
    assert Profile.from_json(json.loads(json.dumps(said.as_json()))) == said


def test_profile_needs_a_unique_name_and_columns(personas: Personas) -> None:
    fields: dict[str, Any] = {"definition": STARS.as_json(), "saved_by_id": personas.ops.person_id}
    assert OwnProfile.objects.create(name="Stars", **fields).pk
    assert OwnProfile.objects.create(name="Stars 2", **fields).pk
    refused = [
        ("own_profile_name_unique", {**fields, "name": "STARS"}),
        ("own_profile_has_a_name", {**fields, "name": ""}),
        ("own_profile_maps_columns", {**fields, "name": "x", "definition": {}}),
        ("own_profile_maps_columns", {**fields, "name": "x", "definition": [1]}),
    ]
    for constraint, wrong in refused:
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            OwnProfile.objects.create(**wrong)


def test_form_for_the_name_is_on_the_page_once(ops: Client, personas: Personas) -> None:
    page = ops.get(reverse("intake:profile", args=[feedback.own_profile(personas.ops).pk])).content.decode()
    assert page.count('name="name"') == 1
