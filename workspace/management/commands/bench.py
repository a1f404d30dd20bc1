"""Measure what the product promises about speed, on the servers of `desk.py bench`."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser

from partnerdesk.core.days import workspace_today
from workspace.bench.rows import ROWS
from workspace.bench.sizes import FULL, QUICK, Sizes
from workspace.bench.table import BenchResult, as_markdown, as_text

PAGE = "docs/benchmarks.md"


class Command(BaseCommand):
    help = "Measure, each thing against a plain one in the same run; print a table of ratios."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "rows", nargs="*", metavar="row", help=f"only these rows, of: {', '.join(ROWS)} (default: all)"
        )
        parser.add_argument(
            "--quick", action="store_true", help="small sizes: whether it works, not how fast"
        )
        parser.add_argument("--markdown", action="store_true", help=f"write {PAGE} as well; takes every row")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = options["rows"] or list(ROWS)
        unknown = [row for row in rows if row not in ROWS]
        if unknown:
            raise CommandError(f"There is no row {', '.join(unknown)}. Rows: {', '.join(ROWS)}.")
        if options["markdown"] and (options["quick"] or set(rows) != set(ROWS)):
            raise CommandError(f"{PAGE} holds every row at full size: leave out the names and --quick.")
        sizes = QUICK if options["quick"] else FULL
        results = self.measured(rows, sizes)
        for line in sizes.words():
            self.stdout.write(line)
        self.stdout.write(f"\n{as_text(results)}")
        if options["markdown"]:
            self.write_page(results, sizes)

    def measured(self, rows: list[str], sizes: Sizes) -> list[BenchResult]:
        results = []
        for row in rows:
            self.stderr.write(f"  {row} …")
            results += ROWS[row](sizes)
        return results

    def write_page(self, results: list[BenchResult], sizes: Sizes) -> None:
        page = Path(settings.BASE_DIR) / PAGE
        before = page.read_text(encoding="utf-8") if page.exists() else ""
        page.write_text(as_markdown(results, sizes.words(), workspace_today(), before), encoding="utf-8")
