"""Variants of a script for other channels and languages."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from core.refusals import Refused
from journal.actions import JournalClosed, close_journal, house_journal, open_journal
from journal.queries import lines
from people.identity import Role, User
from people.models import Notification
from scripts_library import actions, queries
from scripts_library.audiences import misfit, serves
from scripts_library.models import Script, ScriptVersion
from scripts_library.needs import variants_to_update
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with


@pytest.fixture
def source(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver)


@pytest.fixture
def dutch(personas: Personas, source: ScriptVersion) -> ScriptVersion:
    return scripts.published_variant(personas.supervisor, personas.approver, source)


def agent(name: str, *, languages: list[str], channels: list[str] | None = None) -> User:
    user = user_with(Role.AGENT, name=name)
    user.person.languages, user.person.channels = languages, channels or []
    user.person.save(update_fields=["languages", "channels"])
    return user


def publish_next(personas: Personas, version: ScriptVersion, **texts: Any) -> ScriptVersion:
    draft = actions.revise(actor=personas.supervisor, version=version)
    if texts:
        draft = actions.edit_draft(actor=personas.supervisor, version=draft, revision=draft.revision, **texts)
    return scripts.released(personas.supervisor, personas.approver, draft)


def test_variant_starts_with_the_published_texts_of_its_source(personas: Personas, source: ScriptVersion) -> None:
    actions.revise(actor=personas.supervisor, version=source)
    version = scripts.variant(personas.other_supervisor, source, channel="chat", language="nl")
    assert queries.texts_of(version) == queries.texts_of(source)
    assert (version.follows_number, version.state) == (1, "draft")
    script = version.script
    assert (script.title, script.owner_id, script.journal_id) == (
        "Ferry cancelled",
        source.script.owner_id,
        source.script.journal_id,
    )
    assert script.variant_of_id == source.script_id
    line = lines(house_journal().pk)[-1]
    assert (line.verb, line.texts["audience"]) == ("scripts.variant_written", "Chat, Dutch")


def test_variant_of_an_unpublished_script_follows_no_version(personas: Personas) -> None:
    version = scripts.variant(personas.supervisor, scripts.draft(personas.supervisor))
    assert version.follows_number is None
    assert version.what_to_say == scripts.TEXTS["what_to_say"]


@pytest.mark.parametrize(("channel", "language"), [("", "en"), ("", "nl")])
def test_each_channel_and_language_is_taken_once(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion, channel: str, language: str
) -> None:
    with pytest.raises(Refused, match="already a text for Every channel"):
        scripts.variant(personas.supervisor, source, channel=channel, language=language)
    assert Script.objects.count() == 2


def test_variant_has_no_variants(personas: Personas, dutch: ScriptVersion) -> None:
    with pytest.raises(Refused, match="variant itself"):
        scripts.variant(personas.supervisor, dutch, language="de")


def test_nothing_is_written_for_a_closed_journal(personas: Personas) -> None:
    storm = open_journal(title="Storm")
    source = scripts.published(personas.supervisor, personas.approver, journal=storm)
    variant = scripts.published_variant(personas.supervisor, personas.approver, source)
    source = publish_next(personas, source)
    close_journal(storm)
    with pytest.raises(JournalClosed):
        scripts.variant(personas.supervisor, source, language="de")
    with pytest.raises(JournalClosed):
        actions.confirm_variant(actor=personas.supervisor, version=variant, follows_number=2)
    with pytest.raises(JournalClosed):
        actions.change_audience(
            actor=personas.supervisor, script=variant.script, channel="chat", language="nl", read=("", "nl")
        )
    assert variants_to_update(personas.supervisor) == []


def test_others_write_and_confirm_no_variants(personas: Personas, source: ScriptVersion, dutch: ScriptVersion) -> None:
    for name, user in personas:
        if "supervisor" in name:
            continue
        with pytest.raises(PermissionDenied):
            scripts.variant(user, source, language="de")
        with pytest.raises(PermissionDenied):
            actions.change_audience(actor=user, script=dutch.script, channel="", language="de", read=("", "nl"))
        if name not in {"approver", "trainer"}:
            with pytest.raises(PermissionDenied):
                actions.confirm_variant(actor=user, version=dutch, follows_number=1)


def test_channel_and_language_can_be_changed_but_not_to_those_of_the_family(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion
) -> None:
    def change(script: Script, language: str, read: tuple[str, str]) -> Script:
        return actions.change_audience(actor=personas.supervisor, script=script, channel="", language=language, read=read)

    with pytest.raises(Refused, match="already a text"):
        change(dutch.script, "en", ("", "nl"))
    with pytest.raises(Refused, match="already a text"):
        change(source.script, "nl", ("", "en"))
    with pytest.raises(Refused, match="Someone else"):
        change(dutch.script, "de", ("chat", "nl"))
    assert change(dutch.script, "de", ("", "nl")).language == "de"
    before = len(lines(house_journal().pk))
    change(dutch.script, "de", ("", "de"))
    assert len(lines(house_journal().pk)) == before


def test_new_version_of_the_source_waits_for_the_owner_of_the_variant(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion
) -> None:
    assert variants_to_update(personas.supervisor) == []
    source = publish_next(personas, source, what_to_say="Other words.")
    assert [need.note for need in variants_to_update(personas.supervisor)] == [
        "Every channel, Dutch: the source has a new version."
    ]
    assert variants_to_update(personas.other_supervisor) == []
    assert variants_to_update(personas.agent) == []
    draft = actions.revise(actor=personas.supervisor, version=dutch)
    assert variants_to_update(personas.supervisor) != []
    actions.edit_draft(actor=personas.supervisor, version=draft, revision=1, follows_number=2, what_to_say="Andere woorden.")
    assert variants_to_update(personas.supervisor) == []
    [cell] = [
        cell
        for _name, cells in queries.variant_matrix(source.script).rows
        for cell in cells
        if cell.script_id == dutch.script_id
    ]
    assert (cell.state, cell.is_in_progress) == ("behind", True)
    draft.refresh_from_db()
    scripts.released(personas.supervisor, personas.approver, draft)
    assert queries.variant_matrix(source.script).behind == 0


def test_confirmed_variant_is_up_to_date_and_the_journal_says_so_once(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion
) -> None:
    source = publish_next(personas, source)
    assert queries.variant_matrix(dutch.script).behind == 1
    for _twice in range(2):
        actions.confirm_variant(actor=personas.approver, version=dutch, follows_number=2)
    assert queries.variant_matrix(dutch.script).behind == 0
    assert [line.verb for line in lines(house_journal().pk)].count("scripts.variant_confirmed") == 1
    standing = queries.source_standing(dutch.script)
    assert standing is not None
    assert not standing.is_behind


def test_only_the_published_version_of_the_source_can_be_followed(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion
) -> None:
    draft = actions.revise(actor=personas.supervisor, version=dutch)
    publish_next(personas, source)
    for number in (1, 3):
        with pytest.raises(Refused, match="another published version"):
            actions.confirm_variant(actor=personas.supervisor, version=dutch, follows_number=number)
        with pytest.raises(Refused, match="another published version"):
            actions.edit_draft(actor=personas.supervisor, version=draft, revision=1, follows_number=number)
    with pytest.raises(Refused, match="Only the published version of a variant"):
        actions.confirm_variant(actor=personas.supervisor, version=source, follows_number=1)
    with pytest.raises(Refused, match="Only the published version of a variant"):
        actions.confirm_variant(actor=personas.supervisor, version=draft, follows_number=2)


def test_matrix_has_the_languages_and_channels_that_agents_have(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion
) -> None:
    agent("Dora", languages=["nl", "de"], channels=["chat"])
    matrix = queries.variant_matrix(dutch.script)
    assert matrix.source_id == source.script_id
    assert matrix.channels == ["Every channel", "Chat"]
    states = {name: [str(cell.state) for cell in cells] for name, cells in matrix.rows}
    assert states["English"] == ["source", "covered"]
    assert states["Dutch"] == ["current", "covered"]
    assert states["German"] == ["missing", "missing"]
    assert matrix.missing == 2


def test_reader_gets_the_variant_in_their_language_and_for_their_channel(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion
) -> None:
    chat = scripts.published_variant(personas.supervisor, personas.approver, source, channel="chat", language="nl")
    german = scripts.variant(personas.supervisor, source, language="de")
    cases = {
        source.script_id: agent("Ed", languages=["en"], channels=["chat"]),
        dutch.script_id: agent("Dora", languages=["nl", "en"], channels=["phone", "chat"]),
        chat.script_id: agent("Cas", languages=["nl-be", "en"], channels=["chat"]),
    }
    for expected, reader in cases.items():
        assert queries.variant_for(reader, source.script) == expected
    listed = {expected: [script.script_id for script in queries.published_for(reader)] for expected, reader in cases.items()}
    assert listed == {expected: [expected] for expected in cases}
    assert len(queries.published_for(personas.supervisor)) == 3
    # Nobody gets a draft.
    assert queries.variant_for(agent("Gerd", languages=["de"]), source.script) != german.script_id
    assert queries.variant_for(agent("Una", languages=[]), source.script) == source.script_id


def test_variant_is_read_by_agents_with_its_language_and_channel(personas: Personas, source: ScriptVersion) -> None:
    dora, ed = agent("Dora", languages=["nl"], channels=["chat"]), agent("Ed", languages=["en"], channels=["chat"])
    version = scripts.published_variant(personas.supervisor, personas.approver, source, channel="chat", language="nl")
    assert queries.readers_of(version.script) == {dora.person_id}
    waiting = {
        user.person_id: [item.version_id for item in queries.open_acknowledgements(user.person_id)] for user in (dora, ed)
    }
    assert waiting == {dora.person_id: [version.pk, source.pk], ed.person_id: [source.pk]}
    key = f"script-published:{version.pk}"
    assert set(Notification.objects.filter(key=key).values_list("person_id", flat=True)) == {dora.person_id}


@pytest.mark.parametrize(
    ("language", "spoken", "fits"),
    [("nl", "nl", True), ("nl", "nl-be", True), ("nl-be", "nl", True), ("pt-br", "pt-pt", False), ("nl", "no", False)],
)
def test_language_of_a_country_fits_the_language_without_one(language: str, spoken: str, fits: bool) -> None:
    assert serves("", language, channels=[], languages=[spoken]) is fits
    assert (misfit("", language, channels=[], languages=[spoken])[0] == 0) is fits


def refused(constraint: str, **fields: Any) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Script.objects.filter(pk=fields.pop("pk")).update(**fields)


def test_database_keeps_variants_to_one_level_of_one_journal(personas: Personas) -> None:
    source, other, third = (scripts.script(personas, language=code) for code in ("en", "nl", "de"))
    refused("script_not_a_variant_of_itself", pk=source.pk, variant_of=source)
    Script.objects.filter(pk=other.pk).update(variant_of=source)
    Script.objects.filter(pk=third.pk).update(variant_of=source)
    refused("script_one_variant_per_channel_and_language", pk=third.pk, language="nl")
    refused("script_variant_of_a_source", pk=third.pk, variant_of=other)
    refused("script_variant_of_a_source", pk=source.pk, variant_of=scripts.script(personas))
    elsewhere = scripts.script(personas, journal=open_journal(title="Storm"))
    refused("script_variant_of_a_source", pk=elsewhere.pk, variant_of=source)
    Script.objects.filter(pk=third.pk).update(variant_of=None, language="nl")


def test_database_knows_channels_and_codes_of_languages(personas: Personas) -> None:
    script = scripts.script(personas)
    for channel in ("", "phone", "chat", "email", "social", "other"):
        Script.objects.filter(pk=script.pk).update(channel=channel)
    for language in ("en", "pt-br", "fil", "zh-hans"[:7]):
        Script.objects.filter(pk=script.pk).update(language=language)
    refused("script_channel_known", pk=script.pk, channel="fax")
    for wrong in ("", "EN", "e", "english", "en_GB", "en-"):
        refused("script_language_is_a_code", pk=script.pk, language=wrong)
    scripts.bare(personas, follows_number=1)
    with pytest.raises(IntegrityError, match="script_version_follows_a_number_from_one"), transaction.atomic():
        scripts.bare(personas, follows_number=0)


def test_variant_needs_as_many_approvals_as_its_source(personas: Personas) -> None:
    version = scripts.of_two_approvals(personas.supervisor)
    actions.approve(actor=personas.approver, version=version, checks=scripts.ALL_MET)
    written = scripts.variant(personas.supervisor, version, language="en", channel="phone")
    written = actions.submit_for_review(actor=personas.supervisor, version=written)
    assert actions.approve(actor=personas.approver, version=written, checks=scripts.ALL_MET).state == "in_review"
    assert actions.approve(actor=personas.trainer, version=written, checks=scripts.ALL_MET).state == "approved"


def test_writer_of_the_source_does_not_approve_a_variant_of_an_unapproved_text(personas: Personas) -> None:
    both = scripts.both()
    written = scripts.variant(personas.supervisor, scripts.draft(both), language="en", channel="phone")
    written = actions.submit_for_review(actor=personas.supervisor, version=written)
    with pytest.raises(Refused):
        actions.approve(actor=both, version=written, checks=scripts.ALL_MET)
    actions.approve(actor=personas.approver, version=written, checks=scripts.ALL_MET)
