"""Beginning and end of pulse rounds.

Lock order: the round, then all figures, then its questions by id, then the journal. An answer holds its own question only.
The end of a round takes all questions, so it waits for answers that are being saved, and later ones find the round closed.
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
from care.models.pulse import COMPARED, LACKING, STRAINED, lowest_share
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


def keep_up_rounds() -> int:
    """End the rounds that are over and begin those that are due, each in its own transaction. Part of the tick.

    Rounds begin in the organisation's working hours only.
    """
    over = PulseRound.objects.filter(ended_at=None, closes_at__lte=clock.now()).order_by("closes_at", "pk")
    ended = sum(_end(pk) for pk in over.values_list("pk", flat=True)[:BATCH])
    house = organisation()
    if not is_working_moment(clock.now(), WorkingHours(house.zone, house.work_starts_at, house.work_ends_at)):
        return ended
    return ended + sum(_begin_if_due(plan) for plan in journals.plans())


@transaction.atomic
def _begin_if_due(plan: journals.PulsePlan) -> bool:
    last = PulseRound.objects.filter(journal=plan.journal_id).aggregate(last=Max("opens_at"))["last"]
    if not plan.person_ids or (last is not None and clock.now() - last < plan.every):
        return False
    return _begin(plan.journal_id, plan.person_ids, plan.lasts, None) is not None


def _begin(journal_id: int, person_ids: Iterable[int], lasts: timedelta, actor: User | None) -> PulseRound | None:
    """Begin a round in which those of these people are asked who can answer.

    None if one is running, or if the last one hasn't ended yet.
    """
    wait_for(f"care.pulse:{journal_id}")
    now = clock.now()
    earlier = PulseRound.objects.filter(journal=journal_id)
    if earlier.filter(Q(closes_at__gt=now) | Q(ended_at=None)).exists():
        return None
    number = (earlier.aggregate(last=Max("number"))["last"] or 0) + 1
    begun = PulseRound.objects.create(journal_id=journal_id, number=number, opens_at=now, closes_at=now + lasts)
    able = holders_of(*permissions.COLLEAGUES).keys() & set(person_ids)
    PulseAsked.objects.bulk_create(_asked(begun, person) for person in colleagues(able).values())
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


@transaction.atomic
def _end(round_id: int) -> bool:
    """Make the figures of a round once and for all. False if another transaction does it.

    Rounds end one after another, so that the figures of each are compared with all earlier ones.
    """
    held = PulseRound.objects.select_for_update(skip_locked=True).filter(pk=round_id, ended_at=None)
    pulse_round = held.first()
    if pulse_round is None:
        return False
    wait_for("care.pulse_figures")
    asked = list(PulseAsked.objects.select_for_update().filter(round=pulse_round).order_by("pk"))
    answers = {answer.person_id: answer for answer in PulseAnswer.objects.filter(round=pulse_round)}
    # A person whose answer to one of the questions is missing would make its groups differ by one.
    complete = {pk for pk, answer in answers.items() if answer.strain is not None and answer.support is not None}
    earlier = _earlier_figures(pulse_round)
    cells = _cells(asked, complete, _last_total(pulse_round, earlier))
    cells = shown_cells(cells, [frozenset(figure.people) for figure in earlier])
    PulseFigure.objects.bulk_create(_figure(pulse_round, cell, answers) for cell in cells)
    PulseAsked.objects.filter(round=pulse_round).update(is_waiting=False)
    pulse_round.ended_at = clock.now()
    pulse_round.save(update_fields=["ended_at"])
    _record(PulseVerb.ROUND_ENDED, pulse_round, None)
    return True


def _earlier_figures(pulse_round: PulseRound) -> list[PulseFigure]:
    """Figures of earlier rounds of all journals, newest first, the total of each round before its groups.

    The same people are asked by the organisation and in crises, so the figures of one can be subtracted from those of another.
    """
    since = pulse_round.closes_at - COMPARED
    earlier = PulseFigure.objects.filter(round__ended_at__gte=since).exclude(people=[]).select_related("round")
    return list(earlier.order_by("-round__ended_at", "-round", "by", "name"))


def _last_total(pulse_round: PulseRound, earlier: list[PulseFigure]) -> Group:
    """Who was asked for the last total of the same journal."""
    totals = (each for each in earlier if each.by == PulseFigure.By.TOTAL and each.round.journal_id == pulse_round.journal_id)
    return next((frozenset(figure.people) for figure in totals), frozenset())


def _cells(asked: list[PulseAsked], complete: set[int], last: Group) -> list[PulseCell]:
    """The total, then the groups of each kind, the largest first. `last` are the people of the last total."""
    everyone: Group = frozenset(row.person_id for row in asked)
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
    at_least = lower_limit(len(given), len(cell.asked))
    return PulseFigure(
        round=pulse_round,
        by=cell.by,
        name=cell.name,
        at_least=at_least,
        strained_percent=rounded_share(strained, len(given), at_least),
        lacking_percent=rounded_share(lacking, len(given), at_least),
        people=sorted(cell.asked),
    )


def lower_limit(answered: int, asked: int) -> int:
    """The multiple of five that is shown as “… or more answers”: never everyone asked, because that would say who answered."""
    return min(answered, asked - 1) // SMALLEST * SMALLEST


def rounded_share(part: int, whole: int, at_least: int) -> int:
    """Share in tens of percent, halves up, within the limits that `at_least` answers allow."""
    lowest = lowest_share(at_least)
    return min(100 - lowest, max(lowest, (2 * TENTH * part + whole) // (2 * whole) * TENTH))


def _record(verb: PulseVerb, pulse_round: PulseRound, actor: User | None) -> None:
    journal = journal_with_id(pulse_round.journal_id)
    assert journal is not None  # noqa: S101 - the round refers to it
    # A round may end after its crisis was closed.
    is_end = verb == PulseVerb.ROUND_ENDED
    record(journal, verb, actor=actor, subject=pulse_round, data={"number": pulse_round.number}, follows_through=is_end)
