from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people.models import Person
from people.own_data import copy_of


class Command(BaseCommand):
    help = "Print a copy of a person's data as JSON, the same that they can download under My data."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("person", type=int, metavar="ID", help="the number in the address of the person's page")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not Person.objects.filter(pk=options["person"]).exists():
            raise CommandError(f"No person has the number {options['person']}.")
        self.stdout.write(copy_of(options["person"]))
