"""What a version says to those who act on it, typed: read from its frozen content alone, never from the draft.

Each form of content is named by `schema` (docs/adr/0001). Form 2 names the rows, partners and definitions that form 1
only words, so that what was approved can be watched. Content of a form that is not known here is not read at all.
"""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from accounts.models import NameSeal, User
from decisions.sections.assumptions import Statement
from decisions.sections.registry import KINDS
from decisions.sections.scope import Scope
from decisions.sections.trigger_kinds import kind_of
from decisions.sections.triggers import Threshold
from decisions.versions.models import Version

SCHEMA = "partner-desk/version/2"
"""The form that is frozen today."""
FORMS = {"partner-desk/version/1": 1, SCHEMA: 2}
WATCHABLE_FROM = 2
"""The first form that names what is watched."""
EQUAL_SWING = 100.0
"""Until every weight has been asked, all swings count alike."""

Members = frozenset[uuid.UUID] | None
"""Partners by their ids; None are all of them."""
FrozenRow = Mapping[str, Any]


class UnknownForm(ValueError):
    """The content is of a form that this program does not read."""


@dataclass(frozen=True)
class FrozenMetric:
    """A metric that the decision is judged by, with its baseline as of proposing.

    `months` is the length of the baseline's window, 0 without one. Form 1 names neither definition nor series.
    """

    key: str
    name: str
    unit: str
    owner: User | None
    definition_id: uuid.UUID | None
    series_id: int | None
    baseline: Decimal | None
    is_to_date: bool
    last: dt.date | None
    newest: dt.date | None
    months: int

    @property
    def whole_baseline(self) -> Decimal | None:
        """The baseline where it is over whole periods."""
        return None if self.is_to_date else self.baseline


@dataclass(frozen=True)
class FrozenPath:
    """Where the selected option should bring a metric. Only what was complete is frozen."""

    criterion: str
    metric: str
    members: Members
    baseline: Decimal | None
    baseline_at: dt.date | None
    ramp_from: dt.date | None
    target: Decimal
    target_by: dt.date


@dataclass(frozen=True)
class FrozenLimit:
    """A threshold, and the row that says it. `each` are the partners that it is held against one by one."""

    row_id: uuid.UUID | None
    watches: str
    name: str
    metric: FrozenMetric | None
    is_below: bool
    level: Decimal | None
    clear_level: Decimal | None
    samples: int
    hold_samples: int
    window_months: int
    segment: str
    members: Members
    each: tuple[uuid.UUID, ...]
    by_partner: bool
    active_from: dt.date | None
    on_date: dt.date | None
    when_silent: str
    effect: str
    owner: User | None
    note: str
    row: FrozenRow


@dataclass(frozen=True)
class FrozenGuardrail:
    row_id: uuid.UUID | None
    label: str
    watches: str
    owner: User | None


@dataclass(frozen=True)
class FrozenAssumption:
    row_id: uuid.UUID
    text: str
    valid_until: dt.date | None
    owner: User | None


@dataclass(frozen=True)
class FrozenCheck:
    """What a person said that they would look at on a day."""

    row_id: uuid.UUID
    what: str
    on: dt.date
    owner: User | None


@dataclass(frozen=True)
class FrozenStep:
    """A step of the escalation path. The person is missing where they were erased since."""

    person: User | None
    after_days: int


@dataclass(frozen=True)
class FrozenReviews:
    confirmed_by: User | None
    confirmed_on: dt.date | None
    next_review_on: dt.date | None
    post_review_on: dt.date | None
    rhythm: str
    steps: tuple[FrozenStep, ...]


@dataclass(frozen=True)
class FrozenAxis:
    """A criterion as the options were compared on it; `metric` by its key, empty where nothing measures it."""

    key: str
    metric: str
    worst: float
    best: float
    swing: float


@dataclass(frozen=True)
class FrozenComparison:
    """The problem that the decision answered: options by label, their levels, and which was chosen."""

    options: tuple[str, ...]
    chosen: int
    axes: tuple[FrozenAxis, ...]
    levels: tuple[tuple[float, ...], ...]


def form_of(data: FrozenRow) -> int:
    """The number of the form. Raises UnknownForm."""
    schema = data.get("schema")
    if schema not in FORMS:
        raise UnknownForm(f"no version's content: {schema!r}")
    return FORMS[schema]


def read_frozen(version: Version) -> "FrozenVersion":
    """A version's content with the people behind its seals. One query. Raises UnknownForm."""
    data = version.data()
    form = form_of(data)
    seals = NameSeal.objects.filter(seal__in=set(_seals(data["parts"]))).select_related("user")
    return FrozenVersion(data, form, {seal.seal: seal.user for seal in seals})


def _seals(value: Any) -> Iterator[str]:
    """Whatever may be a person's seal; what is none finds nobody."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _seals(item)
    elif isinstance(value, str) and len(value) == 64:
        yield value


@dataclass(frozen=True)
class FrozenVersion:
    """The content of a version of any known form."""

    data: FrozenRow
    form: int
    people: Mapping[str, User]

    @property
    def can_be_watched(self) -> bool:
        """Whether it says all that watching needs."""
        return self.form >= WATCHABLE_FROM

    def rows(self, part: str) -> list[FrozenRow]:
        found: list[FrozenRow] = self.data["parts"][part]["rows"]
        return found

    def _person(self, seal: str | None) -> User | None:
        return self.people.get(seal) if seal else None

    @property
    def owner(self) -> User | None:
        return self._person(self.data["parts"]["brief"]["owner"])

    @cached_property
    def members(self) -> Members:
        """The partners in scope, as of proposing."""
        scope = self.data["parts"]["scope"]
        everybody = scope["partners"] in (Scope.Partners.ALL, Scope.Partners.NONE)
        return None if everybody else _ids(scope["members"])

    def _members_of(self, cohort: str | None) -> Members:
        """Those of a cohort; without one all in scope."""
        cohorts = {row.get("id"): row["partners"] for row in self.data["parts"]["scope"]["cohorts"]}
        return _ids(cohorts[cohort]) if cohort else self.members

    @cached_property
    def metrics(self) -> dict[str, FrozenMetric]:
        """By their keys."""
        return {row["key"]: self._metric(row) for row in self.rows("metrics")}

    def _metric(self, row: FrozenRow) -> FrozenMetric:
        known = row["baseline"] or {}
        return FrozenMetric(
            key=row["key"],
            name=row["name"],
            unit=known.get("unit", ""),
            owner=self._person(row["owner"]),
            definition_id=_id((row.get("definition") or {}).get("id")),
            series_id=(row.get("definition") or {}).get("series"),
            baseline=_number(known.get("value")),
            is_to_date=known.get("to_date", False),
            last=_day(known.get("to")),
            newest=_day(known.get("newest")),
            months=known.get("months", 0),
        )

    @cached_property
    def paths(self) -> dict[str, FrozenPath]:
        """By the ids of their criteria, in the order of these."""
        return {row["criterion"]: self._path(row) for row in self.rows("expected_path")}

    def _path(self, row: FrozenRow) -> FrozenPath:
        return FrozenPath(
            criterion=row["criterion"],
            metric=row["metric"],
            members=self._members_of(row.get("cohort_id")),
            baseline=_number(row["baseline"]),
            baseline_at=_day(row["baseline_at"]),
            ramp_from=_day(row["ramp_from"]),
            target=Decimal(row["target"]),
            target_by=dt.date.fromisoformat(row["target_by"]),
        )

    def path_of(self, metric: str) -> FrozenPath | None:
        """The path of a metric: that of the first criterion that it measures."""
        return next((path for path in self.paths.values() if path.metric == metric), None)

    @cached_property
    def limits(self) -> tuple[FrozenLimit, ...]:
        """Raises UnknownKind."""
        return tuple(self._limit(row) for row in self.rows("triggers"))

    def _limit(self, row: FrozenRow) -> FrozenLimit:
        kind = kind_of(row.get("watches", "level"))
        members = self._members_of(row.get("cohort_id"))
        listed = _ids(row.get("members", []))
        if row.get("segment") or (kind.reads_each and members is None):
            members = listed
        is_each = "by_partner" in kind.fields and row.get("by_partner", False)
        each = listed if members is None else members
        return FrozenLimit(
            row_id=_id(row.get("id")),
            watches=kind.name,
            name=row["name"],
            metric=self.metrics.get(row["metric"]),
            is_below=row["direction"] == Threshold.Direction.BELOW,
            level=_number(row["level"]),
            clear_level=_number(row["clear_level"]) if "clear_level" in kind.fields else None,
            samples=row["samples"],
            hold_samples=row.get("hold_samples", 0),
            window_months=row.get("window_months", 1),
            segment=row.get("segment", ""),
            members=members,
            each=tuple(sorted(each)) if is_each else (),
            by_partner=is_each,
            active_from=_day(row.get("active_from")),
            on_date=_day(row.get("on_date")),
            when_silent=row.get("when_silent", "say"),
            effect=row["effect"],
            owner=self._person(row["owner"]),
            note=row["note"],
            row=row,
        )

    @property
    def guardrails(self) -> Iterator[FrozenGuardrail]:
        """Form 1 does not say what they watch: they are statements there."""
        for row in self.rows("guardrails"):
            watches = row.get("watches", "statement")
            yield FrozenGuardrail(_id(row.get("id")), row["label"], watches, self._person(row["owner"]))

    @property
    def assumptions(self) -> Iterator[FrozenAssumption]:
        for row in self.rows("assumptions"):
            if row["sort"] == Statement.Kind.ASSUMPTION:
                day, owner = _day(row["valid_until"]), self._person(row["owner"])
                yield FrozenAssumption(uuid.UUID(row["id"]), row["text"], day, owner)

    @property
    def checks(self) -> Iterator[FrozenCheck]:
        """What each section kind has dated. A version holds no content of kinds that came after it."""
        parts = self.data["parts"]
        for section in KINDS:
            for found in section.dated(parts[section.kind]) if section.kind in parts else ():
                owner = self._person(found.owner)
                yield FrozenCheck(uuid.UUID(found.row_id), found.what, dt.date.fromisoformat(found.on), owner)

    @cached_property
    def reviews(self) -> FrozenReviews:
        plan = self.data["parts"]["reviews"]
        return FrozenReviews(
            confirmed_by=self._person(plan["confirmed_by"]),
            confirmed_on=_day(plan["confirmed_on"]),
            next_review_on=_day(plan["next_review_on"]),
            post_review_on=_day(plan["post_review_on"]),
            rhythm=plan["rhythm"],
            steps=tuple(
                FrozenStep(self._person(row["person"]), row["after_days"])
                for row in plan.get("escalation_steps", ())
            ),
        )

    @cached_property
    def compared(self) -> FrozenComparison | None:
        """What was compared; None where the options were not, where there was one alone, or none was selected."""
        parts, options = self.data["parts"], self.rows("options")
        ids, chosen = [row["id"] for row in options], parts["recommendation"]["option"]
        if parts["analysis"]["best"] is None or chosen not in ids or len(ids) < 2:
            return None
        has_weights = parts["analysis"]["has_weights"]
        axes = tuple(_axis(row, has_weights=has_weights) for row in self.rows("criteria"))
        cells = {(row["option"], row["criterion"]): float(row["level"]) for row in self.rows("estimates")}
        return FrozenComparison(
            options=tuple(row["label"] for row in options),
            chosen=ids.index(chosen),
            axes=axes,
            levels=tuple(tuple(cells[option, axis.key] for axis in axes) for option in ids),
        )


def _axis(row: FrozenRow, *, has_weights: bool) -> FrozenAxis:
    swing = float(row["swing"]) if has_weights else EQUAL_SWING
    return FrozenAxis(row["id"], row["metric"], float(row["worst"]), float(row["best"]), swing)


def _ids(partners: list[Any]) -> frozenset[uuid.UUID]:
    """The ids of partners. Form 1 gives their keys, or no more than their names: those have none."""
    return frozenset(uuid.UUID(row["id"]) for row in partners if isinstance(row, dict) and "id" in row)


def _id(text: str | None) -> uuid.UUID | None:
    return uuid.UUID(text) if text else None


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text[:10]) if text else None
