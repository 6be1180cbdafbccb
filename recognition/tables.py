"""Tables of the recognition pages."""

from decimal import Decimal

from django.template.defaultfilters import floatformat
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from core import tables
from core.tables import link
from recognition.models import Award, Budget, LedgerEntry


class AmountColumn(tables.Figure):
    """An amount without trailing zeros."""

    def render(self, value: Decimal) -> str:
        return floatformat(value, "-2")


class LedgerTable(tables.Table):
    caption = gettext_lazy("Issued awards, newest first")
    pk = tables.Column(gettext_lazy("Number"))
    issued_on = tables.Day(gettext_lazy("Day"))
    person = tables.RowName(gettext_lazy("Colleague"), order_by="person__display_name")
    type = tables.Column(gettext_lazy("Award"), order_by="type__name")
    amount = tables.Figure(gettext_lazy("Amount"))
    unit = tables.Column(gettext_lazy("Unit"), accessor="type__unit", visible=False)
    approved_by = tables.Column(
        gettext_lazy("Approved by"), accessor="award__decided_by", order_by="award__decided_by__display_name"
    )

    def render_amount(self, record: LedgerEntry) -> str:
        return with_unit(record.amount, record.type.unit)

    def value_amount(self, record: LedgerEntry) -> Decimal | None:
        return record.amount


def with_unit(amount: Decimal | None, unit: str) -> str:
    """An amount with its unit, or a dash if the award is free."""
    return f"{floatformat(amount, '-2')} {unit}" if amount else "–"


class BudgetsTable(tables.Table):
    caption = gettext_lazy("Budgets, newest first")
    type = tables.RowName(gettext_lazy("Award"), order_by="type__name")
    unit = tables.Column(gettext_lazy("Unit"), accessor="type__unit", visible=False)
    first_on = tables.Day(gettext_lazy("From"))
    last_on = tables.Day(gettext_lazy("To"))
    amount = AmountColumn(gettext_lazy("Budget"))
    spent = AmountColumn(gettext_lazy("Spent"))
    left = AmountColumn(gettext_lazy("Left"), orderable=False)
    change = tables.Actions("recognition/_budget_actions.html", gettext_lazy("Change"))

    def render_type(self, record: Budget) -> str:
        return f"{record.type} ({record.type.unit})"

    def value_type(self, record: Budget) -> str:
        return str(record.type)


class NominationsTable(tables.Table):
    caption = gettext_lazy("Nominations waiting for your decision")
    nominee = tables.RowName(gettext_lazy("Colleague"), order_by="nominee__display_name")
    type = tables.Column(gettext_lazy("Award"), order_by="type__name")
    amount = tables.Figure(gettext_lazy("Amount"))
    unit = tables.Column(gettext_lazy("Unit"), accessor="type__unit", visible=False)
    nominator = tables.Column(gettext_lazy("Nominated by"), order_by="nominator__display_name")
    nominated_at = tables.Moment(gettext_lazy("Waiting since"))
    drill = tables.YesNo(gettext_lazy("Drill"), accessor="journal__is_drill", visible=False)
    decide = tables.Actions("recognition/_nomination_actions.html", gettext_lazy("Next step"))

    def render_nominee(self, record: Award) -> SafeString:
        name = link(reverse("recognition:decide", args=[record.pk]), record.nominee)
        return format_html("{} {}", name, tables.drill()) if record.journal.is_drill else name

    def value_nominee(self, record: Award) -> str:
        return str(record.nominee)

    def render_amount(self, record: Award) -> str:
        return with_unit(record.amount, record.type.unit)

    def value_amount(self, record: Award) -> Decimal | None:
        return record.amount
