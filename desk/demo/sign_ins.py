"""The demo's password, one per installation, and the note with the addresses."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from desk.demo import cast
from desk.demo.organisation import DOMAIN

FILE = "demo-sign-ins.txt"
PARTS, BYTES_OF_A_PART = 4, 2

WHO = {
    "supervisor": "supervisor, leads the active crisis",
    "deputy": "supervisor, deputy of the active crisis",
    "lead": "supervisor, reviewed the protocol of the closed crisis",
    "agent": "agent on the crisis team",
    "agent2": "agent with an open invitation",
    "agent3": "agent who isn't on the crisis team",
    "reviewer": "quality reviewer",
    "approver": "script approver",
    "trainer": "trainer, also approves scripts and is a support contact",
    "ops": "operations: imports, protocols and award exports",
    "admin": "administrator: people, roles and budgets",
}


def new_password() -> str:
    """A random password of 64 bits that is easy to type."""
    return "-".join(secrets.token_hex(BYTES_OF_A_PART) for _ in range(PARTS))


def text(password: str) -> str:
    names = {desk: name for name, desk in cast.DESKS.items()}
    lines = [f"  {f'{desk}@{DOMAIN}':<26} {names[desk]}: {what}" for desk, what in WHO.items()]
    return "\n".join([f"Demo accounts, all with the password {password}", *lines]) + "\n"


def write(password: str) -> str:
    """Write the note to the data folder, readable by its owner only. Returns its text."""
    place, said = Path(settings.DATA_DIR) / FILE, text(password)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(said)
    draft.replace(place)
    return said
