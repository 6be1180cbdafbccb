"""The pseudo-languages: what they do to a text, and how a text that is not in them is found."""

from collections.abc import Callable

import pytest
from django.utils import translation

from tests.translations.reading import unmarked
from translations.catalogues import placeholders
from translations.pseudo import ACCENTED, CLOSE, GROWTH, MIRRORED, OPEN, pseudo


@pytest.mark.parametrize(
    "text",
    [
        "Save selection",
        "You can invite %(count)s more people.",
        '{actor} read <a href="/people/%(id)d/">the card &amp; the rest</a> of {name}: %(share).1f %%',
    ],
)
def test_text_grows_in_brackets_and_keeps_placeholders_and_tags(text: str) -> None:
    grown = pseudo(text)
    assert grown.count(OPEN) == grown.count(CLOSE) > 0
    assert placeholders(grown) == placeholders(text)
    assert grown.count("~") >= GROWTH * len("Save selection") - 1
    assert pseudo("Save") not in {"Save", f"{OPEN}Save{CLOSE}"}


@pytest.mark.parametrize("text", ["", " ", "j M Y", "H:i"])
def test_empty_texts_and_formats_stay(text: str) -> None:
    assert pseudo(text) == text


def test_text_outside_brackets_is_found() -> None:
    page = f"<h1>{pseudo('Team')}</h1><p aria-label='Hidden words'>{pseudo('Hello')} forgotten</p><script>var name</script>"
    assert unmarked(page) == ["Hidden words", "forgotten"]
    assert unmarked(page, {"forgotten"}) == ["Hidden words"]
    assert unmarked(pseudo("%(count)d words: %(what)s") % {"count": 3, "what": "forgotten"}) == ["3 forgotten"]


def test_pages_speak_the_pseudo_language_once_it_is_chosen(pseudo_language: Callable[[str], None]) -> None:
    pseudo_language(ACCENTED)
    with translation.override(ACCENTED):
        assert translation.gettext("Save") == pseudo("Save")
        assert translation.gettext("This field is required.") == pseudo("This field is required.")
    assert not translation.get_language_bidi()
    pseudo_language(MIRRORED)
    with translation.override(MIRRORED):
        assert translation.gettext("Save") == pseudo("Save")
        assert translation.get_language_bidi()
