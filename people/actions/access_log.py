"""Log of looks at records of others, written by the pages. A second look on the same day adds nothing."""

from collections.abc import Collection, Iterable
from datetime import timedelta

from django.conf import settings

from core import clock
from core.deletion import delete_some
from people.models import Look, Membership, User
from people.queries.organisation import today
from people.queries.persons import records_of


def looked_at_record(viewer: User, person_id: int) -> None:
    """Log that the viewer opened a person's record: teams, roles, leave."""
    _look_at_persons(viewer, [person_id], Look.Kind.RECORD)


def looked_at_card(viewer: User, person_id: int) -> None:
    """Log that the viewer opened a person's card with CSAT figures."""
    _look_at_persons(viewer, [person_id], Look.Kind.CARD)


def looked_at_results(viewer: User, person_ids: Collection[int]) -> None:
    """Log that the viewer saw results of these persons' quality reviews."""
    _look_at_persons(viewer, person_ids, Look.Kind.RESULT)


def looked_at_quizzes(viewer: User, person_ids: Collection[int]) -> None:
    """Log that the viewer saw where these persons stand with a quiz, or their answers."""
    _look_at_persons(viewer, person_ids, Look.Kind.QUIZ)


def looked_at_own_teams(viewer: User) -> None:
    """Log that the viewer saw a list with figures of the people in the teams they lead."""
    led = Membership.objects.current().filter(person=viewer.person_id, is_lead=True).values_list("team_id", flat=True)
    _write(_look(viewer, Look.Kind.TEAM, team_id=team_id) for team_id in led)


def looked_at_everyone(viewer: User) -> None:
    """Log that the viewer saw a list with CSAT figures of all agents. Counts as a look at each of them."""
    _write([_look(viewer, Look.Kind.EVERYONE)])


def forget_looks() -> int:
    """Delete looks after their retention time. Part of the tick."""
    days = settings.RETENTION_LOOKS_DAYS
    if not days:
        return 0
    return delete_some(Look.objects.filter(on__lt=today() - timedelta(days=days)).order_by("on"))


def _look_at_persons(viewer: User, person_ids: Collection[int], kind: Look.Kind) -> None:
    others = set(person_ids) - records_of(viewer.person_id)
    _write(_look(viewer, kind, person_id=person_id) for person_id in others)


def _look(viewer: User, kind: Look.Kind, *, person_id: int | None = None, team_id: int | None = None) -> Look:
    return Look(viewer_id=viewer.person_id, person_id=person_id, team_id=team_id, kind=kind, on=today(), at=clock.now())


def _write(looks: Iterable[Look]) -> None:
    Look.objects.bulk_create(looks, ignore_conflicts=True)
