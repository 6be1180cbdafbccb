"""Copy, erasure and merge of what care keeps about a person."""

from care import actions
from care.actions.pulse_erasure import forget_care
from care.models import AboutMe, BreakRequest, CoachingSession, CoachOf, PrivateNote, PulseAnswer, PulseAsked, PulseFigure
from care.own_data import COACHING_PARTS, PULSE_PARTS
from people import erasure
from people.erasure import Erased
from people.identity import User
from people.queries.organisation import today
from tests.factories import crisis as crises
from tests.factories.care import answered, coaching, ended
from tests.factories.merging import content_of_all_tables, merged, taken_apart
from tests.factories.people import Personas


def story(personas: Personas) -> CoachingSession:
    """Ana Agent answers with six others, has a coach, a session with notes, and asks for a break."""
    pulse_round = actions.start_round(actor=personas.supervisor)
    crew = crises.agents(6)
    actions.answer(actor=personas.agent, pulse_round=pulse_round, question="strain", value=5)
    found = coaching(personas.agent, personas.reviewer)
    session = actions.plan_session(actor=personas.agent, coaching=found, planned_on=today())
    actions.save_shared_notes(actor=personas.agent, session=session, text="Ana Agent listens well.", version=0)
    for user in (personas.agent, personas.reviewer):
        actions.save_private_notes(actor=user, session=session, text=f"A note of {user.person}.")
    actions.agree_action(
        actor=personas.agent, session=session, owner_id=personas.agent.person_id, text="Listen longer", due_on=today()
    )
    actions.write_about_me(actor=personas.agent, feedback="In writing.", helps="", strengths="")
    actions.ask_for_break(actor=personas.agent, to_id=personas.reviewer.person_id)
    assert len(crew) == 6
    return session


def copy_of(user: User) -> dict[str, list[dict[str, object]]]:
    parts = (*PULSE_PARTS, *COACHING_PARTS)
    return {part.name: [dict(row) for row in part.rows([user.person_id])] for part in parts}


def test_copy_has_the_person_s_own_answers_and_notes_only(personas: Personas) -> None:
    story(personas)
    found = copy_of(personas.agent)
    assert [row["strain"] for row in found["pulse_answers"]] == [5]
    assert [row["text"] for row in found["private_coaching_notes"]] == ["A note of Ana Agent."]
    assert [row["shared_notes"] for row in found["coaching_sessions"]] == ["Ana Agent listens well."]
    assert [row["feedback"] for row in found["about_me"]] == ["In writing."]
    assert len(found["breaks_asked_for"]) == len(found["coaches"]) == len(found["agreed_actions"]) == 1
    coach = copy_of(personas.reviewer)
    assert coach["pulse_answers"] == coach["about_me"] == coach["breaks_asked_for"] == []
    assert [row["text"] for row in coach["private_coaching_notes"]] == ["A note of Rita Reviewer."]
    assert copy_of(personas.supervisor) == {name: [] for name in found}


def erase(user: User) -> None:
    forget_care(Erased(frozenset([user.person_id]), (str(user.person),), "Former colleague"))


def test_erased_person_leaves_nothing_in_care(personas: Personas) -> None:
    assert forget_care in erasure.rooms()
    story(personas)
    erase(personas.agent)
    for model in (PulseAnswer, BreakRequest, CoachOf, CoachingSession, PrivateNote, AboutMe):
        assert not model.objects.exists()
    assert not PulseAsked.objects.filter(person=personas.agent.person_id).exists()


def test_people_keep_their_sessions_when_their_former_coach_is_erased(personas: Personas) -> None:
    session = story(personas)
    actions.save_shared_notes(actor=personas.agent, session=session, text="Rita Reviewer was kind.", version=1)
    erase(personas.reviewer)
    session.refresh_from_db()
    assert session.shared_notes == "Former colleague was kind."
    assert [note.text for note in PrivateNote.objects.all()] == ["A note of Ana Agent."]
    assert CoachOf.objects.get().ended_at is not None


def test_merge_moves_everything_and_can_be_undone(personas: Personas) -> None:
    story(personas)
    crew = crises.agents(7, first=20)
    pulse_round = PulseAsked.objects.select_related("round").first()
    assert pulse_round is not None
    kept = crew[0]
    ended(pulse_round.round)
    personas.agent.is_active = False
    personas.agent.save()
    before = content_of_all_tables()
    merge = merged(kept.person, personas.agent.person)
    assert CoachOf.objects.get().person_id == kept.person_id
    assert PulseAnswer.objects.get().person_id == kept.person_id
    assert AboutMe.objects.get().person_id == kept.person_id
    taken_apart(merge)
    assert content_of_all_tables() == before


def test_merge_moves_the_people_behind_a_figure(personas: Personas) -> None:
    crew = crises.agents(8)
    pulse_round = actions.start_round(actor=personas.supervisor)
    answered(pulse_round, dict.fromkeys(crew, (2, 4)))
    ended(pulse_round)
    crew[0].is_active = False
    crew[0].save()
    merged(personas.trainer.person, crew[0].person)
    people = PulseFigure.objects.get(by="").people
    assert crew[0].person_id not in people
    assert personas.trainer.person_id in people
