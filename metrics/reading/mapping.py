"""What a file's columns mean: the mapping that a person makes in the browser or writes as YAML."""

import datetime as dt
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from pydantic import Field, field_validator, model_validator

from metrics.schema import Key, MeasureKind, Text
from partnerdesk.core.library import LibraryModel

FIELDS: dict[str, tuple[str, ...]] = {
    "sum": ("value",),
    "mean": ("value",),
    "score": ("value",),
    "count": (),
    "share": ("column", "equals"),
    "ratio": ("numerator", "denominator"),
    "margin": ("revenue", "cost"),
    "mean_days": ("from", "to"),
    "velocity": ("stage", "won", "lost", "value", "from", "to"),
    "nps": ("value",),
}
"""The fields that each measure needs beside its metric."""

CONSTANTS = {"equals", "won", "lost"}
"""Those of them that are values, not columns."""


class Format(LibraryModel):
    """How the file is written."""

    encoding: Literal["utf-8", "cp932", "cp1252", "latin-1"] = "utf-8"
    delimiter: Annotated[str, Field(min_length=1, max_length=1)] = ","
    missing: tuple[str, ...] = ("",)
    decimal: Literal[".", ","] = "."
    thousands: Literal["", ".", ",", " ", "'"] = ""

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


class Condition(LibraryModel):
    """Rows count where `column` holds one of `in`."""

    column: Text
    values: Annotated[tuple[str, ...], Field(alias="in", min_length=1)]


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
    """One metric that the file gives, and the columns that its measure reads."""

    metric: Key
    measure: MeasureKind
    unit: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] | None = None
    value: Text | None = None
    column: Text | None = None
    equals: Text | None = None
    numerator: Text | None = None
    denominator: Text | None = None
    revenue: Text | None = None
    cost: Text | None = None
    from_: Annotated[Text | None, Field(alias="from")] = None
    to: Text | None = None
    stage: Text | None = None
    won: Text | None = None
    lost: Text | None = None
    where: tuple[Condition, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needed = FIELDS[self.measure]
        missing = [name for name in needed if not self.field(name)]
        if missing:
            words = _("%(fields)s: needed for the measure “%(measure)s”")
            raise ValueError(words % {"fields": ", ".join(missing), "measure": self.measure})
        every = {name for names in FIELDS.values() for name in names}
        extra = [name for name in every - set(needed) if self.field(name)]
        if extra:
            words = _("%(fields)s: the measure “%(measure)s” does not use this")
            raise ValueError(words % {"fields": ", ".join(sorted(extra)), "measure": self.measure})
        return self

    def field(self, name: str) -> str | None:
        value: str | None = getattr(self, "from_" if name == "from" else name)
        return value

    def columns(self) -> list[str]:
        """The columns that this metric reads, conditions included."""
        named = [self.field(name) for name in FIELDS[self.measure] if name not in CONSTANTS]
        return [*(name for name in named if name), *(condition.column for condition in self.where)]


class ImportMapping(LibraryModel):
    """A file's columns and what they mean. The same shape in the browser, in YAML and in a source."""

    source: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
    format: Format = Format()
    partner: PartnerColumn
    partners: PartnerList | None = None
    period: PeriodColumn
    where: tuple[Condition, ...] = ()
    labels: tuple[LabelCheck, ...] = ()
    metrics: Annotated[tuple[MetricColumns, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _once(self) -> Self:
        keys = [metric.metric for metric in self.metrics]
        twice = sorted({key for key in keys if keys.count(key) > 1})
        if twice:
            raise ValueError(_("metrics: given twice: %(names)s") % {"names": ", ".join(twice)})
        return self

    def columns(self) -> list[str]:
        """Every column of the data file that the mapping reads, without doubles."""
        names = [self.partner.column, self.period.column]
        names += [condition.column for condition in self.where]
        names += [check.column for check in self.labels if not check.in_partners]
        names += [column for metric in self.metrics for column in metric.columns()]
        return list(dict.fromkeys(names))

    def as_data(self) -> dict[str, Any]:
        """JSON data in the spelling of the YAML form, without what was left at its default."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
