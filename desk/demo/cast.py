"""The people of the demo's contact centre, all invented.

Each line holds a name, contract hours, quality (see `QUALITY`) and languages. A minus before the name means no account.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

ORGANISATION = "Alder & Wren Customer Care"

SHIFTS: Mapping[str, tuple[time, time]] = {
    "Early": (time(7), time(15)),
    "Day": (time(9), time(17)),
    "Late": (time(13), time(21)),
}

# CSAT in ordinary times, in percent.
QUALITY: Mapping[str, float] = {
    "assured": 98.8,
    "star": 97.5,
    "strong": 92.5,
    "solid": 88.5,
    "fair": 85.0,
    "weak": 75.0,
    "dip": 93.0,
    "rising": 94.0,
    "thin": 91.0,
    "new": 92.0,
}

TEAMS: Mapping[tuple[str, str], str] = {
    ("Harbour", "Rotterdam"): """
        Amina Verhaegen      38 assured nl en
        Joost Okafor         36 strong  nl en
        Mireille Santoso     24 star    nl en fr
        Tobias Achterkamp    38 fair    nl en de
        Linnea Bakkali       32 solid   nl en
        Daan Petrossian      38 dip     nl en
        Yasmin de Wolff      20 strong  nl en
        Ruben Castelijn      38 solid   nl en
        -Hedda Moerkerk      16 thin    nl
        Farid van Loon       38 fair    nl en
    """,
    ("Lantern", "Rotterdam"): """
        Ilse Nakamura        38 star    nl en
        Bram Adeyemi         38 solid   nl en
        Saskia Lindqvist     28 strong  nl en de
        Omar Terpstra        38 rising  nl en
        Noor Valkenburg      36 solid   nl en
        Pieter Zulkarnain    38 weak    nl en
        Femke Oduya          24 solid   nl en
        Luuk Marchetti       38 strong  nl en fr
        -Geert Solberg       38 weak    nl
        Zeynep Hartog        32 fair    nl en
    """,
    ("Meadow", "Porto"): """
        Beatriz Falcato      40 assured pt en
        Tiago Mensah         40 strong  pt en
        Ines Kowalczuk       40 star    pt en es
        Rui Albernaz         40 solid   pt en
        Carolina Yilmaz      30 solid   pt en
        Duarte Lindgren      40 dip     pt en
        Leonor Abubakar      20 star    pt en
        Gustavo Pimenta      40 fair    pt en es
        Marta Cieslak        40 new     pt en
        Nuno Ferraz          40 solid   pt en
    """,
    ("Willow", "Porto"): """
        Joana Haddad         40 star    pt en
        Andre Kivinen        40 solid   pt en
        Sofia Bragadin       32 strong  pt en es
        Paulo Ndiaye         40 fair    pt en fr
        Rita Sarmento        40 solid   pt en
        Miguel Tanaka        40 strong  pt en
        Helena Coutinho      24 solid   pt en
        Vasco Ibrahim        40 weak    pt en
        -Teresa Loureiro     16 thin    pt
        Filipe Marques       40 solid   pt en
    """,
    ("Amber", "Gdansk"): """
        Zofia Baranek        40 star    pl en
        Marek Oyelaran       40 strong  pl en
        Kinga Vesterholm     40 solid   pl en de
        Pawel Sidorchuk      40 solid   pl en
        Agata Romero         30 strong  pl en
        Lech Domanski        40 fair    pl en
        Oliwia Castell       20 solid   pl en
        Jan Bielawski        40 rising  pl en de
        Nina Grabowska       40 new     pl en
        Tomasz Haile         40 fair    pl en
    """,
    ("Birch", "Gdansk"): """
        Ewa Lindholm         40 strong  pl en
        Karol Mbeki          40 star    pl en
        Dorota Szwarc        36 solid   pl en de
        Igor Valente         40 solid   pl en
        Hanna Przybyl        40 strong  pl en
        Adam Kjellberg       40 dip     pl en
        Maja Osei            24 solid   pl en
        Szymon Radek         40 fair    pl en
        -Lidia Novotna       40 weak    pl
        Piotr Amaral         40 solid   pl en
    """,
}

# Each team's leader, in the same order.
LEADERS = (
    "Marloes Dijkgraaf",
    "Wouter Anand",
    "Catarina Voss",
    "Henrique Salazar",
    "Magda Ostrowska",
    "Kamil Eriksen",
)
REVIEWERS = {"Priya Holm": 40, "Stefan Kuyt": 30, "Luisa Moreno": 30, "Grzegorz Lind": 30}
APPROVER, TRAINER, OPS, ADMINISTRATOR = "Eleni Brandt", "Ousmane Keller", "Ingrid Pallas", "Victor Lemaire"

# People a visitor can sign in as, with the address of their role instead of a personal one.
DESKS: Mapping[str, str] = {
    "Marloes Dijkgraaf": "supervisor",
    "Wouter Anand": "deputy",
    "Catarina Voss": "lead",
    "Amina Verhaegen": "agent",
    "Beatriz Falcato": "agent2",
    "Farid van Loon": "agent3",
    "Priya Holm": "reviewer",
    APPROVER: "approver",
    TRAINER: "trainer",
    OPS: "ops",
    ADMINISTRATOR: "admin",
}
AGENT, INVITED_AGENT = "Amina Verhaegen", "Beatriz Falcato"


@dataclass(frozen=True, slots=True)
class Csp:
    """A customer service professional. `number` counts through all teams, in the order of the lists."""

    number: int
    name: str
    team: str
    contract_hours: int
    quality: str
    languages: tuple[str, ...]
    shift: str
    has_sign_in: bool


def csps(people_in_a_team: int) -> list[Csp]:
    """The first people of each team, and everyone a visitor can sign in as."""
    found: list[Csp] = []
    for (team, _site), lines in TEAMS.items():
        listed = [line.strip() for line in lines.strip().splitlines()]
        chosen = [line for place, line in enumerate(listed) if place < people_in_a_team or any(name in line for name in DESKS)]
        found += [_csp(len(found) + place, team, line) for place, line in enumerate(chosen)]
    return found


def _csp(number: int, team: str, line: str) -> Csp:
    words = line.removeprefix("-").split()
    at = next(place for place, word in enumerate(words) if word.isdigit())
    return Csp(
        number=number,
        name=" ".join(words[:at]),
        team=team,
        contract_hours=int(words[at]),
        quality=words[at + 1],
        languages=tuple(words[at + 2 :]),
        shift=tuple(SHIFTS)[number % len(SHIFTS)],
        has_sign_in=not line.startswith("-"),
    )
