"""The gate of `make check`: which catalogues can't be shipped, and why."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from translations.catalogues import faults, unnamed, write
from translations.messages import messages

SAVE, PEOPLE, GREETING = "Save selection", ("%(count)s person", "%(count)s people"), "Hello {name}"


def catalogue() -> Catalog:
    """A complete German catalogue of three messages."""
    translations: dict[str | tuple[str, ...], str | tuple[str, ...]] = {
        SAVE: "Auswahl speichern",
        PEOPLE: ("Eine Person", "%(count)s Personen"),
        GREETING: "Hallo {name}",
    }
    made = Catalog(locale="de", fuzzy=False)
    for message, translation in translations.items():
        made.add(message, translation)
    return made


def template() -> Catalog:
    made = Catalog(fuzzy=False)
    for message in (SAVE, PEOPLE, GREETING):
        made.add(message)
    return made


def faults_of(made: Catalog, folder: Path) -> list[str]:
    path = folder / "de" / "LC_MESSAGES" / "django.po"
    write(made, path)
    return faults(path, template())


def test_complete_catalogue_passes(tmp_path: Path) -> None:
    assert faults_of(catalogue(), tmp_path) == []


def test_catalogue_behind_the_code_is_refused(tmp_path: Path) -> None:
    made = catalogue()
    made.delete(SAVE)
    made.add("Store it", "Ablegen")
    assert faults_of(made, tmp_path) == [
        "de/LC_MESSAGES/django.po: not in the code any more: 'Store it'",
        "de/LC_MESSAGES/django.po: missing: 'Save selection'",
    ]


@pytest.mark.parametrize(
    ("message", "translation", "flags", "fault"),
    [
        (SAVE, "Auswahl speichern", {"fuzzy"}, "fuzzy: 'Save selection'"),
        (SAVE, "", set(), "not translated: 'Save selection'"),
        (PEOPLE, ("Eine Person", ""), set(), "not translated: ('%(count)s person', '%(count)s people')"),
        (GREETING, "Hallo {nane}", set(), "other placeholders: 'Hello {name}'"),
        (PEOPLE, ("%(count)s Person", "Personen"), set(), "other placeholders: ('%(count)s person', '%(count)s people')"),
        (PEOPLE, ("Eine Person", "%(count)d Personen"), set(), "other placeholders: ('%(count)s person', '%(count)s people')"),
    ],
)
def test_unfinished_or_wrong_translation_is_refused(
    message: str | tuple[str, str], translation: str | tuple[str, str], flags: set[str], fault: str, tmp_path: Path
) -> None:
    made = catalogue()
    made.delete(message)
    made.add(message, translation, flags=flags)
    assert faults_of(made, tmp_path) == [f"de/LC_MESSAGES/django.po: {fault}"]


def test_placeholder_without_a_name_is_refused() -> None:
    made = Catalog(fuzzy=False)
    made.add("%s of %s", locations=[("templates/a.html", 3)])
    made.add("%(got)s of %(all)s", locations=[("templates/b.html", 3)])
    assert unnamed(made) == ["templates/a.html: placeholder without a name: '%s of %s'"]


def test_messages_of_code_templates_and_glossary_are_found() -> None:
    found = messages()
    assert unnamed(found) == []
    assert {found[text].locations[0][0].partition("/")[0] for text in ("Glossary", "adjusted CSAT")} >= {
        "templates",
        "docs",
    }
    assert found["Only a draft can be activated."].locations[0][0] == "crisis/lifecycle.py"
