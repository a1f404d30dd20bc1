"""What is kept of a look at a file that is read as it is understood: JSON beside its import, and read back by the page.

Sentences are kept unresolved, so that everybody reads them in their own language.
"""

from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from metrics.files.dialect import Column, ColumnKind, Look
from metrics.files.inspecting import mapping_of
from metrics.files.preview import look_at_file
from metrics.files.questions import Choice, Question, Said, Words
from metrics.files.store import path_of
from metrics.files.tables.finding import find_table
from metrics.files.tables.table import Table
from metrics.files.tables.writing import write_table
from metrics.files.understood import Day, understood
from metrics.files.values.proposals import Metric
from metrics.files.values.understanding import Understanding
from metrics.imports.suggest_partner_list import partner_list_columns
from metrics.provenance.models import Import, Source

MOST_LISTED = 200
"""Lines that are set aside or bad, as many as are kept to be shown; their number is kept beside them."""

COLUMN_KINDS: dict[str, ColumnKind] = {"number": "number", "date": "date", "period": "date", "empty": "empty"}
"""What the mapping page calls a column, by what it was found to hold; all else holds labels."""


def look_into(
    imported: Import,
    *,
    source: str,
    day: Day,
    metrics: Sequence[Metric],
    sheet: str,
    answers: Mapping[str, str],
    roles: Mapping[str, str],
) -> dict[str, Any]:
    """Look at an import's file as a whole, and at its partner list. Raises Unreadable and WrongAnswer.

    `sheet` is that of a workbook which the mapping names, empty where the file tells or a person is asked.

    What a database gave has no open signs: its numbers were written by this program.
    """
    path, name = path_of(imported.file_id), imported.file_name
    given = dict(answers)
    while True:
        looked = understood(
            path, name=name, sheet=sheet, answers=given, roles=roles, day=day, metrics=metrics
        )
        with looked as (table, found):
            proven = _proven(imported, found)
            if not proven:
                partners = _partner_look(imported)
                return _kept(table, found, source, given, partners)
            given |= proven


def _proven(imported: Import, found: Understanding) -> dict[str, str]:
    if imported.source is None or imported.source.kind != Source.Kind.DATABASE:
        return {}
    return {question.id: "decimal" for question in found.questions if question.kind == "decimal_sign"}


def _partner_look(imported: Import) -> Look | None:
    """A look at the partner list in plain form."""
    if imported.partner_file_id is None:
        return None
    with (
        find_table(path_of(imported.partner_file_id), name=imported.partner_file_name) as table,
        TemporaryDirectory() as folder,
    ):
        plain = Path(folder) / "partners.csv"
        write_table(table, plain, with_lines=False)
        return look_at_file(plain)


def _kept(
    table: Table, found: Understanding, source: str, answers: Mapping[str, str], partners: Look | None
) -> dict[str, Any]:
    questions = (*table.questions, *found.questions)
    columns = [{**column.as_data(), "labels": column.labels} for column in found.columns]
    proposed = mapping_of(found, source, "", answers) or {
        "source": source,
        "format": {"as": "understood", **({"answers": dict(answers)} if answers else {})},
        "partner": {"column": found.partner_column or "", "create_unknown": partners is None},
        "period": {"column": found.period_column or ""},
        "metrics": [],
    }
    if partners:
        proposed["partner"] |= {"create_unknown": False}
        named = [_column(column) for column in columns if column["name"] == found.partner_column]
        proposed |= {"partners": partner_list_columns(partners, next(iter(named), None))}
    return {
        "kind": table.kind,
        "rows": table.count,
        "header_row": table.header_row,
        "sheets": list(table.sheets),
        "columns": columns,
        "set_aside": _listed(table.set_aside),
        "bad_rows": _listed(table.bad_rows),
        "questions": [_question(question) for question in questions],
        "covers": [period.as_data() for period in found.covers],
        "why": {proposal.metric: proposal.why.as_data() for proposal in found.proposals},
        "proposed": proposed,
        "partner_list": [asdict(column) for column in partners.columns] if partners else None,
    }


def _listed(lines: Sequence[Any]) -> dict[str, Any]:
    return {"count": len(lines), "lines": [line.as_data() for line in lines[:MOST_LISTED]]}


def _question(question: Question) -> dict[str, Any]:
    choices = [{**choice.as_data(), "follows": _words(choice.follows)} for choice in question.choices]
    return {**question.as_data(), "choices": choices, "proof": _words(question.proof)}


def _words(words: Words) -> Any:
    return words.as_data() if isinstance(words, Said) else words


def _said(kept: Any) -> Words:
    return kept if isinstance(kept, str) else Said.of(kept)


def question_of(kept: Mapping[str, Any]) -> Question:
    """A question as it was kept. Raises UnknownQuestion for a kind that there is no more."""
    choices = tuple(
        Choice(one["answer"], tuple(one["read"]), _said(one["follows"])) for one in kept["choices"]
    )
    fields = {name: kept[name] for name in ("id", "kind", "column", "must", "likely")}
    return Question(**fields, choices=choices, proof=_said(kept["proof"]))


@dataclass(frozen=True)
class UnderstoodFile:
    """What was understood of a file, as it is kept with its import."""

    kept: Mapping[str, Any]

    @property
    def questions(self) -> list[Question]:
        return [question_of(one) for one in self.kept["questions"]]

    def must(self, columns: Container[str], told: Container[str]) -> list[Question]:
        """The questions without whose answers nothing of these columns is imported.

        `told` are the ids of those that the mapping answers itself.
        """
        return [
            question
            for question in self.questions
            if question.must
            and (question.column is None or question.column in columns)
            and question.id not in told
        ]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns as the mapping page offers them."""
        return tuple(_column(one) for one in self.kept["columns"])

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.kept["columns"]]

    def column(self, name: str) -> Column | None:
        return next((column for column in self.columns if column.name == name), None)

    @property
    def partner_look(self) -> Look | None:
        """The partner list, in plain form."""
        if self.kept["partner_list"] is None:
            return None
        columns = tuple(map(_listed_column, self.kept["partner_list"]))
        return Look("utf-8", (), True, ",", columns, ())

    def why(self, metric: str) -> Words:
        """Why a metric is proposed; empty where it is not."""
        kept = self.kept["why"].get(metric)
        return Said.of(kept) if kept else ""


def _listed_column(kept: Mapping[str, Any]) -> Column:
    """A column of the partner list, as `asdict` made it and JSON kept it."""
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()
    }
    return Column(**fields)


def _column(kept: Mapping[str, Any]) -> Column:
    labels: dict[str, int] = kept["labels"]
    return Column(
        name=kept["name"],
        kind=COLUMN_KINDS.get(kept["type"], "label"),
        filled=sum(labels.values()),
        distinct=len(labels),
        samples=tuple(example["raw"] for example in kept["examples"]),
        values=tuple(sorted(labels, key=lambda label: (-labels[label], label))),
    )
