"""Matching the agents of imported evaluations to people."""

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from core.refusals import Refused
from intake.kinds import ImportKind, NameDecisions
from intake.permissions import can_import
from people.actions.source_names import identities_one_at_a_time, remember_identities
from people.identity import User
from people.name_matching import parts_of, people_by_identity
from quality.models import ImportedEvaluation
from quality.queries.evaluation_imports import agents_waiting

if TYPE_CHECKING:
    from intake.models import Import


class OneselfChosen(Refused):
    """Users can't match evaluations to themselves, because they could then read evaluations that aren't theirs."""


def decide_names(actor: User, imported: "Import", decided: NameDecisions) -> None:
    """Match the agents of an import's source to people, by the names under which the user sees them."""
    agents = {agent.name.label: agent.identity for agent in agents_waiting(actor, imported.source)}
    people = {agents[label]: pk for label, pk in decided.people.items() if pk is not None and label in agents}
    decide_agents(actor=actor, source=imported.source, people=people)


@transaction.atomic
def decide_agents(*, actor: User, source: str, people: Mapping[str, int]) -> int:
    """Match agents, by their identity in the source, to people. Returns how many current evaluations were matched.

    The match is remembered for the source, and applies to every evaluation that waits for it.
    """
    if not can_import(actor, ImportKind.EVALUATIONS):
        raise PermissionDenied
    # Serialises with imports: a running import sees this match, or this match sees the imported rows.
    identities_one_at_a_time()
    waiting = ImportedEvaluation.objects.filter(source=source, is_withheld=False, person=None)
    asked = set(waiting.filter(identity__in=people).values_list("identity", flat=True))
    remember_identities(actor=actor, source=source, people={each: people[each] for each in asked})
    # Read back, because a person may have been merged into another record since.
    known = people_by_identity(source, asked)
    if actor.person_id in known.values():
        raise OneselfChosen(_("You can't match evaluations to yourself. Ask a colleague to do that."))
    found = waiting.filter(identity__in=known, is_current=True).count()
    for identity, person_id in known.items():
        waiting.filter(identity=identity).update(person_id=person_id)
    return found


def match_as_decided(imported: "Import") -> None:
    """Apply the current matches to all evaluations of the agents in this file, including those of earlier files.

    A match may have been made while the file was being read, or changed since earlier files came in.
    """
    identities = ImportedEvaluation.objects.filter(file=imported, is_withheld=False).values("identity")
    theirs = ImportedEvaluation.objects.filter(source=imported.source, is_withheld=False, identity__in=identities)
    named = set(theirs.values_list("identity", "agent", "person"))
    people = known_agents(imported.source, {(identity, agent) for identity, agent, _person in named})
    for identity, agent, before in named:
        decided = people.get((identity, agent), before)
        if decided != before:
            theirs.filter(identity=identity, agent=agent, person=before).update(person_id=decided)


def known_agents(source: str, agents: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Person ids of the agents that are matched: by identity, or by the e-mail address in the label.

    A name alone may belong to several agents, which only their ids tell apart.
    """
    known = people_by_identity(source, {label for agent in agents for label in agent})
    found = {
        (identity, agent): known.get(identity) or (known.get(agent) if parts_of(agent)[1] else None)
        for identity, agent in agents
    }
    return {agent: person_id for agent, person_id in found.items() if person_id}
