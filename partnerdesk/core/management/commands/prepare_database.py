"""Bring the database up to date, as its owner: migrations, the serving role's rights."""

from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from partnerdesk.core.carry_over import carry_over
from partnerdesk.core.pinning import pin_functions
from partnerdesk.core.rights import grant_rights


class Command(BaseCommand):
    help = "Migrate, pin all functions, then give the serving role exactly its rights. Run it with the owner's address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--role", default="app", help="the serving role (default: app); empty where the owner serves"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if carry_over():
            self.stderr.write("the database of the migrations before is taken over")
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        pin_functions()
        if options["role"]:
            tables = grant_rights(options["role"])
            self.stderr.write(f"{tables} tables are served as {options['role']}")
