"""The ways to go."""

import datetime as dt
import unicodedata
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.record.models import Record
from decisions.sections.declaring import (
    Check,
    Computed,
    Follows,
    Frozen,
    Listed,
    ListOfRows,
    Names,
    OwnForm,
    SectionKind,
    UnitKind,
    Unsettled,
    meant,
    rows,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.units import Row, Said, tracked
from decisions.sections.wording import Reading
from decisions.states.classes import EVERY
from decisions.states.stages import Stage
from partnerdesk.core.refusals import Blocked

SEPARATOR = " · "


@tracked
class Option(Row):
    """One way to go."""

    kind = "option"
    made = ("label",)

    label = models.CharField(max_length=1)
    name = models.CharField(gettext_lazy("name"), max_length=120, blank=True)
    description = text_field(gettext_lazy("what it is"))
    differs = text_field(gettext_lazy("what will be done differently"))
    constraints = text_field(gettext_lazy("constraints"))
    is_status_quo = models.BooleanField(gettext_lazy("this is the status quo"), default=False)

    class Meta(Row.Meta):
        constraints = [
            models.UniqueConstraint(
                name="option_label_once", fields=["record", "label"], deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                name="option_one_status_quo", fields=["record"], condition=Q(is_status_quo=True)
            ),
        ]

    @classmethod
    def title_of(cls, value: Said, said: Said) -> str:
        return SEPARATOR.join(str(found) for name in ("label", "name") if (found := value(name)))


def _no_choice(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    options = content.all(Option)
    home = options[0].anchor if options else "part-options"
    if len(options) < 2:
        yield Unsettled(_("Name at least two options: without another way there is no choice."), home)
        return
    if status_quo_of(content) is None:
        yield Unsettled(_("Say which option is the status quo."), home)
    for option in options:
        yield from _unsaid(option)
    for first, second in combinations(options, 2):
        yield from _alike(content, first, second)


def _unsaid(option: Option) -> Iterator[Unsettled]:
    """What an option does not say of itself."""
    subject, label = str(option.pk), {"label": option.label}
    if not words(option.name):
        yield Unsettled(_("Option %(label)s has no name.") % label, option.anchor, subject)
    if not option.is_status_quo and not meant(option.differs):
        message = _("Option %(label)s: say what will be done differently.")
        yield Unsettled(message % label, option.anchor, f"{subject}:differs")
    if not words(option.constraints):
        message = _("Option %(label)s: name its constraints, or write “none”.")
        yield Unsettled(message % label, option.anchor, f"{subject}:constraints")


def _alike(content: Draft, first: Option, second: Option) -> Iterator[Unsettled]:
    """In what two options do not differ: in name, in what is done, in estimates and constraints."""
    labels = {"first": first.label, "label": second.label}
    subject = f"{first.pk}:{second.label}"
    if words(first.name) and _folded(first.name) == _folded(second.name):
        message = _("Options %(first)s and %(label)s are named alike: say how they differ.")
        yield Unsettled(message % labels, second.anchor, f"{subject}:name")
    done = [meant(option.differs) for option in (first, second)]
    if all(done) and _folded(done[0]) == _folded(done[1]):
        message = _("Options %(first)s and %(label)s do the same: say what each does differently.")
        yield Unsettled(message % labels, second.anchor, f"{subject}:done")
    are_bound_alike = _folded(meant(first.constraints)) == _folded(meant(second.constraints))
    if are_bound_alike and not _is_estimated_apart(content, first, second):
        message = _(
            "Options %(first)s and %(label)s have the same estimates and the same constraints: "
            "say in what they differ."
        )
        yield Unsettled(message % labels, second.anchor, f"{subject}:figures")


def _folded(text: str) -> str:
    """A text as it is compared: case, width and the space between words say nothing."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _is_estimated_apart(content: Draft, first: Option, second: Option) -> bool:
    """Whether the two are estimated differently on some criterion on which both are estimated."""
    ranges = {
        option: {place[1]: found for place, found in content.comparison.levels.items() if place[0] == option}
        for option in (first.pk, second.pk)
    }
    return any(
        found[1] is not None and other[1] is not None and found != other
        for criterion, found in ranges[first.pk].items()
        if (other := ranges[second.pk].get(criterion, (None, None, None)))
    )


LABELS = "ABCDEFGH"


def letter_of(title: str) -> str:
    """The letter in an option's title, by which cells of the matrix call it."""
    return title.partition(SEPARATOR)[0]


def status_quo_of(content: Draft) -> Option | None:
    """The option that changes nothing."""
    return next((option for option in content.all(Option) if option.is_status_quo), None)


def _one_status_quo(record: Record, option: Option, values: dict[str, Any]) -> None:
    """Where an option becomes the status quo, the one before is it no longer."""
    if values.get("is_status_quo"):
        others = Option.objects.filter(record=record, is_status_quo=True).exclude(pk=option.pk)
        others.update(is_status_quo=False, revision=F("revision") + 1)


def _next_label(record: Record, option: Option) -> None:
    used = set(Option.objects.filter(record=record).values_list("label", flat=True))
    free = [label for label in LABELS if label not in used]
    if not free:
        raise Blocked(_("A record compares at most %(count)s options.") % {"count": len(LABELS)})
    option.label = free[0]


def _value_in_words(value: Any, row: Frozen, reading: Reading) -> str:
    return "" if value is None else f"{float(value):.2f}"


UNIT = UnitKind(
    model=Option,
    at=rows,
    follows=Follows(before=_one_status_quo, adding=_next_label),
    form=OwnForm("option.html"),
    listed=Listed(counts=lambda row: bool(words(row.name))),
)


def _freeze(content: Draft, names: Names) -> Frozen:
    values = content.comparison.values
    return {
        "rows": [
            freeze_unit(row, UNIT, content, names) | {"value": values[row.pk] if values else None}
            for row in content.all(Option)
        ]
    }


OPTIONS = SectionKind(
    kind="options",
    label=gettext_lazy("Options"),
    home=Stage.COMPARE,
    in_header=False,
    units=(UNIT,),
    computed=(Computed("value", gettext_lazy("value"), _value_in_words, Option),),
    checks=(
        Check(
            "no_choice",
            Stage.COMMIT,
            EVERY,
            gettext_lazy("Options that differ, one of them the status quo"),
            _no_choice,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(
        ListOfRows(model=Option, empty=gettext_lazy("No options yet."), add=gettext_lazy("Add an option")),
    ),
)
