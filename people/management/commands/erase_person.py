from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.refusals import Refused
from people.actions import erase_person
from people.models import Person


class Command(BaseCommand):
    help = "Erase the personal data of a former colleague. It can't be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=int, metavar="ID", help="the number in the address of the person's page")
        parser.add_argument(
            "--yes", action="store_true", help="erase the data; without it, only print whose data would be erased"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        person = Person.objects.filter(pk=options["person"]).first()
        if person is None:
            raise CommandError(f"No person has the number {options['person']}.")
        if not options["yes"]:
            self.stdout.write(f"This would erase the personal data of {person}. Add --yes to do it.")
            return
        try:
            erased = erase_person(actor=None, person=person)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"Personal data erased. The record is now called {erased}.")
