"""The demo's closed crisis: a kettle recall some months ago, from the first hour to the protocol."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from core import work
from crisis import actions
from crisis.queries.invitations import own_invitations
from crisis.queries.team import members_of
from desk.demo import cast, recall_texts, wording
from desk.demo.awards import nominate
from desk.demo.organisation import House
from desk.demo.schedule import Story
from desk.demo.scripts import published, read_by
from desk.demo.teams import ask_leaders, plan_answers, say, select
from feedback.sustained import Criteria
from people.identity import User
from protocol import actions as protocols
from protocol import work_kinds
from protocol.queries import protocol_of
from recognition.actions import approve
from selection import actions as choosing

if TYPE_CHECKING:
    from crisis.public_models import Crisis, Goal
    from protocol.models import Protocol

# Whole months of feedback before the crisis.
MONTHS = 4


@dataclass
class Recall:
    """The recall, step by step."""

    story: Story
    house: House
    crisis: "Crisis" = field(init=False)
    goals: "list[Goal]" = field(default_factory=list)

    @property
    def lead(self) -> User:
        return self.house.user(cast.LEADERS[0])

    @property
    def deputy(self) -> User:
        return self.house.user(cast.LEADERS[2])

    def plan(self) -> None:
        at, moment = self.story.at, self.story.moment
        at(moment(115, 10), self.open)
        at(moment(115, 10, 15), lambda: ask_leaders(self.house, self.crisis, self.lead, recall_texts.LEADERS_ASKED))
        at(moment(115, 10, 40), self.write_scripts)
        at(moment(115, 10, 50), self.hear_leaders)
        at(moment(115, 11, 20), self.form_team)
        at(moment(115, 13), lambda: self._step("active"))
        for days in (114, 113, 112, 111):
            at(moment(days, 9, 30), self.answer_again)
        at(moment(109, 14), self.lose_one)
        for days in (108, 107, 106, 105):
            at(moment(days, 9, 30), self.answer_again)
        for days, hour, is_decision, text in recall_texts.COURSE:
            at(moment(days, hour, 5), partial(self.tell_team, text, days=days, is_decision=is_decision))
        at(moment(102, 11), self.recognise)
        at(moment(101, 16), lambda: self._step("resolved"))
        at(moment(101, 16, 10), self.compile)
        at(moment(99, 10), lambda: self._step("in_review"))
        at(moment(99, 10, 10), self.compile)
        at(moment(98, 14), self.write_protocol)
        at(moment(92, 11), self.review_protocol)
        at(moment(88, 15), lambda: self._step("closed"))

    def open(self) -> None:
        self.story.say("  Kettle recall")
        self.crisis = actions.open_crisis(
            actor=self.lead,
            title="Kettle recall",
            kind="internal",
            cause=recall_texts.CAUSE,
            severity="critical",
            lead_id=self.lead.person_id,
            deputy_id=self.deputy.person_id,
            solution=recall_texts.SOLUTION,
            expectations=recall_texts.EXPECTATIONS,
            training_hours=recall_texts.TRAINING_HOURS,
            duration=recall_texts.DURATION,
            shifts=recall_texts.SHIFTS,
            reward=recall_texts.REWARD,
            team_size=self.story.size.past_places,
            review_factor=3,
        )
        trainer = self.house.persons[cast.TRAINER].pk
        actions.add_contact(actor=self.lead, crisis=self.crisis, person_id=trainer, reach="daily 7:00–21:00", phone="118")
        actions.add_contact(actor=self.lead, crisis=self.crisis, name="Product safety", reach="24 hours", phone="401")
        due_on = self.story.before(101)
        for measure, target, _rating in recall_texts.GOALS:
            goal = actions.set_goal(actor=self.lead, crisis=self.crisis, measure=measure, target=target, due_on=due_on)
            self.goals.append(goal)

    def write_scripts(self) -> None:
        written = {"Kettle recall: owners": wording.RECALL_SAFETY, "Kettle recall: press": wording.RECALL_PRESS}
        ends_at = self.story.moment(85, 18)
        for title, texts in written.items():
            version = published(self.house, self.crisis.journal, title, texts, author=self.deputy, ends_at=ends_at)
            read_by(self.story, self.house.agents, version, share=self.story.size.readers_share / 4, hours=40)

    def hear_leaders(self) -> None:
        """The first leader nominates someone, and the others have nothing to add."""
        say(self.house, self.crisis, recall_texts.JUDGEMENT)
        for name in recall_texts.LEADERS_ASKED[1:]:
            choosing.add_nothing(actor=self.house.user(name), crisis=self.crisis)

    def form_team(self) -> None:
        criteria = Criteria(until=self.story.before(115), months=MONTHS, team_size=self.story.size.past_places)
        select(self.crisis, self.lead, criteria=criteria, reason=recall_texts.BAND)
        actions.send_invitations(actor=self.lead, crisis=self.crisis, count=criteria.team_size)
        plan_answers(self.story, self.house, self.crisis, self.lead, hours=5, somebody_declines=True)

    def answer_again(self) -> None:
        """Invite the next people from the reserve list, and plan their replies."""
        actions.keep_up_invitations()
        plan_answers(self.story, self.house, self.crisis, self.lead, hours=2, somebody_declines=False)

    def lose_one(self) -> None:
        """One member withdraws; the next person is invited overnight."""
        leaving = self.house.user_of(members_of(self.crisis)[-1].person_id)
        if leaving is not None:
            invitation = next(one for one in own_invitations(leaving) if one.crisis_id == self.crisis.pk)
            actions.withdraw(actor=leaving, invitation=invitation, reason="I need a break. I'm not sleeping well.")

    def tell_team(self, text: str, *, days: int, is_decision: bool) -> None:
        next_update_at = self.story.moment(days - 1, 9) if days > 103 else self.story.moment(101, 12)  # noqa: PLR2004 - its last update
        actions.give_update(
            actor=self.lead, crisis=self.crisis, text=text, is_decision=is_decision, next_update_at=next_update_at
        )

    def recognise(self) -> None:
        team = members_of(self.crisis)
        for place, award, reason in recall_texts.AWARDS:
            nominee_id = team[place].person_id
            awarded = nominate(self.crisis.journal, actor=self.deputy, nominee_id=nominee_id, award=award, reason=reason)
            approve(actor=self.lead, award=awarded)

    def compile(self) -> None:
        row = work.latest(work_kinds.COMPILE, self.crisis.pk)
        assert row is not None  # noqa: S101 - resolving and beginning the review ask for it
        work.run_here(row)

    def write_protocol(self) -> None:
        protocol = protocols.edit_protocol(
            actor=self.lead,
            protocol=self.protocol,
            version=self.protocol.version,
            texts=recall_texts.PROTOCOL,
            owner_id=self.deputy.person_id,
            review_by_on=self.story.before(-80),
        )
        ratings = {goal.pk: rating for goal, (_m, _t, rating) in zip(self.goals, recall_texts.GOALS, strict=True)}
        protocols.rate_goals(actor=self.lead, protocol=protocol, version=protocol.version, ratings=ratings)
        for action, leader, days, verification, changes in recall_texts.IMPROVEMENTS:
            protocols.plan_improvement(
                actor=self.lead,
                protocol=self.protocol,
                version=self.protocol.version,
                action=action,
                owner_id=self.house.persons[cast.LEADERS[leader]].pk,
                due_on=self.story.before(days),
                verification=verification,
                changes=changes,
            )

    def review_protocol(self) -> None:
        protocols.review_protocol(actor=self.deputy, protocol=self.protocol, version=self.protocol.version)

    @property
    def protocol(self) -> "Protocol":
        """The current protocol. Every change makes another version."""
        found = protocol_of(self.crisis)
        if found is None:
            raise RuntimeError("The protocol of the demo's closed crisis has not been compiled.")
        return found

    def _step(self, state: str) -> None:
        steps = {
            "active": actions.activate,
            "resolved": actions.resolve,
            "in_review": actions.begin_review,
            "closed": actions.close,
        }
        self.crisis = steps[state](actor=self.lead, crisis=self.crisis)
