"""Administrators change the text of e-mails, with a preview, and can reset it."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client, override_settings

from core import clock
from journal.models import Entry
from journal.queries import damages
from notices import actions
from notices.actions import letter_templates
from notices.emails.text import Message, compose
from notices.letter_wording import Wording
from notices.models import LetterTemplate
from notices.queries.letter_templates import topic_wording
from notices.topics import Topic, topic_named
from people.actions import erase_person, notify, record_leaving
from people.models import Role, User
from people.queries.organisation import today
from tests.factories.people import Personas, organisation, user_with
from tests.mailbox import delivered
from tests.threads import Meeting, at_once

SignIn = Callable[[User], Client]
LIST, URL = "/notices/templates/", "/notices/templates/reviews/"
NOON = datetime(2026, 11, 25, 11, tzinfo=UTC)
OWN = Wording("{organisation}: {kind}", "Hello,\n\n{text}\n\nQuestions? Call extension 400.")


def topic(name: str = "reviews") -> Topic:
    found = topic_named(name)
    assert found is not None
    return found


def version() -> str:
    return topic_wording(topic()).wording.version


def save(actor: User, wording: Wording = OWN, *, seen: str | None = None) -> None:
    actions.save_template(actor=actor, topic=topic(), wording=wording, seen=version() if seen is None else seen)


def posted(wording: Wording = OWN, **values: str) -> dict[str, str]:
    return {"subject": wording.subject, "body": wording.body, "version": version(), **values}


def saved() -> Wording | None:
    row = LetterTemplate.objects.filter(topic="reviews").first()
    return Wording(row.subject, row.body) if row else None


def test_saved_text_is_listed_sent_and_journalled(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    assert client.post(URL, posted()).headers["Location"] == LIST
    row = LetterTemplate.objects.get()
    assert (saved(), row.topic, row.changed_by) == (OWN, "reviews", personas.administrator.person)
    assert f"Changed by {personas.administrator.person}" in client.get(LIST).content.decode()
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == ("notices.template_saved", personas.administrator.person_id)
    with clock.travel(NOON):
        notify(person_id=personas.agent.person_id, key="invitation:1:reply-by:1", text="Not about reviews.")
        notify(person_id=personas.agent.person_id, key="review:1", text="Come and see.", url="/scripts/")
        actions.plan()
        mails = {mail.subject: str(mail.body) for mail in delivered()}
    assert "Hello,\n\nCome and see.\n\nQuestions?" in mails["Harbour Contact Centre: Review result"]
    assert "Hello" not in mails["Invitation (Extreme Customer Service)"]


def test_preview_is_the_email_that_would_be_sent(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    for wording, asked in ((topic_wording(topic()).wording, None), (OWN, posted(preview="1"))):
        response = client.get(URL) if asked is None else client.post(URL, asked)
        example = Message(topic(), str(topic().example), wording=wording)
        assert response.status_code == 200
        assert response.context["alone"] == compose([example], is_short=True, organisation="Harbour Contact Centre")
        assert response.context["together"].subject == "2 messages (Extreme Customer Service)"
        assert response.context["alone"].subject in response.content.decode()
    fragment = client.post(URL, posted(preview="1"), headers={"HX-Request": "true"}).content.decode()
    assert "<form" not in fragment
    assert "Harbour Contact Centre: Review result" in fragment
    assert saved() is None


def test_preview_of_a_wrong_text_says_what_to_correct(personas: Personas, sign_in: SignIn) -> None:
    asked = posted(preview="1", body="{name}")
    response = sign_in(personas.administrator).post(URL, asked, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert "{name} isn&#x27;t a placeholder." in response.content.decode()


@pytest.mark.parametrize(
    ("field", "value", "error"),
    [
        ("subject", "", "This field is required."),
        ("subject", "{text}", "Remove {text}: subjects don't show the message, because a locked phone shows the subject."),
        ("subject", "a\nb", "Write the subject in one line, without control characters."),
        ("subject", "{name}", "{name} isn't a placeholder. Use one of these: {text}, {kind}, {organisation}."),
        ("subject", "a {", "Remove the brace {. Braces are only for placeholders."),
        ("body", "Hello", "Add {text} where the message should stand."),
        ("body", "{text} {link}", "{link} isn't a placeholder. Use one of these: {text}, {kind}, {organisation}."),
        ("body", "{text}\x07", "Remove the control characters. They may come from a copied text."),
    ],
)
def test_wrong_texts_are_refused(personas: Personas, sign_in: SignIn, field: str, value: str, error: str) -> None:
    response = sign_in(personas.administrator).post(URL, posted(OWN, **{field: value}))
    assert response.status_code == 422
    assert response.context["form"].errors == {field: [error]}
    assert saved() is None


def test_lines_of_a_browser_are_accepted(personas: Personas, sign_in: SignIn) -> None:
    body = "Hello,  \r\n\r\n{text}\r\n"
    assert sign_in(personas.administrator).post(URL, posted(body=body)).status_code == 302
    assert saved() == Wording(OWN.subject, "Hello,\n\n{text}")


@override_settings(NOTICES_SHORT_SUBJECTS=False)
def test_subject_may_show_the_message_unless_subjects_are_short(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    assert client.post(URL, posted(Wording("{organisation}: {text}", "{text}"))).status_code == 302
    assert "replaced" not in client.get(URL).context
    assert client.get(URL).context["alone"].subject.startswith("Harbour Contact Centre: One of your contacts")
    with override_settings(NOTICES_SHORT_SUBJECTS=True):
        page = client.get(URL)
        assert page.context["alone"].subject == "Review result (Extreme Customer Service)"
        assert "e-mails have the default subject for now" in page.content.decode()


def test_change_of_someone_else_is_not_overwritten(personas: Personas, sign_in: SignIn) -> None:
    opened = posted()
    other = user_with(Role.ADMINISTRATOR, name="Ola Other")
    save(other)
    client = sign_in(personas.administrator)
    mine = {**opened, "body": "Mine: {text}"}
    response = client.post(URL, mine)
    assert response.status_code == 422
    assert "Someone else changed this text" in str(response.context["form"].errors)
    assert "Mine: {text}" in response.content.decode()
    assert client.post(f"{URL}reset/", {"version": opened["version"]}).status_code == 409
    assert saved() == OWN


def test_reset_uses_the_default_again(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    default = topic_wording(topic())
    assert "Reset to default" not in client.get(URL).content.decode()
    save(personas.administrator)
    assert "Reset to default" in client.get(URL).content.decode()
    assert client.post(f"{URL}reset/", {"version": version()}).headers["Location"] == URL
    assert topic_wording(topic()) == default
    assert Entry.objects.latest("pk").verb == "notices.template_reset"
    # Again, in another window: nothing is left to do.
    assert client.post(f"{URL}reset/", {"version": version()}).status_code == 302
    assert Entry.objects.filter(verb="notices.template_reset").count() == 1


def test_saving_without_a_change_changes_nothing(personas: Personas) -> None:
    save(personas.administrator, topic_wording(topic()).wording)
    assert saved() is None
    save(personas.administrator)
    save(user_with(Role.ADMINISTRATOR, name="Ola Other"))
    assert LetterTemplate.objects.get().changed_by == personas.administrator.person
    assert Entry.objects.filter(verb="notices.template_saved").count() == 1


def test_only_administrators_change_texts(personas: Personas) -> None:
    for name, user in personas:
        if name != "administrator":
            with pytest.raises(PermissionDenied):
                save(user)
            with pytest.raises(PermissionDenied):
                actions.reset_template(actor=user, topic=topic(), seen=version())


def test_topics_without_an_email_of_this_kind_have_no_page(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.administrator)
    for name in ("second-factors", "unknown"):
        assert client.get(f"{LIST}{name}/").status_code == 404
        assert client.post(f"{LIST}{name}/reset/").status_code == 404
        assert f"{LIST}{name}/" not in client.get(LIST).content.decode()


def test_erased_name_leaves_the_texts(personas: Personas) -> None:
    person = personas.agent.person
    name = person.display_name
    save(personas.administrator, Wording(f"{{kind}} from {name}", f"{{text}} {{kind}}\n\nQuestions? Ask {name}."))
    record_leaving(actor=personas.administrator, person=person, left_on=today())
    pseudonym = erase_person(actor=personas.administrator, person=person).display_name
    assert saved() == Wording(f"{{kind}} from {pseudonym}", f"{{text}} {{kind}}\n\nQuestions? Ask {pseudonym}.")
    assert list(damages()) == []


def save_twice_at_once(monkeypatch: pytest.MonkeyPatch) -> list[type[BaseException] | None]:
    """Two administrators save a text; each waits for the other between reading and writing."""
    organisation()
    meeting, write = Meeting(), LetterTemplate.save

    def write_after_both_have_read(self: LetterTemplate, **options: object) -> None:
        meeting.wait()
        write(self, **options)  # type: ignore[arg-type] # what the caller gave

    monkeypatch.setattr(LetterTemplate, "save", write_after_both_have_read)
    opened = version()

    def saving(name: str) -> Callable[[], object]:
        actor = user_with(Role.ADMINISTRATOR, name=name)
        return lambda: save(actor, Wording("{kind}", f"{name}: {{text}}"), seen=opened)

    return sorted((type(each) if each else None for each in at_once(saving("Ana"), saving("Bo"))), key=str)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_one_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert save_twice_at_once(monkeypatch) == [actions.WordingChanged, None]


@pytest.mark.django_db(transaction=True)
def test_two_who_save_at_once_without_the_lock_overwrite_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letter_templates, "wait_for", lambda _name: None)
    assert save_twice_at_once(monkeypatch) == [None, None]
