"""Import a file's observations from the shell. The format of mapping and answer is kept exact for scripts."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import yaml
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from metrics.files.as_table import table_at
from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.references import resolved
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import limited_memory
from metrics.files.store import keep_path, register_path
from metrics.imports.run import Files, ImportOutcome, preview, run_import
from metrics.provenance.models import Import
from partnerdesk.core.days import workspace_today
from partnerdesk.core.library import LibraryError, check

MAPPING = """what its columns mean (YAML). `covers: {from: 2026-01-01, to: 2026-10-31}` are the days that the file
covers, where its rows do not tell. `gives: events` says that no row of a partner in them counts as 0 (orders, deals),
`gives: statements` that nothing is known then (scores); left out, sums and numbers of rows are of events, all else of
statements"""


class Command(BaseCommand):
    help = "Import observations from DATA by the mapping of a YAML file; print what was stored as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("data", type=Path, help="the CSV file, or an Excel workbook (.xlsx)")
        parser.add_argument("--sheet", default="", help="the workbook's sheet (default: the first)")
        parser.add_argument("--mapping", type=Path, required=True, help=MAPPING)
        parser.add_argument("--base", type=Path, help="the folder of files that the mapping names")
        parser.add_argument("--preview", action="store_true", help="store nothing, print the same")

    def handle(self, *args: Any, **options: Any) -> None:
        data, mapping_path, base = options["data"], options["mapping"], options["base"]
        for path in (data, mapping_path):
            if not path.is_file():
                raise CommandError(f"There is no file {path}.", returncode=2)
        try:
            folder = base or mapping_path.parent
            mapping = resolved(check(ImportMapping, mapping_path), folder)
            with ExitStack() as stack:
                listed = self.partner_list(mapping, folder)
                partners = listed and stack.enter_context(table_at(listed))
                table = stack.enter_context(table_at(data, sheet=options["sheet"]))
                files = Files(table, partners)
                stack.enter_context(limited_memory())
                outcome = self.preview(mapping, files) if options["preview"] else self.run(mapping, files)
        except (Unreadable, LibraryError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=1) from error
        json.dump(outcome.result, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")

    def partner_list(self, mapping: ImportMapping, folder: Path) -> Path | None:
        if mapping.partners is None:
            return None
        path = folder / mapping.partners.file
        if not path.is_file():
            raise Unreadable(
                _("partners.file: there is no file %(path)s; give its folder with --base.") % {"path": path}
            )
        return path

    @transaction.atomic
    def preview(self, mapping: ImportMapping, files: Files) -> ImportOutcome:
        """What an import would do; the transaction is for temporary tables only and is rolled back."""
        imported = Import(mapping=mapping.as_data(), state=Import.State.PREVIEWING)
        today = workspace_today()
        outcome = preview(imported, files=files, progress=lambda _share: None, today=today)
        transaction.set_rollback(True)
        return outcome

    @transaction.atomic
    def run(self, mapping: ImportMapping, files: Files) -> ImportOutcome:
        """Import; the files are kept once all else has gone well."""
        imported = Import.objects.create(
            file=register_path(files.data),
            file_name=files.data.name,
            partner_file=register_path(files.partners) if files.partners else None,
            partner_file_name=files.partners.name if files.partners else "",
            mapping=mapping.as_data(),
            state=Import.State.IMPORTING,
        )
        now = timezone.now()
        outcome = run_import(imported, files=files, progress=lambda _share: None, now=now)
        for path, sha256 in ((files.data, imported.file_id), (files.partners, imported.partner_file_id)):
            if path and keep_path(path).sha256 != sha256:
                raise Unreadable(_("%(path)s changed while it was read.") % {"path": path})
        return outcome
