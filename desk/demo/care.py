"""Care in the demo: finished rounds of the pulse, an open one, and a person with their coach."""

from functools import partial
from typing import TYPE_CHECKING

from care import actions
from care.queries import open_pulses
from care.queries.coaches import coach_of
from care.queries.rounds import rounds_to_answer
from desk.demo import cast
from desk.demo.organisation import House
from desk.demo.schedule import Story
from people.identity import User

if TYPE_CHECKING:
    from care.models import CoachingSession, PulseRound

# Days before the last day.
ROUND_BEGAN, ROUND_ANSWERED, ROUND_ENDED, CHANGE_SAID = 20, 18, 13, 11
OPEN_BEGAN = 2
STORM_BEGAN, STORM_ANSWERED, STORM_ENDED = 5, 4, 3
COACH_CHOSEN, SESSION_PLANNED, SESSION_HELD, NEXT_PLANNED = 40, 17, 14, 2
CHANGE = (
    "Many of you told us that late shifts were too thin. From this week on, a third person works late on Mondays and "
    "Fridays, and the repair table can be searched."
)
NOTES = (
    "Amina wants to end long calls without sounding rushed. We listened to two calls together and found a sentence that "
    "fits her."
)
ABOUT = {
    "feedback": "First what went well, then one thing to try.",
    "helps": "Ten minutes outside after a hard call.",
    "strengths": "Explaining technical things in plain words.",
}


def plan_care(story: Story, house: House) -> None:
    leader, (agent, coach) = house.user(cast.LEADERS[0]), (house.user("Amina Verhaegen"), house.user(cast.TRAINER))
    story.at(story.moment(ROUND_BEGAN, 9, 20), lambda: actions.start_round(actor=leader))
    story.at(story.moment(ROUND_ANSWERED, 11), partial(_answer, story, house, "everyday", strained=0.2))
    story.at(story.moment(ROUND_ENDED, 9, 30), actions.keep_up_rounds)
    story.at(story.moment(CHANGE_SAID, 10), lambda: _say_change(leader))
    story.at(story.moment(OPEN_BEGAN, 10), lambda: actions.start_round(actor=leader))
    for days in (STORM_BEGAN, STORM_ENDED):
        story.at(story.moment(days, 9, 40), actions.keep_up_rounds)
    story.at(story.moment(STORM_ANSWERED, 12), partial(_answer, story, house, "storm", strained=0.45))
    story.at(story.moment(COACH_CHOSEN, 14), lambda: actions.choose_coach(actor=agent, coach_id=coach.person_id))
    story.at(story.moment(COACH_CHOSEN, 15), lambda: actions.write_about_me(actor=agent, **ABOUT))
    story.at(story.moment(SESSION_PLANNED, 10), lambda: _coach(story, agent, coach))


def _answer(story: Story, house: House, name: str, *, strained: float) -> None:
    """Three of four people answer the open rounds."""
    for user in house.agents:
        lot = story.lot("pulse", name, user.pk)
        for pulse in open_pulses(user, only_waiting=True):
            if lot.random() < 0.75:  # noqa: PLR2004 - most people will do
                strain = lot.choice((4, 5)) if lot.random() < strained else lot.choice((1, 2, 2, 3))
                _tap(user, pulse.round, strain, lot.choice((2, 3, 4, 4, 5)))


def _tap(user: User, pulse_round: "PulseRound", strain: int, support: int) -> None:
    for question, value in (("strain", strain), ("support", support)):
        actions.answer(actor=user, pulse_round=pulse_round, question=question, value=value)


def _say_change(leader: User) -> None:
    for pulse_round in rounds_to_answer(leader):
        actions.say_change(actor=leader, pulse_round=pulse_round, change=CHANGE)


def _coach(story: Story, agent: User, coach: User) -> None:
    coaching = coach_of(agent)
    assert coaching is not None  # noqa: S101 - chosen before
    session = actions.plan_session(actor=coach, coaching=coaching, planned_on=story.before(SESSION_HELD))
    story.at(story.moment(SESSION_HELD, 15), lambda: _hold(story, agent, coach, session))
    story.at(
        story.moment(NEXT_PLANNED, 11),
        lambda: actions.plan_session(actor=agent, coaching=coaching, planned_on=story.before(-3)),
    )


def _hold(story: Story, agent: User, coach: User, session: "CoachingSession") -> None:
    actions.save_shared_notes(actor=coach, session=session, text=NOTES, version=0)
    actions.agree_action(
        actor=coach,
        session=session,
        owner_id=agent.person_id,
        text="Try the new closing sentence on three calls",
        due_on=story.before(-3),
    )
    actions.hold_session(actor=agent, session=session)
