"""Code pages of 8-bit files from Windows."""

import pytest

from intake.reading.code_pages import code_page_of
from tests.intake.dirty import HEADER, parsed, understood


@pytest.mark.parametrize(
    ("page", "header", "row"),
    [
        ("cp1250", "Numer zgłoszenia;Konsultant;Data kontaktu;Ocena", "1;Ewa Wójcik;2026-01-05;5"),
        ("cp1250", "id;agent;date;rating", "1;Michał Żak;2026-01-05;5"),
        ("cp1250", "id;agent;date;rating", "1;Łukasz Dąb;2026-01-05;5"),
        ("cp1250", "Číslo tiketu;Řešitel;Vytvořeno;Hodnocení", "1;Jiří Černý;5.1.2026;5"),
        ("cp1250", "Ügyszám;Ügyintéző;Létrehozva;Értékelés", "1;Győző;2026-01-05;5"),
        ("cp1250", '"Număr tichet";"Operator";"Data creării"', '"1";"Ştefan";"2026-01-05"'),
        ("cp1250", "id,agent,date,rating", "1,Zdeněk,2026-01-05,spokojený"),
        ("cp1253", "Αριθμός αιτήματος;Εκπρόσωπος;Ημερομηνία", "1;Γιώργος;2026-01-05"),
        ("cp1252", "N° de dossier;Conseiller;Date;Évaluation", "1;Hélène;2026-01-05;Très satisfait"),
        ("cp1252", "id;Bearbeiter;Datum;Bewertung", "1;Jürgen Groß;05.01.2026;äußerst zufrieden"),
        ("cp1252", "Ärende;Handläggare;Skapad;Betyg", "1;Åsa;2026-01-05;mycket nöjd"),
        ("cp1252", "Sag;Medarbejder;Oprettet;Bedømmelse", "1;Søren Kjær;2026-01-05;5"),
        ("cp1252", "Chamado;Atendente;Avaliação", "1;João;5"),
        ("cp1252", "Agente;Fecha;Satisfacción;Comentario", "Ana Muñoz;2026-01-05;5;gracias¿cuando vienen?"),
        ("cp1252", "id;agent;comment", "1;Ann;refund of £xxx"),
        ("cp1250", "id;agent;comment", "1;Grażyna;Müller called, then Michał"),
        ("cp1252", "id;agent;comment", "1;Guðný Þórðar;“£5 for 2 m³” – it’s 20 cm³"),
    ],
)
def test_known_words_tell_the_code_page(page: str, header: str, row: str) -> None:
    assert code_page_of(f"{header}\r\n{row}\r\n".encode(page)) == page


def test_polish_names_are_read_as_they_were_written() -> None:
    rows = parsed(understood((HEADER + "1,Michał Żak,2026-01-05,5\n2,Łukasz,2026-01-05,4\n").encode("cp1250")))
    assert [row.agent for row in rows] == ["Michał Żak", "Łukasz"]
