"""An update and a red flag reach people on their home, and leave it when they have dealt with them."""

from playwright.sync_api import expect

from crisis import actions
from quality.actions import correct_review
from quality.models import Programme
from tests.browser.conftest import Walk
from tests.factories import crisis as crises
from tests.factories import quality
from tests.factories import scripts_library as scripts
from tests.factories.people import Personas


def test_an_update_and_a_red_flag_are_dealt_with_from_the_home(personas: Personas, walk: Walk) -> None:
    crisis = crises.active(personas, [personas.agent.person_id])
    (invitation,) = crises.invited(crisis, personas)
    crises.accept(invitation, personas.agent)
    scripts.approved(personas.supervisor, personas.approver, title="Ferry refunds")
    actions.give_update(actor=personas.supervisor, crisis=crisis, text="Trucks are on the way.", next_update_at=None)
    programme = Programme.objects.get(journal=crisis.journal)
    review = quality.flagged(personas.reviewer, quality.given_slot(programme, personas.agent.person, personas.reviewer))

    agent = walk(personas.agent, on_a_phone=True)
    agent.open("/")
    agent.press("I've read this")
    agent.page.wait_for_url(f"**/crises/{crisis.pk}/")
    agent.sees("You've confirmed this", "Confirmed by 1 of 1 team member.")

    lead = walk(personas.supervisor)
    lead.open(f"/crises/{crisis.pk}/")
    lead.open("/")
    lead.follow("Red flag: Ana Agent")
    lead.press("I've seen this red flag")
    lead.open("/")
    expect(lead.page.get_by_text("Red flag: Ana Agent")).to_have_count(0)

    answers = quality.best_answers(review.version)
    correct_review(actor=personas.reviewer, review=review, answers=answers, comment="Well done.", reason="Wrong key.")
    reviewer = walk(personas.reviewer)
    reviewer.open(f"/quality/results/{review.pk}")
    reviewer.sees("Replaced", "Reason for the correction: Wrong key.")
    reviewer.follow("Correct this review")
    flag = reviewer.page.get_by_role("group", name="Was the customer treated with respect?")
    flag.get_by_text("No", exact=True).click()
    reviewer.page.get_by_label("Reason for the correction").fill("It was one.")
    reviewer.press("Save correction")
    reviewer.sees("Yes, this is a red flag: Confirm the red flag or change the answer.")
    reviewer.fill({"Yes, this is a red flag": True})
    reviewer.press("Save correction")
    reviewer.sees("Reason for the correction: It was one.")
