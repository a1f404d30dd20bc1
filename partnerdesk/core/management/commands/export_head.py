"""Sign the end of the chain of events, for keeping elsewhere."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from partnerdesk.core.signed_heads import export_head, write_head


class Command(BaseCommand):
    help = "Seal what waits, sign the end of the chain, keep it in the folder of heads and print it as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="a second copy")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            head = export_head(now=timezone.now())
            if head and options["output"]:
                write_head(head, options["output"])
        except OSError as error:
            raise CommandError(
                f"{error.filename} can't be written: {error.strerror}.", returncode=1
            ) from error
        if head is None:
            raise CommandError("Nothing has happened yet: the chain has no end to sign.", returncode=1)
        json.dump(head.as_data(), sys.stdout)
        sys.stdout.write("\n")
