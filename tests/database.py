"""The database of a run is a copy: it is made by the migrations once, and once more when a migration changes.

Otherwise every worker of a run would run all migrations, at the same time as the others.
"""

import hashlib
from pathlib import Path
from unittest.mock import patch

import django
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.backends.postgresql.creation import DatabaseCreation
from django.db.migrations.state import ProjectState


def drop_whoever_is_connected(self: DatabaseCreation, test_database_name: str, _verbosity: int) -> None:
    """Takes the place of `DatabaseCreation._destroy_test_db`: threads of the live server keep their connections, which would
    keep the database from being dropped at the end.
    """
    with self._nodb_cursor() as cursor:  # type: ignore[attr-defined] # the stubs leave it out
        cursor.execute(f"DROP DATABASE IF EXISTS {self.connection.ops.quote_name(test_database_name)} WITH (FORCE)")


def copy_from_template() -> None:
    """Have Django's own set-up copy the database of these migrations, which is made if it is not there yet."""
    options, quote = connection.settings_dict["TEST"], connection.ops.quote_name
    # Of this database alone: another checkout on the same server has templates of its own.
    templates = f"{settings.DATABASES['default']['NAME']}_template_"
    name = f"{templates}{_digest_of_migrations()}"
    with connection.creation._nodb_cursor() as cursor:  # type: ignore[attr-defined] # the stubs leave it out
        # Workers that begin together: one makes it, the others wait, for longer than any statement of a page may.
        cursor.execute("SET lock_timeout = 0")
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [templates])
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [templates])
        found = {row for (row,) in cursor.fetchall()}
        if name not in found:
            _make(f"{name}_unfinished")
            # Only what is complete has the name.
            cursor.execute(f"ALTER DATABASE {quote(f'{name}_unfinished')} RENAME TO {quote(name)}")
            for stale in found:
                cursor.execute(f"DROP DATABASE IF EXISTS {quote(stale)} WITH (FORCE)")
    options["TEMPLATE"] = name


def _make(name: str) -> None:
    usual, options = settings.DATABASES["default"]["NAME"], connection.settings_dict["TEST"]
    own_name = options["NAME"]
    options["NAME"] = name
    # Otherwise Django makes the classes of dozens of models again for each constraint and index, which takes most of the time.
    with patch.object(ProjectState, "_append_option", _add_to_class):
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    connection.close()
    options["NAME"] = own_name
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = usual


def _add_to_class(state: ProjectState, app: str, name: str, option: str, added: object) -> None:
    """Give the model in a state of migrations another constraint or index, and its class too."""
    options = state.models[app, name].options
    options[option] = [*options[option], added]
    if "apps" in vars(state):
        setattr(state.apps.get_model(app, name)._meta, option, options[option])


def _digest_of_migrations() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for app in apps.get_app_configs():
        for file in sorted(Path(app.path, "migrations").glob("*.py")):
            digest.update(f"{app.label}/{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]
