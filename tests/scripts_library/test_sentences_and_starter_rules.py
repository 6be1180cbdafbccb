"""The rules to start from mark sentences that upset customers, and leave other sentences alone."""

import tomllib

import pytest

from scripts_library.phrase_matching import PhrasePattern, remarks
from tests.scripts_library.starter_rules import STARTER

RULES = tuple(
    PhrasePattern(entry["pattern"], entry["better"], entry["reason"], "en", tuple(entry.get("fine_in", [])))
    for entries in tomllib.loads(STARTER.read_text(encoding="utf-8")).values()
    for entry in entries
)

MARKED = [
    ("You should have called us on Friday.", "You should have"),
    ("Well, you should've read the letter.", "you should've"),
    ("You should’ve checked the date, {customer name}.", "You should’ve"),
    ("You could have called us.", "You could have"),
    ("You must have pressed the wrong button.", "You must have"),
    ("I'm afraid that is your fault.", "that is your fault"),
    ("That’s your own doing and that's your fault", "that's your fault"),
    ("It is not our fault that it rained.", "It is not our fault"),
    ("It isn't our fault, you see.", "It isn't our fault"),
    ("I think you are wrong there.", "you are wrong"),
    ("Sir, you were mistaken about the fee.", "you were mistaken"),
    ("You don't understand how this works.", "You don't understand"),
    ("You do not understand the contract!", "You do not understand"),
    ("You did not read the small print.", "You did not read"),
    ("You failed to pay in March.", "You failed to"),
    ("You forgot to sign.", "You forgot to"),
    ("As I already told you, it is closed.", "As I already told you"),
    ("Like I said, Tuesday.", "Like I said"),
    ("That is not my problem.", "That is not my problem"),
    ("That isn’t my job, madam.", "That isn’t my job"),
    ("Sorry, that's not my department", "that's not my department"),
    ("There is nothing I can do for you.", "There is nothing I can do"),
    ("There's nothing we can do.", "There's nothing we can do"),
    ("Come on, it's not a big deal.", "it's not a big deal"),
    ("No big deal!", "No big deal"),
    ("Nobody else has complained.", "Nobody else has complained"),
    ("Nobody else had complained before.", "Nobody else had complained"),
    ("You are the only one with this trouble.", "You are the only one"),
    ("It could be worse, you know.", "It could be worse"),
    ("So what do you want me to do?", "what do you want me to do"),
    ("Do not take it personally.", "Do not take it personally"),
    ("Take it or leave it.", "Take it or leave it"),
    ("Whatever you say, sir.", "Whatever you say"),
    ("I don't know.", "I don't know"),
    ("I dont know, ask someone else.", "I dont know"),
    ("I know exactly how you feel.", "I know exactly how you feel"),
    ("I knew how you felt before.", None),
    ("I feel your pain.", "I feel your pain"),
    ("We're sorry you feel that way.", "sorry you feel that way"),
    ("We are sorry for any inconvenience caused.", "We are sorry for any inconvenience"),
    ("Sorry for the inconvenience.", "Sorry for the inconvenience"),
    ("Your call is important to us, so hold on.", "Your call is important to us"),
    ("With all due respect, no.", "With all due respect"),
    ("I am sorry, but the shop is shut.", "I am sorry, but"),
    ("THAT'S OUR POLICY.", "THAT'S OUR POLICY"),
    ("Those are our prices, and it’s our **policy**.", "it’s our **policy"),
    ("Refunds are against our policies.", "against our policies"),
    ("Company policy, I'm afraid.", "Company policy"),
    ("Those are the rules.", "Those are the rules"),
    ("I do not make the rules.", "I do not make the rules"),
    ("The system will not let me.", "The system will not let me"),
    ("The computer says no.", "The computer says"),
    ("You have to fill in a form.", "You have to fill in"),
    ("You will need to call back on Monday.", "You will need to call back"),
    ("Please calm down.", "calm down"),
    ("Calming down would help, madam.", "Calming down"),
    ("Once you have calmed\ndown we can talk.", "calmed\ndown"),
    ("_Calm_ **down** now.", "Calm_ **down"),
    ("Calm, down, both of you.", "Calm, down"),
    ("Just relax.", "Just relax"),
    ("Don't get upset with me.", "Don't get upset"),
    ("There is no need to shout.", "There is no need to shout"),
    ("Do not raise your voice.", "Do not raise your voice"),
    ("Watch your language!", "Watch your language"),
    ("You need to listen.", "You need to listen"),
    ("Listen to me for a second.", "Listen to me"),
    ("Please be patient.", "be patient"),
    ("Let me finish!", "Let me finish"),
    ("Could you get to the point?", "get to the point"),
    ("I promise you it comes tomorrow.", "I promise you"),
    ("I guarantee it.", "I guarantee"),
    ("This will never happen again.", "This will never happen again"),
    ("This won't be easy. Trust me.", "Trust me"),
    ("Don’t worry about it.", "Don’t worry"),
    ("We'll call you as soon as possible.", "as soon as possible"),
    ("I'll try to find it.", "I'll try"),
    ("Someone will get back to you.", "Someone will get back to you"),
    ("It should be fine.", "It should be fine"),
    ("Please be advised that the lift is out of order.", "Please be advised"),
    ("At this point in time we have none.", "At this point in time"),
    ("Your case has been escalated.", "Your case has been escalated"),
    ("That is impossible.", "That is impossible"),
    ("I cannot do that.", "I cannot do that"),
    ("I can not do that.", "I can not do that"),
    ("We can’t help you.", "We can’t help you"),
    ("We never make mistakes.", "We never"),
    ("You always call at noon.", "You always"),
    ("No exceptions.", "No exceptions"),
]

FINE = [
    "The ferry sails on calm seas.",
    "Stay calm. Down the corridor you'll find the desk.",
    "Calm\n\nDown the road",
    "- stay calm\n- down payment",
    "Wait until the storm has calmed down.",
    "Things will calm down after the holidays.",
    "Once the traffic calms down, our van sets off.",
    "Download the form.",
    "Our calm downstairs lounge is open.",
    "What is your policy holder number?",
    "It's our policy number you need, at the top of the letter.",
    "That's our policy document in your hands.",
    "Our policy covers water damage.",
    "You should have received a letter.",
    "By now you should have your new card.",
    "You should have been told about this. I'm sorry.",
    "You should have an answer by now.",
    "You should've received our letter.",
    "You should have heard from us last week.",
    "You could have a voucher instead.",
    "You must have been worried.",
    "You must have a valid ticket to board.",
    "I can imagine what you must have been through.",
    "Do you have the receipt?",
    "If you don't understand a word, stop me.",
    "Is there anything you don't understand?",
    "If you forgot to sign, do it now.",
    "Is there something I can do for you?",
    "There is a lot we can do.",
    "It matters, and it is our job to help.",
    "My department can help with that.",
    "You're the only one who can change the password.",
    "I don't know yet, and I'll call you by noon.",
    "I know that this is hard.",
    "How do you feel about Tuesday?",
    "I'm sorry that your train was late.",
    "I am sorry. But first, are you safe?",
    "Your call is free of charge.",
    "Here are the rules of the competition.",
    "The system lets me send it today.",
    "The computer is on its way.",
    "I'll fill in the form for you.",
    "I'll call you back at three.",
    "Relax in our lounge while you wait.",
    "Did the alarm upset your dog?",
    "Shout if you need help at the gate.",
    "Which language do you prefer?",
    "You need to listen to the message on your voicemail.",
    "I'm listening. Tell me more.",
    "Is the patient at home?",
    "Let me finish your booking, and then we'll look at the seats.",
    "The point on the map is your stop.",
    "The promised refund is on its way.",
    "The guarantee lasts two years.",
    "We changed the valve so that it can't happen again.",
    "Your deposit is in a trust fund.",
    "Call us as soon as possible if you smell gas.",
    "Try the other socket.",
    "There is a fine of ten euros.",
    "We never ask for your password.",
    "We never share your data.",
    "You always have the right to cancel.",
    "As you always use the same card, it is stored.",
    "What is possible is a voucher.",
    "The exceptions are on page two.",
    "I can do that today.",
    "We can help you right away.",
    "Who told you that?",
    "Please read the label, {customer name}.",
    "How much is the fault in the line?",
    "You are right.",
    "That problem is mine to solve.",
    "",
    "{calm down}",
    "{{block:calm-down}}",
]


@pytest.mark.parametrize(("sentence", "expected"), MARKED)
def test_sentence_that_upsets_customers_is_marked(sentence: str, expected: str | None) -> None:
    found = [remark.found for remark in remarks(sentence, RULES, "en")]
    assert found == ([expected] if expected else [])


@pytest.mark.parametrize("sentence", FINE)
def test_harmless_sentence_is_not_marked(sentence: str) -> None:
    assert remarks(sentence, RULES, "en") == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern)
def test_better_wording_upsets_nobody(rule: PhrasePattern) -> None:
    assert remarks(rule.better, RULES, "en") == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.pattern)
def test_rule_finds_its_own_phrase(rule: PhrasePattern) -> None:
    assert remarks(rule.pattern.replace("…", "x"), [rule], "en")


def test_there_are_sixty_rules_with_a_reason() -> None:
    assert len({rule.pattern.casefold() for rule in RULES}) == len(RULES) >= 60
    assert all(rule.reason.endswith(".") for rule in RULES)
