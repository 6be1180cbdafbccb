"""The words about the crisis that is going on in the demo."""

from desk.demo.teams import Judgement

CAUSE = "Storm Imke flooded the parcel hub near Rotterdam. Some 9,000 parcels are stuck, and many homes were hit."
SOLUTION = (
    "Every order that is stuck is sent a second time from Porto, at once and at our cost. Whoever would rather have the "
    "money back gets it on the same day."
)
EXPECTATIONS = (
    "About ten days. Conversations may take as long as they need: nobody looks at handle time. A round every morning at "
    "nine, five reviews a week instead of one, and a colleague to turn to at any hour."
)
BAND = "Their scores are too close to call, so we follow the ranking. All sites and shifts are covered."
SECOND_BAND = "One more spot for the wave of chats from the east, with the same rule and order as last week."

# Asked are the leaders of the teams beyond Rotterdam. The first one has not found the time yet.
LEADERS_ASKED = ("Catarina Voss", "Henrique Salazar", "Magda Ostrowska")
JUDGEMENTS = (
    Judgement(
        "Henrique Salazar",
        "Joana Haddad",
        "nomination",
        "When the hub burned in 2023 she took the worst calls and kept the others going. She knows dispatch by first name.",
    ),
    Judgement(
        "Magda Ostrowska",
        "Marek Oyelaran",
        "objection",
        "He is training our two newcomers until the end of the month, and they need him. After that, gladly.",
    ),
    Judgement(
        "Marloes Dijkgraaf",
        "Farid van Loon",
        "nomination",
        "His scores come from the complaints queue. No one here is as patient with people who have lost something.",
    ),
)
REPLY = (
    "Thanks for showing me this. It's true that my months are below the others. Since May I've handled the complaints "
    "that colleagues pass on, and those get lower ratings even when they end well. If you need someone for chats about "
    "homes, count me in."
)

COURSE = (
    (6, 9, False, "The hub is under water up to the second belt. Nobody there is hurt. 1,900 contacts since last night."),
    (6, 17, True, "We send everything a second time from Porto and do not wait for the hub. Finance has agreed."),
    (5, 9, False, "The first 2,400 parcels have left Porto. The delivery table is updated at eight and at two."),
    (4, 9, False, "Most calls are about homes, not parcels. There is a script of its own for that now."),
    (3, 15, True, "Medicine coolers and baby heaters go first, by express. Dispatch keeps a queue for them: First out."),
    (2, 9, False, "Satisfaction has stopped falling. What customers thank us for is an honest “I do not know yet”."),
    (1, 17, False, "5,100 of 9,000 parcels are on their way. The hub opens one belt on Monday at the earliest."),
)
GOALS = (
    ("Satisfaction of contacts about the storm", "at least 85 % over three days"),
    ("Stuck orders sent again from Porto", "all 9,000"),
    ("Calls back at the promised time", "98 %"),
)
NOMINATION = (
    "Stayed on the line with a customer on a roof terrace until the neighbours had reached her. Then took the next call."
)
