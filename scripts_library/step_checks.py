"""Checks of a version's steps before approval: dead ends, missing and unreachable steps, and loops.

A loop is allowed if an end or an escalation can be reached from it: “I didn't understand that” may lead back to the question.
Approvers are told about it. A loop without a way out is an error.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# More steps than agents find their way in.
MANY_STEPS = 150
# Loops that are named: more would not help the author.
MOST_LOOPS = 20


@dataclass(frozen=True, slots=True)
class CheckedStep:
    """A step as the checks need it. `leads_to` are the keys of the steps that can follow; `is_last`: it may end the script."""

    key: str
    title: str
    has_text: bool
    is_last: bool
    leads_to: tuple[str, ...]


class Fault(TextChoices):
    EMPTY = "empty"
    DEAD_END = "dead_end"
    MISSING = "missing"
    ENDLESS = "endless"
    UNREACHABLE = "unreachable"
    LOOP = "loop"
    MANY = "many"


# These must be corrected before approval. Approvers see the others.
ERRORS = frozenset({Fault.EMPTY, Fault.DEAD_END, Fault.MISSING, Fault.ENDLESS})


@dataclass(frozen=True, slots=True)
class StepFinding:
    """A finding about the steps with these keys, as a sentence for the author and the approver."""

    fault: Fault
    keys: tuple[str, ...]
    sentence: str

    @property
    def is_error(self) -> bool:
        return self.fault in ERRORS


def findings(steps: Sequence[CheckedStep]) -> list[StepFinding]:
    """Findings about the steps, the first of which begins the script: errors first. A version without steps has none."""
    if not steps:
        return []
    known = {step.key: step for step in steps}
    following = {step.key: tuple(key for key in step.leads_to if key in known) for step in steps}
    found = [finding for step in steps for finding in _of_step(step, known)]
    found += _unreachable(steps, _reached([steps[0].key], following))
    found += _loops(known, following)
    if len(steps) > MANY_STEPS:
        found.append(_many(len(steps)))
    return sorted(found, key=lambda finding: not finding.is_error)


def _of_step(step: CheckedStep, known: Mapping[str, CheckedStep]) -> list[StepFinding]:
    title, found = {"title": step.title}, []
    if not step.has_text:
        found.append(StepFinding(Fault.EMPTY, (step.key,), _("“%(title)s” has no text.") % title))
    if not step.leads_to and not step.is_last:
        sentence = _("“%(title)s” is a dead end. Add what follows, or make it an end or an escalation.")
        found.append(StepFinding(Fault.DEAD_END, (step.key,), sentence % title))
    if any(key not in known for key in step.leads_to):
        sentence = _("“%(title)s” leads to a step that was deleted. Choose another step.")
        found.append(StepFinding(Fault.MISSING, (step.key,), sentence % title))
    return found


def _unreachable(steps: Sequence[CheckedStep], reached: Collection[str]) -> list[StepFinding]:
    sentence = _("Nothing leads to “%(title)s”. Agents find it only by searching for it.")
    lost = [step for step in steps if step.key not in reached]
    return [StepFinding(Fault.UNREACHABLE, (step.key,), sentence % {"title": step.title}) for step in lost]


def _loops(known: Mapping[str, CheckedStep], following: Mapping[str, tuple[str, ...]]) -> list[StepFinding]:
    leading: dict[str, list[str]] = {key: [] for key in known}
    for key, next_keys in following.items():
        for next_key in next_keys:
            leading[next_key].append(key)
    can_end = _reached([key for key, step in known.items() if step.is_last], leading)
    endless = {key: next_keys for key, next_keys in following.items() if key not in can_end}
    # A way from a step that can end to one that can't is on no loop.
    others = {key: tuple(can_end.intersection(following[key])) for key in following if key in can_end}
    never = _("These steps lead back to each other and never to an end: %(steps)s.")
    intended = _("These steps lead back to each other: %(steps)s. Is that intended?")
    return [
        StepFinding(fault, loop, sentence % {"steps": " → ".join(f"“{known[key].title}”" for key in (*loop, loop[0]))})
        for fault, graph, sentence in ((Fault.ENDLESS, endless, never), (Fault.LOOP, others, intended))
        for loop in _cycles(graph)
    ]


def _cycles(following: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Loops, each as keys in order: one for each way back that has to be cut until no loop is left, and not too many."""
    left = {key: set(next_keys) for key, next_keys in following.items()}
    cycles: list[tuple[str, ...]] = []
    while len(cycles) < MOST_LOOPS:
        try:
            # The sorter takes the steps before each step, so it names a loop backwards.
            TopologicalSorter(left).prepare()
        except CycleError as error:
            loop = tuple(error.args[1][:-1][::-1])
            cycles.append(_from_first(loop, list(following)))
            left[loop[-1]].discard(loop[0])
        else:
            break
    return cycles


def _from_first(loop: tuple[str, ...], order: list[str]) -> tuple[str, ...]:
    """The loop, beginning with the step that comes first in the script."""
    start = min(range(len(loop)), key=lambda at: order.index(loop[at]))
    return loop[start:] + loop[:start]


def _many(count: int) -> StepFinding:
    sentence = ngettext(
        "The script has %(count)d step. Agents find their way more easily in several shorter scripts.",
        "The script has %(count)d steps. Agents find their way more easily in several shorter scripts.",
        count,
    )
    return StepFinding(Fault.MANY, (), sentence % {"count": count})


def _reached(begin: Sequence[str], following: Mapping[str, Sequence[str]]) -> set[str]:
    reached, ahead = set(begin), list(begin)
    while ahead:
        new = set(following[ahead.pop()]) - reached
        reached |= new
        ahead += new
    return reached
