"""Pages need the same number of queries for 100 rows as for 10."""

from collections.abc import Callable
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from crisis.models import TeamMember
from feedback.models import Interaction, MonthlyScore
from intake.actions.uploads import receive_file
from intake.instruments import Instrument
from intake.models import Import
from journal.actions import record
from people.models import Membership, Notification, Person, Role, RoleGrant, User
from quality.actions import create_default_scorecard
from quality.models import Programme, Question, Review, ReviewAnswer, ScorecardVersion, Slot
from quality.slot_times import TIME_TO_REVIEW
from recognition.verbs import Verb
from selection.models import LeaderInput
from tests.factories import crisis as crises
from tests.factories import recognition
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas
from tests.factories.scores import count_as_current

SignIn = Callable[[User], Client]
FEW, MANY = 10, 100


class Centre:
    """A contact centre with a crisis and this many rows of everything that pages list."""

    def __init__(self, personas: Personas) -> None:
        self.personas, self.size = personas, 0
        create_default_scorecard(actor=None)
        self.crisis = crises.active(personas, team_size=250)
        self.version = ScorecardVersion.objects.get(state="published")
        file = SimpleUploadedFile("march.csv", b"date,agent,rating\n2026-03-01,Ana,5\n")
        self.file = receive_file(actor=personas.ops, file_name="march.csv", chunks=file.chunks())
        self.badge = recognition.AwardTypeFactory.create()

    def grow_to(self, size: int) -> None:
        for number in range(self.size, size):
            person = self._person(number)
            self._scripts(number)
            self._award(person)
            self._review(number, person, done=True)
            self._review(number + 1000, person, done=False)
            record(self.crisis.journal, Verb.AWARD_CANCELLED, actor=self.personas.agent, subject=person)
            self._import()
        self.size = size
        crises.selected(self.crisis, list(Person.objects.filter(display_name__startswith="CSP").values_list("pk", flat=True)))
        count_as_current()

    def _person(self, number: int) -> Person:
        person = Person.objects.create(display_name=f"CSP {number:03}")
        RoleGrant.objects.create(person=person, role=Role.AGENT)
        team = Membership.objects.get(person=self.personas.supervisor.person).team
        Membership.objects.create(person=person, team=team, starts_on="2020-01-01")
        TeamMember.objects.create(crisis=self.crisis, person=person)
        LeaderInput.objects.create(
            crisis=self.crisis, person=person, leader=self.personas.supervisor.person, kind="nomination", reason="Calm."
        )
        months = [f"2026-{month:02}-01" for month in range(5, 11)]
        scores = {"person": person, "channel": "phone", "instrument": Instrument.CSAT, "n5": 90, "n2": 10}
        MonthlyScore.objects.bulk_create(MonthlyScore(month_on=month, **scores) for month in months)
        for user in (self.personas.agent, self.personas.supervisor):
            Notification.objects.create(person=user.person, key=f"hello:{number}", text="Hello")
        return person

    def _scripts(self, number: int) -> None:
        for state, journal in (("published", self.crisis.journal), ("in_review", None), ("published", None)):
            fields = {"journal": journal} if journal else {}
            script = scripts.script(self.personas, title=f"Script {number} {state}", **fields)
            scripts.bare(self.personas, state, script=script)

    def _award(self, person: Person) -> None:
        now, supervisor, agent = clock.now(), self.personas.supervisor.person, self.personas.agent.person
        issued = {"state": "issued", "decided_by": supervisor, "decided_at": now, "issued_at": now, "type": self.badge}
        recognition.AwardFactory.create(nominee=person, nominator=agent, journal=self.crisis.journal, **issued)
        recognition.AwardFactory.create(nominee=agent, nominator=person, **issued)
        recognition.AwardFactory.create(nominee=person, nominator=agent, type=self.badge)

    def _review(self, number: int, person: Person, *, done: bool) -> None:
        at, reviewer = clock.now() - timedelta(days=1), self.personas.reviewer.person
        # Every CSP has a reviewed contact, including the agent whose pages are measured.
        for whose, week in ((person, 1), (self.personas.agent.person, 2)):
            contact = Interaction.objects.create(
                source="test",
                external_id=f"{number}-{week}",
                person=whose,
                channel="phone",
                topic="delivery",
                started_at=at,
                hour_band=9,
            )
            slot = Slot.objects.create(
                programme=Programme.objects.get(journal=self.crisis.journal),
                person=whose,
                iso_year=2026,
                iso_week=week,
                number=number + 1,
                opens_at=at,
                due_at=at + TIME_TO_REVIEW,
                interaction=contact,
                reviewer=reviewer,
                assigned_at=at,
                state="done" if done else "assigned",
            )
            if done:
                self._completed(slot, contact)

    def _completed(self, slot: Slot, contact: Interaction) -> None:
        review = Review.objects.create(
            slot=slot,
            version=self.version,
            reviewer=self.personas.reviewer.person,
            person=slot.person,
            interaction=contact,
            state="completed",
            score=90,
            started_at=slot.opens_at,
            completed_at=slot.opens_at,
        )
        questions = Question.objects.filter(section__version=self.version)
        ReviewAnswer.objects.bulk_create(
            ReviewAnswer(review=review, question=question, value=question.answers[-1]) for question in questions
        )

    def _import(self) -> None:
        copy = Import.objects.get(pk=self.file.pk)
        copy.pk = None
        copy.save()


def pages(centre: Centre) -> list[tuple[User, str]]:
    who, crisis = centre.personas, centre.crisis.pk
    steps = [f"crisis:{name}" for name in ("detail", "buy_in", "scripts", "reviews", "recognition")] + ["selection:detail"]
    return [
        *((user, reverse("desk:home")) for _name, user in who),
        *((who.supervisor, reverse(step, args=[crisis])) for step in steps),
        (who.supervisor, f"{reverse('crisis:detail', args=[crisis])}?all=1"),
        (who.supervisor, reverse("crisis:list")),
        (who.agent, reverse("scripts_library:library")),
        (who.supervisor, reverse("scripts_library:library")),
        (who.agent, reverse("scripts_library:news")),
        (who.reviewer, reverse("quality:queue")),
        (who.supervisor, reverse("quality:board")),
        (who.agent, reverse("quality:mine")),
        (who.agent, reverse("recognition:wall")),
        (who.agent, reverse("recognition:mine")),
        (who.supervisor, reverse("recognition:approvals")),
        (who.agent, reverse("people:notifications")),
        (who.administrator, reverse("people:list")),
        (who.ops, reverse("intake:imports")),
        (who.supervisor, reverse("feedback:ranking")),
    ]


def counts(centre: Centre, sign_in: SignIn) -> dict[str, int]:
    found = {}
    for user, url in pages(centre):
        client = sign_in(user)
        # Cached results of another version token are computed again.
        client.get(url)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url).status_code == 200, url
        found[f"{user} {url}"] = len(asked)
    return found


def test_queries_of_pages_do_not_grow_with_rows(personas: Personas, sign_in: SignIn) -> None:
    centre = Centre(personas)
    centre.grow_to(FEW)
    few = counts(centre, sign_in)
    centre.grow_to(MANY)
    assert counts(centre, sign_in) == few
    # Most are on the home of a lead: one for each kind of thing that can wait for them.
    assert max(few.values()) <= 54


def test_queries_of_a_protocol_do_not_grow_with_rows(personas: Personas, sign_in: SignIn) -> None:
    protocol = crises.written(crises.protocol_of(crises.active(personas), personas), personas.supervisor)
    client, url = sign_in(personas.supervisor), reverse("protocol:detail", args=[protocol.crisis_id])

    def asked() -> int:
        client.get(url)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    def plan(count: int) -> None:
        for number in range(count):
            protocol.improvements.create(action=f"Improvement {count}-{number}", owner=personas.supervisor.person)

    plan(FEW)
    few = asked()
    plan(MANY)
    assert asked() == few
