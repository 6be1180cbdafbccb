"""The demo's active crisis: a storm, a few days old."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING

from core import clock
from crisis import actions
from crisis.queries.team import members_of
from desk.demo import cast, line, storm_texts, wording
from desk.demo.awards import nominate
from desk.demo.organisation import House
from desk.demo.refresher import plan_refresher
from desk.demo.schedule import ZONE, Story
from desk.demo.scripts import in_review, published, read_by
from desk.demo.teams import Judgement, ask_leaders, plan_answers, say, select
from feedback.sustained import Criteria
from people.identity import User
from selection import actions as choosing
from selection.coverage import Coverage, Dimension, Minimum, TeamMaximum

if TYPE_CHECKING:
    from crisis.models import Crisis, Goal


@dataclass
class Storm:
    """The storm, step by step."""

    story: Story
    house: House
    crisis: "Crisis" = field(init=False)
    goals: "list[Goal]" = field(init=False)

    @property
    def lead(self) -> User:
        return self.house.user(cast.LEADERS[0])

    @property
    def deputy(self) -> User:
        return self.house.user(cast.LEADERS[1])

    def plan(self) -> None:
        at, moment = self.story.at, self.story.moment
        at(moment(7, 10), self.open)
        at(moment(7, 10, 10), lambda: ask_leaders(self.house, self.crisis, self.lead, storm_texts.LEADERS_ASKED))
        for minute, judgement in enumerate(storm_texts.JUDGEMENTS, start=34):
            at(moment(7, 10, minute), partial(self.hear, judgement))
        at(moment(7, 11), lambda: self.write("Storm: late parcel", wording.STORM_DELAY))
        at(moment(7, 11, 30), self.form_team)
        at(moment(6, 8), self.activate)
        for days in (6, 5, 4, 3):
            at(moment(days, 9, 30), self.answer_again)
        at(moment(6, 12, 20), self.reply)
        at(moment(4, 8, 30), lambda: self.write("Storm: flooded home", wording.STORM_HOME))
        for days, hour, is_decision, text in storm_texts.COURSE:
            at(moment(days, hour, 5), partial(self.tell_team, text, days=days, is_decision=is_decision))
        at(moment(2, 16), self.recognise)
        for days, orders in storm_texts.PROGRESS:
            at(moment(days, 18), partial(self.count_orders, orders))
        at(moment(2, 14, 10), self.ask_for_help)
        at(moment(1, 11), self.enlarge_team)
        at(moment(1, 15), self.write_what_waits)
        at(moment(1, 16), lambda: plan_refresher(self.story, self.house, self.crisis))

    def open(self) -> None:
        self.story.say("  Storm Imke")
        self.crisis = actions.open_crisis(
            actor=self.lead,
            title="Storm Imke",
            kind="external",
            scope="regional",
            cause=storm_texts.CAUSE,
            severity="critical",
            lead_id=self.lead.person_id,
            deputy_id=self.deputy.person_id,
            solution=storm_texts.SOLUTION,
            expectations=storm_texts.EXPECTATIONS,
            training_hours=storm_texts.TRAINING_HOURS,
            duration=storm_texts.DURATION,
            shifts=storm_texts.SHIFTS,
            reward=storm_texts.REWARD,
            team_size=self.story.size.places - 1,
            review_factor=5,
            answer_hours=16,
        )
        trainer = self.house.persons[cast.TRAINER].pk
        actions.add_contact(
            actor=self.lead,
            crisis=self.crisis,
            person_id=trainer,
            reach="desk by the window",
            phone="118",
            days=[1, 2, 3, 4, 5, 6, 7],
            starts_at=time(7),
            ends_at=time(21),
            time_zone=ZONE.key,
        )
        actions.add_contact(actor=self.lead, crisis=self.crisis, name="Dispatch Porto", reach="24 hours", phone="612", rank=2)
        due_on = self.story.before(-5)
        self.goals = [
            actions.set_goal(actor=self.lead, crisis=self.crisis, due_on=due_on, **goal) for goal in storm_texts.GOALS
        ]

    def hear(self, judgement: Judgement) -> None:
        say(self.house, self.crisis, judgement)

    def reply(self) -> None:
        """An agent who is not on the team replies to the card."""
        choosing.reply_to_card(actor=self.house.user("Farid van Loon"), crisis=self.crisis, text=storm_texts.REPLY)

    def write(self, title: str, texts: wording.Texts) -> None:
        ends_at = self.story.moment(-21, 18)
        version = published(self.house, self.crisis.journal, title, texts, author=self.deputy, ends_at=ends_at)
        read_by(self.story, self.house.agents, version, share=self.story.size.readers_share / 2, hours=72)

    def write_what_waits(self) -> None:
        in_review(self.crisis.journal, "Storm: pick-up at a shop", wording.STORM_SHOPS, author=self.deputy)

    def form_team(self) -> None:
        self._select(self.story.size.places - 1, storm_texts.BAND)
        actions.send_invitations(actor=self.lead, crisis=self.crisis, count=self.story.size.places - 1)
        plan_answers(self.story, self.house, self.crisis, self.lead, hours=7, somebody_declines=True)

    def activate(self) -> None:
        self.crisis = actions.activate(actor=self.lead, crisis=self.crisis)
        line.plan_days(self.story, self.house, self.crisis, self.lead)

    def answer_again(self) -> None:
        """Invite the next people from the reserve list, and plan their replies."""
        actions.keep_up_invitations()
        plan_answers(self.story, self.house, self.crisis, self.lead, hours=2, somebody_declines=False)

    def tell_team(self, text: str, *, days: int, is_decision: bool) -> None:
        next_update_at = self.story.moment(days - 1 if days > 1 else -1, 9)
        actions.give_update(
            actor=self.lead, crisis=self.crisis, text=text, is_decision=is_decision, next_update_at=next_update_at
        )

    def recognise(self) -> None:
        nominee_id = members_of(self.crisis)[1].person_id
        nominate(
            self.crisis.journal,
            actor=self.house.user("Priya Holm"),
            nominee_id=nominee_id,
            award="Calm in the storm",
            reason=storm_texts.NOMINATION,
        )

    def count_orders(self, orders: int) -> None:
        today = clock.now().astimezone(ZONE).date()
        actions.record_progress(actor=self.lead, goal=self.goals[1], measured_on=today, measured_value=Decimal(orders))

    def ask_for_help(self) -> None:
        """A team member asks for help. The trainer answers after 2 minutes, and closes the request after 20."""
        member = self.house.user(members_of(self.crisis)[0].name)
        trainer, now = self.house.user(cast.TRAINER), clock.now()
        request, _is_new = actions.ask_for_help(actor=member, crisis=self.crisis, note=storm_texts.HELP_NOTE)
        self.story.at(now + timedelta(minutes=2), lambda: actions.answer_help(actor=trainer, request=request))
        self.story.at(now + timedelta(minutes=20), lambda: actions.close_help(actor=trainer, request=request))

    def enlarge_team(self) -> None:
        """Add one spot and invite a top agent who is back from leave. The invitation stays open until tomorrow."""
        self._select(self.story.size.places, storm_texts.SECOND_BAND)
        actions.send_invitations(actor=self.lead, crisis=self.crisis, count=1)
        line.need_more_people(self.crisis, self.lead)

    def go_on_line(self) -> None:
        """People are on the line when the visitor comes, so this happens after the story."""
        line.go_on_now(self.house, self.crisis)

    def _select(self, places: int, reason: str) -> None:
        # Customers call in the evening too, and no home team may lose too many people.
        coverage = Coverage((Minimum(Dimension.SHIFT, "Late", places // 2),), TeamMaximum(places // 2))
        criteria = Criteria(until=self.story.day, team_size=places)
        select(self.crisis, self.lead, criteria=criteria, coverage=coverage, reason=reason)
