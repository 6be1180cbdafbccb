"""Pages of variants, comparisons and previews."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.identity import User
from scripts_library import actions, queries
from scripts_library.models import Script, ScriptVersion
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from tests.scripts_library.test_variants import agent, publish_next

SignIn = Callable[[User], Client]


@pytest.fixture
def source(personas: Personas) -> ScriptVersion:
    return scripts.published(personas.supervisor, personas.approver)


@pytest.fixture
def dutch(personas: Personas, source: ScriptVersion) -> ScriptVersion:
    return scripts.published_variant(personas.supervisor, personas.approver, source, what_to_say="Goedendag.")


def script_url(version: ScriptVersion) -> str:
    return reverse("scripts_library:script", args=[version.script_id])


def test_reader_is_taken_to_the_fitting_variant_and_can_choose_the_source(
    source: ScriptVersion, dutch: ScriptVersion, sign_in: SignIn
) -> None:
    client = sign_in(agent("Dora", languages=["nl"]))
    page = client.get(script_url(source), follow=True)
    assert page.redirect_chain == [(script_url(dutch), 302)]
    assert "Goedendag." in page.content.decode()
    assert f'href="{script_url(source)}?source"' in page.content.decode()
    assert "Thank you for calling" in client.get(script_url(source) + "?source").content.decode()


def test_part_that_refreshes_itself_stays_on_its_script(source: ScriptVersion, dutch: ScriptVersion, sign_in: SignIn) -> None:
    client = sign_in(agent("Dora", languages=["nl"]))
    answer = client.get(script_url(source), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    assert "Thank you for calling" in answer.content.decode()


def test_script_without_variants_has_no_tabs(personas: Personas, source: ScriptVersion, sign_in: SignIn) -> None:
    assert "nav-tabs" not in sign_in(personas.agent).get(script_url(source)).content.decode()


def test_writer_creates_a_variant_from_the_matrix(personas: Personas, source: ScriptVersion, sign_in: SignIn) -> None:
    agent("Dora", languages=["nl"], channels=["chat"])
    client = sign_in(personas.supervisor)
    link = reverse("scripts_library:write_variant", args=[source.script_id])
    assert f"{link}?channel=chat&amp;language=nl" in client.get(script_url(source)).content.decode()
    form = client.get(link, {"channel": "chat", "language": "nl"}).content.decode()
    assert '<option value="nl" selected>' in form
    assert client.post(link, {"channel": "chat", "language": "nl"}).status_code == 302
    variant = Script.objects.get(variant_of=source.script_id)
    assert (variant.channel, variant.language) == ("chat", "nl")
    again = client.post(link, {"channel": "chat", "language": "nl"})
    assert again.status_code == 422
    assert "already a text for Chat, Dutch" in again.content.decode()


@pytest.mark.parametrize(
    "wrong", [{"language": "xx"}, {"language": "nl", "channel": "fax"}, {"language": "<b>"}, {"channel": "chat"}]
)
def test_unknown_channel_or_language_is_refused(
    personas: Personas, source: ScriptVersion, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    agent("Dora", languages=["nl"])
    url = reverse("scripts_library:write_variant", args=[source.script_id])
    assert sign_in(personas.supervisor).post(url, wrong).status_code == 422
    assert sign_in(personas.supervisor).get(url, wrong).status_code == 200
    assert Script.objects.count() == 1


def test_variant_that_is_behind_says_so_and_is_marked_as_up_to_date(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    assert "The source has changed" not in client.get(script_url(dutch)).content.decode()
    newest = publish_next(personas, source)
    shown = client.get(script_url(dutch)).content.decode()
    assert "is at version 2. This text follows version 1." in shown
    assert f"{reverse('scripts_library:compare', args=[newest.pk])}?earlier=1&amp;later=2" in shown
    confirm = reverse("scripts_library:confirm_variant", args=[dutch.pk])
    assert client.post(confirm, {"follows_number": "x"}).status_code == 302
    assert client.post(confirm, {"follows_number": 1}).status_code == 409
    assert client.post(confirm, {"follows_number": 2}).status_code == 302
    assert "The source has changed" not in client.get(script_url(dutch)).content.decode()


def test_writer_says_in_the_editor_that_the_text_follows_the_source(
    personas: Personas, source: ScriptVersion, dutch: ScriptVersion, sign_in: SignIn
) -> None:
    publish_next(personas, source)
    draft = actions.revise(actor=personas.supervisor, version=dutch)
    client, url = sign_in(personas.supervisor), reverse("scripts_library:edit", args=[draft.pk])
    assert "This text now follows version 2 of its source" in client.get(url).content.decode()
    texts = {**queries.texts_of(draft), "revision": 1}
    assert client.post(url, texts).status_code == 302
    draft.refresh_from_db()
    assert draft.follows_number == 1
    assert client.post(url, {**texts, "revision": 2, "follows": "on", "follows_read": 2}).status_code == 302
    draft.refresh_from_db()
    assert draft.follows_number == 2
    assert "now follows" not in client.get(url).content.decode()


def test_channel_and_language_are_changed_on_their_page(personas: Personas, dutch: ScriptVersion, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("scripts_library:change_audience", args=[dutch.script_id])
    form = {"channel": "chat", "language": "nl", "channel_read": "", "language_read": "nl"}
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 422
    dutch.script.refresh_from_db()
    assert dutch.script.channel == "chat"


def test_any_two_versions_are_compared(personas: Personas, source: ScriptVersion, sign_in: SignIn) -> None:
    client = sign_in(personas.approver)
    url = reverse("scripts_library:compare", args=[source.pk])
    assert "Only one version" in client.get(url).content.decode()
    second = publish_next(personas, source, what_to_say="Thank you for waiting.\n\nGoodbye <b>now</b>.")
    publish_next(personas, second, tone="Slowly.")
    shown = client.get(url).content.decode()
    assert "Changes from version 1 to version 2" in shown
    assert "How to say it (unchanged)" in shown
    assert "&lt;b&gt;" in shown
    assert "<b>now" not in shown
    shown = client.get(url, {"earlier": 3, "later": 1}).content.decode()
    assert "Changes from version 3 to version 1" in shown
    assert client.get(url, {"earlier": 1, "later": 1}).content.decode().count("(unchanged)") == 7
    for wrong in ("0", "99", "x", "", "²", "9" * 40):
        assert "Changes from version 1 to version 2" in client.get(url, {"earlier": str(wrong), "later": "2"}).content.decode()


def test_preview_shows_the_text_as_agents_see_it_and_marks_phrases(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    typed = {"what_to_say": "Hello {customer name}, *calm down*. <script>x</script>", "tone": "{{block:gone}}", "plan_b": " "}
    shown = client.post(reverse("scripts_library:wording"), typed).content.decode()
    assert '<mark class="fill-in">{customer name}</mark>' in shown
    assert '<em><mark class="harmful">calm down</mark></em>' in shown
    assert "no building block named “gone”" in shown
    assert "<script>" not in shown
    assert "Plan B" not in shown
    version = scripts.draft(personas.supervisor)
    url = reverse("scripts_library:edit", args=[version.pk])
    assert "Slowly and warmly." in client.get(url).content.decode()
    without_script = client.post(url, {**typed, "check": "1"})
    assert without_script.status_code == 200
    assert '<mark class="harmful">calm down</mark>' in without_script.content.decode()


@pytest.mark.parametrize("huge", ["x" * 100_000, "{" * 20_000, "> " * 20_000, "[" * 20_000, "*a " * 20_000, "- " * 20_000])
def test_preview_of_any_text_is_quick_and_bounded(personas: Personas, sign_in: SignIn, huge: str) -> None:
    answer = sign_in(personas.supervisor).post(reverse("scripts_library:wording"), {"what_to_say": huge})
    assert answer.status_code == 200
    assert len(answer.content) < 200_000
