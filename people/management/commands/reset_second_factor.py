from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from people import actions
from people.models import User


class Command(BaseCommand):
    help = "Remove all second factors of a person. Use it if no administrator can sign in to do so on the person's page."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(email=options["email"].strip().lower()).first()
        if user is None:
            raise CommandError(f"No account has the address {options['email']}.")
        try:
            actions.reset_second_factor(actor=None, person=user.person)
        except actions.NoSecondFactor as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.email} can now sign in with just the password.")
