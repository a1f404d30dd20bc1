"""The mapping page that a file has: read as it is understood, or as its mapping states."""

from collections.abc import Mapping
from typing import Any

from metrics.definitions.models import DefinitionVersion
from metrics.files.reading.scanning import Unreadable
from metrics.imports import mapping_draft
from metrics.imports.asking import answers_in
from metrics.imports.mapping_page import MappingPage
from metrics.imports.proposal import as_draft, looks_of
from metrics.imports.understood_file import UnderstoodFile
from metrics.imports.understood_page import UnderstoodPage
from metrics.imports.written_page import WrittenPage
from metrics.provenance.models import Import


def page_of(imported: Import, posted: Mapping[str, str] | None) -> MappingPage:
    """The page with what was posted, else with what is kept. Raises Unreadable where there is nothing to map."""
    definitions = [version for version in DefinitionVersion.objects.newest() if version.series_id]
    if imported.is_understood:
        return _understood(imported, posted, definitions)
    posted_draft = mapping_draft.from_post(posted) if posted is not None else None
    draft = posted_draft or as_draft(imported.mapping)
    look, partner_look = looks_of(imported, draft["format"])
    return WrittenPage(draft, look, partner_look, definitions)


def _understood(
    imported: Import, posted: Mapping[str, str] | None, definitions: list[DefinitionVersion]
) -> UnderstoodPage:
    if "columns" not in imported.look:
        raise Unreadable(imported.message)
    form: dict[str, Any] = imported.mapping["format"]
    draft = imported.mapping
    if posted is not None:
        answers = answers_in(posted, form.get("answers", {}))
        draft = mapping_draft.from_post(posted, {**form, "answers": answers})
    file = UnderstoodFile(imported.look)
    return UnderstoodPage(draft, file, file.partner_look, definitions)
