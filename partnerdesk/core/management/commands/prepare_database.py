"""Bring the database up to date, as its owner: migrations, the serving role's rights."""

from typing import Any

from django.core.management import BaseCommand, CommandParser, call_command

from partnerdesk.core.rights import grant_rights


class Command(BaseCommand):
    help = "Migrate, then give the serving role exactly its rights. Run it with the owner's address."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--role", default="app", help="the serving role (default: app)")

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        tables = grant_rights(options["role"])
        self.stderr.write(f"{tables} tables are served as {options['role']}")
