import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.db import transaction

from people import actions
from people.models import Role, User


class Command(BaseCommand):
    help = "Create the first administrator of an installation, who can then add everyone else in the browser."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--name", required=True, help="the name that colleagues see")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from a line of standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        email = options["email"]
        try:
            validate_email(email)
            if User.objects.filter(email__iexact=email).exists():
                raise CommandError(f"There is already an account for {email}.")
            password = input() if options["password_stdin"] else getpass.getpass("Password: ")
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        with transaction.atomic():
            person = actions.add_person(actor=None, display_name=options["name"], email=email)
            actions.set_roles(actor=None, person=person, roles=[Role.ADMINISTRATOR])
            actions.give_sign_in(actor=None, person=person, email=email, password=password)
        self.stdout.write(f"{options['name']} can now sign in as {email}.")
