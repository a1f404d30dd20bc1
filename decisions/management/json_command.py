"""Commands that answer a JSON file with JSON, for scripts; nothing is read from the database."""

import json
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser


class JsonCommand(BaseCommand, ABC):
    """`COMMAND FILE`: what `answer` makes of the file. A `refusal` becomes exit 1 with its words."""

    refusal: type[ValueError]
    requires_system_checks: list[str] = []

    @abstractmethod
    def answer(self, given: Any) -> dict[str, Any]:
        """What is printed for the file's content; a `refusal` where it can't be answered."""

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
            answer = self.answer(given)
        except self.refusal as error:
            raise CommandError(f"{path}: {error}.", returncode=1) from error
        json.dump(answer, sys.stdout, ensure_ascii=False, allow_nan=False)
        sys.stdout.write("\n")
