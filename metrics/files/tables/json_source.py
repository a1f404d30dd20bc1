"""JSON lists of records, and JSON lines: every record a row, every key a column."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from metrics.files.reading.scanning import LONGEST_LINE, MOST_COLUMNS, Unreadable
from metrics.files.tables.encodings import find_encoding
from metrics.files.tables.sources import Source, Spool, spool_layout, spooled
from metrics.files.tables.table import BadRow

MOST_BYTES = 200_000_000
"""A JSON list is read as a whole; JSON lines are not, and may be longer."""

DEEPEST = 6
PROBED = 20

Item = dict[str, Any]


def is_json(head: bytes, name: str) -> bool:
    """Whether a file is a list or an object of JSON, by how it begins."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return text[:1] in {b"{", b"["} and (
        name.lower().endswith((".json", ".jsonl", ".ndjson"))
        or text[1:].lstrip()[:1] in {b'"', b"{", b"[", b"}"}
    )


def open_json(path: Path) -> Source:
    """The records of a file. Raises Unreadable where there are none."""
    with path.open("rb") as file:
        encoding = find_encoding(file).name
        encoding = "utf-8-sig" if encoding == "utf-8" else encoding
        if _is_lines(file, encoding):
            return _of_lines(path, encoding)
        if path.stat().st_size > MOST_BYTES:
            raise Unreadable(
                _("The JSON is larger than %(most)s MB: save it as JSON lines or as CSV.")
                % {"most": MOST_BYTES // 1_000_000}
            )
        file.seek(0)
        document = _parsed(file.read().decode(encoding, errors="replace"))
    if _is_grid(document):
        return _of_lists(document, encoding)
    items = _list(document)
    spool, names = _written(enumerate((_flat(item) for item in items), start=1))
    return _source("json", spool, names, encoding, [])


def _is_grid(document: Any) -> bool:
    """Whether a document is a list of rows, each a list of cells: the first row is a header like any other's."""
    return isinstance(document, list) and bool(document) and all(isinstance(row, list) for row in document)


def _of_lists(document: list[list[Any]], encoding: str) -> Source:
    rows = ((number, [_cell(value) for value in row]) for number, row in enumerate(document, start=1))
    spool, width = spooled(rows)
    return replace(_source("json", spool, [""] * width, encoding, []), names=[])


def _is_lines(file: IO[bytes], encoding: str) -> bool:
    """Whether each of the first lines is a record by itself."""
    file.seek(0)
    lines = [line for line in file.readlines(1 << 16)[:PROBED] if line.strip()]
    items = [_item(line.decode(encoding, errors="replace")) for line in lines]
    return bool(items) and items[0] is not None and (len(items) > 1 or _has_no_list(items[0]))


def _has_no_list(item: Item) -> bool:
    return not any(isinstance(value, (list, dict)) for value in item.values())


def _of_lines(path: Path, encoding: str) -> Source:
    bad: list[BadRow] = []

    def rows() -> Iterator[tuple[int, Item]]:
        bad.clear()
        with path.open(encoding=encoding, errors="replace", newline="\n") as file:
            number = 0
            while line := file.readline(LONGEST_LINE + 1):
                number += 1
                if len(line) > LONGEST_LINE:
                    raise Unreadable(
                        _("Line %(line)s is longer than a million characters.") % {"line": number}
                    )
                if not line.strip():
                    continue
                item = _item(line)
                if item is None:
                    bad.append(BadRow(number, "bad_json"))
                else:
                    yield number, _flat(item)

    names = _names(item for _number, item in rows())
    spool = _spool(rows(), names)
    return _source("jsonl", spool, names, encoding, list(bad))


def _source(kind: str, spool: Spool, names: list[str], encoding: str, bad: list[BadRow]) -> Source:
    return Source(
        kind,
        spool.open,
        spool_layout(len(names)),
        encoding="utf-8" if encoding == "utf-8-sig" else encoding,
        names=names,
        bad_rows=bad,
        spool=spool,
    )


def _written(rows: Iterator[tuple[int, Item]] | Any) -> tuple[Spool, list[str]]:
    kept = list(rows)
    names = _names(item for _number, item in kept)
    return _spool(iter(kept), names), names


def _spool(rows: Iterator[tuple[int, Item]], names: list[str]) -> Spool:
    spool, _width = spooled((number, [_cell(item.get(name)) for name in names]) for number, item in rows)
    return spool


def _names(items: Iterator[Item]) -> list[str]:
    names: dict[str, None] = {}
    for item in items:
        names.update(dict.fromkeys(item))
        if len(names) > MOST_COLUMNS:
            raise Unreadable(
                _("The records have more than %(most)s fields: leave out those that aren't needed.")
                % {"most": MOST_COLUMNS}
            )
    if not names:
        raise Unreadable(_("The JSON holds no records."))
    return list(names)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Unreadable(_("This is no JSON: %(why)s") % {"why": str(error)[:200]}) from error


def _item(line: str) -> Item | None:
    try:
        item = json.loads(line, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError):
        return None
    return item if isinstance(item, dict) else None


def _list(document: Any) -> list[Item]:
    """The list of records: the document itself, or the only one in it, however deep."""
    lists = list(_lists(document, "", 0))
    if len(lists) != 1:
        names = ", ".join(name for name, _items in lists)[:200]
        raise Unreadable(
            _("The JSON is no list of records: each must be an object with named fields.")
            if not lists
            else _("The JSON holds %(count)s lists (%(lists)s): keep the one that has the records.")
            % {"count": len(lists), "lists": names}
        )
    return lists[0][1]


def _lists(value: Any, name: str, depth: int) -> Iterator[tuple[str, list[Item]]]:
    if isinstance(value, list):
        if value and all(isinstance(item, dict) for item in value):
            yield name or "–", value
    elif isinstance(value, dict) and depth < DEEPEST:
        for key, inner in value.items():
            yield from _lists(inner, f"{name}.{key}" if name else str(key), depth + 1)


def _flat(item: Item, depth: int = 0) -> Item:
    """A record whose fields within fields are named by their way: `Account.Name`."""
    flat: Item = {}
    for key, value in item.items():
        if isinstance(value, dict) and value and depth < DEEPEST:
            flat.update({f"{key}.{inner}": deep for inner, deep in _flat(value, depth + 1).items()})
        else:
            flat[str(key)] = value
    return flat


def _cell(value: object) -> str:
    """One value as text; a list within a record as JSON."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
