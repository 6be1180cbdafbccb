"""Scripts of a crisis with their published and newest versions."""

from dataclasses import dataclass

from crisis.models import Crisis
from scripts_library.queries import ScriptSummary, VersionSummary, scripts_of

PUBLISHED = "published"


@dataclass(frozen=True, slots=True)
class CrisisScript:
    """A script with its published version, if any, and its newest one."""

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
