"""Merges of two records of a person, and their undo. A worker does each in a single transaction.

A request can't do it, because a person can have a million contacts and a publishing import can hold the locks.
`people.record_moves` finds and moves the rows.
"""

from contextlib import ExitStack
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from core import clock, faults
from core.refusals import Refused
from core.work import Progress, WorkRow, enqueue, find, retry
from journal.actions import house_journal, record
from people import permissions, record_moves
from people.actions.notifications import notify
from people.actions.own_rights import refuse_for_oneself
from people.actions.source_names import identities_for_step
from people.models import Person, PersonMerge, Role, RoleGrant, User
from people.queries.persons import is_address_taken
from people.verbs import Verb

KIND = "people.merge"
State = PersonMerge.State


class CannotMerge(Refused):
    """The two records can't be merged as they are."""


@transaction.atomic
def merge_persons(*, actor: User | None, kept: Person, merged: Person) -> PersonMerge:
    """Start to merge `merged` into `kept`: rows that refer to `merged` move to `kept`. Idempotent."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    for person in (kept, merged):
        # The kept record gets the roles of the merged one.
        refuse_for_oneself(actor, person)
    # Read without a lock first, because a running merge locks both.
    same = PersonMerge.objects.filter(kept=kept, merged=merged, state__in=[State.MERGING, State.MERGED])
    if known := same.first():
        return known
    refuse_unless_mergeable(kept, merged)
    first, second = _locked(kept.pk, merged.pk)
    if known := same.first():
        return known
    refuse_unless_mergeable(first, second)
    merge = PersonMerge.objects.create(
        kept=first, merged=second, started_by_id=actor.person_id if actor else None, started_at=clock.now()
    )
    enqueue(kind=KIND, subject_id=merge.pk, key=merge.work_key)
    return merge


@transaction.atomic
def undo_merge(*, actor: User | None, merge: PersonMerge) -> PersonMerge:
    """Start to undo a merge. Idempotent. A merge that failed before it moved anything is cancelled at once."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    # Read without a lock first, because running work locks the row.
    merge.refresh_from_db()
    work = find(merge.work_key)
    if merge.state == State.MERGING and (work is None or work.is_open):
        raise CannotMerge(_("These records are being merged right now. Wait until that's done, then undo it."))
    if merge.state in {State.UNDOING, State.UNDONE}:
        return merge
    locked = PersonMerge.objects.select_for_update().get(pk=merge.pk)
    if locked.state in {State.UNDOING, State.UNDONE}:
        return locked
    _locked(merge.kept_id, merge.merged_id)
    locked.undone_by_id = actor.person_id if actor else None
    if locked.state == State.MERGING:
        locked.state, locked.undone_at = State.UNDONE, clock.now()
        locked.save(update_fields=["state", "undone_by", "undone_at"])
        return locked
    locked.state, locked.round = State.UNDOING, locked.round + 1
    locked.save(update_fields=["state", "round", "undone_by"])
    enqueue(kind=KIND, subject_id=locked.pk, key=locked.work_key)
    return locked


@transaction.atomic
def try_merge_again(*, actor: User | None, merge: PersonMerge) -> None:
    """Retry a merge or undo that failed."""
    if not permissions.can_manage_people(actor):
        raise PermissionDenied
    work = find(merge.work_key)
    if work is not None:
        retry(work)


def unfinished() -> QuerySet[Any]:
    """Merges with unfinished work."""
    return PersonMerge.objects.filter(state__in=[State.MERGING, State.UNDOING]).values("pk")


def refuse_unless_mergeable(kept: Person, merged: Person, *, besides: int = 0) -> None:
    """Raise `CannotMerge` if `merged` can't be merged into `kept`. `besides` is the id of a merge to ignore."""
    if kept.pk == merged.pk:
        raise CannotMerge(_("This is the same record. Choose another one."))
    for person in (kept, merged):
        if person.merged_into_id is not None:
            raise CannotMerge(_("%(name)s has already been merged into another record.") % {"name": person})
    if Person.objects.filter(merged_into=merged).exists():
        raise CannotMerge(
            _("Another record was merged into %(name)s. Keep %(name)s here, or undo the other merge first.") % {"name": merged}
        )
    moving = PersonMerge.objects.filter(state__in=[State.MERGING, State.UNDOING]).exclude(pk=besides)
    if moving.filter(Q(kept__in=[kept, merged]) | Q(merged__in=[kept, merged])).exists():
        raise CannotMerge(_("One of these records is part of a merge that isn't finished. Try again when it is."))
    _refuse_two_sign_ins(kept, merged)


def _refuse_two_sign_ins(kept: Person, merged: Person) -> None:
    sign_ins = {user.person_id: user for user in User.objects.filter(person__in=[kept, merged])}
    if merged.pk not in sign_ins or not sign_ins[merged.pk].is_active:
        return
    if kept.pk in sign_ins and sign_ins[kept.pk].is_active:
        raise CannotMerge(
            _("Both records have an active account. First deactivate the account of the one you don't want to keep.")
        )
    if kept.pk in sign_ins or kept.left_on is not None:
        raise CannotMerge(
            _("Only %(name)s has an active account. Keep %(name)s instead, or deactivate that account first.")
            % {"name": merged}
        )


def step(work: WorkRow) -> Progress:
    """Merge or undo in a single step. Registered with `core.work`."""
    merge = PersonMerge.objects.select_for_update().get(pk=work.subject_id)
    if work.key == merge.work_key and merge.state == State.MERGING:
        _merge(merge)
    elif work.key == merge.work_key and merge.state == State.UNDOING:
        _undo(merge)
    return Progress(finished=True, cursor=work.cursor)


def _merge(merge: PersonMerge) -> None:
    move = record_moves.RecordMove(from_id=merge.merged_id, to_id=merge.kept_id, merge_id=merge.pk)
    with ExitStack() as around:
        # Locks of other rooms come first, because they take theirs before persons.
        for enter in record_moves.arounds():
            around.enter_context(enter(move))
        identities_for_step()
        kept, merged = _locked(merge.kept_id, merge.merged_id)
        # Since the request, one of them may have got an account.
        refuse_unless_mergeable(kept, merged, besides=merge.pk)
        had_administrators = _has_administrators()
        _hand_over_address(merge, kept, merged)
        moved, merge.stayed_rows = _move_all(move)
        _refuse_if_nobody_is_left(had_administrators=had_administrators)
        faults.point("merge.moved")
    merge.state = State.MERGED
    merge.save(update_fields=["state", "stayed_rows", "kept_email", "merged_email"])
    _tell(merge, Verb.PERSONS_MERGED, merge.started_by_id, {"moved": moved, "stayed": merge.stayed_rows})


def _undo(merge: PersonMerge) -> None:
    move = record_moves.RecordMove(from_id=merge.kept_id, to_id=merge.merged_id, merge_id=merge.pk, is_back=True)
    went = _written_down(merge)
    with ExitStack() as around:
        for enter in record_moves.arounds():
            around.enter_context(enter(move))
        identities_for_step()
        kept, merged = _locked(merge.kept_id, merge.merged_id)
        had_administrators = _has_administrators()
        moved, _stayed = _move_all(move)
        _refuse_if_nobody_is_left(had_administrators=had_administrators)
        _hand_back_address(merge, kept, merged)
        faults.point("merge.moved_back")
    merge.moved.all().delete()
    merge.state, merge.undone_at, merge.lost_rows = State.UNDONE, clock.now(), went - moved
    merge.save(update_fields=["state", "undone_at", "lost_rows"])
    _tell(merge, Verb.MERGE_UNDONE, merge.undone_by_id, {"moved": moved, "lost": merge.lost_rows})


def _move_all(move: record_moves.RecordMove) -> tuple[int, int]:
    done = [record_moves.move_rows(table, move) for table in record_moves.tables() if table.rule.moves]
    return sum(each.moved for each in done), sum(each.stayed for each in done)


def _has_administrators() -> bool:
    """Whether an administrator can sign in. Locks their grants, as do actions that end an account or a role."""
    grants = RoleGrant.objects.filter(role=Role.ADMINISTRATOR, person__user__is_active=True)
    return bool(grants.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))


def _refuse_if_nobody_is_left(*, had_administrators: bool) -> None:
    """Refuse if the move separates the last administrator's role from their account."""
    if had_administrators and not _has_administrators():
        raise CannotMerge(_("After this, no administrator could sign in. Make someone else an administrator first."))


def _hand_over_address(merge: PersonMerge, kept: Person, merged: Person) -> None:
    """Clear the merged record's address. The kept record gets it if it has none or if the account moves."""
    merge.kept_email, merge.merged_email = kept.email or "", merged.email or ""
    signs_in = User.objects.filter(person=merged, is_active=True).exists()
    merged.email, merged.merged_into = None, kept
    merged.save(update_fields=["email", "merged_into"])
    if merge.merged_email and (signs_in or not kept.email):
        kept.email = merge.merged_email
        kept.save(update_fields=["email"])


def _hand_back_address(merge: PersonMerge, kept: Person, merged: Person) -> None:
    """Restore both addresses, unless someone else has got one of them since."""
    theirs, signs_in = merge.merged_email, User.objects.filter(person=kept, email__iexact=merge.merged_email).exists()
    if theirs and (kept.email or "").lower() == theirs.lower() and not signs_in:
        before = merge.kept_email
        kept.email = before if before and not is_address_taken(before, besides=kept.pk) else None
        kept.save(update_fields=["email"])
    is_free = bool(theirs) and not is_address_taken(theirs, besides=merged.pk)
    merged.email, merged.merged_into = theirs if is_free else None, None
    merged.save(update_fields=["email", "merged_into"])


def _written_down(merge: PersonMerge) -> int:
    with connection.cursor() as cursor:
        # A row that moved by two columns counts once.
        cursor.execute(
            """SELECT count(*) FROM (
                SELECT DISTINCT "table", unnest(ids) FROM people_movedrows WHERE merge_id = %s
            ) moved""",
            [merge.pk],
        )
        return int(cursor.fetchone()[0])


def _locked(kept_id: int, merged_id: int) -> tuple[Person, Person]:
    """Both persons, locked in the order of their ids, so that merges that share a person wait for each other.

    Rows that refer to them can still be written.
    """
    people = Person.objects.select_for_update(no_key=True).filter(pk__in={kept_id, merged_id}).order_by("pk")
    by_id = {person.pk: person for person in people}
    return by_id[kept_id], by_id[merged_id]


def _tell(merge: PersonMerge, verb: Verb, person_id: int | None, counts: dict[str, int]) -> None:
    with connection.cursor() as cursor:
        # Check foreign keys now instead of at commit, so that the journal is locked only briefly.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    actor = User.objects.filter(person=person_id).first() if person_id else None
    record(house_journal(), verb, actor=actor, subject=merge.kept, data={"merged": merge.merged_id, **counts})
    if person_id:
        names = {"kept": merge.kept, "merged": merge.merged}
        done = verb == Verb.PERSONS_MERGED
        text = _("%(merged)s was merged into %(kept)s.") if done else _("The merge of %(merged)s into %(kept)s was undone.")
        url = reverse("people:detail", args=[merge.kept_id])
        notify(person_id=person_id, key=f"merge:{merge.pk}:{merge.state}", text=text % names, url=url)
