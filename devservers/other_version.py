"""Data of another version of the project: detected before the migrations, set aside on request, never deleted."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

# Files in the data folder that belong to rows of the database.
BELONGINGS = ("uploads", "demo-sign-ins.txt")


def is_of_another_version(connection: BaseDatabaseWrapper) -> bool:
    """True if the database has unknown migrations, or lacks earlier ones than it has."""
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
    """Rename the database and its files, and create an empty database. Returns the new name of the old one. Raises
    OperationalError and changes nothing if others are using the database.
    """
    name = connection.settings_dict["NAME"]
    aside = f"{name}_until_{stamp}"
    moved = [(data / each, data / f"{each}-until-{stamp}") for each in BELONGINGS if (data / each).exists()]
    connection.close()
    # Files come first, because an empty database would delete their uploads. If this stops halfway, the database is still
    # the old one, and the next start asks again.
    for before, after in moved:
        before.rename(after)
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django's own commands do
        try:
            # PostgreSQL waits some seconds for other sessions to end.
            cursor.execute(f"ALTER DATABASE {quote(name)} RENAME TO {quote(aside)}")
        except BaseException:
            for before, after in moved:
                after.rename(before)
            raise
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        # The server watch may have created it already.
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {quote(name)}")
    return aside
