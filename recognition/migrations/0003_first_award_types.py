"""What a new installation can award from the first day. Administrators add their own and retire what they do not use."""

from typing import Any

from django.db import migrations

TYPES = [
    ("thanks", "Thank you", ""),
    ("badge", "Calm in the storm", ""),
    ("badge", "Voice of the customer", ""),
    ("points", "Points", "points"),
    ("bonus", "Bonus", "EUR"),
    ("gift", "Gift", "EUR"),
    ("time_off", "Time off", "hours"),
]


def offer(apps: Any, _schema_editor: Any) -> None:
    award_type = apps.get_model("recognition", "AwardType")
    award_type.objects.bulk_create(
        award_type(kind=kind, name=name, unit=unit, needs_budget=bool(unit)) for kind, name, unit in TYPES
    )


def withdraw(apps: Any, _schema_editor: Any) -> None:
    apps.get_model("recognition", "AwardType").objects.filter(name__in=[name for _kind, name, _unit in TYPES]).delete()


class Migration(migrations.Migration):
    dependencies = [("recognition", "0002_append_only_ledger")]

    operations = [migrations.RunPython(offer, withdraw)]
