"""The words of the demo's scripts."""

from collections.abc import Mapping

Texts = Mapping[str, str]

REFUND: Texts = {
    "situation": "The customer sent something back and asks where the money is.",
    "what_to_say": (
        "Thank you for asking, {name of the customer}. I can see that your return reached us on {date of arrival}.\n\n"
        "The money leaves us **within five working days** of that date and goes back the way you paid. "
        "That is {last day} at the latest. You do not have to do anything for it."
    ),
    "tone": "Calm and concrete. Say the date first and the reason after it.",
    "what_not_to_say": "Do not blame the bank or the carrier, and do not say that it should have arrived already.",
    "what_to_ask": "Which way did you pay? May I send you the date in writing?",
    "escalation": "If the five days are over: hand it to Invoices, queue *Refunds today*, while the customer is on the line.",
    "plan_b": "If the delay is ours: a voucher of {currency} 10, without being asked for it.",
}
REPAIR: Texts = {
    "situation": "An appliance broke inside the guarantee, and the customer needs it.",
    "what_to_say": (
        "I am sorry that your {appliance} stopped working, {name of the customer}. Let us get you going again.\n\n"
        "We collect it on {day of collection}, repair it within seven days and bring it back. You pay nothing. "
        "I will send you the label now, and you keep the number {case number} for every question."
    ),
    "tone": "Warm and practical. Name the inconvenience once, then lead to the next step.",
    "what_not_to_say": "Do not ask what the customer did with it before you have offered the repair.",
    "what_to_ask": "When are you at home? Is anything needed meanwhile, for a child or somebody who is ill?",
    "escalation": "Smoke, heat or an injury: stop here, and hand it to Product safety at once, extension 401.",
    "plan_b": "No repair within seven days: a new one of the same kind, or the money, as the customer prefers.",
}
UPSET: Texts = {
    "situation": "The customer is angry before the matter is clear.",
    "what_to_say": (
        "I hear you, {name of the customer}. This has cost you {what it has cost} already, and that is not right.\n\n"
        "I stay with you until we know what happens next. Tell me the whole story; I am writing it down, so you will not "
        "have to tell it again."
    ),
    "tone": "Slower and lower than the customer. Breathe before the first sentence. Let silence be.",
    "what_not_to_say": "Nothing that explains us: no rules, no other department, no “but”.",
    "what_to_ask": "What would make today better for you? What must not happen again?",
    "escalation": "Insults after one friendly warning, or a threat: hand it to the shift lead and take five minutes off.",
    "plan_b": "A call back today at a time the customer chooses, from the same person.",
}
DELIVERY: Texts = {
    "situation": "A parcel is late on an ordinary day.",
    "what_to_say": (
        "Let me look for it together with you, {name of the customer}. The last thing I can see is {last scan}.\n\n"
        "The carrier has until {promised day}. If it has not come by then, we send a second one the same evening."
    ),
    "tone": "Light and confident. Share what you see on your screen.",
    "what_not_to_say": "Do not ask the customer to call the carrier.",
    "what_to_ask": "Is there a neighbour who may take it? Is it needed for a certain day?",
    "escalation": "Worth more than {currency} 300: ask Dispatch to open a search, queue *Lost parcels*.",
    "plan_b": "The second parcel goes by express at our cost.",
}
INVOICE: Texts = {
    "situation": "The customer was charged twice for one order.",
    "what_to_say": (
        "You are right, {name of the customer}: I see two payments for order {order number}. One of them goes back today.\n\n"
        "It is with you within three working days, and I am sending you the confirmation now."
    ),
    "tone": "Plain and quick. Thank the customer for noticing.",
    "what_not_to_say": "Do not suggest that the customer clicked twice.",
    "what_to_ask": "Did the second payment cause you any cost, at your bank for instance?",
    "escalation": "More than two payments: Invoices, extension 220.",
    "plan_b": "We pay the bank's charges against a picture of the statement.",
}
PRICE: Texts = {
    "situation": "A customer asks for the price of last week's offer.",
    "what_to_say": "The offer ended on {last day of the offer}. I can give it to you today with the code {code}.",
    "tone": "Generous, as something one does gladly.",
    "what_not_to_say": "Do not say that others got it.",
    "what_to_ask": "Which one did you have in mind?",
    "escalation": "More than three pieces: Sales, extension 310.",
    "plan_b": "Free delivery.",
}

RECALL_SAFETY: Texts = {
    "situation": "A customer owns a Wren kettle K2 with a serial number that begins with 7, or does not know.",
    "what_to_say": (
        "Thank you for calling, {name of the customer}. Please **do not use the kettle any more**; the lid can open "
        "while you pour.\n\nYour new one is on its way within **two days**, and you pay nothing. You need not send the old "
        "one back first: cut the lead through, send me a picture, and that is all."
    ),
    "tone": "Serious, never alarming. Safety in the first sentence, thanks in the second.",
    "what_not_to_say": "No guesses about how it happened or how many there are. Never “only a few”.",
    "what_to_ask": "Is everybody well? Where shall the new one go? May we call you when it has arrived?",
    "escalation": "Anybody hurt, even slightly: Product safety, extension 401, at once, with the customer on the line.",
    "plan_b": "The money instead, today. Or another kettle of the customer's choice up to {currency} 60.",
}
RECALL_PRESS: Texts = {
    "situation": "A journalist, a shop or somebody from a public office asks about the kettle.",
    "what_to_say": (
        "Thank you for asking. The lid lock of one batch can fail, we found it ourselves, and we replace every kettle "
        "of the batch within two days. I am glad to connect you with {name of the press contact}, who knows more."
    ),
    "tone": "Open and short.",
    "what_not_to_say": "No figures, no causes, no opinion.",
    "what_to_ask": "Until when do you need an answer, and at which number?",
    "escalation": "Always: Communications, extension 500.",
    "plan_b": "A call back within the hour.",
}
STORM_DELAY: Texts = {
    "situation": "A parcel is stopped by storm Imke: the hub near Rotterdam is under water, and nothing leaves it.",
    "what_to_say": (
        "I am sorry, {name of the customer}: your parcel is at the hub that the storm flooded, and I cannot give you a "
        "day yet that I could keep.\n\nHere is what I can promise. **We send a second one from Porto today.** It is with "
        "you on {day from the delivery table}. If the first one comes too, keep it until we write to you."
    ),
    "tone": "Honest about what we do not know, firm about what we do. Leave room: people worry about more than parcels.",
    "what_not_to_say": "No day that is not in the delivery table. Never “because of the weather” as an ending.",
    "what_to_ask": "Are you and yours all right? Is there anything in the parcel that you need this week?",
    "escalation": "Medicine coolers and baby heaters: Dispatch, queue *First out*, and stay on the line until it is confirmed.",
    "plan_b": "The money back at once, with the second parcel cancelled. Or pick-up at a shop and a voucher of {currency} 15.",
}
STORM_HOME: Texts = {
    "situation": "The customer's own home was hit, and an appliance stood in water.",
    "what_to_say": (
        "I am glad that you called, {name of the customer}. Please leave the appliance unplugged, whatever it looks like.\n\n"
        "We check it free of charge. A colleague calls you tomorrow between {time from} and {time to}; nothing has to be "
        "decided before then, and no deadline of the guarantee runs until {end of the grace period}."
    ),
    "tone": "Slow. Their home comes first, the appliance second.",
    "what_not_to_say": "Nothing about whether water is covered. Not “at least”.",
    "what_to_ask": "Are you safe where you are now? At which number are you best reached?",
    "escalation": "Somebody in danger: the emergency number first, then the shift lead.",
    "plan_b": "A loan appliance for four weeks.",
}
STORM_SHOPS: Texts = {
    "situation": "The customer would rather pick the order up in a shop.",
    "what_to_say": "Of course. Your order waits at {shop} from {day} on, and you need only your name.",
    "tone": "Light.",
    "what_not_to_say": "Do not promise a shop that is not on the list of open ones.",
    "what_to_ask": "Which shop is the easiest for you to reach at the moment?",
    "escalation": "No open shop nearby: Dispatch, queue *First out*.",
    "plan_b": "Delivery from Porto, as in the other script.",
}
