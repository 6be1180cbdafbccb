"""One crisis told twice: people of a pair swap their secrets, and everything that others may know stays the same."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.test import Client

from core import clock, work
from crisis import actions
from crisis.cells import CellKind, StaffingCell
from crisis.models import Crisis, Invitation, SupportContact
from crisis.queries.reply_links import url_of
from crisis.verbs import Verb
from feedback.sustained import Criteria
from journal.queries import lines
from notices.models import Delivery
from people.identity import Role, User
from people.models import Notification
from protocol import actions as protocols
from protocol import work_kinds
from protocol.models import Protocol, ProtocolExport
from selection import actions as choosing
from tests.factories import crisis as crises
from tests.factories.people import Personas, TeamFactory, personas, user_with

BEGINNING = datetime(2026, 11, 16, 8, tzinfo=UTC)
FOUND = 302
REASON = "They know kettles."
# Each pair swaps between the worlds: declined or never invited, expired or never invited, withdrew or was released.
SECRET = ("declines", "never_invited", "expires", "not_invited", "withdraws", "released")
SWAPPED = {
    "declines": "never_invited",
    "never_invited": "declines",
    "expires": "not_invited",
    "not_invited": "expires",
    "withdraws": "released",
    "released": "withdraws",
}
# Who asks for help, in one world and in the other.
ASKING = ("mate_3", "mate_4")
MATES = ("mate_1", "mate_2", "mate_3", "mate_4", "mate_5")


@dataclass(frozen=True)
class Cast:
    """Those who see no secret (`others`), those who run the crisis, and the people of its team's stories by role."""

    lead: User
    deputy: User
    opener: User
    others: Mapping[str, User]
    team: Mapping[str, User]

    @property
    def viewers(self) -> dict[str, User]:
        return {"opener": self.opener, **self.others, "mate": self.team["mate_1"]}


def cast() -> Cast:
    """Everybody with the same figures, all of one team whose leader does not run the crisis."""
    everybody: Personas = personas()
    east = TeamFactory.create(name="East")
    team = {name: user_with(Role.AGENT, name=f"Person {name}", team=east) for name in (*MATES, *SECRET)}
    for user in team.values():
        crises.scored(user.person, 100, 95)
    others = {name: user for name, user in everybody if name not in {"supervisor", "approver", "trainer", "agent"}}
    return Cast(
        lead=everybody.supervisor,
        deputy=user_with(Role.SUPERVISOR, name="Dora Deputy"),
        opener=user_with(Role.SUPERVISOR, name="Olga Opener"),
        others={**others, "team_leader": user_with(Role.SUPERVISOR, name="Lena Leader", team=east, leads=True)},
        team=team,
    )


class Story:
    """The crisis in one of the worlds, up to the point at which the pages are compared."""

    def __init__(self, people: Cast, *, is_swapped: bool) -> None:
        self.people, self.is_swapped = people, is_swapped
        self.now = BEGINNING
        self.crisis = self._opened()

    def who(self, part: str) -> User:
        """The person who plays this part in this world."""
        return self.people.team[SWAPPED.get(part, part) if self.is_swapped else part]

    def draft(self) -> None:
        """Everything secret happens while the crisis is a draft, so that the person who opened it could see it."""
        selected = ("mate_1", "declines", "expires", "withdraws", "released")
        with self._later(hours=1):
            choosing.store_selection(
                actor=self.people.lead,
                crisis=self.crisis,
                criteria=Criteria(until=date(2026, 11, 1), team_size=len(selected)),
                places=[self.who(part).person_id for part in selected],
                reason=REASON,
            )
            actions.send_invitations(actor=self.people.lead, crisis=self.crisis, count=len(selected))
        with self._later(hours=1):
            self._accept("mate_1")
            for name in ("withdraws", "released"):
                self._accept(SWAPPED[name] if self.is_swapped else name)
            actions.decline(actor=self.who("declines"), invitation=self._invitation("declines"), reason="A private reason")
            self._fail_to_deliver("expires")
        self._tell("It rains.", "mate_1", "withdraws", "released")
        self._next_joins("mate_2", hours=1)
        self._next_joins("mate_3", hours=24)
        self._leave()
        self._next_joins("mate_4", hours=1)

    def activate(self) -> None:
        with self._later(hours=1):
            actions.activate(actor=self.people.lead, crisis=self.crisis)
            actions.set_needed(actor=self.people.lead, crisis=self.crisis, needed={StaffingCell(CellKind.CHANNEL, "chat"): 3})
            actions.go_on_line(actor=self.people.team["mate_1"], crisis=self.crisis)
        with self._later(minutes=1):
            actions.ask_for_help(
                actor=self.people.team[ASKING[self.is_swapped]], crisis=self.crisis, note=f"Asked by {ASKING[self.is_swapped]}"
            )
        self._tell("It is dry.", "mate_2")

    def resolve(self) -> None:
        with self._later(hours=2):
            actions.resolve(actor=self.people.lead, crisis=self.crisis)
            row = work.latest(work_kinds.COMPILE, self.crisis.pk)
            assert row is not None
            work.run_here(row)
            protocol = crises.written(self._protocol(), self.people.lead)
            for format_ in ("md", "json"):
                export = protocols.request_export(actor=self.people.lead, protocol=protocol, format=format_)
                work.run_here(protocols.work_of(export))

    def close(self) -> None:
        with self._later(hours=2):
            actions.begin_review(actor=self.people.lead, crisis=self.crisis)
            row = work.latest(work_kinds.COMPILE, self.crisis.pk)
            assert row is not None
            work.run_here(row)
            protocol = self._protocol()
            protocols.review_protocol(actor=self.people.deputy, protocol=protocol, version=protocol.version)
            actions.close(actor=self.people.lead, crisis=self.crisis)

    def exports(self) -> list[ProtocolExport]:
        return list(ProtocolExport.objects.filter(protocol__crisis=self.crisis))

    def protocol_id(self) -> int:
        """The id of the protocol, or 0 while there is none."""
        return Protocol.objects.filter(crisis=self.crisis).values_list("pk", flat=True).first() or 0

    def _opened(self) -> Crisis:
        with clock.travel(self.now):
            crisis = actions.open_crisis(
                actor=self.people.opener,
                title="Kettle recall",
                kind="internal",
                solution=crises.SOLUTION,
                lead_id=self.people.lead.person_id,
                deputy_id=self.people.deputy.person_id,
            )
        SupportContact.objects.create(crisis=crisis, name="Night desk", reach="extension 77")
        return crisis

    def _tell(self, text: str, *confirming: str) -> None:
        """The team is told something, and these people confirm it, the same ones in both worlds."""
        with self._later(minutes=5):
            actions.give_update(actor=self.people.lead, crisis=self.crisis, text=text, next_update_at=None)
            for name in confirming:
                sequence = lines(self.crisis.journal_id, verbs=[Verb.UPDATE_GIVEN])[-1].sequence
                actions.confirm_update(actor=self.people.team[name], crisis=self.crisis, sequence=sequence)

    def _leave(self) -> None:
        """Two people leave within the hour, each in their own way; the same one is first in both worlds."""
        for name in ("withdraws", "released"):
            with self._later(minutes=10):
                user = self.people.team[name]
                if self.who("withdraws") == user:
                    invitation = self._invitation("withdraws")
                    actions.withdraw(actor=user, invitation=invitation, reason="A private reason")
                else:
                    message = "A private word"
                    actions.release(actor=self.people.lead, crisis=self.crisis, person_id=user.person_id, message=message)

        with self._later(minutes=10):
            self._ask_to_come_back_and_say_no()

    def _ask_to_come_back_and_say_no(self) -> None:
        """The person who withdrew regrets it, is invited again, and then says no from the link in the e-mail.

        Numbers of journal entries are in the protocol. They tell that an invitation was sent, as for the next person on the
        list, so it is sent at the same time in both worlds.
        """
        user, invitation = self.who("withdraws"), self._invitation("withdraws")
        actions.ask_to_come_back(actor=user, invitation=invitation)
        again = actions.invite_again(actor=self.people.lead, crisis=self.crisis, invitation_id=invitation.pk)
        answer = Client().post(url_of(again, user.email), {"no": "1"})
        assert answer.status_code == FOUND

    def _next_joins(self, part: str, *, hours: int) -> None:
        with self._later(hours=hours, minutes=1):
            actions.keep_up_invitations()
            self._accept(part)

    def _accept(self, part: str) -> None:
        crises.accept(self._invitation(part), self.who(part))

    def _invitation(self, part: str) -> Invitation:
        return Invitation.objects.get(crisis=self.crisis, person=self.who(part).person_id)

    def _fail_to_deliver(self, part: str) -> None:
        """The mail server refuses the e-mail about this person's invitation."""
        told = Notification.objects.get(person=self.who(part).person_id, key__startswith="invitation:")
        Delivery.objects.create(notification=told, state="failed", posted_at=self.now, finished_at=self.now)

    def _protocol(self) -> Protocol:
        return Protocol.objects.select_related("crisis").get(crisis=self.crisis)

    def _later(self, **passed: int) -> ExitStack:
        """The time that has passed in the story."""
        self.now += timedelta(**passed)
        stack = ExitStack()
        stack.enter_context(clock.travel(self.now))
        return stack
