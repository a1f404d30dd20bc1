"""What a file's columns mean: the mapping that a person makes in the browser or writes as YAML."""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from pydantic import ConfigDict, Field, field_validator, model_validator

from metrics.definitions.schema import Key, MeasureKind, Text
from metrics.files.questions import lasting, spellings_in
from metrics.measures import MEASURES
from metrics.measures.coverage import Span
from metrics.measures.declaration import FieldPlace
from metrics.measures.zeros import Gives
from partnerdesk.core.library import LibraryModel


class Format(LibraryModel):
    """How the file is written: as is stated here, or as it is understood (`as: understood`).

    What is understood follows from the file and from `answers` to what it leaves open, by the ids of questions;
    of what else stands here `missing` alone counts then. `sheet` is that of a workbook.
    """

    model_config = ConfigDict(populate_by_name=True)

    read_as: Annotated[Literal["written", "understood"], Field(alias="as")] = "written"
    answers: dict[str, str] = {}
    sheet: str = ""
    encoding: Literal["utf-8", "cp932", "cp1252", "latin-1"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    missing: tuple[str, ...] = ("",)
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""

    @field_validator("answers", mode="before")
    @classmethod
    def _as_texts(cls, given: Any) -> Any:
        return {key: str(answer) for key, answer in given.items()} if isinstance(given, dict) else given

    @property
    def is_understood(self) -> bool:
        return self.read_as == "understood"

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        if self.thousands == self.decimal:
            raise ValueError(_("thousands: must differ from the decimal sign"))
        return self


class PartnerColumn(LibraryModel):
    """The column that names the partner. Unknown ones are created only where that is asked for."""

    column: Text
    create_unknown: bool = False


class PartnerList(LibraryModel):
    """A second file that lists the partners: the columns of its key, name and attributes."""

    file: Text
    key: Text
    name: Text | None = None
    segment: Text | None = None
    tier: Text | None = None
    region: Text | None = None
    country: Text | None = None
    stage: Text | None = None
    renewal: Text | None = None

    def columns(self) -> list[str]:
        """Every column of the list that is read, without doubles."""
        given = self.model_dump(exclude={"file"}, exclude_none=True)
        return list(dict.fromkeys(given.values()))


SOME_DAY = dt.datetime(2024, 11, 28)  # noqa: DTZ001  (only its year and month are looked at)


class PeriodColumn(LibraryModel):
    """The column that dates a row, and how its dates are written (as in `strptime`)."""

    column: Text
    date_format: Text = "%Y-%m-%d"
    grain: Literal["month"] = "month"

    @field_validator("date_format")
    @classmethod
    def _tells_months(cls, form: str) -> str:
        try:
            found = dt.datetime.strptime(SOME_DAY.strftime(form), form)  # noqa: DTZ007  (a day has no zone)
        except ValueError as error:
            words = _("“%(form)s” is no date format: %(why)s") % {"form": form, "why": error}
            raise ValueError(words) from error
        if (found.year, found.month) != (SOME_DAY.year, SOME_DAY.month):
            words = _("“%(form)s” does not tell year and month; write it like “%(example)s”")
            raise ValueError(words % {"form": form, "example": "%Y-%m-%d"})
        return form


class CoveredSpan(LibraryModel):
    """The days that the file covers, both included, where its first and last row do not tell.

    In what is covered no row means something: of a source of events a 0 (`ImportMapping.gives`).
    """

    model_config = ConfigDict(populate_by_name=True)

    first: Annotated[dt.date, Field(alias="from")]
    last: Annotated[dt.date, Field(alias="to")]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.last < self.first:
            raise ValueError(_("covers: ends before it begins"))
        return self

    @property
    def span(self) -> Span:
        return Span(self.first, self.last)


class RowCondition(LibraryModel):
    """Rows count where `column` holds one of `in`."""

    column: Text
    values: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


class RequiredColumn(LibraryModel):
    """`column` is asked of the rows alone in which `where` has a value, one of `in` where some are given.

    So a close date is no gap of what is still open. A column without such a rule is asked of every row.
    """

    column: Text
    where: Text
    values: Annotated[tuple[str, ...], Field(alias="in")] = ()


class SameLabel(LibraryModel):
    """Rows whose `column` is `label` are read as if it were `into`: another word, or a partner by another name."""

    column: Text
    label: Text
    into: Text


class LabelCheck(LibraryModel):
    """A column whose labels are compared with a list: those that are nearly like one of it are gaps."""

    column: Text
    in_partners: bool = Field(default=False, description="the column stands in the partner list")
    values: tuple[str, ...] = ()
    file: Text | None = None
    file_column: Text | None = None

    @model_validator(mode="after")
    def _has_list(self) -> Self:
        if not self.values and not (self.file and self.file_column):
            raise ValueError(_("values: give the right labels, or `file` and `file_column` that hold them"))
        return self


class MetricColumns(LibraryModel):
    """One metric that the file gives, and what its measure asks, under the names of the measure's fields.

    A field of which there is one for each component holds the columns by component: `{reach: Reach, fit: Fit}`.
    `currency_column` says in which currency each row's amounts are: those in another one than `unit` are converted by
    the rate of their month.
    """

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Text | dict[Key, Text]]

    metric: Key
    measure: MeasureKind
    unit: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    currency_column: Text | None = None
    where: tuple[RowCondition, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        fields = {field.name: field for field in MEASURES[self.measure].fields}
        missing = [name for name in fields if not self.given.get(name)]
        if missing:
            words = _("%(fields)s: needed for the measure “%(measure)s”")
            raise ValueError(words % {"fields": ", ".join(missing), "measure": self.measure})
        extra = sorted(self.given.keys() - fields.keys())
        if extra:
            words = _("%(fields)s: the measure “%(measure)s” does not use this")
            raise ValueError(words % {"fields": ", ".join(extra), "measure": self.measure})
        for name, field in fields.items():
            if isinstance(self.given[name], dict) != field.is_each:
                each = (
                    _("%(field)s: a column for each component") if field.is_each else _("%(field)s: one text")
                )
                raise ValueError(each % {"field": name})
        if self.currency_column and not self.amounts:
            words = _("currency_column: the measure “%(measure)s” takes no amounts of money")
            raise ValueError(words % {"measure": self.measure})
        return self

    @property
    def given(self) -> dict[str, str | dict[str, str]]:
        """What stands there beside what every metric has, by the names of the measure's fields."""
        return self.__pydantic_extra__ or {}

    @property
    def components(self) -> list[str]:
        """The components of which there is a column each."""
        return [name for given in self.given.values() if isinstance(given, dict) for name in given]

    @property
    def places(self) -> list[tuple[FieldPlace, str]]:
        """Every place that the measure needs, and what stands there: a column, or a word."""
        places = MEASURES[self.measure].places(self.components)
        return [(place, place.of(self.given)) for place in places]

    @property
    def amounts(self) -> list[str]:
        """The columns of amounts, which may be sums of money."""
        return list(dict.fromkeys(text for place, text in self.places if place.field.is_amount))

    def text(self, name: str) -> str:
        """What a field says: its column, or its word."""
        given = self.given[name]
        if not isinstance(given, str):
            raise TypeError(f"{name}: there is one for each component")
        return given

    def columns(self) -> list[str]:
        """The columns that this metric reads, conditions included."""
        named = [text for place, text in self.places if place.field.read != "word"]
        named += [self.currency_column] if self.currency_column else []
        return [*named, *(condition.column for condition in self.where)]


class ImportMapping(LibraryModel):
    """A file's columns and what they mean. The same shape in the browser, in YAML and in a source.

    `covers` is of one file: a source does not keep it for the next one. `gives` is of the source: with `events` no row
    of a partner in what is covered counts as 0, with `statements` nothing is known then. Where it is left out, sums
    and numbers of rows or of distinct texts are of events, and all else of statements.
    """

    source: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    format: Format = Format()
    partner: PartnerColumn
    partners: PartnerList | None = None
    period: PeriodColumn
    covers: CoveredSpan | None = None
    gives: Gives | None = None
    where: tuple[RowCondition, ...] = ()
    required: tuple[RequiredColumn, ...] = ()
    labels: tuple[LabelCheck, ...] = ()
    same: tuple[SameLabel, ...] = ()
    metrics: Annotated[tuple[MetricColumns, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        keys = [metric.metric for metric in self.metrics]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(_("metrics: given twice: %(names)s") % {"names": ", ".join(twice)})
        return self

    @model_validator(mode="after")
    def _required_are_read(self) -> Self:
        read = {self.period.column, *(column for metric in self.metrics for column in metric.columns())}
        unread = sorted({rule.column for rule in self.required} - read)
        if unread:
            words = _("required: nothing reads %(names)s; name the period's column or one of a metric")
            raise ValueError(words % {"names": ", ".join(unread)})
        return self

    def columns(self) -> list[str]:
        """Every column of the data file that the mapping reads, without doubles."""
        names = [self.partner.column, self.period.column]
        names += [condition.column for condition in self.where]
        names += [rule.where for rule in self.required]
        names += [check.column for check in self.labels if not check.in_partners]
        names += [column for metric in self.metrics for column in metric.columns()]
        return list(dict.fromkeys(names))

    def columns_as_written(self) -> list[str]:
        """Columns whose labels are counted, and that no metric reads as anything else."""
        asked = [place for spec in self.metrics for place in spec.places if place[0].field.read != "word"]
        others = {column for place, column in asked if place.field.read != "label"}
        others |= {self.partner.column, self.period.column}
        return [column for place, column in asked if place.field.as_written and column not in others]

    def named_labels(self) -> dict[str, set[str]]:
        """The columns by whose labels rows are told apart, with all labels that the mapping names of each."""
        named: dict[str, set[str]] = {}
        for condition in (*self.where, *(one for spec in self.metrics for one in spec.where)):
            named.setdefault(condition.column, set()).update(condition.values)
        for spec in self.metrics:
            for place, word in spec.places:
                if place.field.of:
                    named.setdefault(spec.text(place.field.of), set()).add(word)
        return named

    def renamed(self, column: str) -> dict[str, str]:
        """The labels of a column that are read as others."""
        return {one.label: one.into for one in self.same if one.column == column}

    def answered_like(self, kept: Mapping[str, Any]) -> "ImportMapping":
        """With what people said of the source's labels and spellings, by its mapping; what this one says stays."""
        said = {(one.column, one.label) for one in self.same}
        others = [SameLabel.model_validate(one) for one in kept.get("same", ())]
        left = [one for one in others if (one.column, one.label) not in said and one.column in self.columns()]
        changed: dict[str, Any] = {"same": (*self.same, *left)}
        if self.format.is_understood:
            answers = spellings_in(kept.get("format", {}).get("answers", {})) | self.format.answers
            changed["format"] = self.format.model_copy(update={"answers": answers})
        return self.model_copy(update=changed)

    @property
    def span(self) -> Span | None:
        """The days that the file says it covers."""
        return self.covers.span if self.covers else None

    def as_data(self) -> dict[str, Any]:
        """JSON data in the spelling of the YAML form, without what was left at its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)

    def for_next_file(self) -> dict[str, Any]:
        """The same, of what holds for the next file of the source as well."""
        form = self.format.model_copy(update={"answers": lasting(self.format.answers)})
        return self.model_copy(update={"covers": None, "format": form}).as_data()
