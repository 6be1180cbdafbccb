"""The words about the demo's closed crisis: its set-up, its course and its protocol."""

from desk.demo.teams import Judgement

CAUSE = (
    "The lid lock of one batch of the kettle K2 can open while pouring. Our own test bench found it; two customers had called."
)
SOLUTION = (
    "We replace every kettle of the batch within two days, free of charge, and nobody has to send the old one back first."
)
EXPECTATIONS = (
    "Two weeks, mostly calls about the kettle. Half an hour of rehearsal before your first shift, a short round every "
    "morning at nine, and three reviews a week instead of one, with feedback on the next day."
)
BAND = "Several scores are too close to call. We follow the ranking, which also covers all three sites."

# The first one nominates, the other has nothing to add.
LEADERS_ASKED = ("Wouter Anand", "Kamil Eriksen")
JUDGEMENT = Judgement(
    "Wouter Anand",
    "Ilse Nakamura",
    "nomination",
    "She took the calls about the toaster three years ago, and customers asked for her by name afterwards.",
)

# Days ago, hour, whether it is a decision, what was said.
COURSE = (
    (115, 14, True, "Every caller with a K2 gets a new one, whatever the serial number says. We do not discuss digits."),
    (114, 9, False, "412 contacts about the kettle yesterday. Nobody is hurt. New kettles leave Porto from noon."),
    (112, 9, False, "The two-day promise holds in all countries but Finland, where it takes three. The script says so now."),
    (
        111,
        16,
        True,
        "Callers may cut the lead through and send a picture. Sending the old kettle back was a hurdle, and it is gone.",
    ),
    (109, 9, False, "Queue below four minutes again. Late shift: please take your breaks, the wave comes after seven."),
    (
        106,
        11,
        True,
        "No voucher on top. Customers ask for the kettle and for plain words; where we gave both, they were satisfied.",
    ),
    (103, 9, False, "90 % of the kettles are delivered. The team stays until the last week's letters have been answered."),
)
GOALS = (
    ("Satisfaction of contacts about the kettle", "at least 85 %", "reached"),
    ("Kettles replaced within two days", "95 %", "reached"),
    ("Calls answered within three minutes", "80 % in every hour", "partly"),
)
AWARDS = (
    (0, "Calm in the storm", "Forty calls on the first day, and the last one as kind as the first."),
    (1, "Calm in the storm", "Noticed that the picture of the lead was enough, and spared thousands a trip to the post."),
    (2, "Thank you", "Translated the safety sentence into words that her grandmother understood."),
)
PROTOCOL = {
    "summary": (
        "A batch of kettles could open while pouring. Within a day we had a team, words that put safety first, and a promise "
        "of two days that we kept for nineteen customers in twenty. Nobody was hurt, and satisfaction came back within "
        "two weeks."
    ),
    "lead_up": (
        "Two customers called about a loose lid in the same week. Repair noted both, but under different topics. The test "
        "bench found the fault on a Thursday; the decision to replace all of them was made on the same evening."
    ),
    "went_well": (
        "One sentence on safety, the same in every channel.\nA replacement that asked nothing of the customer.\n"
        "The round at nine: ten minutes, three figures, one wish.\nExtra reviews came back on the next day, while people "
        "still remembered the conversation."
    ),
    "went_badly": (
        "On the first evening the late shift had the script for two hours only before the wave.\nChat was staffed as usual, "
        "and the queue there reached forty minutes.\nFinland had another delivery time, and we learned it from customers."
    ),
    "got_lucky": "The fault was found on a Thursday. On a Friday evening nobody could have released the stock in Porto.",
    "surprised": "Hardly anybody asked for money. Many asked whether the old kettle could be recycled.",
    "factors": (
        "Two reports of the same fault were filed under two topics, so no list showed them together.\nThe stock of another "
        "country could only be released by one person.\nOrdinary weeks had no reviews, so we had nothing to compare with."
    ),
    "use_when": "Something we made can hurt somebody, and we can replace it ourselves.",
    "dont_use_when": "An authority has taken over, or we cannot replace it within a week: promise information, not goods.",
    "triggers": (
        "Open: two reports of the same fault that touch safety, or one injury.\nEscalate: more than 300 contacts in an hour, "
        "or a report in the news.\nStand down: two days below 40 contacts and no open promise older than two days."
    ),
    "roles": (
        "Lead: the supervisor on duty. Deputy: the supervisor of the other early site.\nWording: the script approver, "
        "backed by the trainer.\nStock: Dispatch, with a second person who may release Porto."
    ),
    "checklist_0": "Say the safety sentence in every channel.\nName lead, deputy and a support contact.\nStop the sale.",
    "checklist_15": "Select and invite the team.\nState the solution in one sentence.\nSet the time of the first update.",
    "checklist_60": "Publish two scripts: owners, press.\nStaff chat like the phone.\nAsk every country for its delivery time.",
    "statements": (
        "First hour: do not use it, we will get back to you today.\nFrom the decision on: a new one within two days, nothing "
        "to send back.\nAfterwards: thank you for your patience, and here is how to recycle the old one."
    ),
    "contacts": "Product safety, extension 401.\nCommunications, extension 500.\nDispatch Porto, extension 612, also at night.",
    "stand_down": "Thank the team on the day itself.\nTell customers what was found.\nHand open promises to Repair by name.",
    "risks": "The promise of two days needs stock. Below 500 pieces say four days from the beginning.",
}
# What, by whom (a leader's place), due in so many days before the stated day, how it is verified, what it changes.
IMPROVEMENTS = (
    ("Review everybody weekly, also in calm times", 2, 50, "The baseline runs, and its board shows no gap", "triggers"),
    ("One topic for safety reports in every channel", 1, 60, "Ten invented reports end up in one list", "triggers"),
    ("A second person who may release the stock in Porto", 3, 70, "A drill on a Saturday", "roles"),
    (
        "A table of delivery times by country, kept by Dispatch",
        4,
        -30,
        "The trainer asks for three of them every month",
        "contacts",
    ),
)
