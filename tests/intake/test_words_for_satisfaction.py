"""Words for satisfaction in the large European languages."""

import pytest

from intake.reading.profiles import Scale
from intake.reading.rating_values import guessed_scale, rating_values, sure_scale
from intake.reading.ratings import rating_reader
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.satisfaction_words import points_of_words

# From the best to the worst answer.
FIVE = [
    "Very satisfied | Satisfied | Neither satisfied nor dissatisfied | Dissatisfied | Very dissatisfied",
    "Extremely satisfied | Somewhat satisfied | Neutral | Somewhat dissatisfied | Extremely dissatisfied",
    "Sehr zufrieden | Zufrieden | Teils/teils | Unzufrieden | Sehr unzufrieden",
    "Très satisfait(e) | Plutôt satisfaite | Ni satisfait ni insatisfait | Insatisfait | Pas du tout satisfait",
    "Muy satisfecho/a | Satisfecha | Neutral | Insatisfecho | Muy insatisfecha",
    "Molto soddisfatto | Soddisfatta | Né soddisfatto né insoddisfatto | Poco soddisfatto | Per niente soddisfatto",
    "Muito satisfeito | Satisfeita | Indiferente | Insatisfeito | Muito insatisfeito",
    "Zeer tevreden | Tevreden | Neutraal | Ontevreden | Zeer ontevreden",
    "Bardzo zadowolony | Raczej zadowolona | Trudno powiedzieć | Raczej niezadowolony | Bardzo niezadowolona",
    "Mycket nöjd | Nöjd | Varken nöjd eller missnöjd | Missnöjd | Mycket missnöjd",
    "Meget tilfreds | Tilfreds | Hverken/eller | Utilfreds | Meget utilfreds",
    "Svært fornøyd | Fornøyd | Verken eller | Misfornøyd | Svært misfornøyd",
    "Erittäin tyytyväinen | Melko tyytyväinen | Neutraali | Tyytymätön | Erittäin tyytymätön",
    "Velmi spokojen | Spíše spokojená | Neutrální | Nespokojený | Velmi nespokojen",
    "Foarte mulțumit | Mulțumită | Neutru | Nemulțumit | Foarte nemulțumit",
    "Πολύ ικανοποιημένος | Ικανοποιημένη | Ουδέτερος | Δυσαρεστημένος | Πολύ δυσαρεστημένη",
    "Nagyon elégedett | Elégedett | Semleges | Elégedetlen | Nagyon elégedetlen",
    "sehr gut | gut | mittelmäßig | schlecht | sehr schlecht",
    "très bien | bien | moyen | mauvais | très mauvais",
    "heel goed | goed | matig | slecht | heel slecht",
]
THREE = ["good | ok | bad", "gut | geht so | schlecht", "bon | moyen | mauvais", "dobry | średni | zły", "😊 | 😐 | 🙁"]
TWO = ["👍 | 👎", "Thumbs up | Thumbs down", "Ja | Nein", "oui | non", "tak | nie"]


def points(scale: str) -> list[int | None]:
    words = scale.split(" | ")
    found, _is_sure = points_of_words(words)
    return [found[word] for word in words]


@pytest.mark.parametrize("scale", FIVE)
def test_scales_of_five(scale: str) -> None:
    assert points(scale) == [5, 4, 3, 2, 1]


def test_scales_of_four() -> None:
    assert points("Très satisfait | Plutôt satisfait | Plutôt pas satisfait | Pas du tout satisfait") == [5, 4, 2, 1]
    assert points("Sehr zufrieden | Eher zufrieden | Eher unzufrieden | Sehr unzufrieden") == [5, 4, 2, 1]


@pytest.mark.parametrize("scale", THREE)
def test_good_is_the_best_of_three(scale: str) -> None:
    assert points(scale) == [5, 3, 1]


@pytest.mark.parametrize("scale", TWO)
def test_thumbs(scale: str) -> None:
    assert points(scale) == [5, 1]


def test_scale_with_good_in_the_middle_is_asked_about() -> None:
    ladder = ["Excellent", "Very good", "Good", "Fair", "Poor"]
    assert points(" | ".join(ladder)) == [5, 4, 3, 2, 1]
    with pytest.raises(Unreadable) as refused:
        sure_scale(rating_values("rating", ladder))
    assert refused.value.trouble == FileTrouble.SCALE_UNKNOWN


@pytest.mark.parametrize(
    "text", ["VERY SATISFIED", " very  satisfied! ", "Very satisfied 😀", "Sehr Zufrieden.", "tres satisfait"]
)
def test_case_accents_signs_and_emoji_do_not_matter(text: str) -> None:
    assert rating_reader(Scale())[text] == 5


def test_words_of_the_profile_are_compared_in_the_same_way() -> None:
    read = rating_reader(Scale(words={"Géht so…": 3, "-1": 1, "1": 5}))
    assert [read[text] for text in ("geht so", "GEHT SO!", "-1", "1")] == [3, 3, 1, 5]


def test_number_with_its_word_is_the_number_if_both_agree() -> None:
    found = ["5 - Very satisfied", "4 (satisfied)", "1: very dissatisfied", "Neutral (3)", "Very satisfied – 5"]
    guess = guessed_scale(rating_values("rating", found))
    assert guess.scale.words == {}
    read = rating_reader(guess.scale)
    assert [read[text] for text in [*found, "2 - Dissatisfied", "3 (so what)"]] == [5, 4, 1, 3, 5, 2, 3]


def test_grades_that_count_downwards_are_read_by_their_words() -> None:
    found = ["1 (sehr gut)", "2 (gut)", "3 (befriedigend)", "5 (mangelhaft)", "6 (ungenügend)"]
    scale = sure_scale(rating_values("Note", found))
    assert [rating_reader(scale)[text] for text in found] == [5, 4, 3, 2, 1]


def test_no_answer_is_not_an_answer() -> None:
    scale = sure_scale(rating_values("Bewertung", ["sehr zufrieden", "keine Angabe", "n/a"]))
    assert scale.words == {"sehr zufrieden": 5, "keine Angabe": None}


def test_words_for_satisfaction_have_no_points_in_other_surveys() -> None:
    guess = guessed_scale(rating_values("NPS", ["very satisfied", "9"]))
    assert guess.unknown == ("very satisfied",)
