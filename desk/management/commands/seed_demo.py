"""Fill an empty database with an invented contact centre."""

import argparse
import time
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusals import Refused
from desk.demo import seed


def iso_date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a date. Write it like 2026-11-01.") from None


class Command(BaseCommand):
    help = "Fill an empty database with an invented contact centre: months of feedback, a closed crisis and an active one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=1, metavar="N", help="another number makes another contact centre")
        parser.add_argument("--date", type=iso_date, metavar="DATE", help="the last day of the demo (default: today)")

    def handle(self, *_args: Any, **options: Any) -> None:
        began = time.monotonic()
        try:
            note = seed(number=options["seed"], day=options["date"], say=self._say)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self._say(f"Demo created in {time.monotonic() - began:.0f} seconds.")
        self.stdout.write(note)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
