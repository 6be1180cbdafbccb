"""Evaluations as Genesys Cloud gives them, files of them, and what taking them in leaves behind."""

import json
from collections.abc import Sequence
from itertools import count
from typing import Any

from core import clock
from core.models import Work
from intake.actions.publication_request import request_publication
from intake.actions.undo import undo
from intake.actions.uploads import receive_file
from intake.models import Import
from people.actions.source_names import remember_identities
from people.models import Person, User
from quality.models import ImportedEvaluation
from tests.factories import feedback

_numbers = count(1)
SOURCE = "genesys"
# An import after its work has been done in this process.
finished = feedback.worked
NIA = {"id": "7b1c0a52-agent-nia", "name": "Nia Berg", "email": "nia@example.org"}


def evaluation(**fields: Any) -> dict[str, Any]:
    """A finished evaluation of Nia Berg; `answers` are added to those that are there."""
    answers = {
        "totalScore": 87.5,
        "totalCriticalScore": 90,
        "anyFailedKillQuestions": False,
        "comments": "Calm and clear.",
        "questionGroupScores": [
            {"questionGroupId": "g1", "totalScore": 17.5, "maxTotalScore": 20, "markedNA": False},
            {"questionGroupId": "g2", "totalScore": 0, "maxTotalScore": 0, "markedNA": True},
        ],
        **fields.pop("answers", {}),
    }
    return {
        "id": f"evaluation-{next(_numbers)}",
        "conversation": {"id": "c0ffee-1"},
        "evaluationForm": {"id": "f1", "name": "Phone 2026", "questionGroups": [{"id": "g1", "name": "Opening"}]},
        "evaluator": {"id": "e1", "name": "Rui Costa"},
        "agent": NIA,
        "status": "FINISHED",
        "answers": answers,
        "releaseDate": "2026-03-03T08:00:00.000Z",
        "assignedDate": "2026-03-01T08:00:00.000Z",
        "changedDate": "2026-03-02T08:00:00.000Z",
        "conversationDate": "2026-02-27T09:30:00.000Z",
        **fields,
    }


def received(actor: User | None, content: bytes, name: str = "evaluations.json", *, goes_on: bool = False) -> Import:
    """A file that has arrived and waits for a worker."""
    return receive_file(actor=actor, file_name=name, chunks=[content], goes_on=goes_on)


def worked(imported: Import) -> Import:
    """The import after its work has been done in this process, and published if it was ready."""
    imported = finished(imported)
    if imported.state == Import.State.CHECKED:
        request_publication(actor=None, imported=imported)
    return finished(imported)


def stopped(actor: User) -> Import:
    """A file whose reading has failed for good."""
    imported = received(actor, json.dumps([evaluation()]).encode())
    Work.objects.filter(key=imported.work_key).update(state=Work.State.FAILED, finished_at=clock.now())
    return imported


def taken(actor: User, evaluations: Sequence[Any]) -> Import:
    """A published file with a list of these."""
    return worked(received(actor, json.dumps(evaluations).encode()))


def undone(actor: User, imported: Import) -> Import:
    """The file after it was undone."""
    return finished(undo(actor=actor, imported=imported))


def known(actor: User, person: Person, identity: str = NIA["id"]) -> None:
    """Match an agent of Genesys to a person, as if it was done before."""
    remember_identities(actor=actor, source=SOURCE, people={identity: person.pk})


def review_of(person: Person, actor: User, **fields: Any) -> ImportedEvaluation:
    """An imported evaluation of this person."""
    known(actor, person, f"agent-{person.pk}")
    made = evaluation(agent={"id": f"agent-{person.pk}", "name": person.display_name}, **fields)
    taken(actor, [made])
    return ImportedEvaluation.objects.get(external_id=made["id"], is_current=True)


def conversation(**fields: Any) -> dict[str, Any]:
    """A conversation of Zendesk QA with one review of Nia Berg; `review` changes the review."""
    review = {
        "id": f"review-{next(_numbers)}",
        "reviewer": {"email": "rui@example.org", "name": "Rui Costa"},
        "reviewee": {"email": "nia@example.org", "name": "Nia Berg"},
        "score": 72.5,
        "ratings": [
            {"categoryId": "1", "categoryName": "Tone", "score": 100, "weight": 10, "critical": False},
            {"categoryId": "2", "categoryName": "Solution", "score": 45, "weight": 10, "critical": True},
            {"categoryId": "3", "categoryName": "Grammar", "score": None, "weight": 5, "critical": False},
        ],
        "comment": "Friendly.",
        "created": "2026-04-02T09:00:00Z",
        "updated": "2026-04-02T10:00:00Z",
        "scorecard": {"id": "7", "name": "E-mail"},
        **fields.pop("review", {}),
    }
    return {
        "externalId": "9001",
        "workspaceId": "3",
        "createdAt": "2026-04-01T09:00:00Z",
        "lastUpdated": "2026-04-02T10:00:00Z",
        "reviews": [review],
        "comments": [],
        **fields,
    }


def connect(**fields: Any) -> dict[str, Any]:
    """An evaluation of Amazon Connect; `metadata` is added to what is there."""
    metadata = {
        "contactId": "contact-1",
        "agentId": "connect-agent-nia",
        "evaluationDefinitionTitle": "Chat 2026",
        "evaluator": "rui",
        "evaluationStartTimestamp": "2026-04-02T09:00:00.000Z",
        "evaluationSubmitTimestamp": "2026-04-02T09:30:00.000Z",
        "score": {"percentage": 66.7},
        "resubmitted": False,
        **fields.pop("metadata", {}),
    }
    return {
        "schemaVersion": "3.1",
        "evaluationId": f"connect-{next(_numbers)}",
        "metadata": metadata,
        "sections": [
            {"sectionRefId": "s1", "sectionTitle": "Greeting", "notes": "Warm.", "score": {"percentage": 80}},
            {"sectionRefId": "s2", "sectionTitle": "Security"},
        ],
        "questions": [
            {"questionRefId": "q1", "sectionRefId": "s1", "answer": {"metadata": {"notApplicable": False}}},
            {"questionRefId": "q2", "sectionRefId": "s2", "answer": {"metadata": {"notApplicable": True}}},
        ],
        **fields,
    }
