"""Pages of merges: names in imported files, comparison of two records, and undo."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from core.models import Work
from people import merge_comparison
from people.actions import give_sign_in
from people.models import Membership, Person, PersonMerge, Role, RoleGrant, SourceIdentity, User
from tests.factories.merging import content_of_all_tables, worked
from tests.factories.people import Personas, PersonFactory, TeamFactory, UserFactory
from tests.threads import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.administrator)


@pytest.fixture
def two(personas: Personas) -> tuple[Person, Person]:
    """Two records; the second has a role and a name that move, and a role and a team that conflict."""
    kept, other = PersonFactory.create(display_name="Nia Berg"), PersonFactory.create(display_name="Nia Bergh")
    team = TeamFactory.create()
    for person in (kept, other):
        Membership.objects.create(person=person, team=team, starts_on=date(2020, 1, 1))
        RoleGrant.objects.create(person=person, role=Role.AGENT)
    RoleGrant.objects.create(person=other, role=Role.REVIEWER)
    SourceIdentity.objects.create(source="desk", label="Nia B.", person=other)
    assert personas.administrator
    return kept, other


def detail(person: Person) -> str:
    return reverse("people:detail", args=[person.pk])


def page(client: Client, url: str) -> str:
    return " ".join(client.get(url).content.decode().split())


def test_page_compares_both_records_before_the_merge(two: tuple[Person, Person]) -> None:
    kept, other = two
    before = content_of_all_tables()
    found = {kind.words: (kind.kept, kind.merged, kind.moves, kind.stays) for kind in merge_comparison.compare(kept, other)}
    assert found == {
        "team memberships": (1, 1, 0, 1),
        "roles": (1, 2, 1, 1),
        "names in imported files": (0, 1, 1, 0),
    }
    assert content_of_all_tables() == before


def test_records_are_merged_and_the_merge_is_undone_on_the_pages(administrator: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    merge = reverse("people:merge", args=[kept.pk])
    assert merge in page(administrator, detail(kept))
    assert f'href="?other={other.pk}"' in page(administrator, merge)
    side_by_side = page(administrator, f"{merge}?other={other.pk}")
    assert (
        "We keep the record of <strong>Nia Berg</strong> and move the data of <strong>Nia Bergh</strong> to it" in side_by_side
    )
    assert "names in imported files" in side_by_side
    answer = administrator.post(merge, {"other": other.pk, "keep": "this"})
    assert answer["Location"] == detail(kept)
    found = PersonMerge.objects.get()
    live = f'hx-get="{detail(kept)}" hx-trigger="every 2s"'
    assert live in page(administrator, detail(kept))
    worked(found)
    shown = administrator.get(detail(kept), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in shown
    assert live not in " ".join(shown.split())
    assert "roles: 1" in " ".join(shown.split())
    assert "Nia B." in page(administrator, detail(kept))
    assert "This record was merged into the record of Nia Berg" in page(administrator, detail(other))
    assert administrator.get(reverse("people:merge", args=[other.pk])).status_code == 404
    assert administrator.post(detail(other), {"display_name": "X"}).status_code == 409
    undo = reverse("people:undo-merge", args=[found.pk])
    assert administrator.post(undo)["Location"] == detail(kept)
    found.refresh_from_db()
    worked(found)
    assert "Merge undone on" in page(administrator, detail(kept))
    assert "Merged record" not in page(administrator, detail(other))


def test_either_record_can_be_kept(administrator: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    merge = reverse("people:merge", args=[kept.pk])
    assert "We keep the record of <strong>Nia Bergh</strong>" in page(administrator, f"{merge}?other={other.pk}&keep=other")
    administrator.post(merge, {"other": other.pk, "keep": "other"})
    assert (PersonMerge.objects.get().kept, PersonMerge.objects.get().merged) == (other, kept)


def test_page_shows_obstacles_before_the_merge(administrator: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    for person in two:
        UserFactory.create(person=person)
    merge = reverse("people:merge", args=[kept.pk])
    shown = page(administrator, f"{merge}?other={other.pk}")
    assert "Both records have an active account." in shown
    assert "Merge records" not in shown
    assert administrator.post(merge, {"other": other.pk}).status_code == 409
    assert not PersonMerge.objects.exists()


@pytest.mark.parametrize("other", ["x", "9" * 30, ""])
def test_page_asks_for_the_other_record(administrator: Client, two: tuple[Person, Person], other: str) -> None:
    merge = reverse("people:merge", args=[two[0].pk])
    assert "Choose the other record" in page(administrator, f"{merge}?other={other}")


def test_other_records_are_searched_by_name(administrator: Client, two: tuple[Person, Person]) -> None:
    kept, _other = two
    third = PersonFactory.create(display_name="Quite Different")
    merge = reverse("people:merge", args=[kept.pk])
    assert f'href="?other={third.pk}"' in page(administrator, f"{merge}?q=quite")
    assert "No other matching people" in page(administrator, f"{merge}?q=zzz%00")
    assert "No one else has a similar name" in page(administrator, reverse("people:merge", args=[third.pk]))
    for other in (0, kept.pk):
        assert administrator.get(f"{merge}?other={other}").status_code == 404


def test_failed_merge_can_be_retried_or_cancelled(administrator: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    administrator.post(reverse("people:merge", args=[kept.pk]), {"other": other.pk})
    found = PersonMerge.objects.get()
    Work.objects.update(state="failed", error="Both records have an active account.", finished_at="2026-01-01T00:00Z")
    shown = page(administrator, detail(kept))
    assert "Cancel merge" in shown
    assert "every 2s" not in shown
    administrator.post(reverse("people:merge-again", args=[found.pk]))
    assert Work.objects.get(key=found.work_key).state == "waiting"
    Work.objects.update(state="failed", error="Both records have an active account.", finished_at="2026-01-01T00:00Z")
    administrator.post(reverse("people:undo-merge", args=[found.pk]))
    assert PersonMerge.objects.get().state == "undone"
    give_sign_in(actor=None, person=other, email="free@example.org")


def test_names_in_imported_files_are_shown_and_moved(administrator: Client, two: tuple[Person, Person]) -> None:
    kept, other = two
    named = SourceIdentity.objects.get()
    url = reverse("people:identity", args=[named.pk])
    assert url in page(administrator, detail(other))
    assert "This applies to future imports. Contacts imported so far stay with Nia Bergh" in page(administrator, url)
    several = administrator.post(url, {"who": "nia"})
    assert several.status_code == 422
    assert f"Nia Berg #{kept.pk}" in several.content.decode()
    administrator.post(url, {"who": f"Nia Berg #{kept.pk}"})
    named.refresh_from_db()
    assert named.person == kept


@pytest.mark.django_db(transaction=True)
def test_comparison_gives_up_on_locked_rows(two: tuple[Person, Person]) -> None:
    kept, other = two

    def compare_while_held() -> None:
        with transaction.atomic():
            list(RoleGrant.objects.select_for_update().filter(person=other))
            (raised,) = at_once(lambda: merge_comparison.compare(kept, other))
            assert isinstance(raised, merge_comparison.BeingChanged)

    compare_while_held()
