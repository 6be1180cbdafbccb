"""Data that another version of the project made: recognised before the migrations, and set aside on request, never deleted."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.exceptions import InconsistentMigrationHistory
from django.db.migrations.loader import MigrationLoader

# In the data folder, besides the database: they belong to its rows.
BELONGINGS = ("uploads", "demo-sign-ins.txt")


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
    """Give the database and its files other names, and put an empty database in its place. Returns the new name of the old
    one. Raises OperationalError, and leaves everything as it was, while others use the database.
    """
    name = connection.settings_dict["NAME"]
    aside = f"{name}_until_{stamp}"
    moved = [(data / each, data / f"{each}-until-{stamp}") for each in BELONGINGS if (data / each).exists()]
    connection.close()
    # The files first: uploads that no row of a new database needs would be deleted. If this stops halfway, the database
    # is still the old one, and the next start asks again.
    for before, after in moved:
        before.rename(after)
    quote = connection.ops.quote_name
    with connection._nodb_cursor() as cursor:  # noqa: SLF001 - as Django's own commands do
        try:
            # PostgreSQL waits some seconds for others to leave.
            cursor.execute(f"ALTER DATABASE {quote(name)} RENAME TO {quote(aside)}")
        except BaseException:
            for before, after in moved:
                after.rename(before)
            raise
        cursor.execute("SELECT FROM pg_database WHERE datname = %s", [name])
        # The watch makes a database that is missing.
        if not cursor.fetchone():
            cursor.execute(f"CREATE DATABASE {quote(name)}")
    return aside
