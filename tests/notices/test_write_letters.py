"""E-mails about messages: what they say, what a locked phone shows of them, and what a wording can't change."""

from dataclasses import replace

import pytest
from django.test import override_settings
from hypothesis import given
from hypothesis import strategies as st

from notices.emails.text import Message, compose
from notices.letter_wording import BODY, SUBJECT, Wording, is_written_by, unknown_placeholder
from notices.models import LetterTemplate
from notices.topics import Topic, topic_named, written
from tests.constraints import refused_by
from tests.factories.people import Personas

SITE = "https://crisis.example.org"
# Characters of an e-mail's text that fit into about two lines of a phone's lock screen.
SHOWN_BY_A_LOCKED_PHONE = 90
OWN = Wording("{organisation}: {kind}", "Hello,\n\n{text}\n\nQuestions? Call {organisation}, extension 400.")
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)


TOGETHER = (
    "You get these messages in one e-mail because they came in your quiet hours or above your daily limit. "
    "Each one says why you get it."
)


def topic(name: str = "invitations") -> Topic:
    found = topic_named(name)
    assert found is not None
    return found


def message(name: str = "invitations", text: str = "Come and see.", wording: Wording | None = None) -> Message:
    return Message(topic(name), text, "/scripts/", wording)


def test_short_subject_and_neutral_first_lines() -> None:
    letter = compose([message()], is_short=True, organisation="Kettles Ltd")
    assert letter.subject == "Invitation (Extreme Customer Service)"
    assert letter.text.split("\n\n") == [
        f"Invitation. Open it here:\n{SITE}/scripts/",
        "You get this because you are invited to join a crisis team. It's fine to say no.",
        "Come and see.",
        f"Choose which e-mails you get, and when:\n{SITE}/notices/preferences/",
    ]


def test_message_comes_first_if_subjects_may_show_it() -> None:
    letter = compose([message(text="Come\nand see.")], is_short=False, organisation="Kettles Ltd")
    assert letter.subject == "Come and see."
    assert letter.text.split("\n\n") == [
        "Come\nand see.",
        f"Open it here:\n{SITE}/scripts/",
        "You get this because you are invited to join a crisis team. It's fine to say no.",
        f"Choose which e-mails you get, and when:\n{SITE}/notices/preferences/",
    ]


def test_several_messages_with_neutral_first_lines_each() -> None:
    letter = compose([message(), message("reviews", "Reviewed.")], is_short=True, organisation="Kettles Ltd")
    assert letter.text.split("\n\n") == [
        TOGETHER,
        "----\n1 of 2: Invitation",
        f"Open it here:\n{SITE}/scripts/",
        "You get this because you are invited to join a crisis team. It's fine to say no.",
        "Come and see.",
        "----\n2 of 2: Review result",
        f"Open it here:\n{SITE}/scripts/",
        "You get this because one of your contacts was reviewed.",
        "Reviewed.",
        "----",
        f"Choose which e-mails you get, and when:\n{SITE}/notices/preferences/",
    ]


def test_several_messages_are_numbered_and_each_says_why() -> None:
    letter = compose([message(), message("reviews", "Reviewed.")], is_short=False, organisation="Kettles Ltd")
    assert letter.subject == "2 messages (Extreme Customer Service)"
    assert letter.text.splitlines() == [
        TOGETHER,
        "",
        "----",
        "1 of 2: Invitation",
        "",
        "Come and see.",
        "",
        "Open it here:",
        f"{SITE}/scripts/",
        "",
        "You get this because you are invited to join a crisis team. It's fine to say no.",
        "",
        "----",
        "2 of 2: Review result",
        "",
        "Reviewed.",
        "",
        "Open it here:",
        f"{SITE}/scripts/",
        "",
        "You get this because one of your contacts was reviewed.",
        "",
        "----",
        "",
        "Choose which e-mails you get, and when:",
        f"{SITE}/notices/preferences/",
    ]


def test_message_without_a_page_leads_to_the_notifications() -> None:
    assert (
        f"{SITE}/people/notifications/"
        in compose([replace(message(), url="")], is_short=True, organisation="").text.splitlines()
    )


def test_message_of_a_topic_that_no_longer_exists() -> None:
    letter = compose([Message(None, "Old.", "/")], is_short=True, organisation="")
    assert letter.subject == "Message (Extreme Customer Service)"
    assert letter.text.startswith(f"Message. Open it here:\n{SITE}/\n\nOld.\n\nChoose")


def test_subject_is_never_empty() -> None:
    wording = Wording("{organisation}", "{text}")
    assert compose([message(wording=wording)], is_short=True, organisation="").subject == "Invitation"


def test_own_wording() -> None:
    letter = compose([message(wording=OWN)], is_short=True, organisation="Kettles Ltd")
    assert letter.subject == "Kettles Ltd: Invitation"
    assert "Hello,\n\nCome and see.\n\nQuestions? Call Kettles Ltd, extension 400." in letter.text


@pytest.mark.parametrize("name", [each.name for each in written()])
@pytest.mark.parametrize("others", [0, 1])
def test_locked_phone_shows_nothing_of_the_message(name: str, others: int) -> None:
    revealing = Wording("{text}", "{text}")
    for wording in (None, OWN, revealing):
        secret = message(name, "SECRET", wording)
        letter = compose([secret] * (1 + others), is_short=True, organisation="Kettles Ltd")
        assert "SECRET" not in letter.subject
        assert letter.text.index("SECRET") > SHOWN_BY_A_LOCKED_PHONE
        # Negative control: the wording does reveal the message where that is allowed.
        open_letter = compose([secret], is_short=False, organisation="Kettles Ltd")
        assert ("SECRET" in open_letter.subject) == (wording in (None, revealing))


@given(text=TEXTS, subject=TEXTS, body=TEXTS, organisation=TEXTS, is_short=st.booleans(), count=st.integers(1, 3))
@override_settings(SITE_URL=SITE)
def test_no_wording_and_no_text_can_remove_a_part(
    *, text: str, subject: str, body: str, organisation: str, is_short: bool, count: int
) -> None:
    wording = Wording(*[each.replace("{", "").replace("}", "") + "{text}" for each in (subject, body)])
    messages = [message(text=text, wording=wording)] * count
    letter = compose(messages, is_short=is_short, organisation=organisation)
    assert letter.subject.splitlines() == [letter.subject]
    assert letter.text.count(str(topic().why)) >= count
    assert letter.text.count(f"{SITE}/scripts/") >= count
    assert letter.text.endswith(f"\n{SITE}/notices/preferences/")
    assert text.strip() in letter.text


def test_values_are_not_read_as_placeholders() -> None:
    wording = Wording("{kind}", "{organisation} {text}")
    told = message(text="{organisation} {0.__class__} {", wording=wording)
    assert "{kind} {organisation} {0.__class__} {" in compose([told], is_short=True, organisation="{kind}").text


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("Hello {text}", ""),
        ("{text} {kind} {organisation}", ""),
        ("{name}", "{name}"),
        ("{text.__class__}", "{text.__class__}"),
        ("{text!r}", "{text!r}"),
        ("{text:>999999999}", "{text:>999999999}"),
        ("{}", "{}"),
        ("{{text}}", "{"),
        ("a } b", "}"),
        ("a { b", "{"),
    ],
)
def test_only_known_placeholders_are_accepted(template: str, found: str) -> None:
    assert unknown_placeholder(template) == found
    assert is_written_by(SUBJECT, template) == is_written_by(BODY, template) == (not found)


@pytest.mark.parametrize("break_", ["\n", "\r", "\t", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\x7f"])
def test_subject_is_one_line(break_: str) -> None:
    assert not is_written_by(SUBJECT, f"Hello{break_}Bcc: everyone@example.org")
    letter = compose([message(text=f"Hello{break_}Bcc: everyone")], is_short=False, organisation="")
    assert letter.subject.splitlines() == [letter.subject]


def test_constraints_of_letter_templates(personas: Personas) -> None:
    row = {"topic": "reviews", "subject": "{kind}: café", "body": "Hello,\n\t{text}\n", "changed_by": personas.agent.person}
    LetterTemplate.objects.create(**row)
    with refused_by("letter_template_once_per_topic"):
        LetterTemplate.objects.create(**row)
    for changes, name in (
        ({"subject": ""}, "letter_template_subject_is_one_line"),
        ({"subject": "a\nb"}, "letter_template_subject_is_one_line"),
        ({"subject": "a\rb"}, "letter_template_subject_is_one_line"),
        ({"subject": "a\u2028b"}, "letter_template_subject_is_one_line"),
        ({"subject": "{name}"}, "letter_template_subject_is_one_line"),
        ({"subject": "a\n"}, "letter_template_subject_is_one_line"),
        ({"body": "{text} {"}, "letter_template_body_has_known_placeholders"),
        ({"body": "{text!r} {text}"}, "letter_template_body_has_known_placeholders"),
        ({"body": "{text}\r\n"}, "letter_template_body_has_known_placeholders"),
        ({"body": "Hello"}, "letter_template_body_has_the_message"),
    ):
        with refused_by(name):
            LetterTemplate.objects.update(**changes)
    LetterTemplate.objects.update(subject="{text} {kind} {organisation}", body="{text}{text}{kind}{organisation}")
