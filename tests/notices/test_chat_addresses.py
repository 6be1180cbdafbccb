"""Addresses of chat channels: which are accepted, what is shown of them, and where posts go."""

import json
import socket
from contextlib import suppress
from threading import Event
from typing import Any
from urllib.parse import unquote

import pytest
import requests
from apprise import NotifyBase
from cryptography.fernet import Fernet
from django.test import override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from config.settings import chat
from notices.chat.addresses import SERVICES, AddressRefused, allowed_target, seal, target_of, unseal
from notices.chat.hosts import HostNotFound, require_public
from notices.chat.sending import ChatDeferred, ChatRefused, send
from tests.chat_server import logged

SLACK = "slack://T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ"
LONG = "a" * 32
TEAMS = "default1234567890abcdef.4f.environment.api.powerplatform.com"
MESSAGE = "Crisis update: https://crisis-desk.example.org/crisis/5/?tab=my_tab&x=1"
# Address, host of the request, what operators allow, and what is shown.
SAMPLES = {
    "discord://4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js": ("discord.com", "discord", "discord://…"),
    "gchat://AAAA/key1/token1": ("chat.googleapis.com", "gchat", "gchat://…"),
    SLACK: ("hooks.slack.com", "slack", "slack://…"),
    "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ": ("hooks.slack.com", "slack", "slack://…"),
    "https://hooks.slack.com/triggers/T1JJ3T3L2/123/abc": ("hooks.slack.com", "slack", "slack://…"),
    "https://hooks.slack-gov.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ": (
        "hooks.slack-gov.com", "slack", "slack://…",
    ),
    "https://discord.com/api/webhooks/4174216298/JHMHI8qBe7bk2ZwO5U711o3dV_js": ("discord.com", "discord", "discord://…"),
    "https://chat.googleapis.com/v1/spaces/AAAA/messages?key=key1&token=token1": (
        "chat.googleapis.com", "gchat", "gchat://…",
    ),
    f"https://webexapis.com/v1/webhooks/incoming/{'a' * 80}": ("api.ciscospark.com", "webex", "webex://…"),
    "https://ntfy.sh/crisis": ("ntfy.sh", "ntfys://ntfy.sh", "ntfys://ntfy.sh/…"),
    f"https://{TEAMS}:443/powerautomate/automations/direct/workflows/{LONG}/triggers/manual/paths/invoke?api-version=1&"
    "sp=%2Ftriggers%2Fmanual%2Frun&sv=1.0&sig=signature-1": (
        f"{TEAMS}:443", f"workflows://{TEAMS}:443", f"workflows://{TEAMS}:443/…",
    ),
    f"{SLACK}/#crisis": ("hooks.slack.com", "slack", "slack://…"),
    "slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#crisis": ("slack.com", "slack", "slack://…"),
    f"webex://{'a' * 80}": ("api.ciscospark.com", "webex", "webex://…"),
    f"webex://{'b' * 64}/Y2lzY29zcGFyazovL3VzL1JPT00vMTIz": ("webexapis.com", "webex", "webex://…"),
    f"mmost://Chat.example.org:8065/{LONG}": (
        "chat.example.org:8065", "mmost://chat.example.org:8065", "mmost://chat.example.org:8065/…",
    ),
    f"mmosts://chat.example.org/{LONG}": ("chat.example.org", "mmosts://chat.example.org", "mmosts://chat.example.org/…"),
    "nctalk://bot:pass@cloud.example.org/room1": (
        "cloud.example.org", "nctalk://cloud.example.org", "nctalk://cloud.example.org/…",
    ),
    "nctalks://bot:pass@cloud.example.org/room1": (
        "cloud.example.org", "nctalks://cloud.example.org", "nctalks://cloud.example.org/…",
    ),
    "ntfy://[2001:4860::1]:8080/crisis": ("[2001:4860::1]:8080", "ntfy://[2001:4860::1]:8080", "ntfy://[2001:4860::1]:8080/…"),
    "ntfys://tk_abcdefghijklmnopqrstuvwxyzabc@ntfy.example.org/crisis": (
        "ntfy.example.org", "ntfys://ntfy.example.org", "ntfys://ntfy.example.org/…",
    ),
    "ntfys://ntfy.sh/crisis": ("ntfy.sh", "ntfys://ntfy.sh", "ntfys://ntfy.sh/…"),
    f"workflows://prod-1.westeurope.logic.azure.com:443/{LONG}/signature-1": (
        "prod-1.westeurope.logic.azure.com:443",
        "workflows://prod-1.westeurope.logic.azure.com:443",
        "workflows://prod-1.westeurope.logic.azure.com:443/…",
    ),
    f"zulip://bot@acme/{LONG}": ("acme.zulipchat.com", "zulip://acme.zulipchat.com", "zulip://acme.zulipchat.com/…"),
    f"zulip://bot@chat.example.org/{LONG}/crisis": (
        "chat.example.org", "zulip://chat.example.org", "zulip://chat.example.org/…",
    ),
}  # fmt: skip


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[requests.PreparedRequest, dict[str, Any]]]:
    """Requests that would have been sent. All names are in the internet, and all servers say yes."""
    found: list[tuple[requests.PreparedRequest, dict[str, Any]]] = []

    def accept(_session: requests.Session, request: requests.PreparedRequest, **how: Any) -> requests.Response:
        found.append((request, how))
        answer = requests.Response()
        answer.status_code, answer._content = 200, b"ok"
        if "slack.com/api" in str(request.url):
            answer._content = b'{"ok": true, "channel": "C1"}'
        return answer

    monkeypatch.setattr(requests.Session, "send", accept)
    resolves_to(monkeypatch, "8.8.8.8")
    return found


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def places(_host: str, *_about: Any, **_more: Any) -> list[Any]:
        return [(socket.AF_INET6, socket.SOCK_STREAM, 6, "", (address, 0)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", places)


def test_services_are_those_that_operators_can_list() -> None:
    assert sorted(SERVICES) == sorted(chat.CLOUD_SCHEMES + chat.SERVER_SCHEMES)
    assert {name for name, service in SERVICES.items() if service.is_own} == {*chat.SERVER_SCHEMES}
    assert {address.partition(":")[0] for address in SAMPLES} == SERVICES.keys() | {"https"}


@pytest.mark.parametrize("address", SAMPLES)
def test_post_goes_only_to_the_host_that_was_checked(address: str, asked: list[Any]) -> None:
    host, destination, shown_as = SAMPLES[address]
    with override_settings(NOTICES_CHAT_ALLOWED=[destination]):
        send(address, MESSAGE)
    [(request, how)] = asked
    assert request.url.split("/")[2] == host
    assert target_of(address).host == host
    assert request.url.startswith("https://") or destination.startswith(("mmost://", "nctalk://", "ntfy://"))
    # No redirects, both time-outs, and the certificate is checked.
    assert how["allow_redirects"] is False
    assert all(0 < seconds <= 10 for seconds in how["timeout"])
    assert how["verify"]
    assert (target_of(address).destination, target_of(address).shown_as) == (destination, shown_as)


@pytest.mark.parametrize("address", SAMPLES)
def test_link_arrives_unchanged(address: str, asked: list[Any]) -> None:
    with override_settings(NOTICES_CHAT_ALLOWED=[SAMPLES[address][1]]):
        send(address, MESSAGE)
    body = asked[0][0].body
    text = body.decode() if isinstance(body, bytes) else body
    # Zulip gets a form, and Slack and Google Chat want & as HTML.
    text = unquote(text.replace("+", " ")) if text.startswith("topic=") else json.dumps(json.loads(text))
    assert MESSAGE in text.replace("&amp;", "&")


def test_channel_after_a_hash_is_kept(asked: list[Any]) -> None:
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]):
        send("slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#crisis", MESSAGE)
    assert json.loads(asked[0][0].body)["channel"] == "#crisis"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "slack",
        "slack://",
        "slack://T1JJ3T3L2",
        "mmosts://",
        "https://hooks.slack.com/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ?template=/etc/passwd",
        "https://chat.example.org/services/T1JJ3T3L2/A1BRTD4JD/TIiajkdnlazkcOXrIdevi7FQ",
        "https://",
        "dbus://",
        "syslog://",
        "gnome://",
        "macosx://",
        "windows://",
        "file:///etc/passwd",
        "json://127.0.0.1/",
        "mailto://user:pass@example.org",
        f"{SLACK}?template=/etc/passwd",
        f"{SLACK}?key=x;template=/etc/passwd",
        f"{SLACK}?redirect=yes&verify=no&cto=9999",
        f"{SLACK}/#one/#two",
        "ntfys://ntfy.example.org/one/two",
        "ntfys://ntfy.example.org/one,two",
    ],
)
def test_other_addresses_are_refused(address: str) -> None:
    with pytest.raises(AddressRefused) as refusal:
        target_of(address)
    assert "TIiajkdnlazkcOXrIdevi7FQ" not in str(refusal.value)
    assert refusal.value.__cause__ is None


@given(scheme=st.sampled_from(["https", *SERVICES]), rest=st.text(st.sampled_from("aB1%2F@:/?#&;=[].,\\é \n"), max_size=60))
@example(scheme="ntfys", rest="[::1")
@example(scheme="slack", rest="")
def test_any_text_is_a_target_or_refused(scheme: str, rest: str) -> None:
    with suppress(AddressRefused):
        assert target_of(f"{scheme}://{rest}").host


@pytest.mark.parametrize(
    ("allowed", "address"),
    [
        ([], SLACK),
        (["discord"], SLACK),
        (["ntfys://ntfy.example.org"], "ntfy://ntfy.example.org/crisis"),
        (["ntfys://ntfy.example.org"], "ntfys://ntfy.example.org:8443/crisis"),
        (["ntfys://ntfy.example.org"], "ntfys://ntfy.example.org.evil.example/crisis"),
        (["ntfys://ntfy.example.org"], "ntfys://ntfy.example.org@evil.example/crisis"),
        (["ntfys://ntfy.example.org"], "ntfys://ntfy.example.org%40evil.example/crisis"),
        # Without a topic, the plugin would post to ntfy.sh.
        (["ntfys://ntfy.example.org"], "ntfys://ntfy.example.org"),
        (["zulip://chat.example.org"], f"zulip://bot@chat/{LONG}"),
    ],
)
def test_only_listed_destinations_are_allowed(allowed: list[str], address: str) -> None:
    with override_settings(NOTICES_CHAT_ALLOWED=allowed), pytest.raises(AddressRefused):
        allowed_target(address)


def test_refusal_names_what_to_list() -> None:
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]), pytest.raises(AddressRefused) as refusal:
        allowed_target("ntfys://user:pass@ntfy.example.org:8443/crisis")
    assert str(refusal.value).startswith("ntfys://ntfy.example.org:8443 isn't allowed. ")


@pytest.mark.parametrize(
    ("address", "is_public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("64:ff9b::808:808", True),
        ("10.0.0.1", False),
        ("100.64.0.1", False),
        ("127.0.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104 - must be refused
        ("224.0.0.1", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("fec0::1", False),
        ("::ffff:10.0.0.1", False),
        ("::10.0.0.1", False),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
        ("2001:0:53aa:64c::1", False),
    ],
)
def test_private_addresses_are_refused(monkeypatch: pytest.MonkeyPatch, address: str, *, is_public: bool) -> None:
    resolves_to(monkeypatch, "8.8.8.8", address)
    if is_public:
        require_public("chat.example.org")
        return
    with pytest.raises(AddressRefused, match="NOTICES_CHAT_NETWORKS"):
        require_public("chat.example.org:8443")


def test_private_address_in_a_listed_network_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves_to(monkeypatch, "10.20.3.4", "::ffff:10.20.3.5")
    with override_settings(NOTICES_CHAT_NETWORKS=["10.20.0.0/16", "fd00::/8"]):
        require_public("chat.example.org")
    with override_settings(NOTICES_CHAT_NETWORKS=["10.21.0.0/16"]), pytest.raises(AddressRefused):
        require_public("chat.example.org")


def test_address_is_checked_again_before_each_post(monkeypatch: pytest.MonkeyPatch, asked: list[Any]) -> None:
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]):
        send(SLACK, MESSAGE)
        resolves_to(monkeypatch, "10.0.0.1")
        with pytest.raises(AddressRefused):
            send(SLACK, MESSAGE)
    with override_settings(NOTICES_CHAT_ALLOWED=[]), pytest.raises(AddressRefused):
        send(SLACK, MESSAGE)
    assert len(asked) == 1


def test_slow_server_is_given_up(monkeypatch: pytest.MonkeyPatch, asked: list[Any]) -> None:
    end = Event()
    monkeypatch.setattr("notices.chat.addresses.LONGEST_SECONDS", 0.05)
    monkeypatch.setattr(requests.Session, "send", lambda *_about, **_how: end.wait(60))
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]), pytest.raises(ChatDeferred, match="too long"):
        send(SLACK, MESSAGE)
    end.set()


def test_unknown_host_can_be_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_about: Any, **_more: Any) -> None:
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]), pytest.raises(HostNotFound, match=r"hooks\.slack\.com"):
        send(SLACK, MESSAGE)


@pytest.mark.parametrize("address", SAMPLES)
@pytest.mark.parametrize(("status", "kind"), [(302, ChatRefused), (404, ChatRefused), (429, ChatDeferred), (500, ChatDeferred)])
def test_status_of_each_service_is_understood(
    monkeypatch: pytest.MonkeyPatch, asked: list[Any], address: str, status: int, kind: type[Exception]
) -> None:
    def refuse(_session: requests.Session, request: requests.PreparedRequest, **_how: Any) -> requests.Response:
        asked.append(request)
        answer = requests.Response()
        answer.status_code, answer._content = status, b"secret"
        return answer

    monkeypatch.setattr(requests.Session, "send", refuse)
    with override_settings(NOTICES_CHAT_ALLOWED=[SAMPLES[address][1]]), pytest.raises(kind, match=str(status)):
        send(address, MESSAGE)


def test_refusal_in_words_of_the_service_is_not_told(monkeypatch: pytest.MonkeyPatch, asked: list[Any]) -> None:
    def refuse(_session: requests.Session, request: requests.PreparedRequest, **_how: Any) -> requests.Response:
        asked.append(request)
        answer = requests.Response()
        answer.status_code, answer._content = 200, b'{"ok": false, "error": "invalid_auth"}'
        return answer

    monkeypatch.setattr(requests.Session, "send", refuse)
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]), pytest.raises(ChatDeferred, match="no understandable answer"):
        send("slack://xoxb-1234-1234-4ddbc191d40ee098cbaae6f3523ada2d/#crisis", MESSAGE)
    assert len(asked) == 1


def test_plugins_never_log_an_address(asked: list[Any]) -> None:
    with override_settings(NOTICES_CHAT_ALLOWED=["slack"]), logged() as log:
        send(SLACK, MESSAGE)
        for address in ("slack://T1JJ3T3L2/not valid/TIiajkdnlazkcOXrIdevi7FQ", "ntfys://ntfy.example.org/not%20valid"):
            with suppress(AddressRefused):
                target_of(address)
    assert (len(asked), log) == (1, [])


def test_sealed_address_survives_a_new_secret_key() -> None:
    sealed = seal(SLACK)
    assert "slack" not in sealed
    assert unseal(sealed) == SLACK
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=["for-the-tests-only"]):
        assert unseal(sealed) == SLACK
    with override_settings(SECRET_KEY="another"), pytest.raises(AddressRefused, match="SECRET_KEY_FALLBACKS"):
        unseal(sealed)
    with pytest.raises(AddressRefused):
        unseal(Fernet(Fernet.generate_key()).encrypt(SLACK.encode()).decode())


def test_plugins_are_of_the_installed_version() -> None:
    assert all(issubclass(service.plugin, NotifyBase) and service.plugin.enabled for service in SERVICES.values())


@pytest.mark.parametrize(
    "text",
    ["telegram", "ntfys", "ntfys://", "ntfys://user@ntfy.example.org", "ntfys://ntfy.example.org/x", "slack://x", "dbus://x"],
)
def test_setting_refuses_other_destinations(text: str) -> None:
    with pytest.raises(ValueError, match="must list services"):
        chat.destinations(f"slack, {text}")


def test_settings_are_read() -> None:
    found = chat.destinations("Slack, ntfys://NTFY.example.org:8443,zulip://[2001:db8::1]")
    assert found == ["slack", "ntfys://ntfy.example.org:8443", "zulip://[2001:db8::1]"]
    assert chat.networks("10.20.0.0/16, fd00::/8") == ["10.20.0.0/16", "fd00::/8"]
    with pytest.raises(ValueError, match="must list networks"):
        chat.networks("10.20.0.1/16")
