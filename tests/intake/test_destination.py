"""Imported rows have one destination, and its room adds its pages to the tabs of imports."""

import pytest
from django.test import Client
from django.urls import reverse

from intake import destination, tabs
from tests.factories.people import Personas


def test_a_second_destination_is_refused() -> None:
    with pytest.raises(ValueError, match="already"):
        destination.register(destination.destination())


def test_a_tab_is_registered_once() -> None:
    from feedback.import_destination import TABS

    tab, after = TABS[0]
    with pytest.raises(ValueError, match="twice"):
        tabs.register(tab, after=after)


@pytest.mark.django_db
def test_tabs_of_feedback_are_among_those_of_imports(personas: Personas, client: Client) -> None:
    client.force_login(personas.administrator)
    shown = client.get(reverse("intake:imports")).context["tabs"]
    routes = (
        "intake:imports", "feedback:audit", "intake:profiles", "feedback:retention", "intake:set_aside_names",
        "intake:webhooks",
    )  # fmt: skip
    assert [tab["url"] for tab in shown] == [reverse(route) for route in routes]
