"""Forms of recognition. They validate and normalise, and never save."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import StyledForm
from people.fields import PersonField
from people.identity import User
from recognition import queries
from recognition.models import AwardType

CENT = Decimal("0.01")


class NominateForm(StyledForm):
    nominee_id = PersonField(label=gettext_lazy("Colleague"), required=True)
    type_id = forms.TypedChoiceField(label=gettext_lazy("Award"), coerce=int)
    amount = forms.DecimalField(
        label=gettext_lazy("Amount"),
        required=False,
        min_value=CENT,
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Only for awards with a unit, such as points or hours."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What did they do, and how did it help the customer?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Your colleague and everyone who looks at the wall can read this."),
    )
    evidence = forms.CharField(
        label=gettext_lazy("Evidence"),
        max_length=300,
        required=False,
        help_text=gettext_lazy(
            "Where it can be checked, such as the call on Tuesday at 14:10. Only people who approve awards can see this."
        ),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {offered.id: offered for offered in queries.types()}
        types = [(key, f"{each.name} ({each.unit})" if each.unit else each.name) for key, each in self.offered.items()]
        nominee, award = self.fields["nominee_id"], self.fields["type_id"]
        assert isinstance(nominee, PersonField)  # noqa: S101 - declared above
        assert isinstance(award, forms.TypedChoiceField)  # noqa: S101 - declared above
        nominee.offer(queries.colleagues_to_nominate(user), search="recognition.colleagues")
        award.choices = [("", _("Choose an award")), *types]

    @property
    def nominee_name(self) -> str:
        nominee = self.fields["nominee_id"]
        assert isinstance(nominee, PersonField)  # noqa: S101 - declared above
        return nominee.people[self.cleaned_data["nominee_id"]]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        offered = self.offered.get(cleaned.get("type_id", 0))
        if offered and "amount" in cleaned and offered.needs_budget != (cleaned["amount"] is not None):
            asked = (
                _("Enter an amount in %(unit)s.") if offered.needs_budget else _("%(award)s has no amount. Leave this blank.")
            )
            self.add_error("amount", asked % {"unit": offered.unit, "award": offered.name})
        return cleaned


class DeclineForm(StyledForm):
    reason = forms.CharField(
        label=gettext_lazy("Reason for declining"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Only the person who made the nomination can see this. Say what would change your mind."),
    )


class AmountForm(StyledForm):
    amount = forms.DecimalField(label=gettext_lazy("Amount"), min_value=CENT, max_digits=12, decimal_places=2)


class BudgetForm(AmountForm):
    type_id = forms.TypedChoiceField(label=gettext_lazy("Award"), coerce=int)
    first_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))

    field_order = ("type_id", "amount", "first_on", "last_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["type_id"]
        assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 - tells the type checker what is declared above
        field.choices = [(each.id, f"{each.name} ({each.unit})") for each in queries.types() if each.needs_budget]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "first_on" in cleaned and "last_on" in cleaned and cleaned["first_on"] > cleaned["last_on"]:
            self.add_error("last_on", _("The last day is before the first day. Choose a later last day."))
        return cleaned


class TypeForm(StyledForm):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AwardType.Kind.choices)
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    unit = forms.CharField(
        label=gettext_lazy("Unit"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For example points, EUR or hours. Leave blank if the award is free."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("kind") == AwardType.Kind.THANKS and cleaned.get("unit"):
            self.add_error("unit", _("Thank-yous are free. Leave the unit blank."))
        return cleaned
