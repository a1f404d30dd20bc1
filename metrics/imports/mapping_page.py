"""The mapping page's fields, made from a draft: each knows its name, choices, value and problem."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.definitions.models import DefinitionVersion
from metrics.files.dialect import Column, Look
from metrics.imports.asking import Asked
from metrics.imports.mapping_choices import GIVES_LABELS, PARTNER_LABELS, Choices, listed, place_label
from metrics.imports.mapping_draft import PARTNER_FIELDS, Draft, Problems
from metrics.measures.declaration import FieldPlace
from metrics.measures.zeros import GIVES


@dataclass(frozen=True)
class Field:
    """One field. `kind` is select, text, date, lines or check; `options` names a datalist of a text field."""

    name: str
    label: str
    value: Any
    kind: str = "select"
    choices: Choices = ()
    problem: str = ""
    hint: str = ""
    options: str = ""
    redraws: bool = False

    @property
    def id(self) -> str:
        return f"id_{self.name}"


@dataclass(frozen=True)
class ConditionRow:
    """A condition or label check. `prefix` is its place in the draft: `where-0`, `metrics-2-where-0`."""

    prefix: str
    fields: list[Field]

    @property
    def short(self) -> str:
        """Its numbers alone, as the buttons name it: `0`, `2-0`."""
        return "-".join(part for part in self.prefix.split("-") if part.isdigit())


@dataclass(frozen=True)
class MetricRow:
    """One metric: which, its columns, its conditions."""

    index: int
    name: str
    formula: str
    fields: list[Field]
    conditions: list[ConditionRow]
    why: str = ""


class FileColumns(Protocol):
    """What the page has to know of a file."""

    @property
    def columns(self) -> Sequence[Column]: ...

    def column(self, name: str) -> Column | None: ...


@dataclass
class MappingPage(ABC):
    """What every mapping page has: fields from a draft, the looks at its files, and what is wrong."""

    draft: Draft
    look: FileColumns
    partner_look: Look | None
    definitions: Sequence[DefinitionVersion]
    problems: Problems = field(default_factory=Problems)
    values_words = gettext_lazy("In the file: %(values)s")

    def _problem(self, name: str) -> str:
        return self.problems.by_field.get(name, "")

    def _columns(self, chosen: str, columns: Iterable[Column], empty: str) -> Choices:
        """Columns to choose from; one that the file does not have stays, marked."""
        choices = [("", empty), *((column.name, column.name) for column in columns)]
        if chosen and chosen not in dict(choices):
            choices.append((chosen, _("%(name)s – not in this file") % {"name": chosen}))
        return choices

    def _select(self, name: str, label: Any, value: str, choices: Choices, **more: Any) -> Field:
        return Field(name, str(label), value, choices=choices, problem=self._problem(name), **more)

    @property
    def source(self) -> Field:
        return Field(
            "source",
            _("Name of the source"),
            self.draft.get("source", ""),
            kind="text",
            problem=self._problem("source"),
            hint=_("The next file under this name is read by the same mapping, and replaces by month."),
        )

    @property
    @abstractmethod
    def format(self) -> list[Field]:
        """How the file is written, where the mapping states it."""

    @property
    def partner(self) -> list[Field]:
        found = self.draft["partner"]
        return [
            self._select(
                "partner-column",
                _("Column that names the partner"),
                found.get("column", ""),
                self._columns(found.get("column", ""), self.look.columns, _("choose …")),
            ),
            Field(
                "partner-create_unknown",
                _("Add partners that the directory does not know"),
                bool(found.get("create_unknown")),
                kind="check",
                hint=_("Otherwise their rows are left out and listed as a gap."),
            ),
        ]

    @property
    @abstractmethod
    def period(self) -> list[Field]:
        """The column that dates a row, and what is to be said of it."""

    def _period_column(self, **more: Any) -> Field:
        chosen = self.draft.get("period", {}).get("column", "")
        columns = self._columns(chosen, self.look.columns, _("choose …"))
        return self._select("period-column", _("Column that dates the row"), chosen, columns, **more)

    def why(self, metric: str) -> str:
        """Why a metric is proposed; empty where nothing tells."""
        return ""

    @property
    def covers(self) -> list[Field]:
        """Which days the file covers, and what no row in them means."""
        found, gives = self.draft.get("covers") or {}, self.draft.get("gives") or ""
        hint = _("Where its first and last row do not tell; else leave both empty.")
        sentences = " ".join(_(words) for words in GIVES.values())
        return [
            self._day("covers-from", _("The file covers the days from"), found.get("from", ""), hint),
            self._day("covers-to", _("to (the last day included)"), found.get("to", "")),
            self._select("gives", _("Its rows are"), gives, listed(GIVES_LABELS), hint=sentences),
        ]

    def _day(self, name: str, label: str, value: str, hint: str = "") -> Field:
        return Field(name, label, value, kind="date", problem=self._problem(name), hint=hint)

    @property
    def partner_list(self) -> list[Field]:
        if self.partner_look is None:
            return []
        found = self.draft.get("partners") or {}
        empty = {"key": _("choose …")}
        return [
            self._select(
                f"partners-{name}",
                PARTNER_LABELS[name],
                found.get(name) or "",
                self._columns(found.get(name) or "", self.partner_look.columns, empty.get(name, "–")),
            )
            for name in PARTNER_FIELDS
        ]

    @property
    def open_must(self) -> Sequence[Asked]:
        """The questions without whose answers nothing is imported, and that have none."""
        return []

    @property
    def conditions(self) -> list[ConditionRow]:
        return self._conditions("where", self.draft.get("where", []))

    def _conditions(self, prefix: str, rows: Sequence[Draft]) -> list[ConditionRow]:
        found = []
        for index, row in enumerate(rows):
            at = f"{prefix}-{index}"
            column = row.get("column", "")
            found.append(
                ConditionRow(
                    at,
                    [
                        self._select(
                            f"{at}-column",
                            _("Only rows where"),
                            column,
                            self._columns(column, self.look.columns, _("choose …")),
                        ),
                        Field(
                            f"{at}-in",
                            _("is one of (one a line)"),
                            "\n".join(row.get("in", [])),
                            kind="lines",
                            hint=self._known_values(column),
                        ),
                    ],
                )
            )
        return found

    def _known_values(self, name: str) -> str:
        column = self.look.column(name)
        if column is None or not column.values or column.kind != "label":
            return ""
        return self.values_words % {"values": " · ".join(column.values[:8])}

    @property
    def required(self) -> list[ConditionRow]:
        """Columns that are asked of some rows alone."""
        found = []
        for index, row in enumerate(self.draft.get("required", [])):
            at, column, where = f"required-{index}", row.get("column", ""), row.get("where", "")
            fields = [
                self._select(
                    f"{at}-{name}",
                    label,
                    value,
                    self._columns(value, self.look.columns, _("choose …")),
                )
                for name, label, value in (
                    ("column", _("Needed"), column),
                    ("where", _("only where there is a value in"), where),
                )
            ]
            values = "\n".join(row.get("in", []))
            label = _("one of (one a line; none: any value)")
            fields.append(Field(f"{at}-in", label, values, kind="lines", hint=self._known_values(where)))
            found.append(ConditionRow(at, fields))
        return found

    @property
    def labels(self) -> list[ConditionRow]:
        columns = [*self.look.columns, *(self.partner_look.columns if self.partner_look else ())]
        found = []
        for index, row in enumerate(self.draft.get("labels", [])):
            at, column = f"labels-{index}", row.get("column", "")
            fields = [
                self._select(
                    f"{at}-column",
                    _("Labels of"),
                    column,
                    self._columns(column, columns, _("choose …")),
                ),
                Field(
                    f"{at}-values",
                    _("should be (one a line)"),
                    "\n".join(row.get("values", [])),
                    kind="lines",
                ),
            ]
            if self.partner_look:
                fields.append(
                    Field(
                        f"{at}-in_partners",
                        _("a column of the partner list"),
                        bool(row.get("in_partners")),
                        kind="check",
                    )
                )
            found.append(ConditionRow(at, fields))
        return found

    @property
    def metrics(self) -> list[MetricRow]:
        known = {version.metric_id: version for version in self.definitions}
        return [
            self._metric(index, spec, known.get(spec.get("metric", "")))
            for index, spec in enumerate(self.draft.get("metrics", []))
        ]

    def _metric(self, index: int, spec: Draft, definition: DefinitionVersion | None) -> MetricRow:
        at = f"metrics-{index}"
        groups = [("", _("choose …")), *((version.metric_id, version.name) for version in self.definitions)]
        fields = [self._select(f"{at}-metric", _("Metric"), spec.get("metric", ""), groups, redraws=True)]
        if definition is None or definition.series is None:
            return MetricRow(index, "", "", fields, [])
        fields += [self._metric_field(at, place, spec) for place in definition.places]
        if definition.is_money:
            unit = spec.get("unit") or settings.DEFAULT_CURRENCY
            fields.append(
                Field(f"{at}-unit", _("Currency"), unit, kind="text", problem=self._problem(f"{at}-unit"))
            )
        if definition.takes_currencies:
            value = spec.get("currency_column") or ""
            columns = self._columns(value, self.look.columns, _("none: all are in one"))
            hint = _("Rows in another currency are converted by the rate of their month.")
            fields.append(
                self._select(f"{at}-currency_column", _("Column of currencies"), value, columns, hint=hint)
            )
        conditions = self._conditions(f"{at}-where", spec.get("where", []))
        why = self.why(definition.metric_id)
        return MetricRow(index, definition.name, definition.content.formula, fields, conditions, why)

    def _metric_field(self, at: str, place: FieldPlace, spec: Draft) -> Field:
        name, label, value = f"{at}-{place.name}", place_label(place), place.of(spec)
        hint = _(place.field.help) if place.field.help else ""
        if place.field.read == "word":
            options, problem = spec.get(place.field.of) or "", self._problem(name)
            return Field(name, label, value, kind="text", problem=problem, hint=hint, options=options)
        columns = self._columns(value, self.look.columns, _("choose …"))
        return self._select(name, label, value, columns, hint=hint)

    @property
    def problem_lines(self) -> list[tuple[str, str]]:
        """What is wrong, as (id of the field, sentence with its label)."""
        rows = [row.fields for row in self.metrics]
        rows += [row.fields for row in (*self.conditions, *self.required, *self.labels)]
        rows += [condition.fields for row in self.metrics for condition in row.conditions]
        rows += [self.partner, self.period, self.covers, self.partner_list, self.format, [self.source]]
        return [
            (found.id, f"{found.label}: {found.problem}")
            for fields in rows
            for found in fields
            if found.problem
        ]

    @property
    def value_lists(self) -> list[Column]:
        """Columns whose labels are offered where a value is typed."""
        return [column for column in self.look.columns if column.kind == "label" and column.values]
