"""Texts of the demo's active crisis."""

from decimal import Decimal
from typing import Any

from desk.demo.teams import Judgement

CAUSE = (
    "Storm Imke flooded the parcel hub near Rotterdam. About 9,000 parcels are stuck, and many customers' homes are damaged."
)
SOLUTION = (
    "We resend every stuck order from Porto straight away, free of charge. Customers who prefer a refund get it on the same "
    "day."
)
EXPECTATIONS = (
    "About ten days. Take all the time a conversation needs: we're not looking at handle time. There's a team huddle every "
    "day at 9:00, five reviews a week instead of one, and a support contact around the clock."
)
TRAINING_HOURS, DURATION = 3, "about ten days"
SHIFTS = "your usual shifts, and one of the two weekends"
REWARD = "a day off within three months"
BAND = "These scores are too close to call. We follow the ranking, which covers all sites and shifts."
SECOND_BAND = "One more spot, because chat volume from Poland is up. Same rules and order as last week."

# The leaders of the teams outside Rotterdam. The first one hasn't replied yet.
LEADERS_ASKED = ("Catarina Voss", "Henrique Salazar", "Magda Ostrowska")
JUDGEMENTS = (
    Judgement(
        "Henrique Salazar",
        "Joana Haddad",
        "nomination",
        (
            "She took the toughest calls after the hub fire in 2023 and kept the team's spirits up. She also knows everyone "
            "in Dispatch."
        ),
    ),
    Judgement(
        "Magda Ostrowska",
        "Marek Oyelaran",
        "objection",
        (
            "He's training our two new starters until the end of the month, and they need him. After that, I'm happy to "
            "release him."
        ),
    ),
    Judgement(
        "Marloes Dijkgraaf",
        "Farid van Loon",
        "nomination",
        "His scores come from the complaints queue. Nobody on my team is more patient with customers who have lost something.",
    ),
)
REPLY = (
    "Thanks for explaining this. My scores are lower because I've handled escalated complaints for six months, and customers "
    "rate those lower even when we solve the problem. If you need help with chats about damaged homes, count me in."
)

COURSE = (
    (6, 9, False, "The hub is flooded and closed. Nobody is hurt. 1,900 storm contacts since last night."),
    (6, 17, True, "We're resending all stuck orders from Porto instead of waiting for the hub. Finance has approved it."),
    (5, 9, False, "The first 2,400 parcels have left Porto. The delivery table is updated daily at 8:00 and 14:00."),
    (4, 9, False, "Most calls are now about damaged homes, not parcels. Please use the new script “Storm: flooded home”."),
    (3, 15, True, "Medicine coolers and baby heaters go first, by express. Use the Dispatch queue “First out” for them."),
    (
        2,
        9,
        False,
        "CSAT has stopped falling. Customers like it when we're honest and say “I don't know yet, but I'll call you back”.",
    ),
    (1, 17, False, "5,100 of 9,000 parcels are on their way. The hub reopens one line on Monday at the earliest."),
)
GOALS: tuple[dict[str, Any], ...] = (
    {
        "measure": "CSAT of customers who contact us because of the storm",
        "figure": "csat",
        "start_value": Decimal(80),
        "target_value": Decimal(85),
        "achievable": "Honest answers work: customers rate “I don't know yet, but I'll call you back” as highly as a date.",
        "relevant": "Customers' trust in our delivery dates.",
    },
    {
        "measure": "Stuck orders resent from Porto",
        "start_value": Decimal(0),
        "target_value": Decimal(9000),
        "unit": "orders",
        "achievable": "Porto has the stock, and Finance has approved the cost.",
        "relevant": "Families who wait for medicine coolers and baby heaters.",
    },
    {
        "measure": "Callbacks made at the promised time",
        "start_value": Decimal(91),
        "target_value": Decimal(98),
        "unit": "%",
        "achievable": "Two people of the late shift call back only.",
        "relevant": "A promised call that doesn't come is worse than none.",
    },
)
# Days before the end of the story, and orders resent by then.
PROGRESS = ((5, 2400), (3, 3900), (1, 5100))
HELP_NOTE = "A customer's house is flooded, and she asks for a hotel tonight."
NOMINATION = "Stayed on the line with a customer trapped by the flood until neighbours reached her. Then took the next call."
