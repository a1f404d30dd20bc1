"""Take a table of exchange rates from the shell. The format of the answer is kept exact for scripts."""

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from metrics.files.reading.scanning import Unreadable
from metrics.files.store import keep_path
from metrics.imports.anew import offered
from metrics.management.answers import tell
from metrics.rates.forms import RatesForm
from metrics.rates.tables import add_table


class Command(BaseCommand):
    help = "Take the exchange rates of FILE (columns month, currency, rate and perhaps to); print what changed as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a CSV file, or an Excel workbook (.xlsx)")
        parser.add_argument("--source", required=True, help="who says these rates")
        parser.add_argument("--date", required=True, help="as of which day: 2025-03-31")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
        form = RatesForm({"source": options["source"], "dated_on": self.day(options["date"])})
        if not form.is_valid():
            raise CommandError(
                "\n".join(str(text) for texts in form.errors.values() for text in texts), returncode=2
            )
        said = form.cleaned_data
        try:
            with transaction.atomic():
                table, plan = add_table(
                    keep_path(path),
                    path.name,
                    source=said["source"],
                    dated_on=said["dated_on"],
                    by=None,
                    now=timezone.now(),
                )
        except Unreadable as error:
            raise CommandError(str(error), returncode=1) from error
        told = {"table": str(table.pk), "rates": len(plan.changes), **plan.counts}
        tell(told | {"to_import_anew": [one.imported.file_name for one in offered()]})

    def day(self, text: str) -> dt.date:
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise CommandError(f"--date {text}: write it like 2025-03-31.", returncode=2) from None
