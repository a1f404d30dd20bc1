"""The rows of the table, by the names under which they are asked for."""

from collections.abc import Callable

from workspace.bench.batches import measure_batches
from workspace.bench.imports import measure_imports
from workspace.bench.inspects import measure_inspects
from workspace.bench.panel import measure_panel
from workspace.bench.papers import measure_papers
from workspace.bench.records import measure_records, measure_requests
from workspace.bench.shares import measure_shares
from workspace.bench.sizes import Sizes
from workspace.bench.start import measure_start
from workspace.bench.table import BenchResult
from workspace.bench.triggers import measure_triggers

ROWS: dict[str, Callable[[Sizes], list[BenchResult]]] = {
    "import": measure_imports,
    "inspect": measure_inspects,
    "records": measure_records,
    "requests": measure_requests,
    "panel": measure_panel,
    "smaa": measure_shares,
    "batch": measure_batches,
    "triggers": measure_triggers,
    "pdf": measure_papers,
    "start": measure_start,
}
