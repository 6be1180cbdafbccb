"""Criteria and coverage rules of a selection page: from the query string, the latest saved selection or the defaults."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from crisis.public_models import Crisis
from feedback.forms.criteria import CriteriaForm
from feedback.month_notes import as_text
from people.queries.organisation import today
from selection.coverage import Coverage
from selection.coverage_forms import CoverageForm, as_query
from selection.methods import Method, method_of
from selection.models import Selection
from selection.presentation.candidate_list import CardUrl
from selection.queries import candidates as reading
from selection.queries.candidates import Candidates
from selection.serialisation import coverage_of, criteria_from_json

# The query parameter with the method.
METHOD = "method"


@dataclass(frozen=True, slots=True)
class Asked:
    """The forms of a selection page, and the candidates they give. `cover` is None without valid criteria, `candidates` unless
    both forms are valid. `method` is how spots are filled where scores are too close to call; `names_method` is true if the
    query string names one, which links to other parts of the selection then keep.
    """

    form: CriteriaForm
    cover: CoverageForm | None
    candidates: Candidates | None
    method: Method = Method.SCORES
    names_method: bool = False

    @property
    def query(self) -> dict[str, str]:
        """The query parameters for the same criteria, coverage rules and method."""
        criteria = {name: str(self.form.data[name]) for name in self.form.fields}
        return criteria | (as_query(self.candidates.choice.coverage) if self.candidates else {}) | self.method_query

    @property
    def method_query(self) -> dict[str, str]:
        return {METHOD: str(self.method)} if self.names_method or self.method is not Method.SCORES else {}


def asked_of(crisis: Crisis, data: Mapping[str, str]) -> Asked:
    """The forms and the candidates for a query string."""
    last = reading.latest_selection(crisis)
    form = criteria_form(crisis, data, last)
    names_method = METHOD in data
    # A query string with any criterion is complete, so missing coverage rules are unset. The method is no criterion: without
    # criteria, those of the latest selection stay, and so do its coverage rules.
    said = data if any(name in data for name in form.fields) else {}
    method = method_of(data.get(METHOD) if names_method or said or last is None else last.method)
    if not form.is_valid():
        return Asked(form, None, None, method, names_method)
    candidates = reading.candidates_for(crisis, form.criteria)
    cover = CoverageForm.about(candidates.coverable, said, stored=coverage_of(last.criteria) if last else Coverage())
    if not cover.is_valid():
        return Asked(form, cover, None, method, names_method)
    covering = candidates.covering(cover.coverage)
    return Asked(form, cover, covering, method if covering.choice.is_wide else Method.SCORES, names_method)


def criteria_form(crisis: Crisis, data: Mapping[str, str], last: Selection | None) -> CriteriaForm:
    usual = query_of(last) if last else {"team_size": str(crisis.team_size)}
    return CriteriaForm.from_query({**usual, **data}, today=today())


def query_of(selection: Selection) -> dict[str, str]:
    """The query parameters for the criteria of a saved selection, with scores; of one without ranking, those that it has."""
    if selection.method == Method.UNRANKED:
        return {"team_size": str(selection.criteria["team_size"])} | as_query(coverage_of(selection.criteria))
    asked = criteria_from_json(selection.criteria)
    criteria = {name: str(getattr(asked, name)) for name in CriteriaForm.base_fields}
    criteria |= {"left_out_months": as_text(asked.left_out_months), METHOD: str(Method.SCORES)}
    return criteria | as_query(coverage_of(selection.criteria))


def without(crisis: Crisis, query: Mapping[str, str], months: Sequence[date]) -> str:
    """The selection page with the same criteria, leaving out these months."""
    return f"{reverse('selection:detail', args=[crisis.pk])}?{urlencode({**query, 'left_out_months': as_text(months)})}"


def card_url(crisis: Crisis, query: Mapping[str, str]) -> CardUrl:
    said = urlencode(query)
    return lambda csp: f"{reverse('selection:candidate', args=[crisis.pk, csp])}?{said}"
