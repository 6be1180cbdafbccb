"""What a page says about the months of a ranking, and its links to other months."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from feedback.explanations import reason_sentence, rule_sentences
from feedback.forms.criteria import CriteriaForm
from feedback.month_notes import Event, as_text, month_notes
from feedback.sustained import RULES, Ranking
from tests.feedback.counts import criteria, eight_agents, person, rank

JANUARY, FEBRUARY, MARCH = (date(2021, month, 1) for month in (1, 2, 3))


def bad_march() -> Ranking:
    """By version 2, where a bad month of all is a drop of each."""
    people = [person(csp, [(92, 100), (92, 100), (60, 100)]) for csp in range(10)]
    return rank(people, criteria(months=3), rule=RULES["2"])


def url_of(months: Sequence[date]) -> str:
    return f"?{as_text(months)}"


def test_month_in_which_many_dip_is_named_and_can_be_left_out() -> None:
    notes = month_notes(bad_march(), url_of)
    (warning,) = notes.warnings
    assert warning.startswith("March 2021: 10 of 10 people with enough responses have a CSAT drop (100.0 %).")
    assert [(offer.text, offer.url) for offer in notes.offers] == [("Leave out March 2021", "?2021-03")]
    assert (notes.left_out, notes.count_all) == ("", None)
    assert [other.url for other in notes.others] == ["?2021-01", "?2021-02", "?2021-03"]


def test_months_of_the_crisis_that_explains_them_are_left_out_together() -> None:
    storm, calm = Event("crisis Storm", {FEBRUARY, MARCH}), Event("crisis Calm", {JANUARY})
    notes = month_notes(bad_march(), url_of, [storm, calm])
    assert [(offer.text, offer.url) for offer in notes.offers] == [
        ("Leave out February 2021 and March 2021 (crisis Storm)", "?2021-02,2021-03")
    ]


def test_at_least_one_month_remains() -> None:
    always = Event("crisis Always", {JANUARY, FEBRUARY, MARCH})
    assert [offer.url for offer in month_notes(bad_march(), url_of, [always]).offers] == ["?2021-03"]
    one = rank([person(csp, [(10, 100)]) for csp in range(10)], criteria(months=1), rule=RULES["2"])
    notes = month_notes(one, url_of)
    assert len(notes.warnings) == 2
    assert (notes.offers, notes.others) == ((), ())


def test_months_left_out_are_named_and_can_be_counted_again() -> None:
    asked = replace(criteria(months=3), left_out_months=(JANUARY,))
    notes = month_notes(replace(bad_march(), criteria=asked), url_of)
    assert notes.left_out == "Left out: January 2021."
    assert notes.count_all is not None
    assert notes.count_all.url == "?"
    assert notes.offers[0].url == "?2021-01,2021-03"
    sentences = rule_sentences(replace(bad_march(), criteria=asked))
    assert "Left out, so not counted: January 2021." in sentences
    assert "To be eligible you need at least 10 responses in 2 of 2 months and no proven drop in CSAT." in sentences


def test_organisation_below_the_minimum_is_warned() -> None:
    (warning,) = month_notes(rank(eight_agents(), criteria(months=3)), url_of).warnings
    assert "CSAT of the whole organisation is 49.9 %, which is below the minimum of 80.0 %." in warning
    assert month_notes(rank(eight_agents(), criteria(months=3, floor_percent=0)), url_of).warnings == ()


def form(**query: str) -> CriteriaForm:
    return CriteriaForm.from_query({"until": "2021-04-01", "months": "3", **query}, today=MARCH)


def test_form_reads_months_to_leave_out() -> None:
    asked = form(left_out_months="2021-03,2021-01")
    assert asked.is_valid(), asked.errors
    assert asked.criteria.left_out_months == (JANUARY, MARCH)
    assert form().is_valid()


def test_form_ignores_months_that_the_window_no_longer_has() -> None:
    asked = form(left_out_months="2020-12,2021-03")
    assert asked.is_valid()
    assert asked.criteria.left_out_months == (MARCH,)


def test_form_refuses_a_window_without_months_and_other_texts() -> None:
    nothing, unreadable = form(left_out_months="2021-01,2021-02,2021-03"), form(left_out_months="March")
    assert "All of these months are left out" in str(nothing.errors["months"])
    assert "must look like 2021-03" in str(unreadable.errors["left_out_months"])


def test_rule_of_version_3_is_told_with_its_months() -> None:
    told = " ".join(rule_sentences(rank(eight_agents(), criteria(months=3))))
    assert "contacts of the same channel, topic and language in the same month" in told
    assert "the limit for a drop is lower than 80.0 % by as much" in told
    earlier = " ".join(rule_sentences(rank(eight_agents(), criteria(months=3), rule=RULES["2"])))
    assert "in the same month" not in earlier
    assert "limit for a drop" not in earlier


def test_card_explains_a_lowered_limit() -> None:
    """The reason names the average of these months and the limit, in words that need no statistics."""
    people = [person(csp, [(92, 100)] * 4 + [(65, 100)] * 2) for csp in range(19)]
    row = rank([*people, person(19, [(92, 100)] * 4 + [(30, 100)] * 2)], criteria()).row_of(19)
    assert row is not None
    assert reason_sentence(row.reasons[0]) == (
        "CSAT drop, February 2021: 30 of 100 satisfied (30.0 %). The average for the same work in this time was 63.2 %, "
        "so the minimum of 80.0 % is lowered to 59.5 %. Even with the margin of error (up to 39.6 %) the result is "
        "below that."
    )
