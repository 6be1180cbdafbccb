"""Sign-in through an OpenID Connect provider, if the environment names one: all four variables, or none."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env

PROVIDER_ID = "company"
VARIABLES = ("OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
ON_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


def openid_providers(env: Env) -> dict[str, Any]:
    """The setting SOCIALACCOUNT_PROVIDERS."""
    values = {name: env.str(name, default="") for name in VARIABLES}
    missing = [name for name, value in values.items() if not value]
    if len(missing) == len(VARIABLES):
        return {}
    if missing:
        raise ImproperlyConfigured(f"Set {', '.join(missing)} as well, or none of {', '.join(VARIABLES)}.")
    issuer = urlsplit(values["OIDC_ISSUER"])
    if issuer.scheme != "https" and issuer.hostname not in ON_THIS_MACHINE:
        raise ImproperlyConfigured("OIDC_ISSUER must begin with https://")
    return provider(*(values[name] for name in VARIABLES))


def provider(name: str, issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    app = {
        "provider_id": PROVIDER_ID,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
