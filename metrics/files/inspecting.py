"""What is understood of a file, as `inspect` prints it: its table, what its columns hold, and what would be asked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from metrics.files.questions import KINDS, Question
from metrics.files.reading.mapping import MetricColumns
from metrics.files.tables.table import Table
from metrics.files.tables.writing import write_table
from metrics.files.tables.year_month import own_columns
from metrics.files.understood import Day, understood
from metrics.files.values.proposals import Metric, required_of
from metrics.files.values.understanding import Understanding


@dataclass(frozen=True)
class Inspection:
    """What `inspect` says of one file, what is open of it, and what is proposed.

    `mapping` takes all that is proposed; it is None where nothing is.
    """

    data: dict[str, Any]
    questions: tuple[Question, ...]
    mapping: dict[str, Any] | None

    @property
    def must(self) -> tuple[Question, ...]:
        """The questions without whose answers nothing is imported."""
        return tuple(question for question in self.questions if question.must)

    @property
    def deciding(self) -> tuple[Question, ...]:
        """The questions on whose answers it may depend what is proposed."""
        return tuple(question for question in self.questions if KINDS[question.kind].must)


def inspect_file(
    path: Path,
    *,
    day: Day,
    source: str,
    sheet: str = "",
    answers: Mapping[str, str] | None = None,
    metrics: Sequence[Metric] | None = None,
    table_to: Path | None = None,
) -> Inspection:
    """Look at a file; write its rows in standard form to `table_to`, if given. Raises Unreadable.

    `source` is the one of the mapping, `metrics` are the entries of the dictionary that may be proposed.
    """
    given = dict(answers or {})
    looked = understood(path, name=path.name, sheet=sheet, answers=given, day=day, metrics=metrics)
    with looked as (table, found):
        if table_to:
            write_table(own_columns(table), table_to, with_lines=False)
        questions = (*table.questions, *found.questions)
        return Inspection(as_data(table, found), questions, mapping_of(found, source, sheet, given))


def as_data(table: Table, found: Understanding) -> dict[str, Any]:
    """The JSON of one file, its keys in the order of the documentation."""
    meaning = found.as_data(_)
    return {
        "kind": table.kind,
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "quote": table.quote,
        "header_row": table.header_row,
        "rows": table.count,
        "sheets": table.sheets,
        "columns": meaning["columns"],
        "set_aside": [entry.as_data() for entry in table.set_aside],
        "bad_rows": [entry.as_data() for entry in table.bad_rows],
        "questions": [*(question.as_data() for question in table.questions), *meaning["questions"]],
        "covers": meaning["covers"],
        "partner_column": meaning["partner_column"],
        "period_column": meaning["period_column"],
        "proposals": meaning["proposals"],
    }


def mapping_of(
    found: Understanding, source: str, sheet: str, answers: Mapping[str, str]
) -> dict[str, Any] | None:
    """One mapping of all proposals, which says that the file is to be read as it was understood.

    None without any, and as long as nothing says which column names the partner and which the period.
    """
    if not found.proposals or not found.partner_column or not found.period_column:
        return None
    form: dict[str, Any] = {"as": "understood"}
    form |= {"answers": dict(answers)} if answers else {}
    form |= {"sheet": sheet} if sheet else {}
    metrics = [proposal.mapping for proposal in found.proposals]
    required = required_of(found.columns, _read(found.period_column, metrics))
    return {
        "source": source,
        "format": form,
        "partner": {"column": found.partner_column, "create_unknown": True},
        "period": {"column": found.period_column},
        **({"required": required} if required else {}),
        "metrics": metrics,
    }


def only(mapping: Mapping[str, Any], metrics: Sequence[str]) -> dict[str, Any]:
    """A mapping with the named metrics alone. Raises KeyError with the first that it does not have."""
    specs = {spec["metric"]: spec for spec in mapping["metrics"]}
    chosen = [specs[metric] for metric in metrics]
    read = _read(mapping["period"]["column"], chosen)
    required = [rule for rule in mapping.get("required", []) if rule["column"] in read]
    rest = {name: value for name, value in mapping.items() if name != "required"}
    return {**rest, **({"required": required} if required else {}), "metrics": chosen}


def _read(period: str, metrics: Iterable[dict[str, Any]]) -> set[str]:
    """The columns that the period and some metrics read."""
    return {period, *(name for spec in metrics for name in MetricColumns.model_validate(spec).columns())}
