"""The question bank: trainers write, edit and retire questions, and each edit is a new version."""

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from core.refusals import Refused
from journal.actions import JournalClosed, close_journal, house_journal, open_journal
from journal.queries import lines
from people.identity import User
from tests.constraints import refused_by_trigger
from tests.factories import quizzes as make
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from training import actions
from training.actions.questions import NotAQuestion, NotAScript, QuestionChanged
from training.models import QuestionOption, QuestionVersion
from training.queries.question_bank import bank_of, why_not_usable

SignIn = Callable[[User], Client]
FORM = {
    "text": "Wat nu?",
    "kind": "single",
    "explanation": "It helps.",
    "option_1": "Call",
    "right_1": "on",
    "option_2": "Wait",
    "version_read": "1",
}


def test_only_trainers_write_quizzes_and_questions(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer)
    question = quiz.questions.earliest("pk")
    for name, user in personas:
        if name == "trainer":
            continue
        with pytest.raises(PermissionDenied):
            make.quiz(user)
        with pytest.raises(PermissionDenied):
            actions.write_question(actor=user, quiz=quiz, texts=make.texts())
        with pytest.raises(PermissionDenied):
            actions.edit_question(actor=user, question=question, number=1, texts=make.texts())
        with pytest.raises(PermissionDenied):
            actions.retire_question(actor=user, question=question)
        with pytest.raises(PermissionDenied):
            actions.change_quiz(actor=user, quiz=quiz, title="Mine", questions_asked=1, pass_percent=1)


def test_bank_needs_three_times_the_questions_asked(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, asked=3, questions=8)
    assert why_not_usable(quiz).startswith("This quiz needs 1 more question:")
    with pytest.raises(Refused, match="1 more question"):
        actions.start_attempt(actor=personas.agent, quiz=quiz)
    actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(9))
    assert why_not_usable(quiz) == ""
    actions.retire_question(actor=personas.trainer, question=quiz.questions.earliest("pk"))
    assert why_not_usable(quiz) != ""


def test_edit_makes_a_new_version_and_the_old_one_stays(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, questions=1)
    question = quiz.questions.get()
    actions.edit_question(actor=personas.trainer, question=question, number=1, texts=make.texts(text="Ferry back. What now?"))
    assert [version.text for version in question.versions.order_by("number")] == [
        "Ferry 1 is cancelled. What now?",
        "Ferry back. What now?",
    ]
    assert [each.text for each in bank_of(quiz)] == ["Ferry back. What now?"]
    assert [line.verb for line in lines(house_journal().pk)][-2:] == ["training.question_written", "training.question_edited"]


def test_edit_that_changes_nothing_makes_no_version(personas: Personas) -> None:
    question = make.quiz(personas.trainer, questions=1).questions.get()
    actions.edit_question(actor=personas.trainer, question=question, number=1, texts=make.texts())
    assert question.versions.count() == 1


def test_nobody_overwrites_an_edit_they_have_not_read(personas: Personas) -> None:
    question = make.quiz(personas.trainer, questions=1).questions.get()
    actions.edit_question(actor=personas.trainer, question=question, number=1, texts=make.texts(text="Other?"))
    with pytest.raises(QuestionChanged):
        actions.edit_question(actor=personas.trainer, question=question, number=1, texts=make.texts(text="Mine?"))


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("single", [("a", False), ("b", False)]),
        ("single", [("a", True), ("b", True), ("c", False)]),
        ("single", [("a", True)]),
        ("multiple", [("a", True), ("b", True)]),
        ("multiple", [("a", False), ("b", False)]),
        ("multiple", []),
    ],
)
def test_question_needs_right_and_wrong_options(personas: Personas, kind: str, options: list[tuple[str, bool]]) -> None:
    quiz = make.quiz(personas.trainer, questions=0)
    with pytest.raises(NotAQuestion):
        actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(kind=kind, options=options))


def test_versions_and_options_are_never_changed_or_deleted(personas: Personas) -> None:
    make.quiz(personas.trainer, questions=1)
    for rows in (QuestionVersion.objects.all(), QuestionOption.objects.all()):
        with refused_by_trigger("never changed or deleted"):
            rows.update(text="Other")
        with refused_by_trigger("never changed or deleted"):
            rows._raw_delete(rows.db)


def test_question_is_about_a_script_that_the_trainer_can_open(personas: Personas) -> None:
    quiz = make.quiz(personas.trainer, questions=0)
    script = scripts.script(personas)
    made = actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(script_id=script.pk))
    assert made.script_id == script.pk
    of_a_drill = scripts.script(personas, journal=open_journal(title="Drill", is_drill=True))
    with pytest.raises(NotAScript):
        actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(script_id=of_a_drill.pk))


def test_nothing_is_written_after_the_crisis_is_closed(personas: Personas) -> None:
    journal = open_journal(title="Storm")
    quiz = make.quiz(personas.trainer, journal=journal, questions=1)
    close_journal(journal)
    with pytest.raises(JournalClosed):
        make.quiz(personas.trainer, journal=journal)
    with pytest.raises(JournalClosed):
        actions.write_question(actor=personas.trainer, quiz=quiz, texts=make.texts(2))
    with pytest.raises(JournalClosed):
        actions.retire_question(actor=personas.trainer, question=quiz.questions.get())


def test_retired_question_can_be_brought_back(personas: Personas) -> None:
    question = make.quiz(personas.trainer, questions=1).questions.get()
    for _twice in range(2):
        actions.retire_question(actor=personas.trainer, question=question)
    assert not question.quiz.questions.live().exists()
    for _twice in range(2):
        actions.restore_question(actor=personas.trainer, question=question)
    assert question.quiz.questions.live().count() == 1
    verbs = [line.verb for line in lines(house_journal().pk)]
    assert verbs.count("training.question_retired") == verbs.count("training.question_restored") == 1


def test_editor_keeps_what_was_typed_and_says_what_is_wrong(personas: Personas, sign_in: SignIn) -> None:
    quiz = make.quiz(personas.trainer, questions=0)
    url = reverse("training:write-question", args=[quiz.pk])
    client = sign_in(personas.trainer)
    refused = client.post(url, {**FORM, "option_2": "Call"})
    assert refused.status_code == 422
    assert "Another option says the same." in refused.content.decode()
    assert "Wat nu?" in refused.content.decode()
    assert client.post(url, {**FORM, "right_3": "on"}).status_code == 422
    assert client.post(url, {**FORM, "right_2": "on"}).status_code == 422
    assert client.post(url, FORM).status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "{{ request }}{% debug %}",
        "[x](javascript:alert(1))",
        "ماذا تفعل الآن؟",
        "渡轮取消了怎么办",
    ],
)
def test_texts_are_shown_as_they_were_written(personas: Personas, sign_in: SignIn, text: str) -> None:
    quiz = make.quiz(personas.trainer, asked=1, questions=3)
    client = sign_in(personas.trainer)
    for question in quiz.questions.all():
        data = {**FORM, "text": text, "explanation": text, "option_1": text}
        assert client.post(reverse("training:question", args=[question.pk]), data).status_code == 302
    shown = text.replace("<", "&lt;").replace(">", "&gt;")
    for name in ("training:quiz", "training:preview-quiz"):
        assert client.get(reverse(name, args=[quiz.pk])).content.decode().count(shown) >= 2
    attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
    page = sign_in(personas.agent).get(reverse("training:attempt", args=[attempt.pk])).content.decode()
    assert page.count(shown) == 2
    assert "<script>alert" not in page


def test_bank_shows_shares_from_five_people_on(personas: Personas) -> None:
    from tests.factories.crisis import agents

    quiz = make.quiz(personas.trainer, asked=1, questions=3)
    crew = agents(16)
    for place, user in enumerate(crew[:4]):
        make.taken(user, quiz, right=place > 0)
    assert {each.right_percent for each in bank_of(quiz)} == {None}
    for user in crew[4:]:
        make.taken(user, quiz)
    shares = [each.right_percent for each in bank_of(quiz) if each.right_percent is not None]
    assert shares
    assert all(50 < share <= 100 for share in shares)
