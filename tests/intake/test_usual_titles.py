"""Usual titles of columns in the large European languages."""

import pytest

from intake.reading.profiles import Field
from intake.reading.usual_titles import ends_in, guessed_columns, guessed_instrument, is_averaged

WANTED = (Field.EXTERNAL_ID, Field.STARTED, Field.AGENT, Field.CHANNEL, Field.RATING, Field.COMMENT)


@pytest.mark.parametrize(
    "header",
    [
        "Ticket Number | Created At | Assigned Agent | Contact Channel | Survey Rating | Survey Comment",
        "Vorgangsnummer | Erstellt am | Sachbearbeiter | Kontaktkanal | Kundenzufriedenheit | Anmerkung",
        "Numéro de ticket | Date de création | Conseiller | Canal | Évaluation | Commentaire",
        "Número de ticket | Fecha de creación | Agente | Canal | Valoración | Comentarios",
        "Numero ticket | Data di creazione | Operatore | Canale | Valutazione | Commento",
        "Número do chamado | Criado em | Atendente | Canal | Avaliação | Comentário",
        "Zaaknummer | Aangemaakt op | Medewerker | Kanaal | Beoordeling | Opmerking",
        "Numer zgłoszenia | Data utworzenia | Konsultant | Kanał | Ocena | Komentarz",
        "Ärendenummer | Skapad | Handläggare | Kanal | Betyg | Kommentar",
        "Sagsnummer | Oprettet | Medarbejder | Kanal | Vurdering | Kommentar",
        "Saksnummer | Opprettet | Saksbehandler | Kanal | Kundetilfredshet | Kommentar",
        "Tikettinumero | Luotu | Käsittelijä | Kanava | Arvosana | Palaute",
        "Číslo tiketu | Vytvořeno | Řešitel | Kanál | Hodnocení | Komentář",
        "Număr tichet | Data creării | Operator | Canal | Calificativ | Comentariu",
        "Κωδικός αιτήματος | Ημερομηνία | Εκπρόσωπος | Κανάλι | Βαθμολογία | Σχόλια",
        "Ügyszám | Létrehozva | Ügyintéző | Csatorna | Értékelés | Megjegyzés",
    ],
)
def test_titles_in_each_language(header: str) -> None:
    titles = header.split(" | ")
    assert guessed_columns(titles) == dict(zip(WANTED, titles, strict=True))


@pytest.mark.parametrize(
    "title",
    [
        "Satisfaction score (1-5)",
        "How satisfied were you with our help?",
        "Wie zufrieden waren Sie mit der Beratung?",
        "Dans quelle mesure êtes-vous satisfait de notre service ?",
        "¿Qué tan satisfecho está con la atención?",
        "Quanto è soddisfatto del servizio?",
        "Hoe tevreden bent u over het gesprek?",
        "Hvor tilfreds er du?",
        "Please rate your experience",
    ],
)
def test_questions_about_satisfaction_are_ratings(title: str) -> None:
    assert guessed_columns(["id", "date", title])[Field.RATING] == title
    assert guessed_instrument(title) == "csat"


def test_satisfaction_comes_before_recommendation_and_averages_never() -> None:
    recommended, satisfied = "How likely are you to recommend us?", "How satisfied were you?"
    assert guessed_columns(["date", recommended, satisfied])[Field.RATING] == satisfied
    assert guessed_columns(["date", "NPS", satisfied])[Field.RATING] == satisfied
    assert guessed_columns(["date", recommended])[Field.RATING] == recommended
    assert guessed_columns(["date", recommended, "Overall Satisfaction"])[Field.RATING] == "Overall Satisfaction"
    assert guessed_columns(["date", "Average rating", "Rating"])[Field.RATING] == "Rating"
    assert Field.RATING not in guessed_columns(["date", "Ø Bewertung"])


def test_columns_beside_a_question_are_not_its_rating() -> None:
    question = "How satisfied were you?"
    for beside in (f"{question}: Other (please specify)", f"{question} - Why?", "NPS group"):
        assert guessed_columns(["date", beside, question])[Field.RATING] == question
        assert guessed_columns(["date", question, beside])[Field.RATING] == question
        assert Field.RATING not in guessed_columns(["date", beside])


def test_note_in_brackets_does_not_matter() -> None:
    assert guessed_columns(["Created (UTC)", "Rating (stars)"]) == {
        Field.STARTED: "Created (UTC)",
        Field.RATING: "Rating (stars)",
    }
    assert guessed_columns(["Closed (day)", "Closed at"])[Field.ENDED] == "Closed at"


def test_date_whose_title_states_its_zone_is_the_start() -> None:
    for beside in ("Created", "Date (local)", "Survey date (UTC)", "Timestamp (IST)"):
        assert guessed_columns([beside, "Created (UTC)"])[Field.STARTED] == "Created (UTC)"
    assert guessed_columns(["Date", "Survey date (UTC)"])[Field.STARTED] == "Date"


@pytest.mark.parametrize(
    "header",
    [
        "contactId | Username | Your agent | attributes.createdAt | properties.csat",
        "Issue key | Reporter | Case Owner ↑ | Opened | Custom field (Satisfaction)",
        "Ticket ID | User name | Handled by | Timestamp | Overall satisfaction (1-10)",
    ],
)
def test_fields_of_records_and_other_titles_of_the_agent(header: str) -> None:
    titles = header.split(" | ")
    found = guessed_columns(titles)
    assert [found.get(column) for column in (Field.EXTERNAL_ID, Field.AGENT, Field.STARTED, Field.RATING)] == [
        titles[0], *titles[2:]
    ]  # fmt: skip


def test_fields_of_other_records_are_no_ids_of_contacts() -> None:
    assert Field.EXTERNAL_ID not in guessed_columns(["contact.id", "customer.id", "created"])


@pytest.mark.parametrize(
    ("title", "ends"),
    [
        ("CSAT (1-5)", (1, 5)), ("Score 0–10", (0, 10)), ("Rating /7", (1, 7)), ("out of 10", (1, 10)), ("von 1 bis 6", (1, 6)),
        ("Rating", None), ("Q4-2026 rating", None), ("Stand 2026-10", None),
    ],
)  # fmt: skip
def test_scale_in_a_title(title: str, ends: tuple[float, float] | None) -> None:
    assert ends_in(title) == ends


def test_averages_by_title() -> None:
    assert all(map(is_averaged, ["avg_rating", "Mean CSAT", "Durchschnitt", "Note moyenne", "Ø Sterne", "Summe"]))
    assert not any(map(is_averaged, ["rating", "Overall satisfaction", "Meaning", "Social media rating"]))
