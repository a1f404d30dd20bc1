"""JSON lists of records as CSV, so that they are mapped, kept and read like any file. Pure."""

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import MOST_COLUMNS, Unreadable

BLOCK_ROWS = 5_000


def json_to_csv(content: bytes, records: str = "") -> Iterator[bytes]:
    """The rows of a JSON document: a list of objects, or an object that holds one.

    `records` is the key of the list; without it the object's only list is taken. Columns are the keys in the
    order in which they first appear; numbers stay as they are written. Raises Unreadable.
    """
    rows = _rows(_parsed(content), records)
    columns = list(dict.fromkeys(key for row in rows for key in row))
    if not columns:
        raise Unreadable(_("The JSON holds no records."))
    if len(columns) > MOST_COLUMNS:
        raise Unreadable(
            _("The records have %(count)s fields; at most %(most)s are read.")
            % {"count": len(columns), "most": MOST_COLUMNS}
        )
    return csv_blocks([columns, *([_cell(row.get(name)) for name in columns] for row in rows)])


def csv_blocks(lines: Any) -> Iterator[bytes]:
    """Lines of cells as blocks of a CSV file in UTF-8. Halves of letters, which JSON can hold, become “?”."""
    text = io.StringIO()
    writer = csv.writer(text)  # its line ends are CR LF, so it quotes a lone CR too
    for number, line in enumerate(lines, start=1):
        writer.writerow(line)
        if number % BLOCK_ROWS == 0:
            yield text.getvalue().encode("utf-8", "replace")
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode("utf-8", "replace")


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content, parse_float=str, parse_int=str, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is no JSON: %(why)s") % {"why": str(error)[:200]}) from error


def _refuse(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _rows(document: Any, records: str) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        document = _list_of(document, records)
    if not isinstance(document, list) or not all(isinstance(row, dict) for row in document):
        raise Unreadable(_("The JSON is no list of records: each must be an object with named fields."))
    return document


def _list_of(document: dict[str, Any], records: str) -> Any:
    lists = [key for key, value in document.items() if isinstance(value, list)]
    if records:
        if records not in lists:
            raise Unreadable(
                _("The JSON has no list “%(key)s”; it has: %(lists)s.")
                % {"key": records, "lists": ", ".join(lists)[:200] or "–"}
            )
        return document[records]
    if len(lists) != 1:
        raise Unreadable(
            _("The JSON holds %(count)s lists (%(lists)s): say which one has the records.")
            % {"count": len(lists), "lists": ", ".join(lists)[:200] or "–"}
        )
    return document[lists[0]]


def _cell(value: object) -> str:
    """One value as text; a list or object within a record as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
