"""Questions about a file that are answered twice, at once, or while a worker is killed."""

import pytest

from feedback.queries.rollups import rollup_differences
from intake.actions.decisions import decide_findings
from intake.actions.discards import abandon
from intake.actions.file_reading import start_reading
from intake.actions.publication_request import request_publication
from intake.lifecycle import WrongImportState
from intake.models import Import
from intake.reading.profiles import Field, Profile
from intake.verbs import Verb
from journal.models import Entry
from people.models import Person, User
from tests.factories import feedback
from tests.factories.people import organisation, personas
from tests.faults.processes import KILLED, forget_leases
from tests.faults.test_import_survives import healed, worker_on
from tests.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)

HEAD = "ticket,agent,date,rating"
PROFILE = Profile(
    name="generic",
    source="shop",
    columns={Field.EXTERNAL_ID: "ticket", Field.AGENT: "agent", Field.STARTED: "date", Field.RATING: "rating"},
)
DECLINED = [f"{number},Nia,2026-01-31 10:00,declined" for number in range(4)]
RATED = [f"{number},Nia,2026-01-31 10:00,{number - 3}" for number in range(4, 7)]


def waiting(*rows: str, creates_people: bool = True) -> Import:
    content = "".join(f"{row}\n" for row in (HEAD, *rows)).encode()
    imported = feedback.received(content, profile_name="", goes_on=False, creates_people=creates_people)
    return feedback.worked(start_reading(actor=None, imported=imported, profile=PROFILE))


@pytest.mark.parametrize("fault", ["import.staged:1", "import.staged:2", "work.before_commit:2", "work.between_steps:1"])
def test_reading_again_without_values_that_are_no_ratings_survives(fault: str) -> None:
    organisation()
    imported = waiting(*DECLINED, *RATED)
    decide_findings(actor=None, imported=imported, decisions={"ratings_rejected": "unrated"})
    assert worker_on(imported, fault=fault).wait() == KILLED, "the fault was never reached"
    forget_leases()
    feedback.worked(imported)
    assert (imported.state, imported.counts["rows"], imported.counts["with_rating"]) == (Import.State.CHECKED, 7, 3)
    healed(request_publication(actor=None, imported=imported))
    assert (imported.state, imported.counts["added"], imported.counts["responses"]) == (Import.State.PUBLISHED, 7, 3)
    assert rollup_differences() == []


@pytest.mark.parametrize("rows", [[*DECLINED, *RATED], ["1,Nia,2001-01-31 10:00,4"]])
def test_question_is_answered_once_by_two_people_at_once(rows: list[str]) -> None:
    organisation()
    imported = waiting(*rows)
    kind = imported.findings.get().kind
    answers = {kind: "unrated" if kind == "ratings_rejected" else "publish"}

    def answer() -> None:
        decide_findings(actor=None, imported=Import.objects.get(pk=imported.pk), decisions=answers)

    raised = at_once(answer, answer)
    assert [type(error) for error in raised if error is not None] == [WrongImportState]
    assert Entry.objects.filter(verb=Verb.IMPORT_DECIDED).count() == 1
    feedback.worked(Import.objects.get(pk=imported.pk))
    assert Import.objects.get(pk=imported.pk).state == Import.State.CHECKED


def test_discarding_while_a_question_is_answered_leaves_one_end() -> None:
    organisation()
    imported = waiting("1,Nia,2001-01-31 10:00,4", creates_people=False)
    ops = personas().ops

    def answer() -> None:
        decide_findings(actor=None, imported=Import.objects.get(pk=imported.pk), decisions={"long_ago": "publish"})

    def discard() -> None:
        abandon(actor=User.objects.get(pk=ops.pk), imported=Import.objects.get(pk=imported.pk))

    raised = at_once(answer, discard)
    imported.refresh_from_db()
    assert imported.state == Import.State.ABANDONED
    assert raised[1] is None
    assert raised[0] is None or isinstance(raised[0], WrongImportState)
    assert not Person.objects.filter(display_name="Nia").exists()
