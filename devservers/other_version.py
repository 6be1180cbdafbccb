"""Data that another version of the project made: recognised before the migrations, and set aside on request, never deleted."""

import time
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader
from django.db.utils import OperationalError

UPLOADS = "uploads"
# The watch asks the database something every second, and for that moment it cannot be renamed.
TRIES, PAUSE_SECONDS = 40, 0.1


def is_of_another_version(connection: BaseDatabaseWrapper) -> bool:
    """True if the database has migrations that the rooms do not have, or lacks some that come before those it has."""
    loader = MigrationLoader(connection)
    applied = {key for key in loader.applied_migrations if key[0] in _rooms()}
    if applied - loader.disk_migrations.keys():
        return True
    try:
        loader.check_consistent_history(connection)
    except InconsistentMigrationHistory:
        return True
    return False


def _rooms() -> set[str]:
    here = Path(settings.BASE_DIR)
    return {app.label for app in apps.get_app_configs() if Path(app.path).parent == here}


def set_aside(connection: BaseDatabaseWrapper, data: Path, stamp: str) -> str:
    """Give the database another name, put an empty one in its place, and move the uploads out of the way. Returns the new
    name. Raises OperationalError while others use the database.
    """
    name = connection.settings_dict["NAME"]
    aside = f"{name}_until_{stamp}"
    connection.close()
    for tries_left in reversed(range(TRIES)):
        try:
            _rename(connection, name, aside)
            break
        except OperationalError:
            if not tries_left:
                raise
            time.sleep(PAUSE_SECONDS)
    if (data / UPLOADS).exists():
        (data / UPLOADS).rename(data / f"{UPLOADS}-until-{stamp}")
    return aside


def _rename(connection: BaseDatabaseWrapper, name: str, aside: str) -> None:
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django's own commands do
        cursor.execute(f"ALTER DATABASE {quote(name)} RENAME TO {quote(aside)}")
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        # The watch makes a database that is missing.
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {quote(name)}")
