"""Harmful phrases are highlighted in customer-facing texts, with a better wording."""

import importlib
from collections.abc import Callable
from itertools import pairwise

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from people.models import User
from scripts_library import actions, phrase_matching, queries
from scripts_library.actions.phrases import AlreadyListed
from scripts_library.models import HarmfulPhrase
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]

PHRASES = [("that's our policy", "A"), ("calm down", "B"), ("you should have …", "C"), ("down", "D")]


def found(text: str) -> list[tuple[str, str]]:
    return [(remark.found, remark.better) for remark in phrase_matching.remarks(text, PHRASES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Please calm down.", [("calm down", "B")]),
        ("CALM\n  Down", [("CALM\n  Down", "B")]),
        ("That’s our policy.", [("That’s our policy", "A")]),
        ("You should have called. Sit down!", [("You should have", "C"), ("down", "D")]),
        ("calm downwards, recalm down", [("down", "D")]),
        ("Nothing here.", []),
        ("", []),
    ],
)
def test_harmful_phrases_are_found(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_phrase_without_words_finds_nothing() -> None:
    assert phrase_matching.remarks("… a ...", [("…", "x"), ("", "x")]) == []


WORDS = st.lists(st.sampled_from(["calm", "down", "you", "should", "have", "that's", "our", "policy", ",", "\n"]), max_size=30)


@given(WORDS)
def test_the_pieces_are_the_text_and_remarks_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    remarks = phrase_matching.remarks(text, PHRASES)
    assert "".join(piece.text for piece in phrase_matching.pieces(text, remarks)) == text
    assert all(first.end <= second.start for first, second in pairwise(remarks))
    assert all(text[remark.start : remark.end] == remark.found for remark in remarks)


def test_only_customer_facing_texts_are_checked(personas: Personas) -> None:
    HarmfulPhrase.objects.get_or_create(phrase="calm down", defaults={"better": "Together."})
    texts = {"what_to_say": "Please calm down.", "what_not_to_say": "Calm down!", "tone": "Calm down first."}
    spoken = [("Step 1: Apology", "Please calm down."), ("Step 2: Refund", "You get it back.")]
    assert [remarked.label for remarked in queries.remarks_on(texts, spoken)] == ["What to say", "Step 1: Apology"]


def test_the_list_starts_with_four_phrases(db: None) -> None:
    HarmfulPhrase.objects.all().delete()
    importlib.import_module("scripts_library.migrations.0001_initial").add_phrases(apps, None)
    for text in ("That's our policy", "Calm down", "You should have known", "I know exactly how you feel"):
        assert queries.remarks_on({"what_to_say": text})


def test_editor_marks_phrases_while_typing_and_without_javascript(personas: Personas, sign_in: SignIn) -> None:
    HarmfulPhrase.objects.get_or_create(phrase="calm down", defaults={"better": "Together, step by step."})
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
    assert client.post(url, {"phrase": " no \n way ", "better": "Let me look."}).status_code == 302
    phrase = HarmfulPhrase.objects.get(phrase="no way")
    again = client.post(url, {"phrase": "No way", "better": "Hm."})
    assert again.status_code == 422
    assert "already on the list" in again.content.decode()
    one = reverse("scripts_library:phrase", args=[phrase.pk])
    assert client.post(one, {"phrase": "no chance", "better": "Let me look."}).status_code == 302
    assert client.post(one, {"phrase": "…", "better": "Hm."}).status_code == 422
    phrase.refresh_from_db()
    assert phrase.phrase == "no chance"
    remove = reverse("scripts_library:remove_phrase", args=[phrase.pk])
    assert [client.post(remove).status_code for _ in range(2)] == [302, 302]
    assert not HarmfulPhrase.objects.filter(pk=phrase.pk).exists()


def test_others_cannot_change_the_list(personas: Personas) -> None:
    phrase = HarmfulPhrase.objects.create(phrase="whatever", better="Let us see.")
    for name, user in personas:
        if "supervisor" in name:
            continue
        with pytest.raises(PermissionDenied):
            actions.add_phrase(actor=user, phrase="a", better="b")
        with pytest.raises(PermissionDenied):
            actions.change_phrase(actor=user, phrase_id=phrase.pk, phrase="a", better="b")
        with pytest.raises(PermissionDenied):
            actions.remove_phrase(actor=user, phrase_id=phrase.pk)


def test_changing_to_a_listed_phrase_is_refused(personas: Personas) -> None:
    first = actions.add_phrase(actor=personas.supervisor, phrase="one", better="b")
    actions.add_phrase(actor=personas.supervisor, phrase="two", better="b")
    with pytest.raises(AlreadyListed):
        actions.change_phrase(actor=personas.supervisor, phrase_id=first.pk, phrase="TWO", better="b")
