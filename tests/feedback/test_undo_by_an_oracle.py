"""Random imports, decisions and undos give the contacts, responses and scores that a model in plain Python computes."""

import random
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from feedback.actions.audit import assign, decide
from feedback.models import Interaction, LeftOut, MonthlyScore, SurveyResponse
from feedback.queries.import_undo import forecast
from feedback.queries.rollups import rollup_differences
from intake.actions.decisions import decide_findings
from intake.actions.file_publication import publish_file_step
from intake.actions.publication_transaction import hand_over
from intake.actions.undo import undo_step
from intake.models import Import, StagedRow
from people.actions import make_token
from people.actions.source_names import remember_identities
from people.models import Person, Scope, User
from tests.factories.people import Personas
from tests.feedback.model_of_imports import Contact, Imports, Key, Response, Said
from tests.seeds import seeds

pytestmark = pytest.mark.django_db

AGENTS = ("Ida", "Nia", "Omar")
SOURCES = ("one", "two")
NOON = datetime(2026, 1, 31, 12, 0, 7, tzinfo=UTC)
STARTS = (NOON, NOON + timedelta(seconds=20), NOON + timedelta(hours=5), NOON + timedelta(days=3))
ZONE = ZoneInfo("Europe/Berlin")


class Publish(NamedTuple):
    """A file, with the decision about contacts with another agent."""

    source: str
    rows: Sequence[dict[str, Any]]
    keeps_agents: bool
    is_sent: bool


class Undo(NamedTuple):
    """The import that was published as the one with this number, if it still counts."""

    number: int


class Assign(NamedTuple):
    """An agent given by hand, or taken away."""

    key: Key
    agent: str


class Decide(NamedTuple):
    """A decision about one of the responses that are there then."""

    number: int
    counts: bool | None


Step = Publish | Undo | Assign | Decide


def random_row(chance: random.Random) -> dict[str, Any]:
    """A row of one of few contacts at one of few moments, so that files differ about the same ones."""
    some = chance.choice
    if chance.random() < 0.1:
        return {
            "digest": f"{chance.randrange(2):032}", "agent": "Nia", "channel": "phone", "topic": "", "started_at": NOON,
            "started_precision": 3, "instrument": "csat", "value": 4, "responded_at": NOON, "comment": "", "precision": 0,
        }  # fmt: skip
    row = {
        "external_id": f"C{chance.randrange(2)}", "agent": some(("", *AGENTS)), "channel": some(("phone", "other")),
        "topic": some(("", "", "Billing")), "started_at": some((NOON, *STARTS)), "started_precision": some((0, 1, 2, 3, 3)),
        "instrument": some(("csat", "csat", "nps")), "value": None, "responded_at": None, "comment": "", "precision": 0,
    }  # fmt: skip
    if chance.random() < 0.6:
        row |= {"value": some((3, 5)), "responded_at": NOON + timedelta(hours=chance.randrange(2)), "precision": some((0, 2))}
        row["comment"] = some(("", "", "Good", "Bad"))
    return row


def random_steps(chance: random.Random) -> list[Step]:
    steps: list[Step] = []
    for number in range(chance.randrange(4, 9)):
        kind = chance.random()
        if kind < 0.6 or number < 2:
            rows = [random_row(chance) for _ in range(chance.randrange(1, 5))]
            steps.append(
                Publish(chance.choice(("one", "one", "one", "two")), rows, chance.random() < 0.6, chance.random() < 0.15)
            )
        elif kind < 0.85:
            steps.append(Undo(chance.randrange(number)))
        elif kind < 0.95:
            steps.append(Assign(Key(chance.choice(SOURCES), f"C{chance.randrange(2)}"), chance.choice(("", *AGENTS))))
        else:
            steps.append(Decide(chance.randrange(9), chance.choice((True, False, None))))
    return steps


class Product:
    """The same steps in the database."""

    def __init__(self, actor: User) -> None:
        self.actor = actor
        self.people = {name: Person.objects.create(display_name=name).pk for name in AGENTS}
        for source in SOURCES:
            remember_identities(actor=None, source=source, people=self.people)
        self.token = make_token(actor=None, name="help desk", scopes=[Scope.FEEDBACK_WRITE])[0]
        self.files: dict[int, Import] = {}

    def publish(self, number: int, step: Publish) -> dict[str, int]:
        """Publish a file. Returns the questions that were asked, with their numbers of contacts."""
        came = {"token": self.token} if step.is_sent else {"file_name": str(number), "path": f"imports/{number}"}
        imported = Import.objects.create(
            size_bytes=1, source=step.source, state=Import.State.PUBLISHING, counts={"rows": len(step.rows)}, **came
        )
        staged = [StagedRow(file=imported, line=line, **row) for line, row in enumerate(step.rows, 2)]
        StagedRow.objects.bulk_create(staged)
        self.files[number] = imported
        if step.is_sent:
            hand_over([imported])
            return {}
        publish_file_step(imported, WORK)
        asked = dict(imported.findings.blocking().values_list("kind", "count"))
        if asked:
            answers = dict.fromkeys(asked, "publish") | {"reassigned": "keep" if step.keeps_agents else "move"}
            decide_findings(actor=None, imported=imported, decisions=answers)
            Import.objects.filter(pk=imported.pk).update(state=Import.State.PUBLISHING)
            imported.refresh_from_db()
            publish_file_step(imported, WORK)
        assert imported.state == Import.State.PUBLISHED
        return asked

    def undo(self, number: int) -> None:
        imported = self.files[number]
        would, before = forecast(imported), (Interaction.objects.count(), SurveyResponse.objects.count())
        Import.objects.filter(pk=imported.pk).update(state=Import.State.UNDOING)
        imported.refresh_from_db()
        undo_step(imported, WORK)
        after = (Interaction.objects.count(), SurveyResponse.objects.count())
        assert (would.removed, would.responses) == (before[0] - after[0], before[1] - after[1])
        counts = imported.counts
        assert (would.removed, would.responses, would.kept) == (counts["removed"], counts["removed_responses"], counts["kept"])

    def contacts(self) -> dict[Key, Contact]:
        numbers = {imported.pk: number for number, imported in self.files.items()}
        return {
            Key(each.source, each.external_id): Contact(
                each.person.display_name if each.person else "", each.channel, each.topic, each.started_at,
                each.started_precision, numbers[each.file_id or 0],
            )
            for each in Interaction.objects.select_related("person")
        }  # fmt: skip

    def responses(self) -> list[Response]:
        numbers = {imported.pk: number for number, imported in self.files.items()}
        return sorted(
            Response(
                Key(each.interaction.source, each.interaction.external_id),
                Said(each.instrument, each.responded_at, each.value),
                each.state, each.comment, each.precision, numbers[each.file_id or 0],
            )
            for each in SurveyResponse.objects.select_related("interaction")
        )  # fmt: skip

    def scores(self) -> tuple[Counter[Any], Counter[Any]]:
        counted, left_out = Counter[Any](), Counter[Any]()
        for row in MonthlyScore.objects.select_related("person"):
            for value in range(11):
                if count := getattr(row, f"n{value}"):
                    counted[row.person.display_name, row.month_on, row.channel, row.topic, row.instrument, value] += count
        for other in LeftOut.objects.all():
            left_out[other.month_on, other.instrument, other.reason] = other.responses
        return counted, left_out


# What a step of background work gets and doesn't read.
WORK: Any = SimpleNamespace(cursor={})


def compare(steps: Sequence[Step], actor: User) -> None:
    """Take the steps in the model and in the database, and compare everything after each of them."""
    model, product = Imports(), Product(actor)
    for number, step in enumerate(steps):
        match step:
            case Publish():
                asked = {} if step.is_sent else model.questions(step.source, step.rows)
                found = product.publish(number, step)
                # Tested elsewhere: confirming these leaves the contacts as the file has them.
                for kind in ("same_contacts", "perhaps_known", "shared_ids"):
                    found.pop(kind, None)
                assert found == {kind: len(keys) for kind, keys in asked.items() if keys}, "questions"
                model.publish(number, step.source, step.rows, keeps_agents=step.keeps_agents, is_sent=step.is_sent)
            case Undo():
                if step.number in product.files and product.files[step.number].state == Import.State.PUBLISHED:
                    product.undo(step.number)
                    model.undo(step.number)
            case Assign():
                contacts = Interaction.objects.filter(source=step.key.source, external_id=step.key.external_id)
                person_id = product.people[step.agent] if step.agent else None
                assign(actor=actor, interactions=list(contacts.values_list("pk", flat=True)), person_id=person_id)
                model.assign(step.key, step.agent)
            case Decide():
                known = model.responses()
                if known:
                    key, said = known[step.number % len(known)][:2]
                    ids = SurveyResponse.objects.filter(
                        interaction__source=key.source, interaction__external_id=key.external_id, instrument=said.instrument,
                        responded_at=said.responded_at, value=said.value,
                    ).values_list("pk", flat=True)  # fmt: skip
                    decide(actor=actor, responses=list(ids), counts=step.counts)
                    model.decide(key, said, number, step.counts)
        assert product.contacts() == model.contacts()
        assert product.responses() == model.responses()
    assert product.scores() == model.scores(ZONE)
    assert rollup_differences() == []


@pytest.mark.parametrize("seed", seeds(30))
def test_model_and_database_agree(personas: Personas, seed: int) -> None:
    compare(random_steps(random.Random(seed)), personas.ops)  # noqa: S311 - a seeded test
