"""Searches that find nothing are counted without people, and words are only kept once they are repeated."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from core import clock
from scripts_library import actions, queries
from scripts_library.actions.unfound_searches import KEPT_FOR, delete_old_searches
from scripts_library.models import UnfoundSearch
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


def listed() -> list[tuple[str, int]]:
    return [(each.words, each.searches) for each in queries.unfound_searches()]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zeppelin  late", "zeppelin late"),
        ("parcel 4711 lost", "parcel lost"),
        ("ana@example.org parcel AB12", "parcel"),
        ("0612345678", ""),
        ("包裹延误", "包裹 裹延 延误"),
        ("<script>{{ x }}", "script"),
    ],
)
def test_numbers_and_addresses_are_never_kept(typed: str, kept: str) -> None:
    assert queries.unfound_words(typed) == kept


def test_words_are_stored_from_the_third_search_on(personas: Personas) -> None:
    for user in (personas.agent, personas.other_agent):
        actions.count_unfound(actor=user, typed="Zeppelin")
        assert listed() == []
        assert not UnfoundSearch.objects.exclude(words="").exists()
    actions.count_unfound(actor=personas.agent, typed="zeppelin 77")
    assert listed() == [("zeppelin", 3)]


def test_searches_with_a_result_are_not_counted(personas: Personas) -> None:
    scripts.published(personas.supervisor, personas.approver, title="Zeppelin late")
    actions.count_unfound(actor=personas.agent, typed="zepelin")
    assert not UnfoundSearch.objects.exists()


def test_keepers_take_searches_off_the_list(personas: Personas) -> None:
    for _time in range(3):
        actions.count_unfound(actor=personas.agent, typed="zeppelin")
    found = UnfoundSearch.objects.get()
    with pytest.raises(PermissionDenied):
        actions.finish_unfound(actor=personas.agent, search_id=found.pk)
    for _twice in range(2):
        actions.finish_unfound(actor=personas.approver, search_id=found.pk)
    assert listed() == []
    with pytest.raises(PermissionDenied):
        actions.count_unfound(actor=personas.ops, typed="zeppelin")


def test_old_searches_are_deleted(personas: Personas) -> None:
    actions.count_unfound(actor=personas.agent, typed="zeppelin")
    assert delete_old_searches() == 0
    with clock.travel(clock.now() + KEPT_FOR + timedelta(days=1)):
        assert delete_old_searches() == 1
