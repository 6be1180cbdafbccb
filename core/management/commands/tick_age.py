from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core import tick


class Command(BaseCommand):
    help = "Print how many seconds ago the tick last finished. For health checks: fail if that is too long ago."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--fail-after", type=float, default=None, metavar="SECONDS")

    def handle(self, *_args: Any, **options: Any) -> None:
        seconds, limit = tick.seconds_since_last(), options["fail_after"]
        if limit is not None and (seconds is None or seconds > limit):
            raise CommandError("The tick hasn't run yet." if seconds is None else f"The last tick ran {seconds:.0f} s ago.")
        self.stdout.write("never" if seconds is None else f"{seconds:.0f}")
