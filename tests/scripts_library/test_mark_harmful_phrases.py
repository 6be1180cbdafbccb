"""Harmful phrases are highlighted in customer-facing texts, with a better wording."""

import importlib
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from people.models import User
from scripts_library import actions, queries
from scripts_library.actions.phrases import AlreadyListed
from scripts_library.models import PhraseRule
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


def test_only_customer_facing_texts_are_checked(personas: Personas) -> None:
    PhraseRule.objects.get_or_create(pattern="calm down", defaults={"better": "Together."})
    texts = {"what_to_say": "Please calm down.", "what_not_to_say": "Calm down!", "tone": "Calm down first."}
    spoken = [("Step 1: Apology", "Please calm down."), ("Step 2: Refund", "You get it back.")]
    assert [remarked.label for remarked in queries.remarks_on(texts, spoken)] == ["What to say", "Step 1: Apology"]


def test_the_list_starts_with_the_starter_rules(db: None) -> None:
    PhraseRule.objects.all().delete()
    PhraseRule.objects.create(pattern="Calm Down", better="Ours.")
    PhraseRule.objects.create(pattern="no big deal", better="Ours.", reason="Ours.")
    migration = importlib.import_module("scripts_library.migrations.0006_phrase_rules")
    migration.add_starter_rules(apps, None)
    count = PhraseRule.objects.count()
    migration.add_starter_rules(apps, None)
    assert PhraseRule.objects.count() == count >= 60
    assert {rule.theme for rule in PhraseRule.objects.all()} == {*PhraseRule.Theme.values}
    own = PhraseRule.objects.get(pattern="Calm Down")
    assert (own.better, own.theme) == ("Ours.", "commands")
    assert "\n".join(own.fine_in).count("calm down") == len(own.fine_in) > 0
    assert PhraseRule.objects.get(pattern="no big deal").theme == "other"


def test_rule_that_is_off_marks_nothing(personas: Personas) -> None:
    rule = actions.add_phrase(actor=personas.supervisor, pattern="tough luck", better="I see.", reason="It mocks.")
    (remarked,) = queries.remarks_on_sentence("Tough luck, sir.")
    assert [(each.found, each.reason) for each in remarked.found] == [("Tough luck", "It mocks.")]
    actions.change_phrase(actor=personas.supervisor, phrase_id=rule.pk, pattern="tough luck", better="I see.", is_on=False)
    assert queries.remarks_on_sentence("Tough luck, sir.") == []


def test_sentence_is_tried_without_saving_it(personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("scripts_library:try_phrases")
    part = client.post(url, {"sentence": "Calm down, <b>you</b>!"}, headers={"HX-Request": "true"}).content.decode()
    assert "<mark>Calm down</mark>" in part
    assert "<html" not in part
    assert "<b>you" not in part
    whole = client.post(url, {"sentence": "Calm seas."}).content.decode()
    assert "<html" in whole
    assert "Nothing would be marked." in whole
    assert client.post(url, {"sentence": "calm down " * 200}).status_code == 200


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("pattern", "… * …", "Write at least one word."),
        ("pattern", "a " * 13, "at most 12 words"),
        ("pattern", "a … b … c … d … e", "at most 3 times"),
        ("fine_in", "calm seas\n…", "Write at least one word."),
        ("fine_in", "calm\n" * 2 + "x" * 121, "at most 120 characters"),
        ("fine_in", "\n".join(f"calm {number}" for number in range(41)), "at most 40 phrases"),
        ("theme", "rude", "Select a valid choice"),
        ("language", "xx-yy", "Select a valid choice"),
    ],
)
def test_rule_that_cannot_work_is_refused(personas: Personas, sign_in: SignIn, field: str, value: str, message: str) -> None:
    data = {"pattern": "calm people", "better": "Hm.", "theme": "blame", "language": "", field: value}
    answer = sign_in(personas.supervisor).post(reverse("scripts_library:phrases"), data)
    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_editor_marks_phrases_while_typing_and_without_javascript(personas: Personas, sign_in: SignIn) -> None:
    PhraseRule.objects.get_or_create(pattern="calm down", defaults={"better": "Together, step by step."})
    client = sign_in(personas.supervisor)
    typed = {"what_to_say": "Calm down, please."}
    answer = client.post(reverse("scripts_library:wording"), typed).content.decode()
    assert "<mark>Calm down</mark>" in answer
    assert '<mark class="harmful">Calm down</mark>' in answer
    assert "<html" not in answer
    version = scripts.draft(personas.supervisor)
    checked = client.post(reverse("scripts_library:edit", args=[version.pk]), {**typed, "check": "1"})
    assert checked.status_code == 200
    assert "<mark>Calm down</mark>" in checked.content.decode()
    version.refresh_from_db()
    assert version.what_to_say == scripts.TEXTS["what_to_say"]


def test_supervisors_maintain_the_list(personas: Personas, sign_in: SignIn) -> None:
    client, url = sign_in(personas.supervisor), reverse("scripts_library:phrases")
    assert client.post(url, {"pattern": " no \n way ", "better": "Let me look.", "theme": "other"}).status_code == 302
    phrase = PhraseRule.objects.get(pattern="no way")
    again = client.post(url, {"pattern": "No way", "better": "Hm.", "theme": "other"})
    assert again.status_code == 422
    assert "already on the list" in again.content.decode()
    one = reverse("scripts_library:phrase", args=[phrase.pk])
    assert client.post(one, {"pattern": "no chance", "better": "Let me look.", "theme": "other"}).status_code == 302
    assert client.post(one, {"pattern": "…", "better": "Hm.", "theme": "other"}).status_code == 422
    phrase.refresh_from_db()
    assert phrase.pattern == "no chance"
    remove = reverse("scripts_library:remove_phrase", args=[phrase.pk])
    assert [client.post(remove).status_code for _ in range(2)] == [302, 302]
    assert not PhraseRule.objects.filter(pk=phrase.pk).exists()


def test_others_cannot_change_the_list(personas: Personas) -> None:
    phrase = PhraseRule.objects.create(pattern="whatever", better="Let us see.")
    for name, user in personas:
        if "supervisor" in name:
            continue
        with pytest.raises(PermissionDenied):
            actions.add_phrase(actor=user, pattern="a", better="b")
        with pytest.raises(PermissionDenied):
            actions.change_phrase(actor=user, phrase_id=phrase.pk, pattern="a", better="b")
        with pytest.raises(PermissionDenied):
            actions.remove_phrase(actor=user, phrase_id=phrase.pk)


def test_changing_to_a_listed_phrase_is_refused(personas: Personas) -> None:
    first = actions.add_phrase(actor=personas.supervisor, pattern="one", better="b")
    actions.add_phrase(actor=personas.supervisor, pattern="two", better="b")
    with pytest.raises(AlreadyListed):
        actions.change_phrase(actor=personas.supervisor, phrase_id=first.pk, pattern="TWO", better="b")
