"""The mapping page of a file that is read as it is understood: its questions first, then what was found."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from metrics.files.questions import question_id
from metrics.imports.asking import Answered, Asked, answered, asked, said, told
from metrics.imports.found_lines import FoundLine, lines_of
from metrics.imports.mapping_page import Field, MappingPage
from metrics.imports.understood_file import UnderstoodFile
from metrics.measures.declaration import FieldPlace

TYPES = {
    "text": gettext_lazy("text"),
    "number": gettext_lazy("number"),
    "date": gettext_lazy("date"),
    "period": gettext_lazy("period"),
    "category": gettext_lazy("label"),
    "boolean": gettext_lazy("yes or no"),
    "empty": gettext_lazy("empty"),
}
GROUPS = {
    ".": gettext_lazy("“.” groups thousands"),
    ",": gettext_lazy("“,” groups thousands"),
    "'": gettext_lazy("“'” groups thousands"),
}
DECIMALS = {".": gettext_lazy("“.” is decimal"), ",": gettext_lazy("“,” is decimal")}


@dataclass(frozen=True)
class FoundColumn:
    """A column as it was understood: marks, examples as read, its open questions, and what it is used for."""

    name: str
    marks: list[str]
    examples: list[tuple[str, str | None]]
    bad: int
    questions: list[Asked]
    used_for: str


@dataclass
class UnderstoodPage(MappingPage):
    """All of the page. `look` is the file as it was understood as a whole."""

    look: UnderstoodFile

    @property
    def answers(self) -> dict[str, str]:
        found: dict[str, str] = self.draft["format"].get("answers", {})
        return found

    @property
    def questions(self) -> list[Asked]:
        return asked(self.look.questions, self.answers, self._needed())

    def _needed(self) -> set[str]:
        """The ids of the questions that must be answered for what the page says: of columns that it reads.

        As long as no metric stands there, all of them: on the answers may depend which ones the file gives.
        """
        metrics = self.draft.get("metrics", [])
        definitions = {version.metric_id: version for version in self.definitions}
        read = {self.draft.get(role, {}).get("column", "") for role in ("partner", "period")}
        conditions = [
            *self.draft.get("where", []),
            *(row for spec in metrics for row in spec.get("where", [])),
        ]
        read |= {row.get("column", "") for row in conditions}
        told = set()
        for spec in metrics:
            version = definitions.get(spec.get("metric", ""))
            for place in version.places if version else ():
                read |= {place.of(spec)} if place.field.read != "word" else set()
                told |= (
                    {question_id("currency", place.of(spec))}
                    if place.field.is_amount and spec.get("currency_column")
                    else set()
                )
        columns = read if any(spec.get("metric") for spec in metrics) else {*self.look.names}
        return {question.id for question in self.look.must(columns, told)}

    @property
    def open_must(self) -> list[Asked]:
        """The questions without whose answers nothing is imported, and that have none."""
        return [question for question in self.questions if question.is_must and not question.answer]

    @property
    def problem_lines(self) -> list[tuple[str, str]]:
        """What is wrong; what must be answered comes first."""
        asks = self.open_must if self.problems else []
        return [(question.place, question.words) for question in asks] + super().problem_lines

    @property
    def answered(self) -> list[Answered]:
        return answered(self.look.questions, self.answers)

    @property
    def format(self) -> list[Field]:
        return []

    @property
    def period(self) -> list[Field]:
        return [self._period_column()]

    @property
    def columns(self) -> list[FoundColumn]:
        """Every column as it was understood."""
        questions = {one.id: one for one in self.questions}
        asked_of: dict[str, list[Asked]] = {}
        for question in self.look.questions:
            asked_of.setdefault(question.column or "", []).append(questions[question.id])
        return [
            FoundColumn(
                one["name"],
                _marks(one),
                [(example["raw"], _as_read(example["read"])) for example in one["examples"]],
                one["bad"],
                asked_of.get(one["name"], []),
                self._use_of(one["name"]),
            )
            for one in self.look.kept["columns"]
        ]

    def _use_of(self, name: str) -> str:
        """What the mapping makes of a column, in words; empty where it leaves it out."""
        uses = []
        if self.draft.get("partner", {}).get("column") == name:
            uses.append(_("names the partner"))
        if self.draft.get("period", {}).get("column") == name:
            uses.append(_("dates the row"))
        names = {version.metric_id: version for version in self.definitions}
        for spec in self.draft.get("metrics", []):
            version = names.get(spec.get("metric", ""))
            if version and any(_reads(place, spec, name) for place in version.places):
                uses.append(version.name)
        return ", ".join(dict.fromkeys(uses))

    def why(self, metric: str) -> str:
        """Why a metric is proposed."""
        return said(self.look.why(metric))

    @property
    def covered(self) -> tuple[str, list[str]]:
        """The periods from the first to the last, and those that are there in part."""
        periods = self.look.kept["covers"]
        if not periods:
            return "", []
        names = [str(told(one["period"])) for one in periods]
        span = names[0] if len(names) == 1 else f"{names[0]} – {names[-1]}"
        return span, [name for name, one in zip(names, periods, strict=True) if not one["whole"]]

    @property
    def set_aside(self) -> tuple[int, list[FoundLine]]:
        return lines_of(self.look.kept["set_aside"])

    @property
    def bad_rows(self) -> tuple[int, list[FoundLine]]:
        return lines_of(self.look.kept["bad_rows"])


def _as_read(read: str | None) -> str | None:
    return None if read is None else str(told(read))


def _reads(place: FieldPlace, spec: dict[str, Any], name: str) -> bool:
    return place.field.read != "word" and place.of(spec) == name


def _marks(column: dict[str, Any]) -> list[str]:
    """How a column is written, in a few words each."""
    marks = [str(TYPES[column["type"]])]
    if column["type"] == "number":
        marks += [column["currency"]] if column["currency"] else []
        marks += [str(DECIMALS[column["decimal"]])] if column["decimal"] else []
        marks += [str(GROUPS[column["thousands"]])] if column["thousands"] in GROUPS else []
        if column["scale"] and column["scale"] != 1:
            marks.append(_("× %(factor)s") % {"factor": f"{column['scale']:,}"})
    return [*marks, *([column["format"]] if column["format"] else [])]
