"""Write the list of settings into docs/operations.md and docker-compose.yml: `python -m config.settings.listing`."""

from pathlib import Path

from config.settings.definitions import BASE_DIR, GROUPS, SETTINGS, Setting

# Values that Compose sets: addresses of its own services, and secrets without which it doesn't start.
COMPOSED = {
    "SECRET_KEY": "${SECRET_KEY:?set it to 50 or more random characters}",
    "ALLOWED_HOSTS": "${ALLOWED_HOSTS:?set the hosts this installation answers to}",
    "DEFAULT_FROM_EMAIL": "${DEFAULT_FROM_EMAIL:?the sender of every e-mail, such as crisis@example.org}",
    "DATABASE_URL": "postgresql://ecs@postgres:5432/ecs",
    "DATABASE_PASSWORD": "${POSTGRES_PASSWORD:?choose one}",
    "REDIS_URL": "redis://valkey:6379/0",
    "REDIS_PASSWORD": "${VALKEY_PASSWORD:?choose one}",
    "ECS_DATA_DIR": "/data",
    "STATIC_ROOT": "/app/staticfiles",
}


def table() -> str:
    """The settings as Markdown, one table for each group."""
    return "\n\n".join(
        "\n".join([f"### {title}", "", "| variable | default | meaning |", "| --- | --- | --- |", *map(_row, group)])
        for title, group in GROUPS.items()
    )


def _row(setting: Setting) -> str:
    default = "**required**" if setting.required else setting.shown or _shown(setting.default)
    return f"| `{setting.name}` | {default} | {setting.meaning} |"


def _shown(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    return f"`{default}`" if default not in ("", []) else "–"


def environment() -> str:
    """The settings as environment of Compose's services. An empty value means the default."""
    return "\n".join(f"    {name}: {COMPOSED.get(name, f'${{{name}:-}}')}" for name in SETTINGS)


def written(text: str, block: str, begin: str, end: str) -> str:
    """Text with the block inserted between its two marker lines."""
    before, rest = text.split(f"{begin}\n")
    _old, after = rest.split(f"{end}\n")
    return f"{before}{begin}\n{block}\n{end}\n{after}"


def files() -> dict[Path, str]:
    """Expected content of the two files."""
    docs, compose = BASE_DIR / "docs/operations.md", BASE_DIR / "docker-compose.yml"
    begin, end = (
        "settings of config/settings/definitions.py, written by `python -m config.settings.listing`",
        "end of the settings",
    )
    return {
        docs: written(docs.read_text(), table(), f"<!-- {begin} -->", f"<!-- {end} -->"),
        compose: written(compose.read_text(), environment(), f"    # {begin}", f"    # {end}"),
    }


if __name__ == "__main__":
    for path, text in files().items():
        path.write_text(text)
