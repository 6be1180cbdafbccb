"""The password of the demo, made once for each installation, and the note with the addresses."""

import os
import secrets
from pathlib import Path

from django.conf import settings

from desk.demo import cast
from desk.demo.organisation import DOMAIN

FILE = "demo-sign-ins.txt"
PARTS, BYTES_OF_A_PART = 4, 2

WHO = {
    "supervisor": "leads the crisis that is going on, and a team",
    "deputy": "deputy of the crisis, leads another team",
    "lead": "leads a third team, reviewed the closed crisis's protocol",
    "agent": "serves customers, in the crisis team",
    "agent2": "serves customers, has an open invitation",
    "agent3": "serves customers, not in the crisis team",
    "reviewer": "makes quality reviews",
    "approver": "approves scripts",
    "trainer": "approves scripts too, support contact",
    "ops": "imports feedback, exports protocols and awards",
    "admin": "people, roles, budgets",
}


def new_password() -> str:
    """64 bits of chance in a form that can be typed."""
    return "-".join(secrets.token_hex(BYTES_OF_A_PART) for _ in range(PARTS))


def text(password: str) -> str:
    names = {desk: name for name, desk in cast.DESKS.items()}
    lines = [f"  {f'{desk}@{DOMAIN}':<26} {names[desk]}: {what}" for desk, what in WHO.items()]
    return "\n".join([f"Demo sign-ins, all with the password {password}", *lines]) + "\n"


def write(password: str) -> str:
    """Keep the note beside the data, readable by its owner alone. Returns what it says."""
    place, said = Path(settings.DATA_DIR) / FILE, text(password)
    place.parent.mkdir(parents=True, exist_ok=True)
    draft = place.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(said)
    draft.replace(place)
    return said
