"""The ways to go."""

import datetime as dt
from collections.abc import Iterator
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
    ListOfRows,
    Names,
    OwnForm,
    SectionKind,
    UnitKind,
    Unsettled,
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
    seen: dict[str, Option] = {}
    for option in options:
        subject, label = str(option.pk), {"label": option.label}
        if not words(option.name):
            yield Unsettled(_("Option %(label)s has no name.") % label, option.anchor, subject)
            continue
        same = seen.setdefault(words(option.name).casefold(), option)
        if same is not option:
            message = _("Options %(first)s and %(label)s are named alike: say how they differ.")
            yield Unsettled(message % (label | {"first": same.label}), option.anchor, subject)
        if not option.is_status_quo and not words(option.differs):
            message = _("Option %(label)s: say what will be done differently.")
            yield Unsettled(message % label, option.anchor, subject)
        if not words(option.constraints):
            message = _("Option %(label)s: name its constraints, or write “none”.")
            yield Unsettled(message % label, option.anchor, f"{subject}:constraints")


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
