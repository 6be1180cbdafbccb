"""Forms of EMAIL_URL with a real mail server, and refused settings."""

import os
import ssl
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
import trustme
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.test import override_settings

from config.settings.mail import mail_settings, sender
from tests.architecture.test_production_settings import GOOD
from tests.mail_server import PASSWORD, USER, MailServer, mail_server, tls_context

SIGN_IN = f"{quote(USER, safe='')}:{quote(PASSWORD, safe='')}@"


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def trusted(authority: trustme.CA, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Trust in a private authority by SSL_CERT_FILE, as in docs/operations.md."""
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))


def send(url: str, server: MailServer) -> None:
    with override_settings(**mail_settings(url.format(port=server.port))):
        EmailMessage("Hello", "Text", "desk@example.org", ["ana@example.org"], connection=get_connection()).send()


def test_plain_smtp() -> None:
    with mail_server() as server:
        send("smtp://localhost:{port}", server)
    (delivery,) = server.received
    assert (delivery.is_over_tls, delivery.user) == (False, "")


def test_plain_smtp_with_a_password_of_any_characters() -> None:
    with mail_server() as server:
        send(f"smtp://{SIGN_IN}localhost:{{port}}/", server)
    assert server.received[0].user == USER


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("url", ["smtp://{}localhost:{{port}}/?tls=true", "smtp+tls://{}localhost:{{port}}",
                                 "submission://{}localhost:{{port}}", "submit://{}localhost:{{port}}?timeout=5"])  # fmt: skip
def test_starttls(url: str, authority: trustme.CA) -> None:
    with mail_server(starttls=tls_context(authority)) as server:
        send(url.format(SIGN_IN), server)
    (delivery,) = server.received
    assert (delivery.is_over_tls, delivery.user) == (True, USER)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("url", ["smtp://{}localhost:{{port}}/?ssl=true", "smtp+ssl://{}localhost:{{port}}",
                                 "smtps://{}localhost:{{port}}", "smtps://{}localhost:{{port}}?ssl=yes"])  # fmt: skip
def test_tls_from_the_start(url: str, authority: trustme.CA) -> None:
    with mail_server(tls=tls_context(authority)) as server:
        send(url.format(SIGN_IN), server)
    (delivery,) = server.received
    assert (delivery.is_over_tls, delivery.user) == (True, USER)


def test_unknown_authority_gets_no_mail_and_no_password(authority: trustme.CA) -> None:
    context = tls_context(authority)
    with mail_server(starttls=context) as by_starttls, mail_server(tls=context) as by_tls:
        with pytest.raises(ssl.SSLCertVerificationError):
            send(f"smtp://{SIGN_IN}localhost:{{port}}?tls=true", by_starttls)
        with pytest.raises(ssl.SSLCertVerificationError):
            send(f"smtps://{SIGN_IN}localhost:{{port}}", by_tls)
    assert by_starttls.received == by_tls.received == []


@pytest.mark.usefixtures("trusted")
def test_certificate_of_another_host_is_refused(authority: trustme.CA) -> None:
    with mail_server(tls=tls_context(authority)) as server, pytest.raises(ssl.SSLCertVerificationError):
        send("smtps://127.0.0.1:{port}", server)


@pytest.mark.parametrize(
    ("url", "port", "security"),
    [("smtp://mail.example.org", 25, (False, False)), ("smtp://mail.example.org?tls=on", 587, (True, False)),
     ("submission://mail.example.org", 587, (True, False)), ("smtps://mail.example.org", 465, (False, True)),
     ("smtp://mail.example.org?ssl=1", 465, (False, True)), ("smtp://mail.example.org?tls=no&ssl=off", 25, (False, False)),
     ("smtp+ssl://mail.example.org:2465", 2465, (False, True)), ("smtps://[2001:db8::1]", 465, (False, True))],
)  # fmt: skip
def test_ports_follow_from_the_security(url: str, port: int, security: tuple[bool, bool]) -> None:
    read = mail_settings(url)
    assert (read["EMAIL_PORT"], (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"])) == (port, security)
    assert read["EMAIL_TIMEOUT"] == 10


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("smtp://host?tls=true&ssl=true", "two kinds of encryption"),
        ("smtps://host?tls=true", "two kinds of encryption"),
        ("smtps://host?ssl=false", "two kinds of encryption"),
        ("smtp+tls://host?ssl=true", "two kinds of encryption"),
        ("smtp://host?tls=maybe", "tls must be true or false"),
        ("smtp://host?ssl=", "ssl must be true or false"),
        ("smtp://host?tls=true&tls=false", "option twice"),
        ("smtp://host?verify=false", "unknown option, 'verify'"),
        ("smtp://host?timeout=0", "timeout must be a number"),
        ("smtp://host?timeout=1.5", "timeout must be a number"),
        ("smtp://host?timeout=²", "timeout must be a number"),
        ("console://", "must start with one of"),
        ("mail.example.org:25", "must start with one of"),
        ("", "must start with one of"),
        ("smtp://host:port", "Percent-encode"),
        ("smtp://host:0", "Percent-encode"),
        ("smtp://user:pa#ss@host", "Percent-encode"),
        ("smtp://user:pa/ss@host", "Percent-encode"),
        ("smtp://[host", "Percent-encode"),
        ("smtp://user@host", "both a user and a password"),
        ("smtp://:secret@host", "both a user and a password"),
        ("smtp://user:gehe%C3%ADm@host", "ASCII"),
    ],
)
def test_contradictory_urls_are_refused_with_a_message(url: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence) as refused:
        mail_settings(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("address", ["desk@example.org", "Crisis desk <desk@example.org>", "„Krise“ <desk@example.org>"])
def test_sender_is_one_address(address: str) -> None:
    assert sender(address) == address


@pytest.mark.parametrize(
    "address", ["", "desk", "webmaster@localhost", "a@example.org, b@example.org", "desk@example.org\nBcc: all@example.org"]
)
def test_other_senders_are_refused(address: str) -> None:
    with pytest.raises(ValueError, match="one e-mail address"):
        sender(address)


def manage(*command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    values = {**GOOD, "PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production", **environment}
    return subprocess.run(
        [sys.executable, "-m", "django", *command],
        env=values,
        cwd=settings.BASE_DIR,
        check=False,
        capture_output=True,
        text=True,
    )


def test_test_mail_of_the_manual_has_the_configured_sender(authority: trustme.CA, tmp_path: Path) -> None:
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    with mail_server(tls=tls_context(authority)) as server:
        done = manage(
            "sendtestemail",
            "you@example.org",
            EMAIL_URL=f"smtps://{SIGN_IN}localhost:{server.port}",
            SSL_CERT_FILE=str(tmp_path / "authority.pem"),
        )
    assert done.returncode == 0, done.stderr
    (delivery,) = server.received
    assert (delivery.sender, delivery.recipients) == ("crisis@example.org", ["you@example.org"])
    assert delivery.message["From"] == GOOD["DEFAULT_FROM_EMAIL"]


@pytest.mark.parametrize(
    ("name", "value"), [("EMAIL_URL", "smtps://host?tls=true"), ("DEFAULT_FROM_EMAIL", "webmaster@localhost")]
)
def test_production_refuses_to_start(name: str, value: str) -> None:
    done = manage("check", **{name: value})
    assert done.returncode != 0
    assert f"\n  {name} " in done.stderr


def test_errors_are_mailed_by_the_same_sender() -> None:
    done = manage("shell", "-v0", "-c", "from django.conf import settings; print(settings.SERVER_EMAIL)")
    assert done.stdout.strip() == GOOD["DEFAULT_FROM_EMAIL"], done.stderr
