"""E-mails about notifications: through rules and outbox to a mail server compared with `smtplib` alone, and the rules alone
compared with a query that reads people's choices.

Everyone has quiet hours, which are never now, and has saved choices, except in the row that says so. The mail server is a
process of its own and the same for both. The planner runs in this process, and a Celery worker sends with two processes, as in
docker-compose.yml. `smtplib` uses one connection.
"""

import smtplib
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import time as time_of_day
from email.utils import make_msgid
from statistics import median

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection

from bench.harness import Row, seconds_of, side_by_side
from core import clock
from core.mail_outbox import Letter, Mail, State
from notices.actions import plan
from notices.emails.writing import letters
from notices.models import Delivery, Preference, QuietHours
from notices.queries.deliveries import readers
from notices.rules import MailOutcome, decide
from notices.topics import choices, topic_of
from people.models import Notification, Person, User
from tests.conftest import environment_of_processes
from tests.factories.people import organisation

PEOPLE, MESSAGES, CANDIDATES = 5_000, 10_000, 100_000
REPETITIONS = 3
PATIENCE_SECONDS = 600
KEYS = ("invitation:%s:reply-by:1", "review:%s")
TEXT = "You're invited to join the team for “Kettle recall”. Please answer by tomorrow, 17:00. It's fine to say no."


def rows() -> list[Row]:
    fill()
    found = [rules("one query that reads their choices", goal=10), *emails()]
    Preference.objects.all().delete()
    return [*found, rules("the same, without any saved choice", goal=None)]


def fill() -> None:
    """Add people with accounts, their choices about all topics, and their quiet hours."""
    organisation()
    Person.objects.bulk_create(Person(display_name=f"Person {number}", time_zone="UTC") for number in range(PEOPLE))
    people = list(Person.objects.filter(time_zone="UTC").order_by("pk").values_list("pk", flat=True))
    User.objects.bulk_create(User(email=f"{pk}@example.org", person_id=pk, is_active=True) for pk in people)
    quiet_hour = (clock.now().hour + 12) % 24
    QuietHours.objects.bulk_create(
        QuietHours(
            person_id=pk,
            starts_at=time_of_day(quiet_hour),
            ends_at=time_of_day(quiet_hour, 30),
            with_weekends=False,
        )
        for pk in people
    )
    Preference.objects.bulk_create(
        Preference(person_id=pk, topic=topic.name, is_by_email=True) for pk in people for topic in choices()
    )
    analyse()


def rules(reference_name: str, *, goal: float | None) -> Row:
    """Decide about many messages, with everything that has to be read for them, and read only the choices."""
    people = list(QuietHours.objects.values_list("person_id", flat=True))
    candidates = [(people[number % PEOPLE], KEYS[number % len(KEYS)] % number) for number in range(CANDIDATES)]

    def decided() -> None:
        now = clock.now()
        known = readers(people, now)
        outcomes = [
            decide(topic_of(key), known[person], now, is_read=False, budget=settings.NOTICES_DAILY_LIMIT).outcome
            for person, key in candidates
        ]
        if outcomes.count(MailOutcome.SEND) != CANDIDATES:
            raise AssertionError("Not all messages may be sent, so there is less to do than in the other row.")

    def read() -> None:
        list(Preference.objects.filter(person__in=people).values_list("person_id", "topic", "is_by_email"))

    ours, reference = side_by_side(decided, read, repetitions=REPETITIONS)
    name = f"rules for {CANDIDATES:,} messages to {PEOPLE:,} people"
    return Row(name, reference_name, ours, reference, "at_most", goal)


def emails() -> list[Row]:
    """Plan and send e-mails with two processes, and send the same ones over one connection, before and after they are made."""
    with mail_sink() as port, worker(port):
        tell(200)
        planned_and_sent()
        texts = written()
        made = [(recipient, content(recipient, letter)) for recipient, letter in texts]
        found: list[tuple[float, float, float]] = []
        for _repetition in range(REPETITIONS):
            tell(MESSAGES)
            ours = seconds_of(planned_and_sent)
            making = seconds_of(lambda: send(port, ((recipient, content(recipient, letter)) for recipient, letter in texts)))
            found.append((ours, making, seconds_of(lambda: send(port, made))))
    ours, making, sending = (median(each) for each in zip(*found, strict=True))
    name = f"{MESSAGES:,} notifications to a mail server, 2 processes"
    return [
        Row(name, "sending the finished e-mails with smtplib", ours, sending, "at_most", 2),
        Row(name, "making and sending the e-mails with smtplib", ours, making, "at_most", None),
    ]


def send(port: int, contents: Iterable[tuple[str, bytes]]) -> None:
    """Send e-mails to recipients over one connection."""
    with smtplib.SMTP("127.0.0.1", port) as server:
        for recipient, each in contents:
            server.sendmail("desk@example.org", [recipient], each)


def tell(messages: int) -> None:
    """Write new notifications, each of which becomes an e-mail, and forget the earlier ones."""
    Mail.objects.all().delete()
    Notification.objects.all().delete()
    people = list(QuietHours.objects.order_by("person_id").values_list("person_id", flat=True))
    Notification.objects.bulk_create(
        Notification(person_id=people[number % PEOPLE], key=KEYS[0] % number, text=TEXT, url="/scripts/")
        for number in range(messages)
    )
    analyse()


def planned_and_sent() -> None:
    """Plan all notifications, and wait until the mail server has accepted every e-mail."""
    plan()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while Mail.objects.filter(state=State.WAITING).exists():
        if time.monotonic() > deadline:
            raise AssertionError("The e-mails were not sent.")
        time.sleep(0.02)
    if Delivery.objects.exclude(state=Delivery.State.SENT).exists():
        raise AssertionError("Not every notification was sent.")


def written() -> list[tuple[str, Letter]]:
    """Recipients and texts of the same e-mails."""
    tell(MESSAGES)
    told, addresses = list(Notification.objects.order_by("pk")), dict(User.objects.values_list("person_id", "email"))
    Delivery.objects.bulk_create(
        Delivery(notification=each, state=Delivery.State.POSTED, posted_at=each.created_at) for each in told
    )
    mails = [Mail(recipient=addresses[each.person_id], data={"notifications": [each.pk]}) for each in told]
    written = [
        (mail.recipient, letter) for mail, letter in zip(mails, letters(mails), strict=True) if isinstance(letter, Letter)
    ]
    if len(written) != MESSAGES:
        raise AssertionError("Not every e-mail was written, so there is less to send than in the other column.")
    return written


def content(recipient: str, letter: Letter) -> bytes:
    """The e-mail as the outbox sends it."""
    message = EmailMessage(
        letter.subject, letter.text, to=[recipient], headers={"Message-ID": make_msgid(domain="example.org")}
    )
    return bytes(message.message().as_bytes(linesep="\r\n"))  # type: ignore[call-arg] # the stubs leave it out


@contextmanager
def mail_sink() -> Iterator[int]:
    """Port of a mail server in its own process."""
    command = [sys.executable, "-m", "bench.mail_sink"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own command
        try:
            yield int(next(process.stdout or iter(())))
        finally:
            process.terminate()


@contextmanager
def worker(port: int) -> Iterator[None]:
    """A Celery worker with two processes that sends to the mail server at this port."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", "delivery", "--concurrency", "2"]
    environment = {**environment_of_processes(), "EMAIL_URL": f"smtp://127.0.0.1:{port}"}
    with subprocess.Popen([*command, "--without-gossip", "--without-mingle"], env=environment) as process:  # noqa: S603 - likewise
        try:
            yield
        finally:
            process.terminate()


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
