"""Export a record from the shell: PDF, Markdown or JSON, of a version or of the draft."""

from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from decisions.documents.export_json_md import json_bytes, markdown_bytes
from decisions.documents.export_log import log_export
from decisions.documents.external_copy import external_copy
from decisions.documents.file_store import bytes_of
from decisions.documents.models import Artifact
from decisions.documents.pdf.engine import PdfEngineMissing
from decisions.documents.print_jobs import PRINTERS, PaperLost, paper_of
from decisions.draft.load import load_draft
from decisions.record.models import Record
from decisions.states.stages import Stage
from decisions.versions.models import Version
from decisions.versions.report import Report, report_of_draft, report_of_version
from partnerdesk.core.frozen_content import Altered, raise_alarm

FORMATS = {"pdf": Artifact.Kind.FULL, "one-pager-pdf": Artifact.Kind.ONE_PAGER}


class Command(BaseCommand):
    help = "Write a record's report to a file. Without --version: the newest version, else the draft."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="for example CP-0007")
        parser.add_argument("--format", choices=(*FORMATS, "markdown", "json"), required=True)
        parser.add_argument("--version-number", "--version", dest="number", type=int, metavar="N")
        parser.add_argument(
            "--external", action="store_true", help="the copy that leaves out what is internal"
        )
        parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")

    def create_parser(self, prog_name: str, subcommand: str, **options: Any) -> CommandParser:
        """Django gives every command a --version of its own; here it names the record's version."""
        return super().create_parser(prog_name, subcommand, conflict_handler="resolve", **options)

    def handle(self, *args: Any, **options: Any) -> None:
        record = Record.objects.with_header().filter(code=options["code"]).first()
        if record is None:
            raise CommandError(f"There is no record {options['code']}.", returncode=1)
        version, is_external = self.version(record, options["number"]), options["external"]
        if is_external and version is None:
            raise CommandError("A draft has no external copy: propose it first.", returncode=1)
        try:
            data = self.data(record, version, options["format"], is_external=is_external)
        except (PdfEngineMissing, PaperLost, Altered) as error:
            if isinstance(error, Altered):
                raise_alarm(error)
            raise CommandError(str(error), returncode=1) from error
        try:
            options["output"].write_bytes(data)
        except OSError as error:
            raise CommandError(
                f"{options['output']} can't be written: {error.strerror}.", returncode=1
            ) from error
        number = version.number if version else None
        log_export(
            record,
            data,
            form=FORMATS.get(options["format"], options["format"]),
            version=number,
            is_external=is_external,
            by=None,
            now=timezone.now(),
            door="command",
        )
        self.stderr.write(f"{record.code}, {f'version {number}' if number else 'draft'}: {options['output']}")

    def version(self, record: Record, number: int | None) -> Version | None:
        versions = Version.objects.filter(record=record).select_related("standing", "enactment", "record")
        if number is not None:
            found = versions.filter(number=number).first()
            if found is None:
                raise CommandError(f"{record.code} has no version {number}.", returncode=1)
            return found
        if record.stage in (Stage.PROPOSED, Stage.NONE):
            return versions.order_by("-number").first()
        return None

    def data(self, record: Record, version: Version | None, form: str, *, is_external: bool) -> bytes:
        if version and form in FORMATS:
            return bytes_of(paper_of(version, FORMATS[form], is_external=is_external))
        report = self.report(record, version)
        if form in FORMATS:
            return PRINTERS[FORMATS[form]](report).data
        report = external_copy(report) if is_external else report
        return markdown_bytes(report) if form == "markdown" else json_bytes(report)

    def report(self, record: Record, version: Version | None) -> Report:
        if version:
            return report_of_version(version)
        number = record.versions.count() + 1
        return report_of_draft(load_draft(record), number=number, by=None, now=timezone.now())
