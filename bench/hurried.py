"""A library of 20,000 scripts, and hurried queries for some of them: fifty written by hand, and others made from a seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

THINGS = [
    "Parcel",
    "Invoice",
    "Refund",
    "Router",
    "Booking",
    "Voucher",
    "Password",
    "Subscription",
    "Luggage",
    "Ticket",
    "Meter reading",
    "Credit card",
    "Washing machine",
    "Prescription",
    "Warranty",
    "Delivery slot",
    "Gift card",
    "Mobile phone",
    "Insurance claim",
    "Heating",
    "Direct debit",
    "Loyalty points",
    "Train pass",
    "Hotel room",
    "Rental car",
    "Contract",
    "Fridge",
    "Bank transfer",
    "Appointment",
    "Newsletter",
    "Smart lock",
    "Passport photo",
    "Sofa",
    "Contact lenses",
    "Baby seat",
    "Season ticket",
    "Data plan",
    "Coffee machine",
    "Swimming course",
    "Parking permit",
]
TROUBLES = [
    "arrived damaged",
    "is late",
    "was cancelled",
    "charged twice",
    "not recognised",
    "went missing",
    "has expired",
    "stopped working",
    "cannot be changed",
    "sent to the wrong address",
    "shows an error",
    "was stolen",
    "is too expensive",
    "needs a signature",
    "blocked for safety",
    "delivered to a neighbour",
    "ordered by mistake",
    "without a receipt",
    "does not fit",
    "has the wrong name",
]
PLACES = [
    "Porto",
    "Rotterdam",
    "Antwerp",
    "Gdansk",
    "Bilbao",
    "Marseille",
    "Hamburg",
    "Trieste",
    "Aarhus",
    "Tallinn",
    "Valletta",
    "Limerick",
    "Bergen",
    "Uppsala",
    "Malaga",
    "Kaunas",
    "Graz",
    "Lucerne",
    "Salerno",
    "Debrecen",
    "Bristol",
    "Leipzig",
    "Utrecht",
    "Nantes",
    "Tampere",
]
SITUATIONS = (
    "The customer calls because the {thing} {trouble}. They live near {place} and have waited for {days} days.",
    "Somebody from {place} writes that their {thing} {trouble}, and asks what happens now.",
    "A visitor of our shop in {place} says that the {thing} {trouble}.",
)
SAYINGS = (
    "I'm sorry about the {thing}, {{customer name}}. I check this with our colleagues in {place} and call you back today.",
    "Thank you for telling us. You get a new {thing}, and you don't have to do anything. Is the address still right?",
    "That must be annoying. Let us sort out the {thing} together: I stay on the line until it is done.",
)
OFFERS = ("A voucher of 15 euros.", "Free delivery for a month.", "A call from the team leader before six.")

# Titles of scripts, each with what an agent in a hurry types for it.
BY_HAND = (
    ("Flight cancelled by the airline", "fligt cancled"),
    ("Power cut in the whole street", "powercut street"),
    ("Water pipe burst at home", "brust pipe"),
    ("Customer threatens a lawyer", "threat lawer"),
    ("Change of the account holder", "holder acount chang"),
    ("Medicine cooler stuck in the hub", "medicin coolr"),
    ("Elevator out of order", "elevtor"),
    ("Internet down after the storm", "intenet down strom"),
    ("Wedding dress not ready", "weding dress"),
    ("Bicycle pick-up at the station", "bicyle pikup"),
    ("Swollen battery in a tablet", "battery swolen"),
    ("Allergy after a meal", "alergy meal"),
    ("Funeral flowers came late", "flowers funreal"),
    ("Unaccompanied child at the gate", "unacompanied child"),
    ("Wheelchair assistance missing", "whelchair assist"),
    ("Garden furniture recall", "furnitre recall"),
    ("Data leak: what we know so far", "dataleak"),
    ("Phishing message in our name", "fishing mesage"),
    ("Payment terminal offline", "paymnt termnal"),
    ("Concert moved to another hall", "concert movd hall"),
    ("Gas smell in the kitchen", "gass smell"),
    ("Pension letter not understood", "pensoin letter"),
    ("Pet lost during transport", "lost pet transprt"),
    ("Chimney sweep did not come", "chimny sweep"),
    ("Broken windscreen on holiday", "windscren holiday"),
    ("Tax certificate again", "certificate tax agian"),
    ("Alarm goes off at night", "alram night"),
    ("Ice on the solar panels", "solarpanels ice"),
    ("Mould in the bathroom", "mold bathrom"),
    ("Scholarship paid to a former student", "scolarship student"),
    ("Library book lent to a friend", "libary book frend"),
    ("Strike of the tram drivers", "tram strik"),
    ("Blood test result overdue", "blodtest"),
    ("Zoo closed because of bird flu", "zoo bird fluu"),
    ("Moving house with three cats", "movinghouse cats"),
    ("Veterinary bill refused", "vetrinary bill"),
    ("Charging station locks the cable", "cable chargin station"),
    ("Football shirt printed wrongly", "shirt footbal"),
    ("Toner leaks from the printer", "printr toner"),
    ("Translation of a birth certificate", "birthcertificate transl"),
    ("Campsite flooded overnight", "campsite floded"),
    ("Dishwasher floods the floor", "dishwaser flod"),
    ("Museum audio guide silent", "musuem audio"),
    ("Snow on the roof of the depot", "depot snow ro"),
    ("Hearing aid whistles", "hearing aid wistles"),
    ("Orchestra rehearsal postponed", "rehersal orchstra"),
    ("Piano tuner at the wrong door", "piano tunr"),
    ("Vineyard tour fully booked", "vinyard tour"),
    ("Marathon bib number lost", "marathn bib"),
    ("Keys dropped into the lake", "keys lake droped"),
)


@dataclass(frozen=True, slots=True)
class MadeScript:
    title: str
    situation: str
    what_to_say: str
    plan_b: str


def library(*, size: int, seed: int = 1) -> list[MadeScript]:
    """Scripts with different titles: those of the queries by hand, and combinations."""
    chance = random.Random(seed)
    made = [(title, title.lower(), "today", "here") for title, _query in BY_HAND]
    made += [
        (f"{thing} {trouble}: {place}", thing.lower(), trouble, place) for thing, trouble, place in _combinations(chance, size)
    ]
    return [_script(chance, *parts) for parts in made[:size]]


def _combinations(chance: random.Random, size: int) -> list[tuple[str, str, str]]:
    found = list(product(THINGS, TROUBLES, PLACES))
    chance.shuffle(found)
    return found[:size]


def _script(chance: random.Random, title: str, thing: str, trouble: str, place: str) -> MadeScript:
    words = {"thing": thing, "trouble": trouble, "place": place, "days": chance.randrange(2, 30)}
    return MadeScript(
        title, chance.choice(SITUATIONS).format(**words), chance.choice(SAYINGS).format(**words), chance.choice(OFFERS)
    )


def hurried(titles: list[str], *, queries: int, seed: int) -> Iterator[tuple[str, str]]:
    """Titles, each with a hurried query for it."""
    chance = random.Random(seed)
    for title in chance.sample(titles, queries):
        words = [word for word in title.replace(":", "").lower().split() if len(word) > 3 or not word.isalpha()]
        # Some words of the title twice mistyped, some cut, some swapped, some without a space.
        typed = [chance.choice((_mistyped, _cut, _same))(word, chance) for word in words]
        if chance.random() < 0.4:
            chance.shuffle(typed)
        between = "" if chance.random() < 0.15 else " "
        yield title, between.join(typed[:2]) + "".join(f" {word}" for word in typed[2:])


def _mistyped(word: str, chance: random.Random) -> str:
    """The word with one wrong, missing, doubled or swapped letter."""
    at = chance.randrange(1, max(2, len(word) - 1))
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + word[at : at + 2][::-1] + word[at + 2 :],
            word[:at] + chance.choice("aeinrst") + word[at + 1 :],
        )
    )


def _cut(word: str, chance: random.Random) -> str:
    return word[: max(4, len(word) - chance.randrange(1, 4))]


def _same(word: str, _chance: random.Random) -> str:
    return word
