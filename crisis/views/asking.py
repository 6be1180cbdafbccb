"""What the pages of a selection are asked: the criteria, which also lead from each of them to a card."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from crisis.models import Crisis
from crisis.presentation import CardUrl
from crisis.queries import selection as reading
from feedback.forms.criteria import CriteriaForm
from people.queries import today


def card_url(crisis: Crisis, criteria: Mapping[str, Any]) -> CardUrl:
    query = urlencode(criteria)
    return lambda csp: f"{reverse('crisis:candidate', args=[crisis.pk, csp])}?{query}"


def criteria_form(crisis: Crisis, data: dict[str, str]) -> CriteriaForm:
    """The criteria of the address, else those of the stored selection, else the usual ones with the crisis's places."""
    last = reading.latest_selection(crisis)
    usual = {name: str(value) for name, value in last.criteria.items()} if last else {"team_size": str(crisis.team_size)}
    return CriteriaForm.from_query({**usual, **data}, today=today())
