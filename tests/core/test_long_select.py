"""Long selects render like Django's own."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from core.forms import LongSelect

CHOICES = [("", "All"), ("1", "Team <b>One</b> & Co"), (2, "Team Two")]


@pytest.mark.parametrize("value", [None, "", "1", 2, "2", "7"])
def test_long_select_renders_like_django(value: object) -> None:
    attributes = {"class": "form-select", "id": "id_team", "disabled": True, "hidden": False}
    ours, djangos = (
        widget(attrs=attributes, choices=CHOICES).render("team", value, {"required": True})
        for widget in (LongSelect, forms.Select)
    )
    assertHTMLEqual(ours, djangos)
    assert "<b>" not in ours
