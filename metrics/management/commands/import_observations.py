"""Import a file's observations from the shell. The format of mapping and answer is kept exact for scripts."""

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
from metrics.files.inspecting import Inspection, inspect_file, only
from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.references import resolved
from metrics.files.reading.scanning import Unreadable
from metrics.files.resource_limits import limited_memory
from metrics.files.store import keep_path, register_path
from metrics.files.understood import OpenQuestions
from metrics.imports.proposal import known_metrics, source_name
from metrics.imports.run import Files, ImportOutcome, preview, run_import
from metrics.management.answers import read_answers, tell
from metrics.provenance.models import Import
from metrics.rates.store import day_with_rates
from partnerdesk.core.days import workspace_today
from partnerdesk.core.library import LibraryError, check, check_data


def check_options(options: dict[str, Any]) -> None:
    """Raises CommandError where a file is not there, or options are given that go with --suggest alone."""
    for path in filter(None, (options["data"], options["mapping"])):
        if not path.is_file():
            raise CommandError(f"There is no file {path}.", returncode=2)
    extra = [name for name in ("metric", "answers", "source") if options[name]]
    if extra and not options["suggest"]:
        raise CommandError(f"--{extra[0]} goes with --suggest.", returncode=2)


def proposed(found: Inspection, metrics: list[str] | None) -> dict[str, Any]:
    """The mapping that is proposed, of the named metrics or of all.

    Raises Unreadable where there is none: OpenQuestions where it may be for want of an answer.
    """
    try:
        if found.mapping is not None:
            return only(found.mapping, metrics) if metrics else found.mapping
        words = _("Nothing is proposed for this file: map its columns.")
    except KeyError as error:
        words = _("“%(key)s” is not proposed for this file.") % {"key": error.args[0]}
    if found.deciding:
        raise OpenQuestions(found.deciding)
    raise Unreadable(words)


MAPPING = """what its columns mean (YAML). `covers: {from: 2026-01-01, to: 2026-10-31}` are the days that the file
covers, where its rows do not tell. `gives: events` says that no row of a partner in them counts as 0 (orders, deals),
`gives: statements` that nothing is known then (scores); left out, sums, numbers of rows and distinct counts are of
events, all else of statements"""


class Command(BaseCommand):
    help = "Import observations from DATA by the mapping of a YAML file; print what was stored as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("data", type=Path, help="the CSV file, or an Excel workbook (.xlsx)")
        parser.add_argument("--sheet", default="", help="the workbook's sheet (default: the first)")
        how = parser.add_mutually_exclusive_group(required=True)
        how.add_argument("--mapping", type=Path, help=MAPPING)
        how.add_argument("--suggest", action="store_true", help="take what `inspect` proposes")
        parser.add_argument("--metric", action="append", help="with --suggest: this metric (may be repeated)")
        parser.add_argument("--answers", type=Path, help="with --suggest: {question id: answer} (YAML)")
        parser.add_argument(
            "--source", help="with --suggest: the source's name (default: from the file's name)"
        )
        parser.add_argument("--base", type=Path, help="the folder of files that the mapping names")
        parser.add_argument("--preview", action="store_true", help="store nothing, print the same")

    def handle(self, *args: Any, **options: Any) -> None:
        data: Path = options["data"]
        check_options(options)
        try:
            mapping, folder = self.suggested(options) if options["suggest"] else self.mapped(options)
            with ExitStack() as stack:
                listed = self.partner_list(mapping, folder)
                partners = listed and stack.enter_context(table_at(listed))
                is_kept = mapping.format.is_understood
                table = data if is_kept else stack.enter_context(table_at(data, sheet=options["sheet"]))
                files = Files(table, partners)
                stack.enter_context(limited_memory())
                outcome = self.preview(mapping, files) if options["preview"] else self.run(mapping, files)
        except OpenQuestions as error:
            tell({"questions": [question.as_data() for question in error.questions]})
            sys.exit(1)
        except (Unreadable, LibraryError, yaml.YAMLError, UnicodeDecodeError) as error:
            raise CommandError(str(error), returncode=1) from error
        tell(outcome.result)

    def mapped(self, options: dict[str, Any]) -> tuple[ImportMapping, Path]:
        """The mapping of a YAML file, and the folder of the files that it names."""
        folder = options["base"] or options["mapping"].parent
        mapping = resolved(check(ImportMapping, options["mapping"]), folder)
        if mapping.format.is_understood and options["sheet"]:
            form = mapping.format.model_copy(update={"sheet": options["sheet"]})
            mapping = mapping.model_copy(update={"format": form})
        return mapping, folder

    def suggested(self, options: dict[str, Any]) -> tuple[ImportMapping, Path]:
        """What is proposed for the file as a mapping. Raises OpenQuestions, and Unreadable where nothing is."""
        data: Path = options["data"]
        with limited_memory():
            found = inspect_file(
                data,
                day=day_with_rates(),
                source=options["source"] or source_name(data.name),
                sheet=options["sheet"],
                answers=read_answers(options["answers"]),
                metrics=known_metrics(),
            )
        if found.must:
            raise OpenQuestions(found.must)
        return check_data(ImportMapping, proposed(found, options["metric"]), path=data), data.parent

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
        imported = Import(file_name=files.data.name, mapping=mapping.as_data(), state=Import.State.PREVIEWING)
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
