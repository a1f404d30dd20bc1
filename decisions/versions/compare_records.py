"""What is new or changed in a record against the one that it was copied from, or follows."""

from dataclasses import replace
from typing import Any

from decisions.record.models import RecordLink
from decisions.versions.compare import SectionDiff, differences
from decisions.versions.report import Report


def changed_since(link: RecordLink, before: Report, after: Report) -> list[SectionDiff]:
    """The sections of the newer record that differ from the older one. Copied rows are followed to their originals."""
    return differences(before, replace(after, data=_with_old_ids(after.data, link.rows)))


def _with_old_ids(value: Any, rows: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: _with_old_ids(item, rows) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_old_ids(item, rows) for item in value]
    return rows.get(value, value) if isinstance(value, str) else value
