"""Erase a person: their names go, hashes and the chained log stay whole. Runs as the database's owner."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError
from django.utils import timezone

from accounts.models import User
from partnerdesk.core.refusals import Blocked, NotAllowed
from workspace.erasing import erase_person


class Command(BaseCommand):
    help = "Erase the person with this address, whose account is closed. Takes no way back."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="whom to erase")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the administrator who erases")

    def handle(self, *args: Any, **options: Any) -> None:
        person, by = self.person(options["email"]), self.person(options["by"])
        try:
            done = erase_person(person, by=by, now=timezone.now())
        except (Blocked, NotAllowed) as error:
            raise CommandError(str(error), returncode=1) from error
        except ProgrammingError as error:
            raise CommandError(
                "The history of people is rewritten by the owner alone: python3 desk.py manage --owner erase_person …",
                returncode=1,
            ) from error
        self.stdout.write(
            f"erased: {done.seals} names, {done.papers} stored papers, {done.notices} notices; the log is whole"
        )
        for text in done.texts:
            self.stdout.write(f"look at {text}: the name stands in a text that somebody wrote")

    def person(self, email: str) -> User:
        found = User.objects.filter(email=email.lower()).first()
        if found is None:
            raise CommandError(f"Nobody here has the address {email}.", returncode=1)
        return found
