from typing import Any

from django.core.management.base import BaseCommand

from core import tick


class Command(BaseCommand):
    help = "Bring about what time has brought: slots, reminders, expiries. The same as beat's tick, without a broker."

    def handle(self, *_args: Any, **_options: Any) -> None:
        for name, count in tick.run().items():
            self.stdout.write(f"{name}: {count}")
