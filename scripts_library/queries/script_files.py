"""Scripts as they are exported: the newest version of each, outside drills."""

from people.queries.addresses import account_addresses
from scripts_library.models import ScriptVersion
from scripts_library.script_files.contents import ScriptFile


def files_of_scripts() -> list[ScriptFile]:
    """All scripts outside drills, sources before their variants. Two queries."""
    newest = (
        ScriptVersion.objects.filter(script__journal__is_drill=False)
        .select_related("script__owner", "script__variant_of")
        .order_by("script_id", "-number")
        .distinct("script_id")
    )
    in_order = sorted(newest, key=lambda version: (bool(version.script.variant_of_id), version.script.title, version.script_id))
    addresses = account_addresses({version.script.owner_id for version in in_order})
    return [file_of(version, owner=addresses.get(version.script.owner_id, "")) for version in in_order]


def file_of(version: ScriptVersion, *, owner: str = "") -> ScriptFile:
    """A version as a file. `owner` is the address of its owner; without one, the file has the name."""
    script = version.script
    return ScriptFile(
        title=script.title,
        owner=owner or script.owner.display_name,
        channel=script.channel,
        language=script.language,
        state=version.state,
        variant_of=script.variant_of.title if script.variant_of else "",
        texts={name: getattr(version, name) for name in ScriptVersion.TEXTS},
    )
