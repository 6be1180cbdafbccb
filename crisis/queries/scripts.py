"""The scripts of a crisis: what may be said now, and what is being written."""

from dataclasses import dataclass

from crisis.models import Crisis
from scripts_library.queries import ScriptSummary, VersionSummary, scripts_of

PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class CrisisScript:
    """A script, the version that is published (None while there is none), and the newest one."""

    script: ScriptSummary
    published: VersionSummary | None

    @property
    def newest(self) -> VersionSummary:
        return self.script.versions[0]


def crisis_scripts(crisis: Crisis) -> list[CrisisScript]:
    return [
        CrisisScript(script, next((version for version in script.versions if version.state == PUBLISHED), None))
        for script in scripts_of(crisis.journal_id)
    ]
