"""Which kind of file it is, by its bytes first and its name second, and the source of its records."""

import re
from dataclasses import replace
from pathlib import Path

from django.utils.translation import gettext as _

from metrics.files.questions import Question
from metrics.files.reading.scanning import Unreadable, check_signature
from metrics.files.tables.archives import is_archive, unpacked
from metrics.files.tables.books import is_book, open_sheet
from metrics.files.tables.encodings import wide_encoding
from metrics.files.tables.json_source import is_json, open_json
from metrics.files.tables.sources import Source, open_text
from metrics.files.workbooks import ZIP

HEAD = 4096
MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|table|\?xml|meta|style|div)\b", re.IGNORECASE
)
"""How pages and XML begin that some systems call .xls."""


def check_beginning(head: bytes) -> None:
    """Refuse by its first bytes what can't hold a table, whatever its name says. Raises Unreadable."""
    if MARKUP.match(head):
        raise _is_markup()
    if not is_book(head) and wide_encoding(head) is None:
        check_signature(head)


def _is_markup() -> Unreadable:
    return Unreadable(
        _("This is a web page or XML, whatever its name says: open it in Excel and save it as .xlsx or CSV.")
    )


def open_source(
    path: Path, *, name: str, sheet: str, answers: dict[str, str]
) -> tuple[Source, list[Question]]:
    """The records of a file, and what must be asked before they are the right ones. Raises Unreadable."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        if head.startswith(ZIP) and is_archive(file):
            return _open_packed(path, sheet=sheet, answers=answers)
    if is_book(head):
        return open_sheet(path, sheet=sheet, answers=answers)
    if MARKUP.match(head):
        raise _is_markup()
    if is_json(head, name):
        return open_json(path), []
    return open_text(path, encoding=answers.get("encoding", ""), delimiter=answers.get("delimiter", "")), []


def _open_packed(path: Path, *, sheet: str, answers: dict[str, str]) -> tuple[Source, list[Question]]:
    """The same of the only file in an archive. An archive in an archive is refused."""
    inner, folder = unpacked(path)
    try:
        with inner.open("rb") as file:
            if file.read(len(ZIP)) == ZIP and is_archive(file):
                raise Unreadable(
                    _("The archive holds another archive: unpack it, and give the file that is meant.")
                )
        source, questions = open_source(inner, name=inner.name, sheet=sheet, answers=answers)
        return replace(source, unpacked=folder), questions
    except BaseException:
        folder.cleanup()
        raise
