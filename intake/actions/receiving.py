"""Data from other systems: batches and webhook messages, staged in the transaction that answers them.

After that they are handled like files: the same merging, names, rollups and undoing.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults
from core.deletion import delete_some
from core.locks import Postponed
from core.refusals import Refused
from intake.actions.file_reading import begin_work
from intake.actions.names import settle_names_in_step
from intake.actions.staging import stage
from intake.destination import destination
from intake.lifecycle import LIFECYCLE, Step
from intake.models import Import, KeptAnswer, StagedRow, WebhookEndpoint
from intake.reading.row_parsing import ParsedRow, Rejected
from intake.reading.sent_records import FIELDS, Known, Record, ids_to_look_up, read_records
from intake.reason_sentences import reason_sentence
from people.actions import notify
from people.api_callers import Bearer, Scope
from people.identity import Role
from people.queries.roles import holders_of

# Collected messages are published early when there are this many.
MOST_GATHERED = 1000

SENT = Q(token__isnull=False) | Q(endpoint__isnull=False)
WAITING = (Import.State.GATHERING, Import.State.NEEDS_PEOPLE, Import.State.PUBLISHING)


class InFlight(Refused):
    """A request with the same key is still being processed."""


class KeyUsedOtherwise(Refused):
    """The key was used for a different request."""


class EndpointRevoked(Refused):
    """The webhook was revoked."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Answer to the sender. `is_replayed` if it repeats an earlier answer and nothing was done."""

    said: dict[str, Any]
    is_replayed: bool = False


@transaction.atomic
def receive_batch(
    *, sender: Bearer, source: str, records: Sequence[Record], size_bytes: int, key: str = "", digest: str = ""
) -> Receipt:
    """Save a batch as an import, which a worker publishes. A repeated batch with the same key gets the same answer. Raises
    `InFlight` and `KeyUsedOtherwise`.
    """
    if not sender.may(Scope.FEEDBACK_WRITE):
        raise PermissionDenied
    if key:
        _alone_with(f"token:{sender.token_id}:{key}")
        kept = KeptAnswer.objects.filter(token_id=sender.token_id, key=key).first()
        if kept is not None and kept.digest != digest:
            raise KeyUsedOtherwise(
                _("This idempotency key was already used for a different request. Use a new key for each request.")
            )
        if kept is not None:
            return Receipt(kept.answer, is_replayed=True)
    rows, rejected = _read(source, records)
    imported = Import.objects.create(
        token_id=sender.token_id,
        source=source,
        state=Import.State.PUBLISHING,
        size_bytes=size_bytes,
        layout={"header": list(FIELDS)},
        counts=_counts(len(records), rows, rejected),
        goes_on=True,
        creates_people=sender.may(Scope.PEOPLE_ADD),
        created_at=clock.now(),
    )
    stage(imported.pk, rows, rejected)
    begin_work(imported)
    answer = _answer(imported, len(records), rejected)
    if key:
        KeptAnswer.objects.create(
            token_id=sender.token_id, key=key, digest=digest, file=imported, answer=answer, created_at=clock.now()
        )
    faults.point("sending.before_commit")
    return Receipt(answer)


@transaction.atomic
def receive_message(*, endpoint: WebhookEndpoint, message_id: str, digest: str, record: Record, size_bytes: int) -> Receipt:
    """Add a webhook message to the import that collects messages for a few minutes.

    A repeated message with the same ID gets the same answer. Raises `InFlight`, `KeyUsedOtherwise` (same ID, different body)
    and `EndpointRevoked`.
    """
    _alone_with(f"endpoint:{endpoint.pk}:{message_id}")
    kept = KeptAnswer.objects.filter(endpoint=endpoint, key=message_id).first()
    if kept is not None and kept.digest != digest:
        raise KeyUsedOtherwise(_("An earlier message had this ID but different content. Give each message its own ID."))
    if kept is not None:
        return Receipt(kept.answer, is_replayed=True)
    # Messages of an endpoint are handled one at a time, because their lines are numbered.
    locked = WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
    if locked.revoked_at is not None:
        raise EndpointRevoked(_("This webhook was revoked. Ask an administrator for a new address."))
    imported = _gathering(locked)
    before = Counter(imported.counts)
    lines = before["rows"] - before["rejected"]
    rows, rejected = _read(locked.source, [record], line=lines, number=before["records"] + 1)
    stage(imported.pk, rows, rejected)
    imported.counts = {name: before[name] + count for name, count in _counts(1, rows, rejected).items()}
    imported.size_bytes += size_bytes
    imported.save(update_fields=["counts", "size_bytes"])
    answer = _answer(imported, 1, rejected)
    KeptAnswer.objects.create(
        endpoint=locked, key=message_id, digest=digest, file=imported, answer=answer, created_at=clock.now()
    )
    if imported.counts["rows"] >= MOST_GATHERED:
        _begin_publication(imported)
    faults.point("sending.before_commit")
    return Receipt(answer)


def publish_what_is_due() -> int:
    """Publish collected imports that are due, and imports whose names are matched by now. Part of the tick."""
    old = clock.now() - timedelta(seconds=settings.WEBHOOK_GATHER_SECONDS)
    gathered = Import.objects.select_for_update(skip_locked=True).filter(state=Import.State.GATHERING, created_at__lte=old)
    names = _waiting_for_names()
    ready = [*gathered.order_by("pk"), *(each for each, waits in names.items() if not waits)]
    for imported in ready:
        _begin_publication(imported)
    # The names of the first import may be matched by now while others still wait.
    for source in sorted({each.source for each, waits in names.items() if waits}):
        ask_for_names(source)
    return len(ready)


def _waiting_for_names() -> dict[Import, bool]:
    """Imports that waited for names, and whether they still do. None while a merge of persons has names locked, so that the
    tick neither waits for it nor fails.
    """
    waiting = Import.objects.select_for_update(skip_locked=True, of=("self",)).filter(SENT, state=Import.State.NEEDS_PEOPLE)
    try:
        with transaction.atomic():
            return {each: bool(settle_names_in_step(each).unknown) for each in waiting.order_by("pk")}
    except Postponed:
        return {}


def ask_for_names(source: str) -> None:
    """Ask for the unknown names of a source: one notification for as long as its oldest import waits."""
    first = Import.objects.filter(SENT, source=source, state=Import.State.NEEDS_PEOPLE).order_by("pk").first()
    if first is None:
        return
    for person_id in holders_of(Role.OPS, Role.ADMINISTRATOR):
        notify(
            person_id=person_id,
            key=f"import-names:{first.pk}",
            text=_("%(source)s sent feedback with unknown names. Match them so that the import can continue.")
            % {"source": source},
            url=reverse("intake:import_people", args=[first.pk]),
            since=first.created_at,
        )


def forget_answers() -> int:
    """Delete answers that are too old to be repeated. Part of the tick."""
    old = clock.now() - timedelta(hours=settings.API_ANSWERS_KEPT_HOURS)
    return delete_some(KeptAnswer.objects.filter(created_at__lt=old).order_by("created_at"))


def _begin_publication(locked: Import) -> None:
    LIFECYCLE.move(locked, Step.PUBLISH_UNASKED)
    locked.save(update_fields=["state"])
    begin_work(locked)


def _gathering(endpoint: WebhookEndpoint) -> Import:
    found = Import.objects.select_for_update(of=("self",)).filter(endpoint=endpoint, state=Import.State.GATHERING).first()
    return found or Import.objects.create(
        endpoint=endpoint,
        source=endpoint.source,
        state=Import.State.GATHERING,
        size_bytes=0,
        layout={"header": list(FIELDS)},
        counts={},
        goes_on=True,
        creates_people=endpoint.creates_people,
        created_at=clock.now(),
    )


def _alone_with(key: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [key])
        if not cursor.fetchone()[0]:
            raise InFlight(_("The same request is still being processed. Try again in a second."))


def _read(source: str, records: Sequence[Record], *, line: int = 0, number: int = 1) -> tuple[list[ParsedRow], list[Rejected]]:
    known = _known(source, ids_to_look_up(records))
    rows: list[ParsedRow] = []
    rejected: list[Rejected] = []
    for found in read_records(records, known=known, line=line, number=number):
        rows.append(found) if isinstance(found, ParsedRow) else rejected.append(found)
    return rows, rejected


def _known(source: str, ids: Sequence[str]) -> dict[str, Known]:
    """Known facts about these contacts, published or waiting."""
    if not ids:
        return {}
    files = list(Import.objects.filter(SENT, source=source, state__in=WAITING).values_list("pk", flat=True))
    about = ("external_id", *Known._fields)
    # Waiting rows are read first: if they are published in between, the second query still finds them.
    waiting = StagedRow.objects.filter(file__in=files, external_id__in=ids).order_by("file_id", "line")
    found = {row[0]: Known(*row[1:]) for row in waiting.values_list(*about)}
    return destination().known(source, ids) | found


def _counts(records: int, rows: Sequence[ParsedRow], rejected: Sequence[Rejected]) -> dict[str, int]:
    return {
        "records": records,
        "rows": len(rows) + len(rejected),
        "rejected": len(rejected),
        "with_rating": sum(row.value is not None for row in rows),
        "unassigned": sum(not row.agent for row in rows),
    }


def _answer(imported: Import, records: int, rejected: Sequence[Rejected]) -> dict[str, Any]:
    first = imported.counts["records"] - records + 1
    return {
        "import_id": imported.pk,
        "accepted": records - len(rejected),
        "rejected": [
            {
                "index": bad.line - first,
                "field": bad.column,
                "value": bad.value,
                "reason": bad.reason.value,
                "message": reason_sentence(bad.reason),
            }
            for bad in rejected
        ],
    }
