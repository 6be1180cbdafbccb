"""Approvers see the harmful phrases in a text, even emphasised ones, or that there are none."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from scripts_library.models import PhraseRule
from tests.factories import scripts_library as make
from tests.factories.people import Personas

SignIn = Callable[[User], Client]


@pytest.mark.parametrize(
    "text", ["Please calm down.", "Please **calm down**.", "Please calm **down**!", "_Calm_ down, please."]
)
def test_harmful_phrase_is_shown_with_a_better_one(personas: Personas, sign_in: SignIn, text: str) -> None:
    PhraseRule.objects.all().delete()
    PhraseRule.objects.create(pattern="calm down", better="I can hear how upsetting this is.")
    version = make.in_review(personas.supervisor, what_to_say=text)
    page = sign_in(personas.approver).get(reverse("scripts_library:review", args=[version.pk])).content.decode()
    assert "Harmful phrases" in page
    assert "I can hear how upsetting this is." in page


def test_text_without_harmful_phrases_says_so(personas: Personas, sign_in: SignIn) -> None:
    version = make.in_review(personas.supervisor)
    page = sign_in(personas.approver).get(reverse("scripts_library:review", args=[version.pk])).content.decode()
    assert "No harmful phrases in the text" in page
