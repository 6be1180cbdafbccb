"""Texts of the demo's closed crisis: set-up, updates and protocol."""

from desk.demo.teams import Judgement

CAUSE = "The lid lock on one batch of the K2 kettle can open while pouring. Two customers called; our test lab confirmed it."
SOLUTION = (
    "We replace every K2 kettle from the batch within two days, free of charge. Customers don't need to return the old one."
)
EXPECTATIONS = (
    "About two weeks, mostly calls about the kettle. There's a 30-minute rehearsal before your first shift and a team huddle "
    "every day at 9:00. You get three reviews a week instead of one, with feedback the next day."
)
TRAINING_HOURS, DURATION = 2, "about two weeks"
SHIFTS = "your usual shifts"
REWARD = "dinner with the team when it's over"
BAND = "These scores are too close to call. We follow the ranking, which also covers all three sites."

# The first leader nominates someone, the other has nothing to add.
LEADERS_ASKED = ("Wouter Anand", "Kamil Eriksen")
JUDGEMENT = Judgement(
    "Wouter Anand",
    "Ilse Nakamura",
    "nomination",
    "She handled the toaster recall three years ago, and customers still ask for her by name.",
)

# Days ago, hour, whether it is a decision, and the text.
COURSE = (
    (115, 14, True, "Every caller with a K2 gets a new kettle, whatever the serial number. Please don't argue about digits."),
    (
        114,
        9,
        False,
        "412 kettle contacts yesterday, no injuries reported. Replacement kettles ship from Porto from noon today.",
    ),
    (112, 9, False, "Two-day delivery works everywhere except Finland, where it's three days. The script is updated."),
    (
        111,
        16,
        True,
        "Customers can cut the power cord and send us a photo. They no longer need to return the old kettle.",
    ),
    (
        109,
        9,
        False,
        "Average wait is back under 4 minutes. Late shift: please take your breaks early, it gets busy after 19:00.",
    ),
    (
        106,
        11,
        True,
        "No extra vouchers. Customers want a new kettle and a clear explanation. When they get both, they rate us well.",
    ),
    (103, 9, False, "90 % of replacements delivered. The team stays on until last week's letters are answered."),
)
GOALS = (
    ("CSAT of kettle contacts", "at least 85 %", "reached"),
    ("Kettles replaced within 2 days", "95 %", "reached"),
    ("Calls answered within 3 minutes", "80 % in every hour", "partly"),
)
AWARDS = (
    (0, "Calm in the storm", "Took 40 calls on the first day and was as friendly on the last one as on the first."),
    (
        1,
        "Calm in the storm",
        "Suggested that a photo of the cut cord is enough. That saved thousands of customers a trip to the post office.",
    ),
    (2, "Thank you", "Rewrote the safety message so that everyone understands it the first time."),
)
PROTOCOL = {
    "summary": (
        "The lids on one batch of K2 kettles could open while pouring. Within a day we had a team, a script that put safety "
        "first and a two-day replacement promise, which we kept for 95 % of customers. Nobody was hurt, and CSAT was back to "
        "normal after two weeks."
    ),
    "lead_up": (
        "Two customers called about a loose lid in the same week. Both calls were logged under different topics, so nobody "
        "saw the link. The test lab confirmed the fault on a Thursday, and we decided to replace the whole batch that evening."
    ),
    "went_well": (
        "One safety message, the same in every channel.\nA replacement with no effort for the customer.\n"
        "The 9:00 huddle: ten minutes, three figures, one request.\nReview feedback the next day, while people still "
        "remembered the conversation."
    ),
    "went_badly": (
        "On the first evening the late shift got the script only two hours before the peak.\nWe didn't add anyone to chat, "
        "and waiting times there reached 40 minutes.\nDelivery to Finland took longer, and we heard it from customers first."
    ),
    "got_lucky": "The fault was confirmed on a Thursday. On a Friday evening, nobody could have released the stock in Porto.",
    "surprised": "Hardly anyone asked for a refund. Many asked how to recycle the old kettle.",
    "factors": (
        "Two reports of the same fault were logged under two topics, so no report showed them together.\nOnly one person could "
        "release stock in another country.\nWe had no reviews in ordinary weeks, so we had nothing to compare with."
    ),
    "use_when": "One of our products could hurt someone, and we can replace it ourselves.",
    "dont_use_when": (
        "A public authority has taken over, or we can't replace the product within a week. Then promise information, not goods."
    ),
    "triggers": (
        "Open: two reports of the same safety fault, or one injury.\nEscalate: more than 300 contacts in an hour, or a report "
        "in the news.\nStand down: fewer than 40 contacts on two days in a row, and no replacement overdue."
    ),
    "roles": (
        "Lead: the supervisor on duty. Deputy: a supervisor from another site.\nScripts: the script approver, with the trainer "
        "as backup.\nStock: Dispatch, with a second person who can release stock in Porto."
    ),
    "checklist_0": "Publish the safety message in every channel.\nName lead, deputy and a support contact.\nStop sales.",
    "checklist_15": "Select and invite the team.\nWrite the solution in one sentence.\nSet the time of the first update.",
    "checklist_60": (
        "Publish two scripts: for owners and for the press.\nAdd people to chat as well as phone.\nAsk every country for its "
        "delivery time."
    ),
    "statements": (
        "First hour: please stop using the kettle, we'll get back to you today.\nAfter the decision: you get a new kettle "
        "within two days and don't need to return the old one.\nAfterwards: thank you for your patience. Here's how to "
        "recycle the old kettle."
    ),
    "contacts": "Product safety, extension 401.\nCommunications, extension 500.\nDispatch Porto, extension 612, 24 hours.",
    "stand_down": (
        "Thank the team on the last day.\nTell customers what we found.\nHand over open cases to a named person in Repair."
    ),
    "risks": "The two-day promise depends on stock. With fewer than 500 kettles, promise four days from the start.",
}
# Action, owner (index of the leader), due date (days before the last day), how it is verified, and what it changes.
IMPROVEMENTS = (
    (
        "Review everyone weekly, also in quiet times",
        2,
        50,
        "Baseline programme has run for four weeks without gaps",
        "triggers",
    ),
    ("Use one safety topic in every channel", 1, 60, "Ten test reports appear in one list", "triggers"),
    ("Train a second person to release stock in Porto", 3, 70, "Drill on a Saturday", "roles"),
    (
        "Keep a table of delivery times by country (Dispatch)",
        4,
        -30,
        "The trainer checks three countries every month",
        "contacts",
    ),
)
