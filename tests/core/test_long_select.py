"""A choice among hundreds reads as Django's own does."""

import pytest
from django import forms
from pytest_django.asserts import assertHTMLEqual

from core.forms import LongSelect

CHOICES = [("", "All"), ("1", "Team <b>One</b> & Co"), (2, "Team Two")]


@pytest.mark.parametrize("value", [None, "", "1", 2, "2", "7"])
def test_it_reads_as_django_s_own(value: object) -> None:
    attributes = {"class": "form-select", "id": "id_team", "disabled": True, "hidden": False}
    ours, djangos = (
        widget(attrs=attributes, choices=CHOICES).render("team", value, {"required": True})
        for widget in (LongSelect, forms.Select)
    )
    assertHTMLEqual(ours, djangos)
    assert "<b>" not in ours
