"""The plan of an import: what it would create and change, and what it can't."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from enum import StrEnum
from hashlib import sha256

from django.utils.translation import gettext as _

from people.queries.addresses import account_addresses
from scripts_library.audiences import audience_name
from scripts_library.models import USUAL_LANGUAGE, Script, ScriptImport, ScriptVersion
from scripts_library.queries.owners import possible_owners
from scripts_library.script_files.contents import HEADINGS, RejectedScript, ScriptFile, normal

State = ScriptVersion.State


class ScriptOutcome(StrEnum):
    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class PlannedScript:
    """What an import does with one script. `version` is the newest version of a script that is there, `source_id` the source of
    a new variant that is there already. `notes` say what isn't taken over.
    """

    file: ScriptFile
    outcome: ScriptOutcome
    reason: str = ""
    notes: tuple[str, ...] = ()
    version: ScriptVersion | None = None
    owner_id: int | None = None
    source_id: int | None = None

    @property
    def audience(self) -> str:
        return audience_name(self.file.channel, self.file.language)


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """The scripts of a file in its order, with sources before variants, and what couldn't be read."""

    scripts: list[PlannedScript]
    rejected: list[RejectedScript]
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def token(self) -> str:
        """Changes when the import would do something else than what the user saw."""
        facts = [
            (each.outcome.value, each.version and (each.version.pk, each.version.revision, each.version.state), each.source_id)
            for each in self.scripts
        ]
        return sha256(repr(facts).encode()).hexdigest()[:20]


def plan_of(imported: ScriptImport) -> ImportPlan:
    """The plan of an uploaded file, from the present state of the scripts."""
    files = [ScriptFile(**each) for each in imported.scripts]
    rejected = [RejectedScript(**each) for each in imported.rejected]
    scripts = _Planner().plan(files)
    counts = Counter(each.outcome.value for each in scripts)
    counts[ScriptOutcome.REJECT.value] += len(rejected)
    return ImportPlan(scripts, rejected, {outcome.value: counts[outcome.value] for outcome in ScriptOutcome})


def as_rows(found: Iterable[ScriptFile | RejectedScript]) -> list[dict[str, object]]:
    """For the columns of `ScriptImport`."""
    return [asdict(each) for each in found]


class _Planner:
    """Compares scripts of a file with the scripts that are there. Four queries, however many scripts there are."""

    def __init__(self) -> None:
        versions = ScriptVersion.objects.filter(script__journal__is_drill=False).select_related(
            "script__owner", "script__journal", "script__variant_of"
        )
        self._there: defaultdict[tuple[str, str, str], list[ScriptVersion]] = defaultdict(list)
        self._sources: defaultdict[str, list[int]] = defaultdict(list)
        for version in versions.order_by("script_id", "-number").distinct("script_id"):
            script = version.script
            self._there[script.title, script.channel, script.language].append(version)
            if script.variant_of_id is None and not script.journal.is_closed:
                self._sources[script.title].append(script.pk)
        owners = possible_owners()
        self._owners = {name.casefold(): person_id for person_id, name in owners.items()}
        self._owners |= {email.casefold(): person_id for person_id, email in account_addresses(owners.keys()).items()}

    def plan(self, files: Sequence[ScriptFile]) -> list[PlannedScript]:
        in_order = [replace(each, language=each.language or USUAL_LANGUAGE) for each in sorted(files, key=_is_variant)]
        new_sources = Counter(each.title for each in in_order if not each.variant_of and not self._there[_key(each)])
        seen: set[tuple[str, str, str]] = set()
        planned = []
        for file in in_order:
            if _key(file) in seen:
                reason = _("The file has another script with this title, channel and language.")
                planned.append(PlannedScript(file, ScriptOutcome.REJECT, reason))
                continue
            seen.add(_key(file))
            there = self._there[_key(file)]
            planned.append(self._existing(file, there) if there else self._new(file, new_sources[file.variant_of]))
        return planned

    def _existing(self, file: ScriptFile, there: list[ScriptVersion]) -> PlannedScript:
        version = there[0]
        if len(there) > 1:
            reason = _("%(count)d scripts have this title, channel and language, so it isn't clear which one is meant.")
            return PlannedScript(file, ScriptOutcome.REJECT, reason % {"count": len(there)})
        notes = self._ignored(file, version.script)
        before = {name: normal(getattr(version, name)) for name in HEADINGS}
        if before == file.texts:
            return PlannedScript(file, ScriptOutcome.UNCHANGED, notes=notes, version=version)
        if version.script.journal.is_closed:
            reason = _("This script was written for “%(journal)s”, which has ended.")
            return PlannedScript(
                file, ScriptOutcome.REJECT, reason % {"journal": version.script.journal.title}, version=version
            )
        if version.state == State.IN_REVIEW:
            reason = _("Version %(number)d waits for approval. Import again after the decision.")
            return PlannedScript(file, ScriptOutcome.REJECT, reason % {"number": version.number}, version=version)
        removed = [
            _("Removes the text “%(name)s”.") % {"name": HEADINGS[name]}
            for name, text in before.items()
            if text and not file.texts[name]
        ]
        return PlannedScript(file, ScriptOutcome.CHANGE, notes=(*removed, *notes), version=version)

    def _ignored(self, file: ScriptFile, script: Script) -> tuple[str, ...]:
        """Sentences about facts of the file that differ and aren't taken over."""
        notes = []
        if file.owner and self._owners.get(file.owner.casefold(), script.owner_id) != script.owner_id:
            notes.append(_("The owner stays %(name)s.") % {"name": script.owner.display_name})
        if file.variant_of and file.variant_of != (script.variant_of.title if script.variant_of else ""):
            notes.append(_("“variant of” is ignored, because the script is there already."))
        return tuple(notes)

    def _new(self, file: ScriptFile, new_sources: int) -> PlannedScript:
        owner_id = self._owners.get(file.owner.casefold())
        notes: tuple[str, ...] = ()
        if file.owner and owner_id is None:
            notes = (_("No possible owner is called “%(name)s”, so you become the owner.") % {"name": file.owner[:80]},)
        source_id = None
        if file.variant_of:
            there = self._sources[file.variant_of]
            if len(there) + new_sources != 1:
                reason = _("Its source “%(title)s” isn't there, or several scripts have this title.")
                return PlannedScript(file, ScriptOutcome.REJECT, reason % {"title": file.variant_of[:80]})
            source_id = there[0] if there else None
        return PlannedScript(file, ScriptOutcome.CREATE, notes=notes, owner_id=owner_id, source_id=source_id)


def _is_variant(file: ScriptFile) -> bool:
    return bool(file.variant_of)


def _key(file: ScriptFile) -> tuple[str, str, str]:
    return file.title, file.channel, file.language
