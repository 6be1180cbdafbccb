"""Matching 300 unknown names in bulk on the page."""

from collections.abc import Callable, Iterable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from intake.forms.people import key_of
from intake.models import Import
from intake.queries.people import names_waiting
from people.models import Membership, Person, SourceIdentity, User
from tests.factories import feedback
from tests.factories.people import Personas, PersonFactory, TeamFactory

pytestmark = pytest.mark.django_db


def call(number: int, agent: str) -> str:
    return f"X{number};{agent};04.01.2026;0.5;Billing;Y;Y;1;12:02:23 AM;5;Y;"


def arrived(agents: Iterable[str]) -> Import:
    content = feedback.calls(call(number, agent) for number, agent in enumerate(agents))
    return feedback.worked(feedback.received(content, creates_people=False))


@pytest.fixture
def ops(personas: Personas, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(personas.ops)


def who(label: str) -> str:
    return f"who_{key_of(label)}"


def other(label: str) -> str:
    return f"other_{key_of(label)}"


def url(imported: Import, query: str = "") -> str:
    return reverse("intake:import_people", args=[imported.pk]) + query


def labels_on(page: str, imported: Import) -> list[str]:
    return [name.label for name in names_waiting(imported) if f'name="{who(name.label)}"' in page]


def test_names_with_most_rows_come_first_with_their_number(ops: Client) -> None:
    imported = arrived(["Rare", *["Often"] * 3, *["Aged"] * 2])
    assert [(name.label, name.rows) for name in names_waiting(imported)] == [("Often", 3), ("Aged", 2), ("Rare", 1)]
    page = ops.get(url(imported)).content.decode()
    assert page.index("Often") < page.index("3 rows") < page.index("Aged") < page.index("Rare") < page.index("1 row")


def test_names_are_matched_page_by_page(ops: Client) -> None:
    imported = arrived(f"Agent {number:03}" for number in range(150))
    seen: list[str] = []
    address = url(imported)
    for _page in range(3):
        labels = labels_on(ops.get(address).content.decode(), imported)
        assert len(labels) == 50
        seen += labels
        # Leave the first name of each page for later.
        answer = ops.post(address, {who(label): "new" for label in labels[1:]} | {who(labels[0]): ""})
        assert answer.status_code == 302
        address = answer["Location"]
    assert sorted(seen) == [f"Agent {number:03}" for number in range(150)]
    # Then the names left for later come back.
    assert labels_on(ops.get(address).content.decode(), imported) == seen[::50]


def test_concurrent_decisions_do_not_affect_other_names(ops: Client) -> None:
    """Decisions sent twice must not apply to names that moved up the second time."""
    imported = arrived(["Ana", "Ben", "Cleo", "Cleo"])
    nia = PersonFactory.create(display_name="Nia")
    decision = {who("Cleo"): str(nia.pk)}
    ops.post(url(imported), decision)
    ops.post(url(imported), decision)
    assert list(SourceIdentity.objects.values_list("label", flat=True)) == ["Cleo"]
    assert [name.label for name in names_waiting(imported)] == ["Ana", "Ben"]


def test_suggestions_show_their_reason_and_the_team(ops: Client) -> None:
    nia = PersonFactory.create(display_name="Nia Berg", email="nia@example.org")
    Membership.objects.create(person=nia, team=TeamFactory.create(name="West"), starts_on=date(2020, 1, 1))
    page = ops.get(url(arrived(["Nia Bergh", "N. (nia@example.org)"]))).content.decode()
    assert "Nia Berg · West · similar name (72 %)" in page
    assert f'<option value="{nia.pk}" selected>Nia Berg · West · same e-mail</option>' in page


def test_two_equal_matches_are_not_preselected(ops: Client) -> None:
    PersonFactory.create_batch(2, display_name="Nia Berg")
    page = ops.get(url(arrived(["Nia Berg"]))).content.decode()
    assert '<option value="" selected>Decide later</option>' in page


def test_all_exact_matches_are_accepted_at_once(ops: Client) -> None:
    certain = {f"Agent {number:03}": PersonFactory.create(display_name=f"Agent {number:03}") for number in range(60)}
    imported = arrived([*certain, "Agent 999", "Agent 998"])
    assert "Accept all 60 exact matches" in ops.get(url(imported)).content.decode()
    overruled = {who("Agent 003"): "", who("Agent 004"): str(certain["Agent 004"].pk)}
    ops.post(url(imported), overruled | {who("Agent 998"): "new", "decide": "certain"})
    decided = dict(SourceIdentity.objects.values_list("label", "person"))
    assert decided == {label: person.pk for label, person in certain.items() if label != "Agent 003"}
    assert {name.label for name in names_waiting(imported)} == {"Agent 003", "Agent 998", "Agent 999"}


def test_other_names_are_added_as_agents_except_exact_matches(ops: Client) -> None:
    nia = PersonFactory.create(display_name="Nia Berg", email="nia@example.org")
    before = Person.objects.count()
    imported = arrived(["N. B. (nia@example.org)", "Omar", "Otto"])
    ops.post(url(imported), {who("Otto"): str(nia.pk), "decide": "all"})
    imported.refresh_from_db()
    assert imported.state == Import.State.CHECKED
    assert Person.objects.count() == before + 1
    assert SourceIdentity.objects.get(label="N. B. (nia@example.org)").person == nia
    assert SourceIdentity.objects.get(label="Otto").person == nia
    assert imported.counts["new_people"] == 1


def test_names_are_filtered_by_likely_match(ops: Client) -> None:
    PersonFactory.create(display_name="Nia Berg")
    imported = arrived(["Nia Bergh", "Xu"])

    def shown(query: str) -> list[str]:
        return labels_on(ops.get(url(imported, query)).content.decode(), imported)

    assert [shown(f"?show={show}") for show in ("likely", "unlikely")] == [["Nia Bergh"], ["Xu"]]
    assert (
        shown("") == shown("?show=nonsense&start=x") == shown(f"?start={'9' * 30}") == shown("?start=70") == ["Nia Bergh", "Xu"]
    )
    answer = ops.post(url(imported, "?show=likely"), {who("Nia Bergh"): "new"})
    assert answer["Location"] == url(imported, "?show=likely&start=0")
    assert "No names in this list" in ops.get(answer["Location"]).content.decode()


def test_any_person_can_be_chosen_by_typing(ops: Client) -> None:
    ana, niall = PersonFactory.create(display_name="Ana Storm"), PersonFactory.create(display_name="Ana Stormby")
    imported = arrived(["Xu", "Yi"])
    ops.post(url(imported), {who("Xu"): "new", other("Xu"): "ana storm", who("Yi"): "", other("Yi"): f"Ana #{niall.pk}"})
    assert dict(SourceIdentity.objects.values_list("label", "person")) == {"Xu": ana.pk, "Yi": niall.pk}


def test_ambiguous_person_is_asked_for_and_nothing_is_saved(ops: Client) -> None:
    ana, _other = PersonFactory.create(display_name="Ana Storm"), PersonFactory.create(display_name="Ana Stormby")
    imported = arrived(["Xu", "Yi"])
    answer = ops.post(url(imported), {who("Xu"): "new", other("Xu"): "ana", who("Yi"): "new", other("Yi"): "zzz"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Several people have that name" in page
    assert "No one matches “zzz”" in page
    assert f'<option value="{ana.pk}">Ana Storm · no team</option>' in page
    assert not SourceIdentity.objects.exists()
    # The suggested choice is accepted.
    ops.post(url(imported), {who("Xu"): str(ana.pk), who("Yi"): ""})
    assert SourceIdentity.objects.get().person == ana
    nobody = ops.post(url(imported), {who("Yi"): "999999999999"})
    assert nobody.status_code == 422


def test_people_are_suggested_while_typing(ops: Client) -> None:
    ana = PersonFactory.create(display_name="Ana Storm")
    imported = arrived(["Xu"])
    search = f"{reverse('people:find-person')}?of=intake.names"
    assert f'hx-get="{search}"' in ops.get(url(imported)).content.decode()
    answer = ops.get(search, {"of": "intake.names", other("Xu"): "storm"}).content.decode()
    assert f'<option value="Ana Storm #{ana.pk}">no team</option>' in answer
    assert "<html" not in answer
