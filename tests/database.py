"""The database of a run is a copy: it is made by the migrations once, and once more when a migration changes.

Every worker of a run would otherwise go through all migrations by itself, at the same time as the others.
"""

import hashlib
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation

TEMPLATES = "ecs_tests_template_"


def drop_whoever_is_connected(self: DatabaseCreation, test_database_name: str, _verbosity: int) -> None:
    """Takes the place of `DatabaseCreation._destroy_test_db`: threads of the live server keep their connections, which would
    keep the database from being dropped at the end.
    """
    with self._nodb_cursor() as cursor:  # type: ignore[attr-defined] # the stubs leave it out
        cursor.execute(f"DROP DATABASE IF EXISTS {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")


def copy_from_template() -> None:
    """Have Django's own set-up copy the database of these migrations, which is made if it is not there yet."""
    name, options = f"{TEMPLATES}{_digest_of_migrations()}", connection.settings_dict["TEST"]
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined] # the stubs leave it out
        # Workers that begin together: one makes it, the others wait.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [TEMPLATES])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [TEMPLATES])
        found = {row for (row,) in cursor.fetchall()}
        if name not in found:
            _make(f"{name}_unfinished")
            # Only what is complete has the name.
            cursor.execute(f"ALTER DATABASE {name}_unfinished RENAME TO {name}")
            for stale in found:
                cursor.execute(f"DROP DATABASE IF EXISTS {stale}")
    options["TEMPLATE"] = name


def _make(name: str) -> None:
    usual, options = settings.DATABASES["default"]["NAME"], connection.settings_dict["TEST"]
    own_name = options["NAME"]
    options["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    options["NAME"] = own_name
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = usual


def _digest_of_migrations() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
