"""The choice, why it was made, and what would undo it."""

import datetime as dt
from collections.abc import Iterator

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from decisions.sections.declaring import (
    NOTHING_FOLLOWS,
    Check,
    Fields,
    Frozen,
    Names,
    OneForm,
    SectionKind,
    UnitKind,
    Unsettled,
    Width,
    itself,
    words,
)
from decisions.sections.draft import Draft
from decisions.sections.fields import text_field
from decisions.sections.freezing import freeze_unit
from decisions.sections.options import Option
from decisions.sections.units import Single, tracked
from decisions.states.classes import EVERY, FROM_STANDARD
from decisions.states.stages import Stage


@tracked
class Recommendation(Single):
    """The choice, why it was made, and what would undo it."""

    kind = "recommendation"

    option = models.ForeignKey(
        Option,
        verbose_name=gettext_lazy("selected option"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    rationale = text_field(gettext_lazy("rationale"))
    why_not_best = text_field(gettext_lazy("why not the option with the highest value"))
    reversal_signal = text_field(
        gettext_lazy("reversal signal"), help_text=gettext_lazy("What would make us undo the choice?")
    )


def _no_selection(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if selected_option(content) is None:
        yield Unsettled(_("Select an option."), content.one(Recommendation).anchor)


def _no_rationale(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if not words(content.one(Recommendation).rationale):
        yield Unsettled(_("Write why this option."), content.one(Recommendation).anchor)


def _no_reversal(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    if not words(content.one(Recommendation).reversal_signal):
        yield Unsettled(
            _("Write the reversal signal: what would make us undo the choice?"),
            content.one(Recommendation).anchor,
        )


def _not_best(content: Draft, today: dt.date) -> Iterator[Unsettled]:
    chosen, comparison = selected_option(content), content.comparison
    if chosen is None or comparison.values is None or comparison.is_best(chosen.pk):
        return
    if not words(content.one(Recommendation).why_not_best):
        best = next(option for option in content.all(Option) if option.pk == comparison.best)
        message = _("Option %(best)s has the highest value: write why it is %(chosen)s all the same.")
        place = {"best": best.label, "chosen": chosen.label}
        yield Unsettled(message % place, content.one(Recommendation).anchor)


def selected_option(content: Draft) -> Option | None:
    """The option that was chosen."""
    return content.row(Option, content.one(Recommendation).option_id)


UNIT = UnitKind(
    model=Recommendation,
    at=itself,
    follows=NOTHING_FOLLOWS,
    form=Fields(
        {
            "option": Width.FULL,
            "rationale": Width.FULL,
            "why_not_best": Width.FULL,
            "reversal_signal": Width.FULL,
        },
        lines={"rationale": 4},
    ),
    listed=None,
)


def _freeze(content: Draft, names: Names) -> Frozen:
    chosen, comparison = selected_option(content), content.comparison
    return freeze_unit(content.one(Recommendation), UNIT, content, names) | {
        "label": chosen.label if chosen else "",
        "name": words(chosen.name) if chosen else "",
        "is_best": comparison.is_best(chosen.pk) if chosen and comparison.values else None,
    }


RECOMMENDATION = SectionKind(
    kind="recommendation",
    label=gettext_lazy("Recommendation"),
    home=Stage.COMMIT,
    in_header=False,
    units=(UNIT,),
    computed=(),
    checks=(
        Check(
            "no_selection",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Selected option"),
            _no_selection,
            waivable=False,
        ),
        Check("no_rationale", Stage.PROPOSED, EVERY, gettext_lazy("Rationale"), _no_rationale),
        Check(
            "choice_not_best",
            Stage.PROPOSED,
            FROM_STANDARD,
            gettext_lazy("The best option, or why another one"),
            _not_best,
        ),
        Check(
            "no_reversal_signal",
            Stage.PROPOSED,
            EVERY,
            gettext_lazy("Reversal signal"),
            _no_reversal,
            waivable=False,
        ),
    ),
    freeze=_freeze,
    internal=(),
    layout=(OneForm(Recommendation),),
)
