"""Forms about rounds of the pulse and coaches."""

from typing import Any

from django.utils.translation import gettext_lazy

from care.models.pulse import LONGEST_CHANGE
from care.queries.coaches import people_to_coach, possible_coaches
from core.forms import LongText, StyledForm
from people.fields import PersonField
from people.identity import User


class ChangeSaidForm(StyledForm):
    change = LongText(
        label=gettext_lazy("What changed because of this round?"),
        max_length=LONGEST_CHANGE,
        help_text=gettext_lazy("Everyone who was asked can read this. If nothing changed, say so, and why."),
    )


class ChooseCoachForm(StyledForm):
    coach_id = PersonField(label=gettext_lazy("Coach"), required=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        coach = self.fields["coach_id"]
        assert isinstance(coach, PersonField)  # noqa: S101 - declared above
        coach.offer(possible_coaches(user), search="care.coaches")


class ProposeCoachForm(StyledForm):
    person_id = PersonField(label=gettext_lazy("Agent"), required=True)
    coach_id = PersonField(label=gettext_lazy("Coach"), required=True)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        person, coach = self.fields["person_id"], self.fields["coach_id"]
        assert isinstance(person, PersonField)  # noqa: S101 - declared above
        assert isinstance(coach, PersonField)  # noqa: S101 - declared above
        person.offer(people_to_coach(user), search="care.people")
        coach.offer({**possible_coaches(user), user.person_id: str(user.person)}, search="care.coaches")
