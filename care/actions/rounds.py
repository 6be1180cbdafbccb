"""Beginning and end of pulse rounds.

Lock order: the round, then its questions by id, then the journal. An answer holds its own question only. The end of a round
takes all questions, so it waits for answers that are being saved, and later ones find the round closed.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from care import journals, permissions
from care.models import PulseAnswer, PulseAsked, PulseFigure, PulseRound
from care.models.pulse import LACKING, STRAINED
from care.small_groups import SMALLEST, Group, PulseCell, shown_cells, steady
from care.verbs import PulseVerb
from core import clock
from core.locks import wait_for
from core.refusals import Refused
from journal.actions import house_journal, record
from journal.queries import journal_with_id
from people.identity import Role, User
from people.queries.colleagues import Colleague, colleagues
from people.queries.organisation import organisation
from people.queries.roles import holders_of
from people.working_hours import WorkingHours, is_working_moment

# Rounds of the organisation, which supervisors begin.
LASTS = timedelta(days=7)
# After this time, an answer says little about how someone feels today, and figures need not be compared any more.
COMPARED = timedelta(days=90)
# Per tick. The next tick continues.
BATCH = 20
TENTH = 10


class RoundRunning(Refused):
    """A round of this journal is open."""


@transaction.atomic
def start_round(*, actor: User) -> PulseRound:
    """Begin a round in which all agents are asked."""
    if not permissions.can_start_round(actor):
        raise PermissionDenied
    begun = _begin(house_journal().pk, holders_of(Role.AGENT), LASTS, actor)
    if begun is None:
        raise RoundRunning(_("A round is already running. You can start the next one when it has ended."))
    return begun


@transaction.atomic
def keep_up_rounds() -> int:
    """End the rounds that are over and begin those that are due. Part of the tick.

    Rounds begin in the organisation's working hours only.
    """
    now = clock.now()
    over = PulseRound.objects.filter(ended_at=None, closes_at__lte=now).order_by("pk")
    ended = list(over.select_for_update(skip_locked=True)[:BATCH])
    for pulse_round in ended:
        _end(pulse_round)
    house = organisation()
    if not is_working_moment(now, WorkingHours(house.zone, house.work_starts_at, house.work_ends_at)):
        return len(ended)
    return len(ended) + sum(_begin_if_due(plan) for plan in journals.plans())


def _begin_if_due(plan: journals.PulsePlan) -> bool:
    last = PulseRound.objects.filter(journal=plan.journal_id).aggregate(last=Max("opens_at"))["last"]
    if not plan.person_ids or (last is not None and clock.now() - last < plan.every):
        return False
    return _begin(plan.journal_id, plan.person_ids, plan.lasts, None) is not None


def _begin(journal_id: int, person_ids: Iterable[int], lasts: timedelta, actor: User | None) -> PulseRound | None:
    """Begin a round. None if one is running, or if the last one hasn't ended yet."""
    wait_for(f"care.pulse:{journal_id}")
    now = clock.now()
    earlier = PulseRound.objects.filter(journal=journal_id)
    if earlier.filter(Q(closes_at__gt=now) | Q(ended_at=None)).exists():
        return None
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    begun = PulseRound.objects.create(journal_id=journal_id, number=number, opens_at=now, closes_at=now + lasts)
    PulseAsked.objects.bulk_create(_asked(begun, person) for person in colleagues(person_ids).values())
    _record(PulseVerb.ROUND_BEGAN, begun, actor)
    return begun


def _asked(pulse_round: PulseRound, person: Colleague) -> PulseAsked:
    """Question for a person with their groups. Each person is in exactly one group of each kind."""
    return PulseAsked(
        round=pulse_round,
        person_id=person.id,
        team=", ".join(person.team_names)[:400],
        shift=person.shift,
        channel=", ".join(sorted(person.channels)),
    )


def _end(pulse_round: PulseRound) -> None:
    """Make the figures of a round once and for all. The caller holds the round."""
    asked = list(PulseAsked.objects.select_for_update().filter(round=pulse_round).order_by("pk"))
    answers = {answer.person_id: answer for answer in PulseAnswer.objects.filter(round=pulse_round)}
    # A person whose answer to one of the questions is missing would make its groups differ by one.
    complete = {pk for pk, answer in answers.items() if answer.strain is not None and answer.support is not None}
    earlier = _earlier_figures(pulse_round)
    cells = shown_cells(_cells(asked, complete, earlier), [frozenset(figure.people) for figure in earlier])
    PulseFigure.objects.bulk_create(_figure(pulse_round, cell, answers) for cell in cells)
    PulseAsked.objects.filter(round=pulse_round).update(is_waiting=False)
    pulse_round.ended_at = clock.now()
    pulse_round.save(update_fields=["ended_at"])
    _record(PulseVerb.ROUND_ENDED, pulse_round, None)


def _earlier_figures(pulse_round: PulseRound) -> list[PulseFigure]:
    """Figures of earlier rounds of the same journal, newest first, the total of each round before its groups."""
    since = pulse_round.closes_at - COMPARED
    earlier = PulseFigure.objects.filter(round__journal=pulse_round.journal_id, round__ended_at__gte=since)
    return list(earlier.exclude(people=[]).order_by("-round__number", "by", "name"))


def _cells(asked: list[PulseAsked], complete: set[int], earlier: list[PulseFigure]) -> list[PulseCell]:
    """The total, then the groups of each kind, the largest first."""
    everyone: Group = frozenset(row.person_id for row in asked)
    last: Group = next((frozenset(figure.people) for figure in earlier if figure.by == PulseFigure.By.TOTAL), frozenset())
    everyone = steady(everyone, last) if last else everyone
    cells = [PulseCell(PulseFigure.By.TOTAL, "", everyone, everyone & complete)]
    for by in (PulseFigure.By.TEAM, PulseFigure.By.SHIFT, PulseFigure.By.CHANNEL):
        groups: defaultdict[str, set[int]] = defaultdict(set)
        for row in asked:
            groups[getattr(row, by)].add(row.person_id)
        members = {name: everyone & group for name, group in groups.items()}
        largest_first = sorted(members.items(), key=lambda item: (-len(item[1]), item[0]))
        # A group with everyone in it would only repeat the total.
        cells += [PulseCell(by, name, group, group & complete) for name, group in largest_first if group != everyone]
    return cells


def _figure(pulse_round: PulseRound, cell: PulseCell, answers: dict[int, PulseAnswer]) -> PulseFigure:
    given = [answers[person_id] for person_id in cell.answered]
    strained = sum(answer.strain is not None and answer.strain >= STRAINED for answer in given)
    lacking = sum(answer.support is not None and answer.support <= LACKING for answer in given)
    return PulseFigure(
        round=pulse_round,
        by=cell.by,
        name=cell.name,
        at_least=lower_limit(len(given), len(cell.asked)),
        strained_percent=rounded_share(strained, len(given)),
        lacking_percent=rounded_share(lacking, len(given)),
        people=sorted(cell.asked),
    )


def lower_limit(answered: int, asked: int) -> int:
    """The multiple of five that is shown as “… or more answers”: never everyone asked, because that would say who answered."""
    return min(answered, asked - 1) // SMALLEST * SMALLEST


def rounded_share(part: int, whole: int) -> int:
    """Share in tens of percent, halves up, from 10 to 90: 0 or 100 % would say what each person answered."""
    return min(90, max(10, (2 * TENTH * part + whole) // (2 * whole) * TENTH))


def _record(verb: PulseVerb, pulse_round: PulseRound, actor: User | None) -> None:
    journal = journal_with_id(pulse_round.journal_id)
    assert journal is not None  # noqa: S101 - the round refers to it
    # A round may end after its crisis was closed.
    is_end = verb == PulseVerb.ROUND_ENDED
    record(journal, verb, actor=actor, subject=pulse_round, data={"number": pulse_round.number}, follows_through=is_end)
