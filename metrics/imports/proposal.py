"""The mapping with which a file begins, as the pages show it; and names for new sources."""

import re
from pathlib import Path
from typing import Any

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.schema import Definition
from metrics.files.dialect import Look
from metrics.files.preview import look_at_file
from metrics.files.store import path_of
from metrics.imports.mapping_draft import Draft
from metrics.provenance.models import Import


def looks_of(imported: Import, form: dict[str, Any] | None = None) -> tuple[Look, Look | None]:
    """Looks at the beginning of a data file and of its partner list, written as `form` states. Raises Unreadable."""
    look = look_at_file(path_of(imported.file_id), form)
    if imported.partner_file_id is None:
        return look, None
    return look, look_at_file(path_of(imported.partner_file_id), form)


def as_draft(mapping: dict[str, Any]) -> Draft:
    """A stored mapping, its defaults written out where it states how its files are written."""
    if mapping.get("format", {}).get("as") == "understood":
        return mapping
    form = {"encoding": "utf-8", "delimiter": ",", "decimal": ".", "thousands": "", "missing": [""]}
    return mapping | {
        "format": form | mapping.get("format", {}),
        "period": {"date_format": "%Y-%m-%d"} | mapping.get("period", {}),
    }


def known_metrics() -> list[Definition]:
    """The entries of the metric dictionary, as of now."""
    return [version.content for version in DefinitionVersion.objects.newest()]


def source_name(file_name: str) -> str:
    """A name for a new source, from its first file: `Fact Sales 2024.csv` → `fact-sales-2024`."""
    words = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+", Path(file_name).stem)
    return "-".join(word.lower() for word in words)[:60].strip("-") or "file"
