"""Pages of reviews and scripts that the whole story does not come by, in a browser."""

from collections.abc import Callable
from datetime import timedelta

from django.urls import reverse
from playwright.sync_api import Page, expect

from core import clock
from journal.actions import close_journal, open_journal
from people import actions as people
from people.models import Role, RoleGrant
from people.queries.organisation import today
from quality import actions
from scripts_library.actions import change_script
from tests.browser.conftest import OpenPage
from tests.factories import quality as make
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas, user_with

CheckPage = Callable[[Page], None]


def test_reviews_that_are_replaced_handed_on_and_lapsed(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    slot = make.assigned_slot(personas.agent.person, personas.reviewer)
    actions.start_review(actor=personas.reviewer, slot=slot)
    page = open_page(personas.reviewer)
    page.goto(reverse("quality:replace", args=[slot.pk]))
    check_page(page)
    away = user_with(Role.REVIEWER, name="Rolf Reviewer").person
    people.enter_leave(actor=None, person=away, first_on=today(), last_on=today() + timedelta(days=3))
    RoleGrant.objects.filter(person=personas.reviewer.person).delete()
    for days in (3, 20):
        with clock.travel(clock.now() + timedelta(days=days)):
            actions.reconcile_slots()
    page = open_page(personas.supervisor)
    page.goto(reverse("quality:board"))
    expect(page.get_by_text("without a contact", exact=False).first).to_be_visible()
    for address in (reverse("quality:board"), reverse("quality:capacity", args=[away.pk])):
        page.goto(address)
        check_page(page)


def test_scripts_with_a_history_and_of_a_case_that_is_over(
    personas: Personas, open_page: OpenPage, check_page: CheckPage
) -> None:
    script = scripts.published(personas.supervisor, personas.approver).script
    change_script(
        actor=personas.supervisor,
        script=script,
        title="No ferry",
        owner_id=personas.trainer.person_id,
        read=(script.title, script.owner_id),
    )
    storm = open_journal(title="Storm")
    version = scripts.in_review(personas.supervisor, journal=storm)
    close_journal(storm)
    page = open_page(personas.supervisor)
    for name, number in (("script", script.pk), ("change", script.pk), ("version", version.pk)):
        page.goto(reverse(f"scripts_library:{name}", args=[number]))
        check_page(page)
