"""Compare options from a JSON file. The form is kept exact for scripts; nothing is read from the database."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from decisions.analyse_file import analyse_file
from decisions.analysis.problem import BadProblem


class Command(BaseCommand):
    help = "Compare the options of FILE: values, flips, break-evens, tornado, shares and scenarios, as JSON."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        path = options["file"]
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise CommandError(f"{path} can't be read: {error.strerror}.", returncode=1) from error
        except (ValueError, RecursionError) as error:
            raise CommandError(f"{path} is not JSON: {error}.", returncode=1) from error
        try:
            answer = analyse_file(given)
        except BadProblem as error:
            raise CommandError(f"{path}: {error}.", returncode=1) from error
        json.dump(answer, sys.stdout, ensure_ascii=False, allow_nan=False)
        sys.stdout.write("\n")
