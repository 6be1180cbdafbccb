"""The scale that the values of a rating column show, and what has to be asked."""

import pytest

from intake.reading.profiles import Scale
from intake.reading.rating_values import (
    Doubt,
    RatingValues,
    doubt_about,
    doubt_of_guess,
    guessed_scale,
    rating_values,
    sure_scale,
)
from intake.reading.reasons import FileTrouble, Unreadable


def values(*texts: str, title: str = "rating") -> RatingValues:
    return rating_values(title, texts)


def ends(*texts: str, title: str = "rating") -> tuple[str, float, float]:
    scale = sure_scale(values(*texts, title=title))
    return scale.instrument, scale.lowest, scale.highest


def refusal(*texts: str, title: str = "rating") -> tuple[FileTrouble, str]:
    with pytest.raises(Unreadable) as refused:
        sure_scale(values(*texts, title=title))
    return refused.value.trouble, refused.value.about


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["5", "4", "1", ""], ("csat", 1, 5)),
        (["4", "2"], ("csat", 1, 5)),
        (["0", "1", "1"], ("csat", 0, 1)),
        (["10", "7", "1"], ("csat", 1, 10)),
        (["10", "0", "3"], ("csat", 0, 10)),
        (["100", "0", "50"], ("csat", 0, 100)),
        (["80 %", "100%", "20 %"], ("csat", 0, 100)),
        (["0.2", "1", "0.8"], ("csat", 0, 1)),
        (["0,5", "1", "0,25"], ("csat", 0, 1)),
        (["3/7", "7/7", "1/7"], ("csat", 1, 7)),
        (["★★★★☆", "★☆☆☆☆"], ("csat", 1, 5)),
        (["4 Sterne", "5 étoiles", "1 estrella"], ("csat", 1, 5)),
        ([], ("csat", 1, 5)),
    ],
)
def test_clear_values_show_their_scale(texts: list[str], expected: tuple[str, float, float]) -> None:
    assert ends(*texts) == expected


@pytest.mark.parametrize(
    ("title", "texts", "expected"),
    [
        ("NPS", "5 1 9 3 8 10", ("nps", 0, 10)),
        ("How likely are you to recommend us?", "10 2", ("nps", 0, 10)),
        ("Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", "10 2", ("nps", 0, 10)),
        ("CES", "7 6 2 1 1", ("ces", 1, 7)),
        ("Effort score", "7 3", ("ces", 1, 7)),
        ("Satisfaction (1-7)", "6 5 4 3 2", ("csat", 1, 7)),
        ("Rating /10", "6 5 4 3 2", ("csat", 1, 10)),
        ("CSAT 0 to 3", "2 1 0 2 1", ("csat", 0, 3)),
    ],
)
def test_title_names_the_survey_type_or_the_scale(title: str, texts: str, expected: tuple[str, float, float]) -> None:
    assert ends(*texts.split(), title=title) == expected


@pytest.mark.parametrize(
    ("texts", "about"),
    [
        ("3 3 2 1 3", "rating: 3 (3), 2 (1), 1 (1)"),
        ("0 1 2 2", "rating: 2 (2), 1 (1), 0 (1)"),
        ("1 1 1 1 1", "rating: 1 (5)"),
        ("5 4 0", "rating: 5 (1), 4 (1), 0 (1)"),
        ("7 3", "rating: 7 (1), 3 (1)"),
        ("-1 0 1", "rating: 1 (1), 0 (1), -1 (1)"),
    ],
)
def test_values_of_several_scales_are_refused_with_their_counts(texts: str, about: str) -> None:
    assert refusal(*texts.split()) == (FileTrouble.SCALE_UNKNOWN, about)


def test_scale_of_the_survey_type_that_no_answer_reaches_is_refused() -> None:
    assert refusal(*"5434554", title="NPS")[0] == FileTrouble.SCALE_UNKNOWN
    assert refusal("11", "3", title="NPS") == (FileTrouble.RATINGS_UNKNOWN, "NPS: 11 (1)")


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("rating", "4.5 3.5 5"),
        ("rating", "4,37 5 4,9"),
        ("rating", "4,5/5 5/5"),
        ("rating", "0.87 0.93 1"),
        ("rating", "66.7% 100%"),
        ("NPS", "7.25 10"),
        ("Avg. rating", "4 5"),
        ("Ø Bewertung", "4 5"),
        ("Total score", "4 5"),
    ],
)
def test_averages_are_refused(title: str, texts: str) -> None:
    assert refusal(*texts.split(), title=title)[0] == FileTrouble.RATINGS_AVERAGED


def test_lists_of_ratings_are_refused() -> None:
    assert refusal("5, 9", "3, 2", "4") == (FileTrouble.RATINGS_SEVERAL, "rating: 5, 9 (1), 3, 2 (1)")
    assert refusal("5; 9")[0] == refusal("good, bad")[0] == FileTrouble.RATINGS_SEVERAL


def test_few_typing_errors_are_rejected_and_many_are_asked_about() -> None:
    clear = ["5", "4", "1"] * 10
    assert ends(*clear, "pineapple") == ("csat", 1, 5)
    assert refusal(*clear, *["pineapple"] * 9) == (FileTrouble.RATINGS_UNKNOWN, "rating: pineapple (9)")
    assert refusal(*clear, "6")[0] == FileTrouble.SCALE_UNKNOWN


def test_highest_rating_that_no_one_gave_is_asked_about_until_it_is_settled() -> None:
    few, enough = values(*"4321"), values(*"43214")
    assert doubt_about(Scale(), few) is None
    assert doubt_about(Scale(), enough) == (Doubt.HIGHEST_MISSING, [])
    assert doubt_about(Scale(), enough, is_settled=True) is None
    assert doubt_about(Scale(highest=4), enough) is None


def test_values_outside_a_chosen_scale_are_named() -> None:
    assert doubt_about(Scale(), values("5", "7", "super", "")) == (Doubt.OUTSIDE, ["7", "super"])
    assert doubt_about(Scale(words={"super": 5, "7": None}), values("5", "7", "Super!")) is None


def test_all_values_are_listed_if_they_are_few_and_else_the_frequent_and_the_ends() -> None:
    assert values("1", "5", "5", "gut", "").listed() == [("5", 2), ("1", 1), ("gut", 1)]
    many = values(*map(str, range(101)), *["50"] * 5)
    listed = many.listed()
    assert listed[:3] == [("100", 1), ("99", 1), ("98", 1)]
    assert ("50", 6) in listed
    assert listed[-1] == ("0", 1)
    assert len(listed) < 20


def test_guess_keeps_unknown_words_apart() -> None:
    guess = guessed_scale(values("sehr gut", "gut", "naja", "naja"))
    assert guess.scale.words == {"sehr gut": 5, "gut": 4}
    assert guess.unknown == ("naja",)
    assert doubt_of_guess(guess, values("sehr gut", "gut", "naja", "naja")) == (Doubt.OUTSIDE, ["naja"])
