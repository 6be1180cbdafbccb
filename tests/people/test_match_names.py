"""Matches of names in imported files: by e-mail address first, then by similar name."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.actions.source_names import add_agents, remember_identities
from people.models import Membership, Person, PersonMerge, SourceIdentity
from people.name_matching import Likely, likely_people, parts_of, persons_called, persons_meant
from tests.factories.people import PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Nia Berg", ("Nia Berg", "")),
        ("Nia Berg (nia@example.org)", ("Nia Berg", "nia@example.org")),
        (" Nia Berg <NIA@Example.org> ", ("Nia Berg", "nia@example.org")),
        ("Nia Berg (she/her)", ("Nia Berg (she/her)", "")),
        ("nia.berg@example.org", ("nia berg", "nia.berg@example.org")),
        ("<nia.berg@example.org>", ("nia berg", "nia.berg@example.org")),
        ("Nia @ the front desk", ("Nia @ the front desk", "")),
        ("@", ("@", "")),
        ("", ("", "")),
    ],
)
def test_label_is_split_into_name_and_address(label: str, parts: tuple[str, str]) -> None:
    assert parts_of(label) == parts


def certain_people(likely: dict[str, list[Likely]]) -> dict[str, int]:
    """Certain matches: person ids by label."""
    return {label: match.person_id for label, matches in likely.items() for match in matches if match.is_certain}


def test_match_by_address_comes_first_and_is_certain() -> None:
    namesake = PersonFactory.create(display_name="Nia Berg")
    married = PersonFactory.create(display_name="Nia Storm", email="Nia@Example.org")
    labels = ["Nia Berg (nia@example.org)", "nia@example.org"]
    found = likely_people(labels)
    by_both = found[labels[0]]
    assert [(match.person_id, match.reason, match.is_certain) for match in by_both[:2]] == [
        (married.pk, "same e-mail", True),
        # The label has another address than the person, so the match is uncertain.
        (namesake.pk, "same name", False),
    ]
    assert found[labels[1]][0].person_id == married.pk
    assert certain_people(found) == dict.fromkeys(labels, married.pk)


def test_name_is_compared_without_the_address() -> None:
    PersonFactory.create(display_name="Nia Berg")
    for label in ("Nia Berg (somebody.with.a.long.address@example.org)", "nia.berg@example.org", "NIA BERG"):
        (match,) = likely_people([label])[label]
        assert match.reason == "same name"
    (match,) = likely_people(["Nia Bergh"])["Nia Bergh"]
    assert match.reason == "similar name (72 %)"
    assert not match.is_certain


def test_namesakes_are_uncertain_matches_with_their_teams() -> None:
    north = TeamFactory.create(name="North")
    first, second = (
        PersonFactory.create(display_name="Nia Berg"),
        PersonFactory.create(display_name="nia berg", left_on="2026-01-01"),
    )
    Membership.objects.create(person=first, team=north, starts_on=date(2020, 1, 1))
    found = likely_people(["Nia Berg"])
    assert [(match.person_id, match.whereabouts) for match in found["Nia Berg"]] == [
        (first.pk, "North"),
        (second.pk, "has left"),
    ]
    assert certain_people(found) == {}
    second.delete()
    assert certain_people(likely_people(["Nia Berg"])) == {"Nia Berg": first.pk}
    # A third namesake counts too, although it isn't shown.
    PersonFactory.create_batch(4, display_name="Nia Berg")
    assert certain_people(likely_people(["Nia Berg"], at_most=1)) == {}


def test_unlike_names_have_no_matches() -> None:
    PersonFactory.create(display_name="Nia Berg")
    assert likely_people(["Xu", "", "%", "Otto (otto@example.org)"]) == {
        "Xu": [], "": [], "%": [], "Otto (otto@example.org)": [],
    }  # fmt: skip


def test_address_of_a_merged_record_matches_the_kept_one() -> None:
    kept = PersonFactory.create(display_name="Nia Berg")
    merged = PersonFactory.create(display_name="N. Bergström", merged_into=kept)
    merge = PersonMerge.objects.create(kept=kept, merged=merged, state="merged", merged_email="Nia.B@example.org")
    found = likely_people(["N. Bergström", "nia.b@example.org"])
    assert merged.pk not in {match.person_id for matches in found.values() for match in matches}
    assert certain_people(found) == {"nia.b@example.org": kept.pk}
    assert [match.person_id for match in persons_called("berg")] == [kept.pk]
    merge.state, merge.undone_at = "undone", "2026-01-01T00:00Z"
    merge.save()
    assert certain_people(likely_people(["nia.b@example.org"])) == {}


def test_number_of_queries_does_not_depend_on_the_number_of_names() -> None:
    PersonFactory.create_batch(30)
    questions = []
    for labels in (["Person 1"], [f"Person {number} (p{number}@example.org)" for number in range(300)]):
        with CaptureQueriesContext(
            connection,
        ) as captured:
            likely_people(labels)
        questions.append(len(captured))
    assert questions[0] == questions[1]


def test_typed_text_finds_one_person_if_it_is_clear() -> None:
    nia, other = PersonFactory.create(display_name="Nia", email="n@example.org"), PersonFactory.create(display_name="Niall")

    def meant(text: str) -> list[int]:
        return [person.person_id for person in persons_meant(text)]

    assert [meant(text) for text in ("nia", "N@example.org", f"Anything #{other.pk}")] == [[nia.pk], [nia.pk], [other.pk]]
    assert meant("ni") == [nia.pk, other.pk]
    assert meant("Zoë") == meant("#0") == meant("") == []


def test_new_agents_get_the_address_of_their_label_if_it_is_free() -> None:
    PersonFactory.create(email="taken@example.org")
    labels = ["Ana (ANA@example.org)", "Ana B (ana@example.org)", "otto@example.org", "taken@example.org", "Ben (a@b)"]
    add_agents(actor=None, source="s", labels=labels)
    people = {label: Person.objects.get(source_identities__label=label) for label in labels}
    assert {label: (person.display_name, person.email) for label, person in people.items()} == {
        "Ana (ANA@example.org)": ("Ana", "ana@example.org"),
        "Ana B (ana@example.org)": ("Ana B", None),
        "otto@example.org": ("otto@example.org", "otto@example.org"),
        "taken@example.org": ("taken@example.org", None),
        "Ben (a@b)": ("Ben", None),
    }


def test_match_to_a_merged_person_is_saved_for_the_kept_one() -> None:
    kept = PersonFactory.create()
    merged = PersonFactory.create(merged_into=kept)
    remember_identities(actor=None, source="s", people={"Nia": merged.pk, "Omar": 0})
    assert list(SourceIdentity.objects.values_list("label", "person")) == [("Nia", kept.pk)]
    assert Person.objects.themselves().get() == kept


def test_address_given_to_someone_else_after_a_merge_matches_them() -> None:
    kept, old = PersonFactory.create(display_name="Nia Berg"), PersonFactory.create(display_name="N. Berg")
    PersonMerge.objects.create(kept=kept, merged=old, merged_email="nia@example.org", state="merged")
    newcomer = PersonFactory.create(display_name="Nia Storm", email="nia@example.org")
    found = likely_people(["nia@example.org"])["nia@example.org"]
    assert [match.person_id for match in found if match.is_certain] == [newcomer.pk]
