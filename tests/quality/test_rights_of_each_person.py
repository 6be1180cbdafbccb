"""Access to reviews for the person reviewed, for others with the same role, and for each role."""

import pytest

from people.identity import Role, User
from quality import permissions
from quality.models import Review, Slot
from tests.factories.people import Made, one_of_each_role, users

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleagues() -> list[User]:
    """Three people who review and are reviewed, in the order in which they came, and one who did both before."""
    return users([Made(name, (Role.AGENT, Role.REVIEWER)) for name in ("Early", "Own", "Late")] + [Made("Former", ())])


def test_review_is_made_and_corrected_by_its_reviewer_only(colleagues: list[User]) -> None:
    own, former = colleagues[1], colleagues[3]
    slot, review = Slot(reviewer_id=own.person_id), Review(reviewer_id=own.person_id)
    assert [permissions.can_review(user, slot) for user in colleagues] == [False, True, False, False]
    assert [permissions.may_correct(user, review) for user in colleagues] == [False, True, False, False]
    slot.reviewer_id = review.reviewer_id = former.person_id
    assert not permissions.can_review(former, slot)
    assert not permissions.may_correct(former, review)


def test_completed_review_is_confirmed_by_the_person_reviewed_only(colleagues: list[User]) -> None:
    review = Review(person_id=colleagues[1].person_id, state=Review.State.COMPLETED)
    assert [permissions.can_acknowledge(user, review) for user in colleagues] == [False, True, False, False]
    review.state = Review.State.DRAFT
    assert [permissions.can_acknowledge(user, review) for user in colleagues] == [False] * 4


def test_each_right_to_reviews_belongs_to_its_roles() -> None:
    everyone = one_of_each_role()
    expected = {
        permissions.can_manage_programmes: {Role.SUPERVISOR, Role.ADMINISTRATOR},
        permissions.can_see_board: {Role.SUPERVISOR},
        permissions.can_edit_scorecards: {Role.SUPERVISOR},
        permissions.can_read_scorecard: {Role.SUPERVISOR, Role.REVIEWER, Role.AGENT},
        permissions.can_review_at_all: {Role.REVIEWER},
        permissions.is_reviewed: {Role.AGENT},
    }
    for may, roles in expected.items():
        assert {role for role, user in everyone.items() if may(user)} == roles, may.__name__
