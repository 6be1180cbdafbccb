"""Lifecycles of the project and their diagrams in docs/lifecycles.md.

``python -m tests.architecture.lifecycles`` regenerates the document.
"""

import os
from typing import Any

from core.states import Lifecycle
from tests.architecture.rooms import ROOT

DOCUMENT = ROOT / "docs" / "lifecycles.md"
HEAD = """# Lifecycles

Each of these has a table of legal transitions in a lifecycle module of its room. Actions change states only through this
table, and any other change is refused with a message. `python -m tests.architecture.lifecycles` draws these diagrams from the
tables.
"""


def lifecycles() -> dict[str, Lifecycle[Any, Any]]:
    """Lifecycles by the name of the object, from the highest room to the lowest."""
    from care.lifecycle import SESSION_LIFECYCLE, SUGGESTION_LIFECYCLE
    from crisis.lifecycle import HELP_LIFECYCLE, INVITATION_LIFECYCLE
    from crisis.lifecycle import LIFECYCLE as CRISIS
    from intake.lifecycle import LIFECYCLE as IMPORT
    from notices.lifecycle import LIFECYCLE as DELIVERY
    from notices.post_lifecycle import POST_LIFECYCLE
    from recognition.lifecycle import LIFECYCLE as AWARD
    from scripts_library.lifecycle import LIFECYCLE as SCRIPT_VERSION
    from training.lifecycle import REFRESHER_LIFECYCLE, REHEARSAL_LIFECYCLE

    return {
        "Crisis": CRISIS,
        "Invitation": INVITATION_LIFECYCLE,
        "Request for help": HELP_LIFECYCLE,
        "Award": AWARD,
        "Suggestion": SUGGESTION_LIFECYCLE,
        "Coaching session": SESSION_LIFECYCLE,
        "Refresher": REFRESHER_LIFECYCLE,
        "Rehearsal of a role play": REHEARSAL_LIFECYCLE,
        "Version of a script": SCRIPT_VERSION,
        "Import": IMPORT,
        "Delivery of a notification": DELIVERY,
        "Post to a chat channel": POST_LIFECYCLE,
    }


def drawing(lifecycle: Lifecycle[Any, Any]) -> str:
    """Mermaid state diagram of a lifecycle."""
    lines = [f"    {state.value}: {state.label}" for state in lifecycle.states]
    lines += [f"    [*] --> {state.value}" for state in lifecycle.begins]
    for step, transition in lifecycle.transitions.items():
        lines += [f"    {source.value} --> {transition.target.value}: {step.value}" for source in transition.sources]
    lines += [f"    {state.value} --> [*]" for state in lifecycle.states if not lifecycle.steps_from(state)]
    return "\n".join(["```mermaid", "stateDiagram-v2", *lines, "```"])


def document() -> str:
    parts = [f"## {name}\n\n{drawing(lifecycle)}\n" for name, lifecycle in lifecycles().items()]
    return "\n".join([HEAD, *parts])


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    DOCUMENT.write_text(document(), encoding="utf-8")
