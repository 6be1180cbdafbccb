from typing import Any

from django.core.management.base import BaseCommand

from core import tick


class Command(BaseCommand):
    help = "Do what is due by now: slots, reminders, expiries. Does the same as the tick of Celery beat, without a broker."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, count in tick.run().items():
            self.stdout.write(f"{name}: {count}")
