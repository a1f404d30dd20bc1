"""What a kind of section declares of itself, all of it in one place.

What every kind has to answer has no default: a kind that leaves it out does not import, and one that needs nothing
there says so. Defaults are left to what few kinds have (own names in frozen content, own choices, other kinds' saves).
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from decisions.record.models import Record
from decisions.sections.draft import Draft
from decisions.sections.units import Row, Unit, is_suggestion
from decisions.states.classes import EVERY, DecisionClass
from decisions.states.stages import Stage
from frameworks.schema import FrameworkContent
from partnerdesk.core.refusals import Blocked

Names = Callable[[Any], str | None]
"""How a person is written in frozen content: their seal, or None for nobody."""

Frozen = dict[str, Any]
"""Content of a version, or a piece of it, as JSON data."""


@dataclass(frozen=True)
class Unsettled:
    """One thing that is not settled: the sentence, and the element on the page where it is mended."""

    message: str
    anchor: str
    subject: str = ""


@dataclass(frozen=True)
class Check:
    """One line of the readiness table.

    `gate` is the stage that it stands before, `required` the classes of decision that need it; for the others it
    is advice. `holds` is the line's sentence once it is settled. `find` yields what is not. An `is_quiet` line is
    shown only while something is open.
    """

    code: str
    gate: Stage
    required: frozenset[DecisionClass]
    holds: Any
    find: Callable[[Draft, dt.date], Iterator[Unsettled]]
    waivable: bool = True
    is_quiet: bool = False


@dataclass(frozen=True)
class DatedCheck:
    """Something that a person looks at on a day, as a version keeps it. `owner` is a seal, `on` a date in ISO 8601."""

    row_id: str
    what: str
    on: str
    owner: str | None


@dataclass(frozen=True)
class Saving:
    """A save as what follows it sees it: the unit as it is now, its values before, and the way to the whole draft."""

    record: Record
    unit: Any
    before: Mapping[str, Any]
    by: User
    now: dt.datetime
    load: Callable[[Record], Draft]


@dataclass(frozen=True, kw_only=True)
class Follows:
    """What a save brings with it, in its own transaction.

    `before` may fill in or refuse what is about to be saved, `adding` what a new row takes from its surroundings;
    `after` brings along what hangs on the unit.
    """

    before: Callable[[Record, Any, dict[str, Any]], None] | None = None
    adding: Callable[[Record, Any], None] | None = None
    after: Callable[[Saving], None] | None = None


NOTHING_FOLLOWS = Follows()


class Width(StrEnum):
    """How much of its form's line a field takes, by the class of static/css/forms.css that says so."""

    FULL = ""
    THREE_QUARTERS = "three-quarters"
    TWO_THIRDS = "two-thirds"
    HALF = "half"
    FIVE_TWELFTHS = "five"
    THIRD = "third"
    QUARTER = "quarter"
    TWO_TWELFTHS = "two"


@dataclass(frozen=True)
class Fields:
    """A unit's form that has its fields and nothing else: each with its width, in their order.

    `lines` is how high a long text is at first, where that is not two lines.
    """

    widths: Mapping[str, Width]
    lines: Mapping[str, int] = field(default_factory=dict)
    template_name = "decisions/sections/units/fields.html"

    @property
    def placed(self) -> list[tuple[str, Width, int]]:
        """The fields in their order: name, width, lines."""
        return [(name, width, self.lines.get(name, 2)) for name, width in self.widths.items()]


@dataclass(frozen=True)
class OwnForm:
    """A unit's form with more than its fields: a template of its own, in `templates/decisions/sections/units/`."""

    template: str

    @property
    def template_name(self) -> str:
        return f"decisions/sections/units/{self.template}"


def goes(_content: Draft, _row: Any) -> str:
    """It may be taken out."""
    return ""


def kept_by_the_record(_content: Draft, _row: Any) -> str:
    """Why a row that follows from others is not taken out."""
    return _("Rows of this kind are made by the record itself.")


@dataclass(frozen=True)
class Listed:
    """What a kind says of its rows: when one is complete enough to count, and why one is not taken out.

    A row that does not count is in no version, and keeps the draft from being proposed (`SectionKind.every_check`).
    `stays` answers in words; empty where the row may go.
    """

    counts: Callable[[Any], bool]
    stays: Callable[[Draft, Any], str] = goes


MADE_BY_THE_RECORD = Listed(counts=lambda _row: True, stays=kept_by_the_record)
"""Rows that follow from others: nobody adds them, nobody takes them out, and they may be empty."""


@dataclass(frozen=True, kw_only=True)
class UnitKind:
    """A model of a section kind, where its rows stand in the frozen content of the kind, and its form.

    `listed` is what it says of its rows, None for a form that a record has once. `keys` are names in frozen content
    that differ from the fields'. `empty` says what it means that a list is left empty, where that says something;
    `choices` makes the choices of a field that are the record's own.
    """

    model: type[Unit]
    at: Callable[[Frozen], list[Frozen]]
    follows: Follows
    form: Fields | OwnForm
    listed: Listed | None
    keys: Mapping[str, str] = field(default_factory=dict)
    empty: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Callable[[Draft], list[tuple[str, str]]]] = field(default_factory=dict)

    def key_of(self, name: str) -> str:
        """What a field is called in frozen content."""
        return self.keys.get(name, name)

    def written(self, content: Draft) -> list[Any]:
        """The rows that count, in their order: those that a version keeps. Suggestions are nobody's yet."""
        own = (row for row in content.all(self.model) if not is_suggestion(row))
        return [row for row in own if self.listed is None or self.listed.counts(row)]

    def stays(self, content: Draft, row: Any) -> str:
        """Why this row is not taken out, in words; empty where it may go."""
        return self.listed.stays(content, row) if self.listed else ""

    def __post_init__(self) -> None:
        if issubclass(self.model, Row) != (self.listed is not None):
            raise TypeError(f"{self.model.__name__}: say of rows what counts, and of nothing else.")
        named = {field.name for field in self.model.content_fields}
        for said in (self.keys, self.empty, self.choices, dict.fromkeys(self.model.made)):
            if unknown := set(said) - named:
                raise TypeError(f"{self.model.__name__} has no content in {', '.join(sorted(unknown))}")
        if isinstance(self.form, Fields):
            self._check_fields(self.form)

    def _check_fields(self, form: Fields) -> None:
        """Raises TypeError where the form lacks a field that people fill in, or places another."""
        if astray := set(form.widths) ^ set(self.model.editable) | (set(form.lines) - set(form.widths)):
            names = ", ".join(sorted(astray))
            raise TypeError(f"The form of {self.model.__name__} has to place what people fill in: {names}")


@dataclass(frozen=True)
class Computed:
    """Something in frozen content that was computed, and is compared all the same: its key, name and words.

    `say` gets the value, the frozen row that it stands in, and what turns references into words.
    """

    key: str
    label: Any
    say: Callable[[Any, Frozen, Any], str]
    model: type[Unit] | None = None
    """The unit in whose rows it stands; None where it stands in the content of the kind itself."""


@dataclass(frozen=True)
class OneForm:
    """A form that a record has once."""

    model: type[Unit]
    template_name = "decisions/sections/parts/one_form.html"


@dataclass(frozen=True, kw_only=True)
class ListOfRows:
    """Rows, what stands in place of none, and the words of the button that adds one (none: rows are not added).

    `are_lines` where a row is one line; `heading` where the list is not the first thing of its card.
    """

    model: type[Row]
    empty: Any
    add: Any
    are_lines: bool = False
    heading: Any = ""
    template_name = "decisions/sections/parts/list_of_rows.html"


@dataclass(frozen=True)
class OwnLayout:
    """A template of its own, in `templates/decisions/sections/parts/`."""

    template: str

    @property
    def template_name(self) -> str:
        return f"decisions/sections/parts/{self.template}"


Layout = tuple[OneForm | ListOfRows | OwnLayout, ...]


def always(_content: Draft) -> bool:
    """Asked for in every record."""
    return True


def no_dates(_frozen: Frozen) -> Iterator[DatedCheck]:
    """Nothing in it is looked at on a day."""
    yield from ()


def everywhere(_framework: FrameworkContent) -> bool:
    """Appears whatever the framework says."""
    return True


@dataclass(frozen=True, kw_only=True)
class SectionKind:
    """A kind of a record's content.

    `home` is the stage at whose end it stands where no section of the template shows it; kinds of the header stand
    before the first section instead. `has_home` says of a framework whether it appears there at all, `applies` of a
    draft whether its checks are asked. `freeze` gives its content for a version; `names` turns people into seals.
    `internal` names what of that an external copy leaves out, beside the people, who never stand in one: each a path
    of keys, through lists as well (`rows.source`). `after_others` says what a save of another kind's unit brings here.
    `dated` says what of its frozen content is looked at on a day: each arms a trigger.
    """

    kind: str
    label: Any
    home: Stage
    in_header: bool
    units: tuple[UnitKind, ...]
    computed: tuple[Computed, ...]
    checks: tuple[Check, ...]
    freeze: Callable[[Draft, Names], Frozen]
    internal: tuple[str, ...]
    layout: Layout
    applies: Callable[[Draft], bool] = always
    has_home: Callable[[FrameworkContent], bool] = everywhere
    after_others: Mapping[type[Unit], Callable[[Saving], None]] = field(default_factory=dict)
    dated: Callable[[Frozen], Iterator[DatedCheck]] = no_dates

    @property
    def every_check(self) -> tuple[Check, ...]:
        """Its own checks, and that none of its rows was left unfinished."""
        lists = tuple(unit for unit in self.units if unit.listed not in (None, MADE_BY_THE_RECORD))
        return (*self.checks, _no_unfinished_rows(self.label, lists)) if lists else self.checks

    def asked(self, content: Draft) -> tuple[Check, ...]:
        """The checks that are asked of this draft."""
        return self.every_check if self.applies(content) else self.every_check[len(self.checks) :]

    def __post_init__(self) -> None:
        if not self.kind or not self.label or not self.layout:
            raise TypeError(f"The section kind {self.kind!r} needs a name, a label and a layout.")
        here = {unit.model for unit in self.units}
        shown = {block.model for block in self.layout if not isinstance(block, OwnLayout)}
        compared = {computed.model for computed in self.computed} - {None}
        if unknown := (shown | compared) - here:
            names = ", ".join(sorted(model.__name__ for model in unknown if model))
            raise TypeError(f"The section kind {self.kind!r} does not keep {names}.")


def _no_unfinished_rows(label: Any, lists: tuple[UnitKind, ...]) -> Check:
    """Rows that somebody added and did not fill in are filled in or taken out before anything is proposed."""

    def find(content: Draft, _today: dt.date) -> Iterator[Unsettled]:
        message = _("%(section)s: a row is not filled in. Fill it in, or take it out.") % {"section": label}
        for unit in lists:
            written = {row.pk for row in unit.written(content)}
            for row in content.all(unit.model):
                if row.pk not in written and not is_suggestion(row):
                    yield Unsettled(message, row.anchor, f"{row.pk}:unfinished")

    holds = gettext_lazy("Every row filled in")
    return Check(UNFINISHED, Stage.PROPOSED, EVERY, holds, find, waivable=False, is_quiet=True)


UNFINISHED = "row_unfinished"
"""The code of the check that every kind with rows has."""


def words(text: str | None) -> str:
    """A text without outer space: what counts as written."""
    return (text or "").strip()


EMPTY_WORDS = frozenset(
    {
        *("", "none", "nothing", "no", "nil", "null", "na", "notapplicable", "tbd", "same", "asis"),
        *("なし", "無し", "特になし", "該当なし", "未定"),
    }
)
"""Words by which a field is filled in and nothing is said, without what stands between their letters."""


def meant(text: str | None) -> str:
    """A text that says something; empty where it only fills its field (“none”, “-”)."""
    bare = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", words(text)).casefold())
    return "" if bare in EMPTY_WORDS else words(text)


def itself(frozen: Frozen) -> list[Frozen]:
    """The content of a kind that is one form."""
    return [frozen]


def rows(frozen: Frozen) -> list[Frozen]:
    """The rows of a kind that is one list."""
    found: list[Frozen] = frozen["rows"]
    return found


def made_by_the_record(record: Record, row: Any) -> None:
    """Rows of some kinds follow from others: nobody adds them. Raises Blocked."""
    raise Blocked(_("Rows of this kind are made by the record itself."))
