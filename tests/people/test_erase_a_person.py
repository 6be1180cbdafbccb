"""Erasure: no table names the person any more, decisions and figures stay, and it can't happen by accident."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from core import clock, mail_outbox
from crisis import actions as crisis_actions
from crisis.models import Crisis, LineShift, TeamMember
from feedback.models import ClaimedAnswer, Interaction, SurveyResponse
from intake.actions.undo import undo
from intake.reading.profiles import Field
from journal.models import JournalText
from journal.queries import damages
from people import actions
from people.data_registry import DELETED_WITH_RECORD, uses
from people.drafts import FIELD
from people.models import FormDraft, Leave, Notification, Person, Role, SourceIdentity, User
from people.queries.organisation import today
from quality import actions as reviewing
from quality.models import Review
from recognition import actions as recognising
from recognition.models import LedgerEntry
from scripts_library import actions as scripting
from scripts_library.models import ScriptVersion
from selection import actions as choosing
from selection.models import Selection
from tests.constraints import refused_by
from tests.factories import crisis as crises
from tests.factories import feedback, quality, scripts_library
from tests.factories.people import Personas, user_with
from tests.factories.recognition import AwardFactory, BudgetFactory

SignIn = Callable[[User], Client]
NAME = "Ana Agent"


def rows_with(text: str) -> list[str]:
    """Names of the tables that contain the text anywhere."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE %s', [f"%{text}%"])  # noqa: S608 - our own names
            if cursor.fetchone()[0]:
                found.append(table)
    return sorted(found)


@pytest.fixture
def lived_in(personas: Personas) -> Personas:
    """Personas after Ana was reviewed, got an award, served in a closed crisis and left."""
    agent = personas.agent
    SourceIdentity.objects.create(source="desk", label="Ana Agent (North)", person=agent.person)
    mail_outbox.post(recipient=agent.email, data={"subject": "Welcome", "text": f"Dear {NAME}"})
    quality.completed(agent.person, personas.reviewer, comment=f"{NAME} was calm.")
    Interaction.objects.filter(person=agent.person).update(transcript=f"This is {NAME}.", recording_url="https://example.org/1")
    SurveyResponse.objects.update(comment=f"Thank you, {NAME}!")
    crisis = crises.ready(personas, [agent.person_id], team_size=1)
    crises.leader_input(crisis, personas.supervisor, agent.person, reason=f"{NAME} never panics.")
    [invitation] = crises.invited(crisis, personas, 1)
    crises.accept(invitation, agent)
    choosing.reply_to_card(actor=agent, crisis=crisis, text=f"I am {NAME}, and proud.")
    crisis = crisis_actions.activate(actor=personas.supervisor, crisis=crisis)
    crisis_actions.add_hours(
        actor=agent,
        crisis=crisis,
        person_id=agent.person_id,
        starts_at=clock.now() - timedelta(seconds=30),
        ends_at=clock.now(),
        reason="Forgot it after the call with my doctor.",
    )
    crisis_actions.give_update(actor=personas.supervisor, crisis=crisis, text=f"{NAME} takes the calls.", next_update_at=None)
    budget = BudgetFactory.create()
    award = recognising.nominate(
        actor=personas.reviewer,
        journal=crisis.journal,
        nominee_id=agent.person_id,
        type_id=budget.type_id,
        amount=Decimal(5),
        reason=f"{NAME} stayed late.",
        evidence=[recognising.EvidenceLink(text=f"The call of {NAME}")],
    )
    recognising.approve(actor=personas.supervisor, award=award)
    protocol = crises.protocol_of(crisis, personas)
    crises.written(protocol, personas.supervisor, went_well=f"{NAME} was a rock.")
    crisis.goals.create(measure=f"Calls of {NAME}", target="80 %", due_on=today())
    crisis.terms.update(solution=f"{NAME} helps.")
    FormDraft.objects.create(
        person=personas.reviewer.person, key="crisis.update:9", fields={"text": [f"Ask {NAME}"]}, saved_at=clock.now()
    )
    actions.record_leaving(actor=personas.administrator, person=agent.person, left_on=today())
    return personas


def test_no_table_contains_the_name_after_erasure(lived_in: Personas) -> None:
    agent = lived_in.agent
    assert {"people_person", "protocol_protocol", "journal_journaltext", "recognition_award"} <= set(rows_with(NAME))
    erased = actions.erase_person(actor=lived_in.administrator, person=agent.person)
    assert erased.display_name == f"Former colleague {agent.person_id}"
    assert rows_with(NAME) == []
    assert rows_with(agent.email) == []


def test_reasons_of_corrected_hours_are_erased_and_hours_stay(lived_in: Personas) -> None:
    assert JournalText.objects.filter(text__contains="my doctor").exists()
    actions.erase_person(actor=lived_in.administrator, person=lived_in.agent.person)
    assert not JournalText.objects.filter(text__contains="my doctor").exists()
    assert LineShift.objects.get().person_id == lived_in.agent.person_id


def test_decisions_and_figures_stay_after_erasure(lived_in: Personas) -> None:
    actions.erase_person(actor=lived_in.administrator, person=lived_in.agent.person)
    assert list(damages()) == []
    assert JournalText.objects.filter(text=None).exists()
    assert Review.objects.get().score is not None
    assert LedgerEntry.objects.get().amount == 5
    assert TeamMember.objects.get().left_at is not None
    assert Interaction.objects.filter(person=lived_in.agent.person_id).exists()


def test_pages_show_the_pseudonym(lived_in: Personas, sign_in: SignIn) -> None:
    page = sign_in(lived_in.administrator).get(reverse("people:detail", args=[lived_in.agent.person_id])).content.decode()
    assert "Erase the personal data of Ana Agent?" in page
    answer = sign_in(lived_in.administrator).post(reverse("people:erase", args=[lived_in.agent.person_id]), follow=True)
    page = answer.content.decode()
    assert f"The record is now called Former colleague {lived_in.agent.person_id}." in page
    assert "Personal data erased on" in page
    assert "Record return" not in page
    crisis = Crisis.objects.get()
    protocol = sign_in(lived_in.supervisor).get(reverse("protocol:detail", args=[crisis.pk])).content.decode()
    assert f"Former colleague {lived_in.agent.person_id} was a rock." in protocol


def test_only_former_colleagues_are_erased_and_only_once(personas: Personas) -> None:
    person = personas.agent.person
    with pytest.raises(actions.NotErasable, match="still works here"):
        actions.erase_person(actor=personas.administrator, person=person)
    actions.record_leaving(actor=personas.administrator, person=person, left_on=today() + timedelta(days=1))
    with pytest.raises(actions.NotErasable, match="still works here"):
        actions.erase_person(actor=personas.administrator, person=person)
    Person.objects.filter(pk=person.pk).update(left_on=today())
    with pytest.raises(PermissionDenied):
        actions.erase_person(actor=personas.supervisor, person=person)
    actions.erase_person(actor=personas.administrator, person=person)
    with pytest.raises(actions.NotErasable, match="already"):
        actions.erase_person(actor=personas.administrator, person=person)
    with pytest.raises(actions.WasErased, match="as a new person"):
        actions.record_return(actor=personas.administrator, person=person)
    with pytest.raises(actions.WasErased):
        actions.change_person(actor=personas.administrator, person=person, display_name="Ana Agent")


def test_an_unfinished_crisis_keeps_its_lead(personas: Personas) -> None:
    crises.draft(personas)
    actions.record_leaving(actor=personas.administrator, person=personas.supervisor.person, left_on=today())
    with pytest.raises(Exception, match="Name someone else first"):
        actions.erase_person(actor=personas.administrator, person=personas.supervisor.person)
    assert Person.objects.get(pk=personas.supervisor.person_id).display_name == "Sofia Supervisor"


def test_names_of_others_stay(personas: Personas) -> None:
    """Names are replaced as whole words only: Ana Agentsson is someone else."""
    AwardFactory.create(
        nominee=personas.other_agent.person, nominator=personas.reviewer.person, reason="Helped Ana Agentsson and Ana Agent."
    )
    actions.record_leaving(actor=personas.administrator, person=personas.agent.person, left_on=today())
    actions.erase_person(actor=personas.administrator, person=personas.agent.person)
    assert rows_with("Ana Agentsson") == ["recognition_award"]
    assert rows_with("Ana Agent.") == []


def test_request_for_erasure_notifies_administrators(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    for _again in range(2):
        assert client.post(reverse("people:ask-for-erasure")).status_code == 302
    [told] = Notification.objects.all()
    assert (told.person_id, "Ana Agent asked you" in told.text) == (personas.administrator.person_id, True)


def test_command_erases_only_when_confirmed(personas: Personas) -> None:
    out, number = StringIO(), str(personas.agent.person_id)
    call_command("erase_person", number, stdout=out)
    assert "Add --yes" in out.getvalue()
    with pytest.raises(CommandError, match="still works here"):
        call_command("erase_person", number, "--yes")
    actions.record_leaving(actor=personas.administrator, person=personas.agent.person, left_on=today())
    call_command("erase_person", number, "--yes", stdout=out)
    assert "Former colleague" in Person.objects.get(pk=personas.agent.person_id).display_name


def test_only_people_who_have_left_can_be_marked_as_erased(personas: Personas) -> None:
    with refused_by("person_erased_after_leaving"):
        Person.objects.filter(pk=personas.agent.person_id).update(erased_at="2026-03-01T00:00Z")
    Person.objects.filter(pk=personas.agent.person_id).update(left_on="2026-03-01", erased_at="2026-03-01T00:00Z")


@pytest.mark.parametrize("name", ["17", "Will", "Sofia Supervisor"])
def test_single_words_and_shared_names_are_not_replaced_in_texts(personas: Personas, name: str) -> None:
    """A name of a single word, or one that someone else has too."""
    leaver = user_with(Role.AGENT, name="Leaving Colleague").person
    Person.objects.filter(pk=leaver.pk).update(display_name=name)
    crisis = crises.active(personas)
    text = "Will 17 % of customers call Sofia Supervisor?"
    crisis_actions.give_update(actor=personas.supervisor, crisis=crisis, text=text, next_update_at=None)
    Crisis.objects.filter(pk=crisis.pk).update(cause=text)
    actions.record_leaving(actor=personas.administrator, person=leaver, left_on=today())
    actions.erase_person(actor=personas.administrator, person=leaver)
    leaver.refresh_from_db()
    assert leaver.display_name == f"Former colleague {leaver.pk}"
    assert JournalText.objects.filter(text=text).exists()
    assert Crisis.objects.get().cause == text


def erase_after_leaving(personas: Personas, person: Person) -> None:
    actions.record_leaving(actor=personas.administrator, person=person, left_on=today())
    actions.erase_person(actor=personas.administrator, person=person)


def test_undone_import_does_not_restore_an_erased_name(personas: Personas) -> None:
    """Undoing an import restores values of earlier imports from copies, which must be erased too."""
    columns = {**feedback.STARS.columns, Field.COMMENT: "words"}
    feedback.own_profile(personas.ops, profile=replace(feedback.STARS, columns=columns))
    SourceIdentity.objects.create(source="shop", label=NAME, person=personas.agent.person)
    for stars, words in ((9, f"{NAME} helped."), (3, "Slow.")):
        last = feedback.imported(f"ticket,who,when,stars,words\nC1,{NAME},02/01/2026,{stars},{words}\n".encode())
    assert ClaimedAnswer.objects.filter(comment__contains=NAME).exists()
    erase_after_leaving(personas, personas.agent.person)
    assert rows_with(NAME) == []
    feedback.worked(undo(actor=None, imported=last))
    assert SurveyResponse.objects.get().comment == f"Former colleague {personas.agent.person_id} helped."


def test_name_is_erased_from_reasons_of_scripts_and_selections(personas: Personas) -> None:
    author, approver = personas.supervisor, personas.approver
    sent_back = scripts_library.in_review(author, title="Refund")
    scripting.send_back(actor=approver, version=sent_back, reason=f"{NAME} says it differently.")
    live = scripts_library.published(author, approver, title="Ferry")
    scripting.withdraw(actor=author, version=live, reason=f"{NAME} found a mistake.")
    selection = crises.selected(crises.draft(personas), [personas.other_agent.person_id])
    Selection.objects.filter(pk=selection.pk).update(band_reason=f"{NAME} is on leave.")
    erase_after_leaving(personas, personas.agent.person)
    assert rows_with(NAME) == []
    new_name = f"Former colleague {personas.agent.person_id}"
    assert ScriptVersion.objects.get(pk=sent_back.pk).sent_back_reason == f"{new_name} says it differently."
    assert ScriptVersion.objects.get(pk=live.pk).withdrawal_reason == f"{new_name} found a mistake."
    assert Selection.objects.get(pk=selection.pk).band_reason == f"{new_name} is on leave."


def test_drafts_of_reviews_of_the_person_are_deleted(personas: Personas, sign_in: SignIn) -> None:
    """Such drafts rarely contain the name, so they can't be found by it."""
    done = quality.completed(personas.agent.person, personas.reviewer)
    programme = quality.programme(personas.agent.person, personas.other_agent.person)
    about, other = (
        reviewing.start_review(actor=personas.reviewer, slot=quality.given_slot(programme, user.person, personas.reviewer))
        for user in (personas.agent, personas.other_agent)
    )
    reviewer = sign_in(personas.reviewer)
    for name, number in (("review", about.slot_id), ("review", other.slot_id), ("correct", done.pk)):
        page = reverse(f"quality:{name}", args=[number])
        token = reviewer.get(page).context["draft"].token
        reviewer.post(reverse("people:save-draft"), {FIELD: token, "comment": "Too quick."})
    assert FormDraft.objects.count() == 3
    erase_after_leaving(personas, personas.agent.person)
    assert [draft.key for draft in FormDraft.objects.all()] == [f"quality.review:{other.pk}"]


def test_texts_without_space_for_the_pseudonym_are_cut(personas: Personas) -> None:
    crisis = crises.draft(personas)
    full = f"{NAME} {'x' * 200}"
    goal = crisis_actions.set_goal(
        actor=personas.supervisor, crisis=crisis, measure=full[:160], target="85 %", due_on=today(), relevant=full
    )
    erase_after_leaving(personas, personas.agent.person)
    goal.refresh_from_db()
    assert goal.measure == f"Former colleague {personas.agent.person_id} {'x' * 200}"[:160]
    assert rows_with(NAME) == []


def test_name_is_erased_from_reasons_of_other_people(personas: Personas) -> None:
    crisis = crises.ready(personas, [personas.other_agent.person_id])
    [invitation] = crises.invited(crisis, personas, 1)
    crisis_actions.decline(actor=personas.other_agent, invitation=invitation, reason=f"{NAME} can do it.")
    erase_after_leaving(personas, personas.agent.person)
    invitation.refresh_from_db()
    assert invitation.reason == f"Former colleague {personas.agent.person_id} can do it."


def test_erasure_forgets_how_to_reach_a_support_contact(personas: Personas) -> None:
    crisis = crises.draft(personas)
    person = personas.trainer.person
    for phone in ("+31 20 555 0118", "+31 20 555 0119"):
        contact = crisis_actions.add_contact(
            actor=personas.supervisor, crisis=crisis, person_id=person.pk, reach="on her mobile", phone=phone
        )
        crisis_actions.remove_contact(actor=personas.supervisor, contact=contact)
    crisis_actions.add_contact(
        actor=personas.supervisor, crisis=crisis, person_id=person.pk, reach="on her mobile", phone="+31 20 555 0118"
    )
    crisis_actions.cancel(actor=personas.supervisor, crisis=crisis)
    actions.record_leaving(actor=personas.administrator, person=person, left_on=today())
    actions.erase_person(actor=personas.administrator, person=person)
    assert rows_with("555 011") == rows_with("on her mobile") == []
    assert list(damages()) == []


def test_records_are_deleted_where_the_page_about_data_says_so(lived_in: Personas) -> None:
    person = lived_in.agent.person
    Leave.objects.create(person=person, first_on=today(), last_on=today())
    actions.erase_person(actor=lived_in.administrator, person=person)
    deleted = [label for use in uses() if DELETED_WITH_RECORD in use.kept for label in use.fields]
    assert {"people.Leave", "people.SourceIdentity"} <= set(deleted)
    assert [label for label in deleted if apps.get_model(label)._default_manager.filter(person=person).exists()] == []
