"""Parsers of environment variables, and checks for unsafe values in production.

A parser raises ValueError with the expected form. It never repeats the value, because many are secrets.
"""

import json
import re
from urllib.parse import SplitResult, urlsplit

import dj_database_url

YES, NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}
MINIMUM_KEY_LENGTH = 50
MINIMUM_KEY_VARIETY = 5
DAYS_OF_A_YEAR = 365
ENCODING = "If the password has special characters, set {} instead. It needs no encoding."


def switch(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueError("must be true or false.")
    return text.lower() in YES


def whole(text: str, least: int = 0) -> int:
    if not re.fullmatch(r"[0-9]{1,15}", text) or int(text) < least:
        raise ValueError(f"must be a whole number, {least} or more.")
    return int(text)


def at_least_one(text: str) -> int:
    return whole(text, least=1)


def within_a_year(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or not 1 <= int(text) <= DAYS_OF_A_YEAR:
        raise ValueError("must be a number of days from 1 to 365.")
    return int(text)


def seconds(text: str) -> float:
    if not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", text) or not float(text):
        raise ValueError("must be a number of seconds, such as 30 or 0.25.")
    return float(text)


def names(text: str) -> list[str]:
    """Comma-separated names, without surrounding spaces and empty names."""
    return [name for part in text.split(",") if (name := part.strip())]


def keys(text: str) -> list[str]:
    """Comma-separated keys, or a JSON list of keys."""
    if not text.startswith("["):
        return names(text)
    try:
        found = json.loads(text)
    except json.JSONDecodeError:
        found = None
    if not isinstance(found, list) or not all(isinstance(key, str) for key in found):
        raise ValueError("starts like a JSON list, but isn't a list of texts.")
    return found


def origins(text: str) -> list[str]:
    found = names(text)
    if not all(re.fullmatch(r"https?://[^/\s]+", origin) for origin in found):
        raise ValueError("must be origins such as https://crisis.example.org, without a path.")
    return found


def site_url(text: str) -> str:
    if not re.fullmatch(r"https?://[^/\s]+/?", text):
        raise ValueError("must be an address such as https://crisis.example.org, without a path.")
    return text.rstrip("/")


def database_url(text: str) -> str:
    shape = "must be an address such as postgresql://user@host:5432/name. " + ENCODING.format("DATABASE_PASSWORD")
    address = _address(text, {"postgresql", "postgres"}, shape)
    if not address.hostname or not address.path.strip("/"):
        raise ValueError(shape)
    try:
        dj_database_url.parse(text)
    except ValueError:
        raise ValueError(shape) from None
    return text


def redis_url(text: str) -> str:
    shape = "must be an address such as redis://host:6379/0. " + ENCODING.format("REDIS_PASSWORD")
    address = _address(text, {"redis", "rediss"}, shape)
    if not address.hostname or not re.fullmatch(r"(/[0-9]*)?", address.path) or address.fragment:
        raise ValueError(shape)
    return text


def issuer(text: str) -> str:
    """URL of an OpenID Connect provider. HTTPS is required, except on this machine."""
    shape = "must be an address such as https://login.example.org."
    address = _address(text, {"https", "http"}, shape)
    if not address.hostname or (address.scheme == "http" and address.hostname not in ON_THIS_MACHINE):
        raise ValueError(shape)
    return text


def _address(text: str, schemes: set[str], shape: str) -> SplitResult:
    try:
        address = urlsplit(text)
        _port = address.port  # an unencoded password often makes it invalid
    except ValueError:
        raise ValueError(shape) from None
    if address.scheme not in schemes:
        raise ValueError(shape)
    return address


def danger_of_key(key: str) -> str:
    if len(key) < MINIMUM_KEY_LENGTH or len(set(key)) < MINIMUM_KEY_VARIETY or key.startswith("django-insecure-"):
        return f"needs {MINIMUM_KEY_LENGTH} or more random characters."
    return ""


def danger_of_keys(found: list[str]) -> str:
    if any(map(danger_of_key, found)):
        return f"{danger_of_key('')[:-1]} in each key. If a key contains a comma, write a JSON list."
    return ""


def danger_of_hosts(hosts: list[str]) -> str:
    if any("*" in host for host in hosts):
        return "must list the hosts this installation answers to, not *."
    if not hosts or not all(
        re.fullmatch(r"\.?[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?|\[[0-9A-Fa-f:.]+\]", host) for host in hosts
    ):
        return "must list hosts such as crisis.example.org, without https://, port or path."
    return ""


def danger_of_pseudo_language(code: str) -> str:
    return "is for testers. Leave it out in production." if code else ""


def danger_of_debug(on: bool) -> str:
    return "shows visitors source code and settings. Leave it out in production." if on else ""
