"""What a page about a selection asks: criteria and coverage of the address, else as last stored, else the usual ones."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from crisis.frame import Crisis
from feedback.forms.criteria import CriteriaForm
from people.queries.organisation import today
from selection.coverage import Coverage
from selection.coverage_forms import CoverageForm, as_query
from selection.models import Selection
from selection.presentation.candidate_list import CardUrl
from selection.queries import candidates as reading
from selection.queries.candidates import Candidates
from selection.serialisation import coverage_of


@dataclass(frozen=True, slots=True)
class Asked:
    """The forms, and who comes of them. Without valid criteria nobody can be ranked, and nobody knows what could be covered;
    `candidates` are None unless both forms are valid.
    """

    form: CriteriaForm
    cover: CoverageForm | None
    candidates: Candidates | None

    @property
    def query(self) -> dict[str, str]:
        """What the address of a page says that asks the same."""
        criteria = {name: str(self.form.data[name]) for name in self.form.fields}
        return criteria | (as_query(self.candidates.choice.coverage) if self.candidates else {})


def asked_of(crisis: Crisis, data: Mapping[str, str]) -> Asked:
    """Everybody ranked and chosen as the address says."""
    last = reading.latest_selection(crisis)
    form = criteria_form(crisis, data, last)
    if not form.is_valid():
        return Asked(form, None, None)
    candidates = reading.candidates_for(crisis, form.criteria)
    # An address that says anything says all of what is to be covered.
    said = data if any(name in data for name in form.fields) else {}
    before = coverage_of(last.criteria) if last else Coverage()
    cover = CoverageForm.about(candidates.coverable, said, stored=before)
    return Asked(form, cover, candidates.covering(cover.coverage) if cover.is_valid() else None)


def criteria_form(crisis: Crisis, data: Mapping[str, str], last: Selection | None) -> CriteriaForm:
    usual = {name: str(value) for name, value in last.criteria.items()} if last else {"team_size": str(crisis.team_size)}
    return CriteriaForm.from_query({**usual, **data}, today=today())


def query_of(selection: Selection) -> dict[str, str]:
    """What the address of a page says that asks what a stored selection asked."""
    criteria = {name: str(selection.criteria[name]) for name in CriteriaForm.base_fields}
    return criteria | as_query(coverage_of(selection.criteria))


def card_url(crisis: Crisis, query: Mapping[str, str]) -> CardUrl:
    said = urlencode(query)
    return lambda csp: f"{reverse('selection:candidate', args=[crisis.pk, csp])}?{said}"
