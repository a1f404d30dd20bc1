"""Lists of right labels that a mapping names by file: read once, so that the mapping stands alone."""

from pathlib import Path

from django.utils.translation import gettext as _

from metrics.files.reading.mapping import Format, ImportMapping, LabelCheck
from metrics.files.reading.scanning import Unreadable, scan
from metrics.files.reading.tables import read_table

MOST_LABELS = 2_000


def resolved(mapping: ImportMapping, base: Path) -> ImportMapping:
    """The mapping with the labels of the files that its checks name in `base`. Raises Unreadable."""
    checks = tuple(_resolved(check, mapping.format, base) for check in mapping.labels)
    return mapping.model_copy(update={"labels": checks})


def _resolved(check: LabelCheck, form: Format, base: Path) -> LabelCheck:
    if check.values or not check.file or not check.file_column:
        return check
    path = base / check.file
    if not path.is_file():
        raise Unreadable(_("labels: there is no file %(file)s.") % {"file": check.file})
    header = scan(path, form).header
    if check.file_column not in header:
        raise Unreadable(
            _("labels: %(file)s has no column %(column)s.")
            % {"file": check.file, "column": check.file_column}
        )
    frame = read_table(path, form, header, [check.file_column])
    values = sorted(set(frame[check.file_column]) - {"", *form.missing})
    if not values or len(values) > MOST_LABELS:
        raise Unreadable(
            _("labels: %(column)s in %(file)s has %(count)s different values; 1 to %(most)s can be used.")
            % {"column": check.file_column, "file": check.file, "count": len(values), "most": MOST_LABELS}
        )
    return LabelCheck(column=check.column, in_partners=check.in_partners, values=tuple(values))
