#!/usr/bin/env python
"""Django's command line, with the project's own servers behind it when no others are named."""

import os
import sys

# These commands read or write files only, so no server is started for them.
WITHOUT_SERVERS = {"help", "version", "makemessages", "compilemessages", "collectstatic"}
# Never has embedded servers: real data belong on servers that its operator chose.
PRODUCTION = "config.settings.production"


def needs_servers(arguments: list[str]) -> bool:
    """Whether the command could ask the database or the broker, and may have the embedded ones for it."""
    if os.environ.get("DJANGO_SETTINGS_MODULE") == PRODUCTION:
        return False
    command = arguments[0] if arguments else "help"
    if command.startswith("-") or {"-h", "--help", "--version"} & set(arguments):
        return False
    if command == "check":
        return any(argument.startswith("--database") for argument in arguments)
    return command not in WITHOUT_SERVERS


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    if needs_servers(sys.argv[1:]):
        from devservers import EmbeddedServersError, provide

        try:
            provide(os.environ)
        except EmbeddedServersError as error:
            sys.exit(str(error))
    from django.core.management import execute_from_command_line

    from config.settings.environment import SettingsRefused

    try:
        execute_from_command_line(sys.argv)
    except SettingsRefused as refused:
        sys.exit(str(refused))


if __name__ == "__main__":
    main()
