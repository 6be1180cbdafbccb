"""A refresher in a browser: a trainee does it on a phone, an observer fills in the sheet, and trainer and lead look at it."""

from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, ViewportSize, expect

from tests.browser.conftest import OpenPage
from tests.factories import crisis as crises
from tests.factories import training as trained
from tests.factories.people import Personas
from training.models import Rehearsal
from training.queries.readiness import ready_ids

CheckPage = Callable[[Page], None]
PHONE: ViewportSize = {"width": 390, "height": 800}


def test_trainee_gets_ready_on_a_phone(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    crisis, (player, observer) = crises.team(personas, 2)
    _refresher, [_read, _example, _contact, played], version = trained.with_items(
        personas, crisis, "read", "example", "contact", "role_play"
    )
    page = open_page(player)
    page.set_viewport_size(PHONE)
    page.goto(reverse("training:mine"))
    check_page(page)
    page.get_by_role("link", name="Next: The read item").click()
    page.get_by_role("link", name="Open script").click()
    page.get_by_role("button", name="I've read this").click()
    page.goto(reverse("training:mine"))
    page.get_by_role("link", name="Next: The example item").click()
    page.get_by_role("button", name="I've read this example").click()
    page.get_by_role("link", name="Next: The contact item").click()
    check_page(page)
    page.get_by_role("button", name="I know how to reach Night desk").click()
    page.get_by_role("link", name="Next: The role_play item").click()
    page.get_by_role("combobox").fill(str(observer.person))
    check_page(page)
    page.get_by_role("button", name="Ask colleague").click()
    expect(page.get_by_text("Your colleague is told")).to_be_visible()
    observe(open_page(observer), check_page)
    page.goto(reverse("training:mine"))
    expect(page.get_by_text("You're ready")).to_be_visible()
    assert ready_ids(crisis.journal_id) == frozenset({player.person_id})
    assert Rehearsal.objects.get(item=played).script_version_id == version.pk


def observe(page: Page, check_page: CheckPage) -> None:
    """The observer fills in the sheet on a phone, without a mouse."""
    page.set_viewport_size(PHONE)
    page.goto(reverse("training:mine"))
    page.get_by_role("link", name="Angry caller").click()
    page.get_by_label(trained.ANCHORS[2]).focus()
    page.keyboard.press("Space")
    check_page(page)
    page.get_by_role("button", name="Sign off for version 1").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("3 of 3")).to_be_visible()
    check_page(page)


def test_pages_of_trainer_and_lead(personas: Personas, open_page: OpenPage, check_page: CheckPage) -> None:
    crisis, _members = crises.team(personas, 2)
    refresher, [item, played], _version = trained.with_items(personas, crisis, "free", "role_play")
    assert played.role_play_id is not None
    look_at(
        open_page(personas.trainer),
        check_page,
        reverse("training:refreshers"),
        reverse("training:refresher", args=[refresher.pk]),
        reverse("training:add-item", args=[refresher.pk, "example"]),
        reverse("training:change-item", args=[item.pk]),
        reverse("training:role-plays"),
        reverse("training:role-play", args=[played.role_play_id]),
    )
    look_at(
        open_page(personas.supervisor),
        check_page,
        reverse("training:readiness", args=[crisis.journal_id]),
        reverse("crisis:staffing", args=[crisis.pk]),
    )


def look_at(page: Page, check_page: CheckPage, *addresses: str) -> None:
    for address in addresses:
        page.goto(address)
        check_page(page)
