"""Steps of a draft: add, edit, move, delete, and copy into the next version."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import Case, F, Max, Value, When
from django.utils.translation import gettext as _

from core.refusals import Refused
from people.identity import User
from scripts_library.actions.transitions import lock_draft, save_edit
from scripts_library.models import LONGEST_TITLE, MOST_CHOICES, NEW_STEP, ScriptStep, ScriptVersion, StepChoice

MOST_STEPS = 300


class StepGone(Refused):
    """The step was deleted in the meantime, or never existed."""


class TooManySteps(Refused):
    """The version has as many steps or choices as it can have."""


class ChoiceNotPossible(Refused):
    """Two choices of a step have no words, or lead to a step that doesn't exist."""


@transaction.atomic
def add_step(
    *, actor: User, version: ScriptVersion, revision: int, title: str, kind: str, say: str, choices: Sequence[tuple[str, str]]
) -> ScriptStep:
    """Add a step at the end of a draft. `choices` are pairs of what the customer says and the key of the next step.

    A next key of `NEW_STEP` adds an empty step named after what the customer says.
    """
    locked = lock_draft(actor, version, revision)
    step = _append(locked, title, kind=kind, say=say)
    _replace_choices(locked, step, choices)
    save_edit(locked, actor=actor)
    return step


@transaction.atomic
def edit_step(
    *,
    actor: User,
    version: ScriptVersion,
    revision: int,
    key: str,
    title: str,
    kind: str,
    say: str,
    choices: Sequence[tuple[str, str]],
) -> ScriptStep:
    """Change a step of a draft and its choices; see `add_step`."""
    locked = lock_draft(actor, version, revision)
    step = _step(locked, key)
    step.title, step.kind, step.say = title, kind, say
    step.save(update_fields=["title", "kind", "say"])
    _replace_choices(locked, step, choices)
    save_edit(locked, actor=actor)
    return step


@transaction.atomic
def move_step(*, actor: User, version: ScriptVersion, revision: int, key: str, up: bool) -> None:
    """Swap a step of a draft with the one before or after it. At the end of the list, nothing changes."""
    locked = lock_draft(actor, version, revision)
    step = _step(locked, key)
    order = list(locked.steps.order_by("position"))
    at = order.index(step) + (-1 if up else 1)
    if not 0 <= at < len(order):
        return
    other = order[at]
    swapped = Case(When(pk=step.pk, then=Value(other.position)), default=Value(step.position))
    locked.steps.filter(pk__in=[step.pk, other.pk]).update(position=swapped)
    save_edit(locked, actor=actor)


@transaction.atomic
def delete_step(*, actor: User, version: ScriptVersion, revision: int, key: str) -> None:
    """Delete a step of a draft. Choices that lead to it stay, and the check before approval finds them."""
    locked = lock_draft(actor, version, revision)
    step = _step(locked, key)
    position = step.position
    step.delete()
    locked.steps.filter(position__gt=position).update(position=F("position") - 1)
    save_edit(locked, actor=actor)


def copy_steps(from_version: ScriptVersion, to_version: ScriptVersion) -> None:
    """Copy all steps with their keys and choices into another version, which has none yet."""
    copies = {}
    for step in from_version.steps.prefetch_related("choices"):
        choices = list(step.choices.all())
        fields = {name: getattr(step, name) for name in ("key", "position", "title", "say", "kind")}
        copies[step.key] = (ScriptStep(version=to_version, **fields), choices)
    ScriptStep.objects.bulk_create(step for step, _choices in copies.values())
    StepChoice.objects.bulk_create(
        StepChoice(step=step, position=choice.position, customer_says=choice.customer_says, next_key=choice.next_key)
        for step, choices in copies.values()
        for choice in choices
    )


def _step(version: ScriptVersion, key: str) -> ScriptStep:
    step = version.steps.filter(key=key).first()
    if step is None:
        raise StepGone(_("This step doesn't exist any more. Go back to the list of steps."))
    return step


def _append(version: ScriptVersion, title: str, *, kind: str, say: str) -> ScriptStep:
    last = version.steps.aggregate(last=Max("position"))["last"] or 0
    if last >= MOST_STEPS:
        raise TooManySteps(_("A script can have at most %(most)d steps. Split it into several scripts.") % {"most": MOST_STEPS})
    # Keys of earlier versions aren't given again, because a deleted step's key must not lead to another one.
    keys = ScriptStep.objects.filter(version__script=version.script_id).values_list("key", flat=True).distinct()
    numbers = [int(number) for key in keys if (number := key.removeprefix("step-")).isdecimal()]
    return ScriptStep.objects.create(
        version=version, key=f"step-{max(numbers, default=0) + 1}", position=last + 1, title=title, kind=kind, say=say
    )


def _replace_choices(version: ScriptVersion, step: ScriptStep, choices: Sequence[tuple[str, str]]) -> None:
    if len(choices) > MOST_CHOICES:
        raise TooManySteps(_("A step can have at most %(most)d choices.") % {"most": MOST_CHOICES})
    if sum(not says for says, _next_key in choices) > 1:
        raise ChoiceNotPossible(_("Only one choice can be without words. Write what the customer says in the others."))
    known = {*version.steps.values_list("key", flat=True), *step.choices.values_list("next_key", flat=True), NEW_STEP}
    if any(next_key not in known for _says, next_key in choices):
        raise ChoiceNotPossible(_("Choose which step follows."))
    # Written before the choices are replaced: the title of a step to come is what the customer says.
    keys = [
        _append(version, says[:LONGEST_TITLE] or _("Next step"), kind=ScriptStep.Kind.SAY, say="").key
        if next_key == NEW_STEP
        else next_key
        for says, next_key in choices
    ]
    step.choices.all().delete()
    StepChoice.objects.bulk_create(
        StepChoice(step=step, position=position, customer_says=says, next_key=key)
        for position, ((says, _key), key) in enumerate(zip(choices, keys, strict=True), start=1)
    )
