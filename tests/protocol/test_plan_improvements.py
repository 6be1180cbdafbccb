"""Improvements get owners and due dates and are deleted on their page, even after an owner has left."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from people.queries.organisation import today
from protocol import actions as protocols
from protocol.models import ImprovementAction
from tests.factories import crisis as crises
from tests.factories.people import Personas, PersonFactory, UserFactory

SignIn = Callable[[User], Client]


@pytest.fixture
def improvement(personas: Personas) -> ImprovementAction:
    """An improvement whose owner has left."""
    protocol = crises.protocol_of(crises.active(personas), personas)
    owner = personas.trainer.person
    planned = protocols.plan_improvement(
        actor=personas.supervisor,
        protocol=protocol,
        version=protocol.version,
        action="Call back",
        owner_id=owner.pk,
        due_on=None,
    )
    owner.left_on = today()
    owner.save()
    return planned


def sent(client: Client, improvement: ImprovementAction, **changes: str) -> tuple[str, dict[str, str]]:
    """URL of an improvement's form, and the browser's data with these changes."""
    crisis_id = improvement.protocol.crisis_id
    [(row, form)] = client.get(reverse("protocol:improvements", args=[crisis_id])).context["rows"]
    shown = {bound.html_name: str(bound.field.prepare_value(bound.value()) or "") for bound in form}
    changed = {form.add_prefix(name): value for name, value in changes.items()}
    return reverse("protocol:improvement", args=[crisis_id, row.pk]), {**shown, **changed}


def test_improvement_whose_owner_left_is_dated(improvement: ImprovementAction, personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.supervisor)
    url, form = sent(client, improvement, due_on="2027-01-31")
    assert form[f"i{improvement.pk}-owner_id"] == personas.trainer.person.display_name
    assert client.post(url, form).status_code == 302
    improvement.refresh_from_db()
    assert (improvement.owner_id, improvement.due_on) == (personas.trainer.person_id, date(2027, 1, 31))


def test_improvement_is_deleted_even_if_its_form_is_invalid(
    improvement: ImprovementAction, personas: Personas, sign_in: SignIn
) -> None:
    client = sign_in(personas.supervisor)
    url, form = sent(client, improvement, owner_id="Zoe", due_on="soon")
    assert client.post(url, {**form, "drop": "1"}).status_code == 302
    assert not ImprovementAction.objects.exists()


def test_refused_owner_stays_in_the_form_with_the_error(
    improvement: ImprovementAction, personas: Personas, sign_in: SignIn
) -> None:
    for number in (1, 2):
        UserFactory.create(person=PersonFactory.create(display_name=f"Nia Berg {number}")).person.role_grants.create(
            role="agent"
        )
    client = sign_in(personas.supervisor)
    url, form = sent(client, improvement, owner_id="nia")
    answer = client.post(url, form)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'value="nia"' in page
    assert "“nia” matches several people. Type one of these: Nia Berg 1; Nia Berg 2" in page
    # Another improvement can still be added there.
    assert f'action="{reverse("protocol:improvements", args=[improvement.protocol.crisis_id])}"' in page
