"""Check a file: unaltered, altered or unknown, and whether the version that it shows is in force. JSON for scripts."""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from decisions.verification.verify import Result, Verdict, verify, verify_hash
from partnerdesk.core.frozen_content import Altered, raise_alarm


class Command(BaseCommand):
    help = "Say whether FILE is what was given out: exit 0 for a match, 1 where it is altered or unknown."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            verdict = self.verdict(options["file"])
        except Altered as found:
            raise_alarm(found)
            raise CommandError(f"{options['file']}: {found}", returncode=1) from found
        json.dump(verdict.as_data(), sys.stdout)
        sys.stdout.write("\n")
        if verdict.result != Result.MATCH:
            raise CommandError(f"{options['file']}: {verdict.result.label}.", returncode=1)

    def verdict(self, path: Path) -> Verdict:
        """A file that is too large to be read into memory is checked by its hash alone."""
        try:
            if not path.is_file():
                raise CommandError(f"{path} is no file.", returncode=1)
            with path.open("rb") as file:
                if path.stat().st_size > settings.VERIFY_LIMIT_BYTES:
                    return verify_hash(hashlib.file_digest(file, "sha256").hexdigest())
                return verify(file.read())
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.", returncode=1) from error
