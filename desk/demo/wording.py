"""Texts of the demo's scripts."""

from collections.abc import Mapping

Texts = Mapping[str, str]

REFUND: Texts = {
    "situation": "The customer returned an item and asks when the refund will arrive.",
    "what_to_say": (
        "Thanks for getting in touch, {name of the customer}. I can see that your return reached us on {date of arrival}.\n\n"
        "We send your refund **within five working days** of that date, to the account you paid from. "
        "That's {last day} at the latest. You don't need to do anything."
    ),
    "tone": "Calm and specific. Give the date first, then the reason.",
    "what_not_to_say": "Don't blame the bank or the carrier. Don't say that the refund should have arrived already.",
    "what_to_ask": "How did you pay? Would you like me to confirm the date by e-mail?",
    "escalation": (
        "More than five working days: transfer to Invoices, queue *Refunds today*, while the customer is on the line."
    ),
    "plan_b": "If the delay is our fault: offer a voucher of {currency} 10 before the customer asks.",
}
ADDRESS: Texts = {
    "situation": "The customer wants a parcel to go to another address.",
    "what_to_say": (
        "Of course, {name of the customer}. Your parcel {is still here or has left}, so this is what we can do:\n\n"
        "- **Still here:** I change the address now.\n- **Has left:** the carrier can take it to a shop near you."
    ),
    "tone": "Quick and friendly. Read the new address back, letter by letter if needed.",
    "what_not_to_say": "Don't promise a new delivery day before the carrier has confirmed it.",
    "what_to_ask": "What is the new address, with postcode? Is it only for this parcel, or also for later ones?",
    "escalation": "Another country: ask Dispatch, queue *Customs*.",
    "plan_b": "If neither works: send the order again to the new address, and let the first parcel come back.",
}
ADDRESS_IN_CHAT = (
    "Sure, {name of the customer}. Your parcel {is still here or has left}.\n\n"
    "- Still here: send me the new address with the postcode, and I change it.\n- Has left: which shop near you suits you best?"
)
ADDRESS_IN_DUTCH: Texts = {
    "situation": "De klant wil dat een pakket naar een ander adres gaat.",
    "what_to_say": (
        "Natuurlijk, {naam van de klant}. Uw pakket {is nog hier of is onderweg}, dus dit kunnen we doen:\n\n"
        "- **Nog hier:** ik wijzig het adres nu.\n- **Onderweg:** de bezorger brengt het naar een winkel bij u in de buurt."
    ),
    "tone": "Vlot en vriendelijk. Lees het nieuwe adres terug, zo nodig letter voor letter.",
    "what_not_to_say": "Beloof geen nieuwe bezorgdag voordat de bezorger die heeft bevestigd.",
    "what_to_ask": "Wat is het nieuwe adres, met postcode? Geldt het alleen voor dit pakket, of ook voor volgende?",
    "escalation": "Ander land: vraag Dispatch, wachtrij *Customs*.",
    "plan_b": "Lukt geen van beide: stuur de bestelling opnieuw naar het nieuwe adres en laat het eerste pakket terugkomen.",
}
REPAIR: Texts = {
    "situation": "An appliance under warranty has stopped working.",
    "what_to_say": (
        "I'm sorry that your {appliance} has stopped working, {name of the customer}. Let's get it fixed.\n\n"
        "We'll collect it on {day of collection}, repair it within seven days and bring it back, free of charge. "
        "I'm sending you the label now. Your case number is {case number} if you have any questions."
    ),
    "tone": "Warm and practical. Acknowledge the inconvenience once, then move on to the next step.",
    "what_not_to_say": "Don't ask what the customer did with it before you've offered the repair.",
    "what_to_ask": "When are you at home? Do you urgently need it, for example for a baby or someone who is ill?",
    "escalation": "Smoke, overheating or an injury: stop and transfer to Product safety straight away, extension 401.",
    "plan_b": "No repair within seven days: a new appliance or a refund, whichever the customer prefers.",
}
UPSET: Texts = {
    "situation": "The customer is angry, and you don't know the problem yet.",
    "what_to_say": (
        "I understand, {name of the customer}. This has already cost you {what it has cost}, and I'm sorry.\n\n"
        "I'll stay with you until we know what happens next. Please tell me the whole story. I'm taking notes, so you won't "
        "have to repeat it."
    ),
    "tone": "Speak more slowly and quietly than the customer. Take a breath before your first sentence. Allow pauses.",
    "what_not_to_say": "Don't justify: no company rules, no blaming other departments, no “but”.",
    "what_to_ask": "What would help you most right now? Is there a deadline I should know about?",
    "escalation": "Threats, or insults after one friendly warning: transfer to the shift lead and take a five-minute break.",
    "plan_b": "A callback today from you, at a time the customer chooses.",
}
DELIVERY: Texts = {
    "situation": "A parcel is late, with no known disruption.",
    "what_to_say": (
        "Let me check that with you, {name of the customer}. The last scan I can see is {last scan}.\n\n"
        "The carrier has until {promised day} to deliver. If it hasn't arrived by then, we'll send you a new one that evening."
    ),
    "tone": "Friendly and confident. Tell the customer what you can see on your screen.",
    "what_not_to_say": "Don't ask the customer to call the carrier.",
    "what_to_ask": "Could a neighbour have taken it? Do you need it by a certain day?",
    "escalation": "Order value over {currency} 300: ask Dispatch to trace the parcel, queue *Lost parcels*.",
    "plan_b": "We send the new parcel by express, free of charge.",
}
INVOICE: Texts = {
    "situation": "The customer was charged twice for one order.",
    "what_to_say": (
        "You're right, {name of the customer}: I can see two payments for order {order number}. We're refunding one today.\n\n"
        "You'll have the money within three working days. I'm sending you the confirmation now."
    ),
    "tone": "Short and clear. Thank the customer for letting us know.",
    "what_not_to_say": "Don't suggest that the customer clicked twice.",
    "what_to_ask": "Did the second payment cause you any costs, such as bank fees?",
    "escalation": "More than two payments: transfer to Invoices, extension 220.",
    "plan_b": "We refund bank fees if the customer sends a photo of the statement.",
}
PRICE: Texts = {
    "situation": "A customer asks for last week's discount.",
    "what_to_say": (
        "The offer ended on {last day of the offer}, but I can still give you the discount today. Your code is {code}."
    ),
    "tone": "Generous and happy to help.",
    "what_not_to_say": "Don't mention other customers who got the discount.",
    "what_to_ask": "Which product were you interested in?",
    "escalation": "More than three items: transfer to Sales, extension 310.",
    "plan_b": "Free delivery.",
}

RECALL_SAFETY: Texts = {
    "situation": "A customer has a Wren K2 kettle with a serial number that starts with 7, or doesn't know the number.",
    "what_to_say": (
        "Thank you for calling, {name of the customer}. Please **stop using the kettle**: the lid can open while you "
        "pour.\n\nWe'll send you a new kettle within **two days**, free of charge. You don't need to return the old one. "
        "Just cut the power cord and send me a photo."
    ),
    "tone": "Serious, but not alarming. Start with a thank-you, then safety straight away.",
    "what_not_to_say": "Don't guess how it happened or how many kettles are affected. Never say “only a few”.",
    "what_to_ask": "Is everyone all right? Where should we send the new kettle? May we call you when it has arrived?",
    "escalation": (
        "Any injury, even a slight one: call Product safety straight away, extension 401, with the customer on the line."
    ),
    "plan_b": "A refund today, or another kettle of the customer's choice up to {currency} 60.",
}
RECALL_PRESS: Texts = {
    "situation": "A journalist, retailer or public authority asks about the kettle.",
    "what_to_say": (
        "Thank you for asking. The lid lock on one batch of kettles can fail, and we're replacing every kettle from that "
        "batch within two days. Let me put you through to {name of the press contact}, who can tell you more."
    ),
    "tone": "Open and short.",
    "what_not_to_say": "No figures, no causes, no personal opinions.",
    "what_to_ask": "When do you need an answer, and which number can we call?",
    "escalation": "Always transfer to Communications, extension 500.",
    "plan_b": "A callback within the hour.",
}
STORM_DELAY: Texts = {
    "situation": "A parcel is delayed by Storm Imke: the hub near Rotterdam is flooded and closed.",
    "what_to_say": (
        "I'm sorry, {name of the customer}. Your parcel is stuck in the hub that was flooded, and I don't know when it will "
        "move.\n\nHere's what I can promise: **we're sending your order again from Porto today.** It should reach you on "
        "{day from the delivery table}. If the first parcel arrives too, please keep it until we contact you."
    ),
    "tone": (
        "Honest about what we don't know, clear about what we do. Give people time: they have more to worry about than parcels."
    ),
    "what_not_to_say": "Don't give dates that aren't in the delivery table. Don't end with “it's because of the weather”.",
    "what_to_ask": "Are you and your family all right? Is there anything in the parcel that you need this week?",
    "escalation": (
        "Medicine coolers and baby heaters: contact Dispatch, queue *First out*, and stay on the line until they confirm."
    ),
    "plan_b": "An immediate refund instead of the second parcel, or pick-up at a shop with a voucher of {currency} 15.",
}
STORM_HOME: Texts = {
    "situation": "The customer's home was flooded, and an appliance got wet.",
    "what_to_say": (
        "I'm glad you called, {name of the customer}. Please leave the appliance unplugged, even if it looks fine.\n\n"
        "We'll check it free of charge. A colleague will call you tomorrow between {time from} and {time to}. You don't have "
        "to decide anything before then, and we've extended your warranty to {end of the grace period}."
    ),
    "tone": "Slow and calm. Talk about their home first, then the appliance.",
    "what_not_to_say": "Don't say whether water damage is covered. Avoid “at least”.",
    "what_to_ask": "Are you somewhere safe? What's the best number to reach you on?",
    "escalation": "Anyone in danger: emergency services first, then the shift lead.",
    "plan_b": "A loan appliance for four weeks.",
}
STORM_SHOPS: Texts = {
    "situation": "The customer would rather collect the order from a shop.",
    "what_to_say": "Of course. Your order will be at {shop} from {day}. Just give them your name.",
    "tone": "Friendly and quick.",
    "what_not_to_say": "Don't offer a shop that isn't on the list of open shops.",
    "what_to_ask": "Which shop is easiest for you to get to at the moment?",
    "escalation": "No open shop nearby: contact Dispatch, queue *First out*.",
    "plan_b": "Delivery from Porto, as in “Storm: late parcel”.",
}
