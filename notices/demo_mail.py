"""E-mails that the demo sent. Django's backend writes each of them into a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path

# Line that Django's backend writes after each e-mail.
END = b"\n" + b"-" * 79


@dataclass(frozen=True, slots=True)
class DemoMail:
    sent_at: datetime
    recipient: str
    subject: str
    text: str


def newest(folder: Path, most: int) -> list[DemoMail]:
    """The newest e-mails in a folder, which may not exist yet."""
    return list(islice(_mails(folder), most))


def _mails(folder: Path) -> Iterator[DemoMail]:
    for path in sorted(folder.glob("*.log"), reverse=True):
        for each in reversed(path.read_bytes().split(END)):
            if each.strip():
                yield _read(each.lstrip())


def _read(content: bytes) -> DemoMail:
    message = message_from_bytes(content, _class=EmailMessage, policy=policy.default)
    return DemoMail(
        sent_at=parsedate_to_datetime(str(message["Date"])),
        recipient=str(message["To"]),
        subject=str(message["Subject"]),
        text=str(message.get_content()).strip(),
    )
