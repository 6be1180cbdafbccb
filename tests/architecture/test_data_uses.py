"""Every field and figure about a person has its purpose, source, readers, time and legal basis in the registry."""

import re
from collections import Counter
from typing import Any

import pytest
from django.urls import get_resolver

from care.models.coaches import COACHES
from config.settings.definitions import RETENTION
from people import data_registry
from people.data_registry import DataUse, KeptFor, NotAboutPeople, Seer, omissions, uses
from people.identity import Role
from tests.architecture import data_uses
from tests.architecture.access.route import OK
from tests.architecture.test_access import ROUTES, routes_of
from tests.architecture.test_tables import PAGES

REMEDY = (
    "name these in a DataUse of the room's data_uses.py (purpose, source, who sees it, how long), or with a reason in a "
    "NotAboutPeople there if they say nothing about a person"
)

# The roles of each persona who isn't a leader of the people in the example.
PERSONAS = {
    "supervisor": Role.SUPERVISOR,
    "other_supervisor": Role.SUPERVISOR,
    "agent": Role.AGENT,
    "other_agent": Role.AGENT,
    "reviewer": Role.REVIEWER,
    "approver": Role.APPROVER,
    "trainer": Role.TRAINER,
    "ops": Role.OPS,
    "administrator": Role.ADMINISTRATOR,
}
# These keep nothing about a person, or only until a decision.
NOT_ABOUT_PEOPLE = {"RETENTION_WORK_DAYS": "background work names no person"}


def covered() -> Counter[str]:
    entries: list[DataUse | NotAboutPeople] = [*uses(), *omissions()]
    return Counter(name for entry in entries for name in entry.covered)


def whole_tables() -> set[str]:
    return {name.removesuffix(".*") for name in covered() if name.endswith(".*")}


def figures() -> set[str]:
    """All columns and parts of cards. A table that is named as a whole counts as one."""
    found = data_uses.columns() | data_uses.parts_of_cards()
    return {name for name in found if name.split(".")[0] not in whole_tables()} | {f"{table}.*" for table in whole_tables()}


def openers(name: str) -> set[Role]:
    """Roles of the personas who can open the page, as the access matrix arranges it first."""
    route = next(each for each in ROUTES if each.name == name and each.method == "get")
    return {role for persona, role in PERSONAS.items() if route.expect.get(persona, route.otherwise) == OK}


def readers(use: DataUse) -> set[Role]:
    """Roles of the people that the use names, and of the people it is about if they see it themselves."""
    named = {role for seer in use.seen_by for role in seer.roles}
    return named | (set(use.about or Role) if Seer.SELF in use.seen_by else set())


def test_each_field_about_a_person_is_in_the_registry() -> None:
    assert sorted(data_uses.stored() - covered().keys()) == [], REMEDY


def test_each_column_and_each_part_of_a_card_is_in_the_registry() -> None:
    assert sorted(figures() - covered().keys()) == [], REMEDY


def test_nothing_is_covered_twice() -> None:
    assert [name for name, times in covered().items() if times > 1] == []
    assert Counter(use.key for use in uses()).most_common(1)[0][1] == 1


def test_registry_names_only_what_exists() -> None:
    from django.apps import apps

    every = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.concrete_fields
    }
    tables = {name.split(".")[0] for name in data_uses.columns()}
    assert sorted(covered().keys() - every - figures()) == []
    assert whole_tables() <= tables


def test_no_omission_leaves_out_a_person() -> None:
    left_out = {name for entry in omissions() for name in entry.covered}
    assert sorted(left_out & data_uses.stored_persons()) == [], "a column that names a person needs a DataUse"
    assert [entry for entry in omissions() if len(entry.reason) < 5] == []


def test_records_below_a_person_are_found() -> None:
    """Also models that reach a person only through another record, or name one without a foreign key."""
    found = data_uses.stored()
    for name in ("quality.ReviewAnswer.value", "people.MovedRows.ids", "journal.Entry.actor_id", "core.OutgoingMail.recipient"):
        assert name in found
    # A link to another record of the person is technical; the person and a key of the row's own are not the same.
    assert not {"quality.ReviewAnswer.review", "quality.ReviewAnswer.id"} & found
    assert {"quality.Review.reviewer", "quality.Review.person"} <= found


def test_missing_use_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(data_registry, "_uses", [use for use in uses() if use.key not in {"reviews", "chance"}])
    assert "quality.Review.score" in data_uses.stored() - covered().keys()
    assert {"RankedCsp.chance_percent", "RankingTable.chance"} <= figures() - covered().keys()


def test_columns_of_inherited_tables_count_once() -> None:
    assert "NotEligibleTable.reasons" in data_uses.columns()
    assert "NotEligibleTable.rank" not in data_uses.columns()


@pytest.mark.parametrize("use", uses(), ids=lambda use: use.key)
def test_pages_are_opened_only_by_people_the_use_names(use: DataUse) -> None:
    existing = set(routes_of(get_resolver()))
    assert {*use.pages, *filter(None, [use.own_page])} <= existing
    strangers = {page: roles for page in use.pages if (roles := openers(page) - readers(use))}
    assert strangers == {}, "say in seen_by who can open these pages"
    assert {page for page in use.pages if not openers(page)} == set()
    if use.own_page:
        assert set(use.about or Role) <= openers(use.own_page), "own_page must open for everyone the use is about"


@pytest.mark.parametrize("page", sorted(PAGES))
def test_tables_show_figures_only_to_people_their_use_names(page: str) -> None:
    """Also on pages that no use lists."""
    shown = {name for name in data_uses.columns() if name.split(".")[0] in PAGES[page]}
    strangers = {
        use.key: unnamed
        for use in uses()
        if shown & use.covered and (unnamed := openers(page.partition("?")[0]) - readers(use))
    }
    assert strangers == {}, "say in seen_by who can open this page"


@pytest.mark.parametrize("use", uses(), ids=lambda use: use.key)
def test_uses_are_complete(use: DataUse) -> None:
    assert use.fields or use.figures
    for words in (use.title, use.what, use.purpose, use.source):
        assert str(words)
    assert use.kept
    assert use.seen_by
    assert Seer.NO_ONE not in use.seen_by or (use.seen_by, use.pages) == ((Seer.NO_ONE,), ())


@pytest.mark.parametrize("use", uses(), ids=lambda use: use.key)
def test_no_period_is_typed(use: DataUse) -> None:
    """Periods come from the constant or setting that the deletion uses."""
    for kept in use.kept:
        assert not re.search(r"\d", str(kept.words)), "use the constant or setting of the deletion"
        assert ("%(period)s" in str(kept.words)) == (kept.period is not None)


@pytest.mark.parametrize("setting", [each.name for each in RETENTION])
def test_settings_of_deletions_show(setting: str, settings: Any) -> None:
    if setting in NOT_ABOUT_PEOPLE:
        return
    setattr(settings, setting, 7)
    assert any(re.search(r"\b7 (days|months)\b", str(kept)) for use in uses() for kept in use.kept), REMEDY


def test_period_without_a_limit_is_said(settings: Any) -> None:
    settings.RETENTION_LOOKS_DAYS = 0
    [looks] = [use for use in uses() if use.key == "looks"]
    assert "no time limit" in str(looks.kept[0])


@pytest.mark.parametrize(
    ("entry", "names"),
    [(NotAboutPeople("only a key", {"a.B": "c d"}, ("E.*",)), {"a.B.c", "a.B.d", "E.*"})],
)
def test_entries_list_what_they_cover(entry: NotAboutPeople, names: set[str]) -> None:
    assert entry.covered == names


def test_seers_are_known_roles() -> None:
    assert {seer for seer in Seer if not seer.roles} == {Seer.SELF, Seer.NO_ONE}
    assert frozenset().union(*(seer.roles for seer in Seer)) == frozenset(Role)
    assert Seer.COACH.roles == set(COACHES)


def test_document_is_up_to_date() -> None:
    """To fix: run `python -m tests.architecture.data_uses`."""
    assert data_uses.DOCUMENT.read_text(encoding="utf-8") == data_uses.text()


def test_kept_without_a_period_says_its_words() -> None:
    assert str(KeptFor(data_registry.NAME_ERASED.words)).startswith("There's no time limit")
