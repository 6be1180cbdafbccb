"""Questions to customers as titles of columns, in the languages that are known."""

import pytest

from intake.reading.profiles import Field
from intake.reading.question_titles import asks_who_helped
from intake.reading.reasons import FileTrouble, Unreadable
from intake.reading.usual_titles import guessed_columns, is_averaged
from tests.intake.dirty import parsed
from tests.intake.test_files_nobody_here_wrote import as_guessed

WHO = (
    "Who assisted you on this call?", "Whom did you talk to?", "Name of the person who served you", "Wer hat Sie betreut?",
    "Von wem wurden Sie beraten?", "Qui vous a servi ?", "Quel est le nom de la personne qui vous a aidé ?",
    "¿Quién le ayudó?", "¿Con quién habló?", "Con chi ha parlato?", "Chi l'ha assistita?", "Quem ajudou você?",
    "Com quem você falou?", "Wie heeft u geholpen?", "Met wie heeft u gesproken?", "Kto Panią obsłużył?",
    "Z kim Pan rozmawiał?", "Vem pratade du med?", "Hvem talte du med?", "Hvem hjalp deg?", "Kuka palveli sinua?",
    "Kdo vás obsloužil?", "S kým jste mluvili?", "Cine v-a servit?", "Cu cine ați vorbit?", "Ποιος σας βοήθησε;",
    "Ki segített Önnek?", "Kivel beszélt?",
)  # fmt: skip
SATISFIED = (
    "How satisfied are you with our help?", "Sind Sie mit unserem Service zufrieden?", "Wie beurteilen Sie das Gespräch?",
    "Êtes-vous satisfaite de l'échange ?", "Comment évaluez-vous cet appel ?", "¿Cómo calificaría nuestra atención?",
    "¿Qué tan satisfecha quedó?", "Come valuta la nostra assistenza?", "Quanto sei soddisfatta?", "Como avalia o nosso apoio?",
    "Quão satisfeita está?", "Hoe beoordeelt u het gesprek?", "Hoe tevreden was u?", "Jak ocenia Pan rozmowę?",
    "Hur nöjd är du?", "Hur bedömer du samtalet?", "Hvor tilfreds var du?", "Hvordan vurderer du hjelpen?",
    "Kuinka tyytyväinen olit?", "Miten arvioisit palvelua?", "Jak hodnotíte naši pomoc?", "Cum evaluați ajutorul?",
    "Πώς αξιολογείτε την εξυπηρέτηση;", "Hogyan értékeli a segítséget?",
)  # fmt: skip
WHEN = (
    "When was your call?", "What day did you write to us?", "Wann hatten Sie Kontakt mit uns?", "An welchem Tag war das?",
    "Quand avez-vous appelé ?", "À quelle date ?", "¿Cuándo fue su llamada?", "¿En qué fecha?", "Quando ci ha chiamato?",
    "Em que data nos contactou?", "Wanneer had u contact?", "Kiedy Pan dzwonił?", "När var samtalet?", "Hvornår ringede du?",
    "Når var samtalen?", "Milloin soitit?", "Kdy jste volali?", "Când ați sunat?", "Πότε καλέσατε;", "Mikor hívott minket?",
)  # fmt: skip


@pytest.mark.parametrize("title", WHO)
def test_who_helped_is_recognised_and_never_guessed_as_the_agent(title: str) -> None:
    assert asks_who_helped(title)
    assert title not in guessed_columns([title, "Date", "Rating"]).values()


@pytest.mark.parametrize(
    "title",
    [
        "Agent", "Who is your provider?", "Did we help you?", "How much did our help matter?",
        "Wie hat unser Support geholfen?", "Wie zufrieden waren Sie mit der Hilfe?", "Qualité du service",
        "Helpfulness", "Served by",
    ],
)  # fmt: skip
def test_other_titles_do_not_ask_who_helped(title: str) -> None:
    assert not asks_who_helped(title)


@pytest.mark.parametrize("title", SATISFIED)
def test_question_about_satisfaction_is_the_rating(title: str) -> None:
    assert guessed_columns(["Id", title, "Points of the quiz"])[Field.RATING] == title


@pytest.mark.parametrize("title", WHEN)
def test_question_about_the_day_is_the_date_unless_there_is_a_usual_one(title: str) -> None:
    assert guessed_columns(["Id", title])[Field.STARTED] == title
    assert guessed_columns([title, "Timestamp"])[Field.STARTED] == "Timestamp"


def test_other_questions_of_a_form() -> None:
    header = ["Zeitstempel", "Wie haben Sie uns erreicht?", "Konnten wir Ihr Anliegen lösen?", "Was können wir besser machen?"]
    fields = [Field.STARTED, Field.CHANNEL, Field.RESOLVED, Field.COMMENT]
    assert guessed_columns(header) == dict(zip(fields, header, strict=True))


def test_usual_title_comes_before_a_question() -> None:
    assert guessed_columns(["Any other comments?", "Comment"])[Field.COMMENT] == "Comment"


def test_average_in_greek() -> None:
    assert is_averaged("Μέσος όρος")


FORM = "Timestamp,How satisfied were you?,Who helped you today?\n2026-02-03 10:00,4,ada\n2026-02-03 11:00,5,the tall one\n"


def test_command_refuses_agents_that_customers_typed() -> None:
    with pytest.raises(Unreadable) as refused:
        as_guessed(FORM.encode())
    assert (refused.value.trouble, refused.value.about) == (FileTrouble.AGENT_IS_ANSWER, "Who helped you today?")


def test_form_with_an_agent_of_its_own_is_read() -> None:
    text = FORM.replace("\n", ",Agent\n", 1).replace(",ada\n", ",ada,Ada Roth\n").replace("tall one\n", "tall one,Ben Okoye\n")
    rows = parsed(as_guessed(text.encode()))
    assert [(row.agent, row.value) for row in rows] == [("Ada Roth", 4), ("Ben Okoye", 5)]


@pytest.mark.parametrize("title", ["Who helped you?", "The name of whoever served you", "Met wie heeft u gesproken?"])
def test_question_is_found_only_near_the_beginning_of_a_very_long_title(title: str) -> None:
    assert asks_who_helped(f"{'a ' * 200}{title}")
    assert not asks_who_helped(f"{'a ' * 300}{title}")


def test_very_long_title_is_no_question() -> None:
    assert guessed_columns(["How satisfied were you?", "Any other comments?"]).keys() == {Field.RATING, Field.COMMENT}
    assert not guessed_columns([f"{'a ' * 300}{title}" for title in ("How satisfied were you?", "Any other comments?")])
