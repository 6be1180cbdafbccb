"""The activation page recommends what is missing, without requiring it."""

from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse

from core import clock
from crisis.models import Crisis
from people.models import User
from quality.models import Programme
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas

SignIn = Callable[[User], Client]
BASELINE, SCRIPT, DEPUTY = "No baseline programme is running", "No script is published", "no deputy to stand in"


def activation_page(client: Client, crisis: Crisis) -> str:
    return client.get(reverse("crisis:step", args=[crisis.pk, "activate"])).content.decode()


def test_drill_offers_and_starts_no_baseline(personas: Personas, sign_in: SignIn) -> None:
    drill = crises.ready(personas, is_drill=True)
    client = sign_in(personas.supervisor)
    assert BASELINE not in activation_page(client, drill)
    assert client.post(reverse("crisis:start_baseline", args=[drill.pk])).status_code == 403
    assert not Programme.objects.exists()


def test_activation_names_what_is_missing_with_the_page_for_it(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas, deputy_id=None)
    page = activation_page(sign_in(personas.supervisor), crisis)
    assert [text in page for text in (BASELINE, SCRIPT, DEPUTY)] == [True, True, True]
    assert f'action="{reverse("crisis:start_baseline", args=[crisis.pk])}"' in page
    assert f'href="{reverse("crisis:scripts", args=[crisis.pk])}"' in page
    assert f'href="{reverse("crisis:setup", args=[crisis.pk])}"' in page
    assert "You can activate now and add these later." in page


def test_complete_crisis_has_no_recommendations(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas, deputy_id=personas.other_supervisor.person_id)
    scripts.published(personas.supervisor, personas.approver, journal=crisis.journal)
    quality.baseline(at=clock.now() - timedelta(days=1), cadence=2)
    page = activation_page(sign_in(personas.supervisor), crisis)
    assert [text in page for text in (BASELINE, SCRIPT, DEPUTY, "Recommended")] == [False] * 4


def test_script_of_another_crisis_or_in_draft_does_not_count(personas: Personas, sign_in: SignIn) -> None:
    crisis, other = crises.ready(personas), crises.draft(personas, title="Storm")
    scripts.published(personas.supervisor, personas.approver, journal=other.journal)
    scripts.draft(personas.supervisor, journal=crisis.journal)
    assert SCRIPT in activation_page(sign_in(personas.supervisor), crisis)


def test_baseline_starts_from_the_activation_page_once(personas: Personas, sign_in: SignIn) -> None:
    crisis = crises.ready(personas)
    client = sign_in(personas.supervisor)
    for _time in range(2):
        answer = client.post(reverse("crisis:start_baseline", args=[crisis.pk]), follow=True)
        assert answer.redirect_chain[-1][0] == reverse("crisis:step", args=[crisis.pk, "activate"])
        assert BASELINE not in answer.content.decode()
    assert Programme.objects.filter(kind=Programme.Kind.BASELINE, ends_at=None).count() == 1
    crisis.refresh_from_db()
    assert crisis.state == Crisis.State.DRAFT


def test_page_that_cannot_activate_yet_still_names_both(personas: Personas, sign_in: SignIn) -> None:
    page = activation_page(sign_in(personas.supervisor), crises.draft(personas))
    assert "Required</h2>" in page
    assert BASELINE in page
    assert "You can activate now" not in page
