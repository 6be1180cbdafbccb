"""Reading settings from the environment. `config.settings.definitions` describes them."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.settings.definitions import SETTINGS


class SettingsRefused(ImproperlyConfigured):
    """Settings that prevent the start, one per line."""


class Environment:
    """Values of the registry's settings. Collects all problems for one message."""

    def __init__(self, variables: Mapping[str, str]) -> None:
        self._variables = variables
        self._problems: dict[str, str] = {}

    def _read(self, name: str) -> Any:
        setting = SETTINGS[name]
        if not self._is_set(name):
            return setting.default
        try:
            return setting.read(self._variables[name])
        except ValueError as error:
            self._problems[name] = str(error)
            return setting.default

    def text(self, name: str) -> str:
        return str(self._read(name))

    def number(self, name: str) -> int:
        return int(self._read(name))

    def seconds(self, name: str) -> float:
        return float(self._read(name))

    def switch(self, name: str) -> bool:
        return bool(self._read(name))

    def names(self, name: str) -> list[str]:
        return list(self._read(name))

    def database(self) -> dict[str, Any]:
        """`DATABASES["default"]`: DATABASE_URL with DATABASE_PASSWORD."""
        found: dict[str, Any] = {**dj_database_url.parse(self.text("DATABASE_URL"), conn_max_age=60, conn_health_checks=True)}
        if password := self._password_beside("DATABASE"):
            found["PASSWORD"] = password
        return found

    def redis(self) -> str:
        """REDIS_URL with the encoded REDIS_PASSWORD."""
        url = self.text("REDIS_URL")
        if not (password := self._password_beside("REDIS")):
            return url
        address = urlsplit(url)
        user, _at, place = address.netloc.rpartition("@")
        return urlunsplit(address._replace(netloc=f"{user.rstrip(':')}:{quote(password, safe='')}@{place}"))

    def _password_beside(self, server: str) -> str:
        password = self.text(f"{server}_PASSWORD")
        if password and urlsplit(self.text(f"{server}_URL")).password:
            self._problems[f"{server}_PASSWORD"] = f"is set, and {server}_URL contains a password too. Remove one of the two."
        return password

    def all_or_none(self, *names: str) -> list[str]:
        """Texts of settings that belong together, or an empty list if none is set or one is missing."""
        missing = [name for name in names if not self._is_set(name)]
        if len(missing) < len(names):
            self._problems |= {name: f"is missing: set all of {', '.join(names)}, or none." for name in missing}
        return [] if missing else [self.text(name) for name in names]

    def insist(self, *, production: bool = False) -> None:
        """Refuse to start with one message about all settings that are invalid or, in production, missing or unsafe."""
        values = {name: self._read(name) for name in SETTINGS}
        problems = {name: problem for name in SETTINGS if production and (problem := self._danger(name, values[name]))}
        problems |= self._problems
        if problems:
            raise SettingsRefused(_message(problems))

    def _danger(self, name: str, value: Any) -> str:
        setting = SETTINGS[name]
        if setting.required and not self._is_set(name):
            return f"is missing: {setting.meaning}."
        return setting.danger(value) if self._is_set(name) else ""

    def _is_set(self, name: str) -> bool:
        return bool(self._variables.get(name, "").strip())


def _message(problems: Mapping[str, str]) -> str:
    lines = "\n".join(f"  {name} {problems[name]}" for name in SETTINGS if name in problems)
    return f"Correct these settings in the environment, then start again (docs/operations.md describes them):\n{lines}"


env = Environment(os.environ)
