"""Steps of a version, for its pages and for the checks before approval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from scripts_library import block_references
from scripts_library.models import ScriptStep, ScriptVersion
from scripts_library.queries.blocks import pinned_texts
from scripts_library.step_checks import CheckedStep, StepFinding, findings

MOST_MATCHES = 8


@dataclass(frozen=True, slots=True)
class StepMatch:
    """A place that a search among the steps found: a step's title, or what the customer says before the step."""

    key: str
    title: str
    customer_says: str
    is_escalation: bool


def steps_of(version: ScriptVersion) -> list[ScriptStep]:
    """The steps of a version in order, with their choices. Each choice has the step it leads to as `next_step`, or None.

    Two queries.
    """
    steps = list(version.steps.order_by("position").prefetch_related("choices"))
    by_key = {step.key: step for step in steps}
    for step in steps:
        for choice in step.choices.all():
            choice.next_step = by_key.get(choice.next_key)  # type: ignore[attr-defined] # read by templates
    return steps


def steps_in_full(version: ScriptVersion) -> list[ScriptStep]:
    """The steps with building blocks in place of their references, for display. Never save them."""
    steps = steps_of(version)
    if block_references.keys_in(step.say for step in steps):
        pinned = pinned_texts(version)
        for step in steps:
            step.say = block_references.expanded(step.say, pinned)
    return steps


def steps_matching(steps: Sequence[ScriptStep], words: str) -> list[StepMatch]:
    """Steps whose title, or what the customer says before them, has all these words or their beginnings; at most 8."""
    wanted = words.casefold().split()
    if not wanted:
        return []
    found = [match for match in _places(steps) if _has_all(wanted, match.customer_says or match.title)]
    return found[:MOST_MATCHES]


def _places(steps: Sequence[ScriptStep]) -> Iterator[StepMatch]:
    for step in steps:
        yield StepMatch(step.key, step.title, "", step.kind == ScriptStep.Kind.ESCALATE)
    for step in steps:
        for choice in step.choices.all():
            next_step = choice.next_step  # type: ignore[attr-defined] # set by steps_of
            if choice.customer_says and next_step:
                is_escalation = next_step.kind == ScriptStep.Kind.ESCALATE
                yield StepMatch(next_step.key, next_step.title, choice.customer_says, is_escalation)


def _has_all(wanted: Sequence[str], text: str) -> bool:
    # Parts of words count, because Chinese and Japanese have no spaces between words.
    return all(word in text.casefold() for word in wanted)


def findings_of(version: ScriptVersion) -> list[StepFinding]:
    """Findings about the steps of a version, errors first. Two queries."""
    return findings_in(steps_of(version))


def findings_in(steps: Sequence[ScriptStep]) -> list[StepFinding]:
    """Findings about these steps of one version, in their order."""
    return findings(
        [
            CheckedStep(
                key=step.key,
                title=step.title,
                has_text=bool(step.say.strip()),
                is_last=step.kind in ScriptStep.LAST,
                leads_to=tuple(choice.next_key for choice in step.choices.all()),
            )
            for step in steps
        ]
    )


def step_texts(version: ScriptVersion) -> dict[str, tuple[str, str]]:
    """A label and the whole text of each step by key, with its choices as lines: for comparing versions."""
    return {step.key: (_label(step), _text(step)) for step in steps_in_full(version)}


def spoken_steps(steps: Sequence[ScriptStep]) -> list[tuple[str, str]]:
    """A label and what the agent says in each of these steps: for the check of phrases."""
    return [(_label(step), step.say) for step in steps]


def _label(step: ScriptStep) -> str:
    return _("Step %(position)d: %(title)s") % {"position": step.position, "title": step.title}


def _text(step: ScriptStep) -> str:
    lines = [step.get_kind_display(), step.say]
    for choice in step.choices.all():
        next_step = choice.next_step  # type: ignore[attr-defined] # set by steps_of
        says = f"“{choice.customer_says}”" if choice.customer_says else _("Whatever the customer says")
        lines.append(f"{says} → {next_step.title if next_step else '–'}")
    return "\n\n".join(lines)
