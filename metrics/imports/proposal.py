"""The proposal with which a mapping begins: what the source said before, or what the file's columns suggest."""

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from metrics.definitions.models import DefinitionVersion
from metrics.definitions.schema import Definition
from metrics.files.dialect import Look
from metrics.files.preview import look_at_file
from metrics.files.reading.scanning import Unreadable
from metrics.files.store import path_of
from metrics.imports.mapping_draft import Draft
from metrics.imports.suggest_mapping import suggest
from metrics.provenance.models import Import


def looks_of(imported: Import, form: dict[str, Any] | None = None) -> tuple[Look, Look | None]:
    """Looks at the data file and at the partner list. Raises Unreadable.

    The page can't show how a file is understood, and would read it in another way.
    """
    if imported.mapping.get("format", {}).get("as") == "understood":
        raise Unreadable(
            _(
                "The files of this source are read as they are understood: import this one with "
                "`import_observations --suggest`, or choose another source."
            )
        )
    look = look_at_file(path_of(imported.file_id), form)
    if imported.partner_file_id is None:
        return look, None
    return look, look_at_file(path_of(imported.partner_file_id), form)


def proposed_draft(imported: Import, look: Look, partner_look: Look | None) -> Draft:
    """The draft that the mapping page begins with: the source's mapping, or what the columns suggest."""
    if imported.mapping:
        return as_draft(imported.mapping)
    definitions = known_metrics()
    return suggest(
        look,
        source=imported.source.name if imported.source else source_name(imported.file_name),
        definitions=definitions,
        currency=settings.DEFAULT_CURRENCY,
        partner_look=partner_look,
        partner_file=imported.partner_file_name,
    )


def as_draft(mapping: dict[str, Any]) -> Draft:
    """A stored mapping, its defaults written out."""
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
