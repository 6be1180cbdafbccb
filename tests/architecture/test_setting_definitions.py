"""The registry is the only list of settings. Code, docs and Compose agree with it."""

import ast
import re
from pathlib import Path

import pytest

from config.settings import listing
from config.settings.definitions import GROUPS, SETTINGS
from config.settings.environment import Environment
from intake.installation_limits import limits
from intake.reading.file_limits import Limits
from tests.architecture.rooms import ROOMS, ROOT, sources

# Read without the registry, only by tests and by `make run`.
DEVELOPMENT = {
    "DJANGO_SETTINGS_MODULE", "ECS_EMBEDDED_DURABLE", "ECS_FAULT", "ECS_LEASHED", "ECS_LOG", "ECS_REDIS_DATABASE",
    "ECS_TEST_DATA_DIR", "PATH", "PORT", "PYTEST_XDIST_WORKER",
}  # fmt: skip


READING = re.compile(r"environ|getenv|\benv\b")
SOURCES = [*sources(*ROOMS), ROOT / "manage.py", ROOT / "gunicorn.conf.py"]


def names_read_in(path: Path) -> set[str]:
    """Names of environment variables read by `environ[…]`, `environ.get(…)`, `getenv(…)` or methods of `env`."""
    text, found = path.read_text(), set()
    # Few sources read any, and parsing all of them takes seconds.
    for node in ast.walk(ast.parse(text)) if READING.search(text) else ():
        if isinstance(node, ast.Subscript):
            holder, keys = node.value, [node.slice]
        elif isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute | ast.Name):
            holder, keys = (node.func.value if isinstance(node.func, ast.Attribute) else node.func), node.args[:1]
            if ast.unparse(node.func) in {"os.getenv", "getenv"}:
                holder = ast.Name("environ")
            if ast.unparse(holder) == "env":
                keys = node.args  # all of them are names; the registry has the defaults
        else:
            continue
        if ast.unparse(holder) in {"os.environ", "environ", "env"}:
            found |= {key.value if isinstance(key, ast.Constant) else f"{path.name}: {ast.unparse(node)}" for key in keys}
    return {str(name) for name in found}


def test_code_reads_only_settings_of_the_registry() -> None:
    unknown = {
        name: str(path.relative_to(ROOT))
        for path in SOURCES
        for name in names_read_in(path)
        # The embedded servers set both addresses by name.
        if name not in SETTINGS.keys() | DEVELOPMENT
        and name not in {"attachment.py: environ.get(name)", "attachment.py: environ[name]"}
    }
    assert unknown == {}, "describe them in config/settings/definitions.py"


def test_each_setting_of_the_registry_is_read() -> None:
    read = {name for path in SOURCES if path.name != "registry.py" for name in names_read_in(path)}
    assert SETTINGS.keys() - read - {"DATABASE_URL", "REDIS_URL", "DATABASE_PASSWORD", "REDIS_PASSWORD"} == set()


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("os.environ['A']", "A"), ("os.environ.get('A')", "A"), ("os.getenv('A')", "A"), ("environ.pop('A')", "A"),
        ("env.number('A')", "A"), ("env.all_or_none('A')", "A"), ("os.environ[a]", "x.py: os.environ[a]"),
    ],
)  # fmt: skip
def test_each_way_to_read_a_variable_is_found(code: str, name: str, tmp_path: Path) -> None:
    (tmp_path / "x.py").write_text(code)
    assert names_read_in(tmp_path / "x.py") == {name}


def test_docs_and_compose_list_each_setting() -> None:
    stale = [str(path.relative_to(ROOT)) for path, text in listing.files().items() if path.read_text() != text]
    assert stale == [], "run: python -m config.settings.listing"


def test_names_are_unique() -> None:
    assert len(SETTINGS) == sum(len(group) for group in GROUPS.values())


def test_docs_mention_only_existing_settings() -> None:
    """Checks names in capitals with an underscore in the docs for operators."""
    others = DEVELOPMENT | {
        "POSTGRES_PASSWORD",
        "VALKEY_PASSWORD",
        "GUNICORN_CMD_ARGS",
        "SITE_ADDRESS",
        "ECS_BROWSER",
        "SSL_CERT_FILE",
        "REQUESTS_CA_BUNDLE",
    }
    for path in (ROOT / "docs/operations.md", ROOT / "docs/importing.md", ROOT / "docs/api.md", ROOT / "README.md"):
        assert set(re.findall(r"`([A-Z]+_[A-Z_]+[A-Z])`", path.read_text())) - SETTINGS.keys() - others == set(), path.name


def test_defaults_match_the_code_that_uses_them() -> None:
    assert limits() == Limits()


@pytest.mark.parametrize("name", ["DATABASE", "REDIS"])
def test_a_password_beside_the_address_needs_no_encoding(name: str) -> None:
    password = "p@ss:/w%rd#?&$ \"'\\"
    url = {"DATABASE": "postgresql://ecs@127.0.0.1/ecs", "REDIS": "rediss://ecs@127.0.0.1:6380/2?ssl_cert_reqs=required"}[name]
    environment = Environment({f"{name}_URL": url, f"{name}_PASSWORD": password})
    if name == "DATABASE":
        assert environment.database()["PASSWORD"] == password
    else:
        assert environment.redis() == (
            "rediss://ecs:p%40ss%3A%2Fw%25rd%23%3F%26%24%20%22%27%5C@127.0.0.1:6380/2?ssl_cert_reqs=required"
        )
    environment.insist()
