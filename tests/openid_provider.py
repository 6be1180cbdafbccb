"""A small OpenID Connect provider on loopback: discovery, authorisation, token with a signed JWT, user info and keys."""

import json
import secrets
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import override_settings

from config.settings.openid import provider

CLIENT_ID, CLIENT_SECRET = "crisis-desk", "s3cret/of the client"


@dataclass
class OpenIdProvider:
    """A provider at which one person is signed in, of whom it says `claims`."""

    claims: dict[str, Any] = field(default_factory=dict)
    issuer: str = ""
    # What is wrong with the provider, for tests: an audience, or an error that it answers instead of a code.
    audience: str = CLIENT_ID
    error: str = ""
    key: rsa.RSAPrivateKey = field(default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048))
    codes: dict[str, str] = field(default_factory=dict)

    def answer(self, path: str, query: dict[str, str], form: dict[str, str]) -> tuple[int, Any]:
        """Status, and what is answered: JSON, or the address of a redirect."""
        match path:
            case "/.well-known/openid-configuration":
                return 200, {
                    "issuer": self.issuer,
                    **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")},
                    "jwks_uri": f"{self.issuer}/keys",
                    "token_endpoint_auth_methods_supported": ["client_secret_post"],
                }
            case "/keys":
                return 200, {"keys": [json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key())) | {"kid": "1"}]}
            case "/authorization":
                return 302, self._back_to(query)
            case "/token":
                return self._token(form)
            case "/userinfo":
                return 200, self.claims
        return 404, {}

    def _back_to(self, query: dict[str, str]) -> str:
        code = secrets.token_hex(8)
        self.codes[code] = query["code_challenge"]
        said = {"error": self.error} if self.error else {"code": code}
        return f"{query['redirect_uri']}?{urlencode({**said, 'state': query['state']})}"

    def _token(self, form: dict[str, str]) -> tuple[int, Any]:
        proof = urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).rstrip(b"=").decode()
        if form["client_secret"] != CLIENT_SECRET or self.codes.pop(form["code"], "") != proof:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {**self.claims, "iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60}
        id_token = jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "1"})
        return 200, {"access_token": secrets.token_hex(8), "token_type": "Bearer", "expires_in": 60, "id_token": id_token}


@contextmanager
def openid_provider(**claims: Any) -> Iterator[OpenIdProvider]:
    """A provider that says this of the person who is signed in there."""
    provider = OpenIdProvider(claims={"sub": "0815", **claims})

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._answer({name: values[0] for name, values in parse_qs(body).items()})

        def _answer(self, form: dict[str, str]) -> None:
            parts = urlsplit(self.path)
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, content = provider.answer(parts.path, query, form)
            self.send_response(status)
            if isinstance(content, str):
                self.send_header("Location", content)
                content = {}
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def company(**claims: Any) -> Iterator[OpenIdProvider]:
    """The organisation's provider, which the settings name."""
    with (
        openid_provider(**claims) as running,
        override_settings(SOCIALACCOUNT_PROVIDERS=provider("Harbour ID", running.issuer, CLIENT_ID, CLIENT_SECRET)),
    ):
        yield running
