"""What happened with a source, in one line of time: its runs, and the files that people loaded."""

import datetime as dt
from dataclasses import dataclass
from heapq import merge
from itertools import islice

from metrics.provenance.models import Import, Refresh, Source


@dataclass(frozen=True)
class Happening:
    """A run (with the file that it brought, if any), or a file that somebody loaded."""

    at: dt.datetime
    run: Refresh | None
    imported: Import | None


def happenings(source: Source, most: int) -> list[Happening]:
    """The newest first, in two queries."""
    runs = source.refreshes.select_related("asked_by", "imported").order_by("-asked_at")[:most]
    files = source.imports.filter(refresh=None).select_related("created_by").order_by("-created_at")[:most]
    lines = merge(
        (Happening(run.asked_at, run, run.imported) for run in runs),
        (Happening(imported.created_at, None, imported) for imported in files),
        key=lambda line: line.at,
        reverse=True,
    )
    return list(islice(lines, most))
