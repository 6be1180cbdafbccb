"""The demo's active crisis: a storm, a few days old."""

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from crisis import actions
from crisis.queries.team import members_of
from desk.demo import cast, line, storm_texts, wording
from desk.demo.awards import nominate
from desk.demo.organisation import House
from desk.demo.schedule import Story
from desk.demo.scripts import in_review, published, read_by
from desk.demo.teams import Judgement, ask_leaders, plan_answers, say, select
from feedback.sustained import Criteria
from people.identity import User
from selection import actions as choosing
from selection.coverage import Coverage, Dimension, Minimum, TeamMaximum

if TYPE_CHECKING:
    from crisis.models import Crisis


@dataclass
class Storm:
    """The storm, step by step."""

    story: Story
    house: House
    crisis: "Crisis" = field(init=False)

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
        at(moment(1, 11), self.enlarge_team)
        at(moment(1, 15), self.write_what_waits)

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
        actions.add_contact(actor=self.lead, crisis=self.crisis, person_id=trainer, reach="daily 7:00–21:00", phone="118")
        actions.add_contact(actor=self.lead, crisis=self.crisis, name="Dispatch Porto", reach="24 hours", phone="612")
        for measure, target in storm_texts.GOALS:
            actions.set_goal(actor=self.lead, crisis=self.crisis, measure=measure, target=target, due_on=self.story.before(-5))

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
