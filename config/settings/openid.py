"""Sign-in with an OpenID Connect provider, if configured."""

from typing import Any

from config.settings.environment import Environment

PROVIDER_ID = "company"


def openid_providers(env: Environment) -> dict[str, Any]:
    """Value of SOCIALACCOUNT_PROVIDERS."""
    found = env.all_or_none("OIDC_NAME", "OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    return provider(*found) if found else {}


def provider(name: str, issuer: str, client_id: str, secret: str) -> dict[str, Any]:
    app = {
        "provider_id": PROVIDER_ID,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
