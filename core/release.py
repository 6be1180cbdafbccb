"""The version of this software."""

import tomllib
from functools import cache

from django.conf import settings


@cache
def version() -> str:
    return str(tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
