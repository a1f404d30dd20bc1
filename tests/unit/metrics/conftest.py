"""Small files and mappings."""

import datetime as dt
from pathlib import Path

import pytest

from metrics.files.reading.mapping import ImportMapping
from metrics.files.reading.reader import FileReading, read_file

TODAY = dt.date(2024, 4, 20)

SALES = {
    "source": "sales",
    "partner": {"column": "partner", "create_unknown": True},
    "period": {"column": "date"},
    "metrics": [{"metric": "revenue", "measure": "sum", "value": "amount", "unit": "USD"}],
}


@pytest.fixture
def write(tmp_path):
    """Write bytes or text as a file and return its path."""

    def write(content: str | bytes, name: str = "data.csv", encoding: str = "utf-8") -> Path:
        path: Path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write


@pytest.fixture
def read(write):
    """Read a text under a mapping: `read(text, metrics=…, period=…)`."""

    def read(content: str | bytes, *, rules=None, today=TODAY, partner_file=None, **changed) -> FileReading:
        mapping = ImportMapping.model_validate(SALES | changed)
        path = content if isinstance(content, Path) else write(content)
        return read_file(path, mapping, today=today, rules=rules or {}, partner_file=partner_file)

    return read


@pytest.fixture
def gaps():
    """Counts of a reading's gaps by kind and column; months that are merely late are left out."""

    def gaps(reading: FileReading) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for finding in reading.findings:
            if finding.kind != "late":
                key = (finding.kind, finding.column)
                found[key] = found.get(key, 0) + finding.count
        return found

    return gaps


@pytest.fixture
def values():
    """What a reading measured: {(partner label, month as text): parts}."""

    def values(reading: FileReading, position: int = 0) -> dict[tuple[str, str], tuple]:
        data = reading.measured[position]
        found = {}
        for row in range(len(data.rows)):
            month = int(data.months[row])
            scaled = data.parts[row].tolist()
            parts = tuple(part / 10**places for part, places in zip(scaled, data.decimals, strict=True))
            found[reading.partners[data.partners[row]], f"{1970 + month // 12}-{month % 12 + 1:02d}"] = parts
        return found

    return values
