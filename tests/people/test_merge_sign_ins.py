"""Merging persons who have an address or a sign-in."""

import pytest

from core.refusals import Refused
from people.actions import end_sign_in, give_sign_in, merge_persons
from people.models import Person
from people.queries.persons import is_address_taken
from tests.factories.merging import content_of_all_tables, merged, taken_apart
from tests.factories.people import PersonFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_account_moves_and_moves_back(two: tuple[Person, Person]) -> None:
    kept, other = two
    user = UserFactory.create(person=other, email="n@example.org")
    Person.objects.filter(pk=other.pk).update(email="n@example.org")
    Person.objects.filter(pk=kept.pk).update(email="nia@example.org")
    kept.refresh_from_db()
    before = content_of_all_tables()
    merge = merged(kept, other)
    kept.refresh_from_db()
    user.refresh_from_db()
    assert (user.person, kept.email) == (kept, "n@example.org")
    assert not is_address_taken("nia@example.org")
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_address_moves_to_a_record_without_one_and_back_if_free(two: tuple[Person, Person]) -> None:
    kept, other = two
    Person.objects.filter(pk=other.pk).update(email="n@example.org")
    merge = merged(kept, other)
    kept.refresh_from_db()
    assert kept.email == "n@example.org"
    kept.email = None
    kept.save()
    third = PersonFactory.create(email="N@example.org")
    taken_apart(merge)
    assert [Person.objects.get(pk=person.pk).email for person in (kept, other, third)] == [None, None, "N@example.org"]


def test_address_that_the_kept_record_signs_in_with_stays_on_undo(two: tuple[Person, Person]) -> None:
    kept, other = two
    Person.objects.filter(pk=other.pk).update(email="n@example.org")
    merge = merged(kept, other)
    give_sign_in(actor=None, person=kept, email="n@example.org")
    taken_apart(merge)
    assert [Person.objects.get(pk=person.pk).email for person in (kept, other)] == ["n@example.org", None]


def test_records_with_two_active_accounts_are_not_merged(two: tuple[Person, Person]) -> None:
    kept, other = two
    for person in two:
        UserFactory.create(person=person)
    with pytest.raises(Refused, match=r"Both records have an active account\. First deactivate"):
        merge_persons(actor=None, kept=kept, merged=other)
    end_sign_in(actor=None, person=kept)
    with pytest.raises(Refused, match=r"Only N\. Berg has an active account\. Keep N\. Berg"):
        merge_persons(actor=None, kept=kept, merged=other)
    assert merged(other, kept).stayed_rows == 1


def test_merge_gives_no_account_to_a_person_who_has_left(two: tuple[Person, Person]) -> None:
    kept, other = two
    UserFactory.create(person=other)
    Person.objects.filter(pk=kept.pk).update(left_on="2026-01-01")
    kept.refresh_from_db()
    with pytest.raises(Refused, match=r"Keep N\. Berg instead"):
        merge_persons(actor=None, kept=kept, merged=other)
