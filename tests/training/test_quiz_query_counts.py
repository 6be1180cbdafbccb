"""Query counts of the pages about quizzes and of their needs don't grow with the number of rows."""

from collections.abc import Callable
from functools import partial

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.identity import User
from tests.factories import quizzes as make
from tests.factories.crisis import agents
from tests.factories.people import Personas
from tests.factories.scripts_library import published
from training import actions
from training.needs import conversations_to_have

SignIn = Callable[[User], Client]
MOST = 20


def queries_of(deed: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        deed()
    return len(captured)


def test_pages_need_as_many_queries_with_more_rows(personas: Personas, sign_in: SignIn) -> None:
    quiz = make.quiz(personas.trainer, asked=1, questions=3)
    script = published(personas.supervisor, personas.approver).script
    trainer, agent = sign_in(personas.trainer), sign_in(personas.agent)
    of_quiz = [reverse(f"training:{name}", args=[quiz.pk]) for name in ("quiz", "preview-quiz", "quiz-results")]
    counts: list[list[int]] = []
    for growth in (1, 2):
        for number in range(3):
            texts = make.texts(10 * growth + number, script_id=script.pk)
            actions.write_question(actor=personas.trainer, quiz=quiz, texts=texts)
        for user in agents(3, first=10 * growth):
            make.failed_twice(user, quiz)
        for _other in range(2):
            make.taken(personas.agent, make.quiz(personas.trainer, asked=1, questions=3))
        pages = [(trainer, url) for url in (*of_quiz, reverse("training:quizzes"))]
        pages.append((agent, reverse("training:own-quizzes")))
        counts.append([queries_of(partial(client.get, url)) for client, url in pages])
        counts[-1].append(queries_of(partial(conversations_to_have, personas.trainer)))
    assert counts[0] == counts[1]
    assert max(counts[0]) <= MOST


def test_attempt_needs_as_many_queries_with_more_questions(personas: Personas, sign_in: SignIn) -> None:
    client = sign_in(personas.agent)
    counts = []
    for asked in (1, 5):
        quiz = make.quiz(personas.trainer, asked=asked, questions=3 * asked)
        attempt = actions.start_attempt(actor=personas.agent, quiz=quiz)
        url = reverse("training:attempt", args=[attempt.pk])
        shown = queries_of(partial(client.get, url))
        make.answer(personas.agent, attempt)
        actions.finish_attempt(actor=personas.agent, attempt=attempt)
        counts.append((shown, queries_of(partial(client.get, url))))
    assert counts[0] == counts[1]
