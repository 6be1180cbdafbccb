"""Staff lists: preview, publishing, undoing, and what a file never changes."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from core import clock
from intake.actions.staff_files import decide_staff_names, receive_staff_file
from intake.kinds import NameDecisions, kind_of
from intake.models import Import, StaffFile
from intake.queries.staff import staff_names_waiting, staff_preview
from journal.models import Entry
from people.actions.rosters import KEPT, forget_staff_updates
from people.models import Membership, Organisation, Person, RoleGrant, Shift, SourceIdentity, StaffChange, Team
from tests.factories import staff as make
from tests.factories.people import Personas

pytestmark = pytest.mark.django_db

HEADER = "Name;E-mail;Team;Hours;Languages;Channels;Shift;First day at work;Last day at work\n"
NEW = "Ida Holm;ida@example.org;Blue;38,5;en, de;Phone;Early 06:00-14:00;2026-01-05;\n"


@pytest.fixture
def personas(personas: Personas) -> Personas:
    """Personas whose records have the addresses they sign in with."""
    for _name, user in personas:
        Person.objects.filter(pk=user.person_id).update(email=user.email)
        user.person.refresh_from_db()
    return personas


def today() -> date:
    return Organisation.current().today


def changes_in(imported: Import) -> dict[str, tuple[str, ...]]:
    preview = staff_preview(imported)
    assert preview is not None
    return {person.name: person.changes for person in preview.people}


def hours_of(person: Person) -> float:
    return float(person.contract_hours or 0)


def teams_of(person: Person) -> set[str]:
    return set(Membership.objects.current().filter(person=person).values_list("team__name", flat=True))


def test_new_people_teams_and_shifts_are_shown_first_and_then_added(personas: Personas) -> None:
    imported = make.uploaded(personas.administrator, HEADER + NEW)
    assert imported.state == "checked"
    assert changes_in(imported) == {
        "Ida Holm": (
            "E-mail: ida@example.org",
            "Languages: en, de",
            "Channels: Phone",
            "Contract hours: 38.5",
            "Shift: Early",
            "First day at work: 5 Jan 2026",
            "Joins Blue",
        )
    }
    preview = staff_preview(imported)
    assert preview is not None
    assert preview.sentences[:2] == ("New teams: Blue", "New shifts: Early (06:00–14:00)")
    assert not Person.objects.filter(email="ida@example.org").exists()
    make.published(personas.administrator, imported)
    ida = Person.objects.get(email="ida@example.org")
    assert (ida.contract_hours, ida.languages, ida.channels, str(ida.shift)) == (
        Decimal("38.5"),
        ["en", "de"],
        ["phone"],
        "Early",
    )
    assert (teams_of(ida), RoleGrant.objects.get(person=ida).role) == ({"Blue"}, "agent")
    assert Entry.objects.filter(verb="intake.staff_imported", subject_id=imported.pk).count() == 1
    assert StaffFile.objects.get().content == {}


def test_same_file_again_changes_nothing(personas: Personas) -> None:
    make.published(personas.administrator, make.uploaded(personas.administrator, HEADER + NEW))
    before = list(Person.objects.order_by("pk").values())
    again = make.uploaded(personas.administrator, HEADER + NEW)
    assert changes_in(again) == {}
    published = make.published(personas.administrator, again)
    assert {name: published.counts.get(name, 0) for name in ("people", "updated", "unchanged")} == {
        "people": 0,
        "updated": 0,
        "unchanged": 1,
    }
    assert list(Person.objects.order_by("pk").values()) == before


def test_changed_values_are_shown_with_the_old_ones_and_empty_cells_change_nothing(personas: Personas) -> None:
    ana = personas.agent.person
    Person.objects.filter(pk=ana.pk).update(contract_hours=40, languages=["en"], channels=["chat"])
    row = f"{ana};{ana.email};South; 20;de;;;;\n"
    imported = make.uploaded(personas.administrator, HEADER + row)
    assert changes_in(imported) == {
        str(ana): ("Languages: en → de", "Contract hours: 40 → 20", "Leaves North, joins South"),
    }
    make.published(personas.administrator, imported)
    ana.refresh_from_db()
    assert (hours_of(ana), ana.languages, ana.channels, teams_of(ana)) == (20, ["de"], ["chat"], {"South"})


def test_people_who_are_not_in_the_file_are_named_and_stay(personas: Personas) -> None:
    ana, otto = personas.agent.person, personas.other_agent.person
    imported = make.uploaded(personas.administrator, f"Email,Team\n{ana.email},North\n")
    preview = staff_preview(imported)
    assert preview is not None
    assert f"1 agent isn't in the file and stays as they are: {otto}" in preview.sentences
    make.published(personas.administrator, imported)
    otto.refresh_from_db()
    assert (otto.left_on, teams_of(otto)) == (None, {"South"})


def test_leader_of_a_team_stays_its_leader(personas: Personas) -> None:
    sofia = personas.supervisor.person
    make.published(personas.administrator, make.uploaded(personas.administrator, f"Email,Team\n{sofia.email},South\n"))
    assert teams_of(sofia) == {"North", "South"}


def test_last_day_deactivates_the_account_and_a_later_one_is_only_said(personas: Personas) -> None:
    ana, otto, adam = personas.agent.person, personas.other_agent.person, personas.administrator.person
    yesterday, later = today() - timedelta(days=1), today() + timedelta(days=9)
    rows = f"{ana.email},{yesterday}\n{otto.email},{later}\n{adam.email},{yesterday}\n"
    imported = make.uploaded(personas.administrator, f"Email,Last day at work\n{rows}")
    assert changes_in(imported) == {
        str(ana): ("Leaves the organisation. Their account is deactivated",),
        str(otto): ("last day is in the future: import the file again after it",),
        str(adam): ("is an administrator: record the last day on their page",),
    }
    make.published(personas.administrator, imported)
    ana.refresh_from_db()
    personas.agent.refresh_from_db()
    assert (ana.left_on, personas.agent.is_active, teams_of(ana)) == (today(), False, set())
    assert Person.objects.active().filter(pk__in=[otto.pk, adam.pk]).count() == 2


def test_undo_puts_back_what_no_one_has_changed_since(personas: Personas) -> None:
    ana, otto = personas.agent.person, personas.other_agent.person
    Person.objects.filter(pk__in=[ana.pk, otto.pk]).update(contract_hours=40)
    rows = NEW + f"{ana};{ana.email};South;20;;;Early;;\n{otto};{otto.email};;30;;;;;\n"
    imported = make.published(personas.administrator, make.uploaded(personas.administrator, HEADER + rows))
    Person.objects.filter(pk=otto.pk).update(contract_hours=35)
    make.undone(personas.administrator, imported)
    ana.refresh_from_db()
    otto.refresh_from_db()
    assert (hours_of(ana), ana.shift, teams_of(ana)) == (40, None, {"North"})
    assert otto.contract_hours == 35
    assert not Person.objects.filter(email="ida@example.org").exists()
    assert not Team.objects.filter(name="Blue").exists()
    assert not Shift.objects.exists()
    # Hours and shift of Ana, two memberships, the person, her membership, the team and the shift; not the hours of Otto.
    assert (imported.counts["gone_back"], imported.counts["stayed"]) == (8, 1)


def test_person_who_was_changed_or_is_needed_since_is_kept_when_undoing(personas: Personas) -> None:
    rows = NEW + NEW.replace("Ida Holm;ida@", "Per Dahl;per@")
    imported = make.published(personas.administrator, make.uploaded(personas.administrator, HEADER + rows))
    ida, per = Person.objects.get(email="ida@example.org"), Person.objects.get(email="per@example.org")
    Person.objects.filter(pk=ida.pk).update(contract_hours=10)
    SourceIdentity.objects.create(source="phone", label="P. Dahl", person=per)
    RoleGrant.objects.create(person=per, role="reviewer")
    make.undone(personas.administrator, imported)
    assert Person.objects.filter(pk__in=[ida.pk, per.pk]).count() == 2
    assert imported.counts["stayed"] == 3  # Both, and the shift that they still have.


def test_undo_restores_a_departure_and_its_memberships(personas: Personas) -> None:
    ana = personas.agent.person
    text = f"Email,Last day at work\n{ana.email},{today() - timedelta(days=3)}\n"
    imported = make.published(personas.administrator, make.uploaded(personas.administrator, text))
    make.undone(personas.administrator, imported)
    ana.refresh_from_db()
    personas.agent.refresh_from_db()
    assert (ana.left_on, teams_of(ana), personas.agent.is_active) == (None, {"North"}, False)


def test_names_that_could_mean_several_people_wait_for_a_decision(personas: Personas) -> None:
    first, second = (Person.objects.create(display_name="Kim Berg") for _each in range(2))
    imported = make.uploaded(personas.administrator, "Name,Hours\nKim Berg,30\nUla New,20\n")
    (waiting,) = staff_names_waiting(imported, personas.administrator)
    assert (waiting.label, {match.person_id for match in waiting.likely}) == ("Kim Berg", {first.pk, second.pk})
    decide_staff_names(personas.administrator, imported, NameDecisions({"Kim Berg": second.pk}))
    assert staff_names_waiting(imported, personas.administrator) == []
    make.published(personas.administrator, imported)
    second.refresh_from_db()
    first.refresh_from_db()
    assert (hours_of(first), hours_of(second)) == (0, 30)
    again = make.uploaded(personas.administrator, "Name,Hours\nKim Berg,31\n")
    assert staff_names_waiting(again, personas.administrator) == []


def test_decision_for_a_person_who_was_merged_since_counts_for_the_kept_record(personas: Personas) -> None:
    kept, merged, _third = (Person.objects.create(display_name="Kim Berg") for _each in range(3))
    imported = make.uploaded(personas.administrator, "Name,Hours\nKim Berg,30\n")
    decide_staff_names(personas.administrator, imported, NameDecisions({"Kim Berg": merged.pk}))
    Person.objects.filter(pk=merged.pk).update(merged_into=kept)
    make.published(personas.administrator, imported)
    kept.refresh_from_db()
    assert hours_of(kept) == 30


def test_name_that_means_no_one_is_left_out_and_remembered(personas: Personas) -> None:
    for _each in range(2):
        Person.objects.create(display_name="Kim Berg")
    imported = make.uploaded(personas.administrator, "Name,Hours\nKim Berg,30\n")
    decide_staff_names(personas.administrator, imported, NameDecisions({"Kim Berg": None}))
    assert make.published(personas.administrator, imported).counts["left_out"] == 1
    again = make.uploaded(personas.administrator, "Name,Hours\nKim Berg,30\n")
    assert staff_names_waiting(again, personas.administrator) == []
    assert not Person.objects.filter(contract_hours=30).exists()


def test_name_with_another_address_or_almost_the_same_name_waits(personas: Personas) -> None:
    Person.objects.create(display_name="Kim Berg", email="kim@example.org")
    imported = make.uploaded(personas.administrator, "Name,Email\nKim Berg,other@example.org\nKim Bergg,\n")
    assert {name.label for name in staff_names_waiting(imported, personas.administrator)} == {
        "Kim Berg <other@example.org>",
        "Kim Bergg",
    }
    published = make.published(personas.administrator, imported)
    assert (published.counts["left_out"], published.counts["people"]) == (2, 0)


def test_name_without_an_address_gets_it_from_the_file(personas: Personas) -> None:
    kim = Person.objects.create(display_name="Kim Berg")
    imported = make.uploaded(personas.administrator, "Name,Email\nkim berg,kim@example.org\n")
    assert changes_in(imported) == {"Kim Berg": ("E-mail: – → kim@example.org",)}
    make.published(personas.administrator, imported)
    kim.refresh_from_db()
    assert kim.email == "kim@example.org"


def test_teams_with_a_comma_in_their_name_and_lists_of_teams(personas: Personas) -> None:
    Team.objects.create(name="Sales, EU")
    imported = make.uploaded(
        personas.administrator, 'Name,Team\nIda Holm,"Sales, EU"\nPer Dahl,"North, South"\nLea Voss,"Red, Green"\n'
    )
    changes = changes_in(imported)
    assert (changes["Ida Holm"], changes["Per Dahl"]) == (("Joins Sales, EU",), ("Joins North, South",))
    preview = staff_preview(imported)
    assert preview is not None
    assert preview.sentences[0] == "New teams: Red, Green"
    make.published(personas.administrator, imported)
    assert Team.objects.filter(name="Red, Green").exists()


def test_unknown_shift_without_times_is_said_and_nothing_else_of_the_row_is_lost(personas: Personas) -> None:
    imported = make.uploaded(personas.administrator, "Name,Shift,Hours\nIda Holm,Dawn,30\n")
    preview = staff_preview(imported)
    assert preview is not None
    assert preview.unknown_shifts == ("Dawn",)
    Shift.objects.create(name="dawn", starts_at="05:00", ends_at="13:00")
    assert changes_in(imported)["Ida Holm"] == ("Contract hours: 30", "Shift: dawn")


def test_only_administrators_import_people(personas: Personas) -> None:
    with pytest.raises(PermissionDenied):
        receive_staff_file(actor=personas.ops, file_name="people.csv", chunks=[(HEADER + NEW).encode()])
    imported = make.uploaded(personas.administrator, HEADER + NEW)
    assert not Import.objects.visible_to(personas.ops).filter(pk=imported.pk).exists()
    assert Import.objects.visible_to(personas.administrator).filter(pk=imported.pk).exists()


def test_changes_that_were_made_long_ago_can_no_longer_be_undone(personas: Personas) -> None:
    imported = make.published(personas.administrator, make.uploaded(personas.administrator, HEADER + NEW))
    assert forget_staff_updates() == 0
    with clock.travel(clock.now() + KEPT + timedelta(hours=1)):
        assert forget_staff_updates() == 1
    assert not StaffChange.objects.exists()
    assert kind_of(imported).is_partly_purged(imported)
