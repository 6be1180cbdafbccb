"""Run one benchmark in its own process and database, and print its rows as JSON: ``python -m bench.one NAME``."""

import json
import os
import sys
from dataclasses import asdict
from importlib import import_module
from pathlib import Path

from devservers import provide


def main(name: str) -> None:
    os.environ.setdefault("ECS_DATA_DIR", str(Path(".data/bench").resolve()))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    provide(os.environ)

    import django
    from django.db import connection

    django.setup()
    # As web processes do: load the URLs, and keep what is loaded out of garbage collections.
    import_module("config.wsgi")
    normal = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        rows = import_module(f"bench.{name}").rows()
    finally:
        connection.creation.destroy_test_db(normal, verbosity=0)
    print(json.dumps([{**asdict(row), "ratio": row.ratio, "verdict": row.verdict} for row in rows]))


if __name__ == "__main__":
    main(sys.argv[1])
