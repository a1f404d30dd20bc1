"""Print what is understood of files, as JSON. The form is kept exact for scripts; nothing is stored."""

import sys
from pathlib import Path
from typing import Any

import yaml
from django.core.management import BaseCommand, CommandError, CommandParser

from metrics.files.inspecting import Inspection, inspect_file
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import limited_memory
from metrics.imports.proposal import known_metrics, source_name
from metrics.management.answers import read_answers, tell
from metrics.rates.store import day_with_rates


class Command(BaseCommand):
    help = "Print what is understood of FILE, and what would be asked, as JSON; with several files a line for each."
    requires_system_checks = ()  # they import every view of the application, which takes longer than a large file

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--sheet", default="", help="the workbook's sheet")
        parser.add_argument(
            "--answers", type=Path, help="what was asked before, answered: {question id: answer}"
        )
        parser.add_argument(
            "--table", type=Path, help="write the rows that would be read; with several files a folder"
        )
        parser.add_argument("--mapping", type=Path, help="write the mapping that is proposed, as YAML")

    def handle(self, *args: Any, **options: Any) -> None:
        files, answers = options["files"], read_answers(options["answers"])
        for path in files:
            if not path.is_file():
                raise CommandError(f"There is no file {path}.", returncode=2)
        if len(files) > 1 and options["mapping"]:
            raise CommandError("--mapping takes one file.", returncode=2)
        is_refused = False
        for path in files:
            try:
                with limited_memory():
                    found = inspect_file(
                        path,
                        day=day_with_rates(),
                        source=source_name(path.name),
                        metrics=known_metrics(),
                        sheet=options["sheet"],
                        answers=answers,
                        table_to=table_for(path, options["table"], several=len(files) > 1),
                    )
            except Unreadable as error:
                is_refused = True
                tell({"file": str(path), "kind": None, "refused": str(error)})
                continue
            tell({"file": str(path), **found.data} if len(files) > 1 else found.data)
            if options["mapping"]:
                write_mapping(found, options["mapping"])
        if is_refused:
            sys.exit(1)


def table_for(path: Path, target: Path | None, *, several: bool) -> Path | None:
    """Where a file's table is written: into a folder under the file's own name where there are several."""
    if target is None or not several:
        return target
    target.mkdir(parents=True, exist_ok=True)
    return target / path.name


def write_mapping(found: Inspection, target: Path) -> None:
    if found.mapping is None:
        raise CommandError(
            "Nothing is proposed for this file, so there is no mapping to write.", returncode=1
        )
    text = yaml.safe_dump(found.mapping, allow_unicode=True, sort_keys=False)
    target.write_text(text, encoding="utf-8")
